// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    /// What is said of one direction holds for the other, and a cell that has distances has 10 to itself.
    func completeDistances(_ cells: inout [CPU.Cell]) {
        var table: [[Int: Int]] = cells.map { cell in
            Dictionary(cell.distances.map { ($0.id, $0.value) }, uniquingKeysWith: { $1 })
        }
        for cell in cells {
            for distance in cell.distances {
                guard let other = cells.firstIndex(where: { $0.id == distance.id }), let own = cell.id else { continue }
                if table[other][own] == nil { table[other][own] = distance.value }
            }
        }
        for index in cells.indices where !table[index].isEmpty {
            if let own = cells[index].id, table[index][own] == nil { table[index][own] = 10 }
            cells[index].distances = table[index].sorted { $0.key < $1.key }.map { id, value in
                var distance = CPU.Distance()
                (distance.id, distance.value) = (id, value)
                return distance
            }
        }
    }

    /// Caches and connections of NUMA cells, which QEMU would take and the guest not understand.
    func validateInterconnects(_ cells: [CPU.Cell]) throws {
        for cell in cells {
            try refuse(
                Set(cell.caches.map(\.level)).count != cell.caches.count,
                "NUMA cell \(cell.id ?? 0) has two caches of one level.")
        }
        var seen: Set<[String?]> = []
        for link in domain.cpu?.interconnects?.elements ?? [] {
            let what = "The \(link.name) between NUMA cells"
            for name in ["initiator", "target", "type", "value"] {
                try refuse(link[attribute: name] == nil, "\(what) lacks its '\(name)'.")
            }
            func cell(_ name: String) throws -> CPU.Cell {
                let text = link[attribute: name] ?? ""
                guard let found = cells.first(where: { $0.id.map(String.init) == text }) else {
                    throw QEMUDriverError.invalid("\(what) has the \(name) '\(text)', which is no cell.")
                }
                return found
            }
            _ = try cell("initiator")
            let target = try cell("target")
            if let level = link[attribute: "cache"] {
                try refuse(
                    !target.caches.contains { String($0.level) == level },
                    "\(what) names cache '\(level)', which its target does not have.")
            }
            let type = link[attribute: "type"] ?? ""
            try refuse(
                !["access", "read", "write"].contains(type), "\(what) is of type '\(type)', which is not known.")
            let key = [link.name] + ["initiator", "target", "cache", "type"].map { link[attribute: $0] }
            try refuse(!seen.insert(key).inserted, "\(what) is given twice.")
        }
    }
}

extension QEMUCapabilities {
    /// Whether the device of memory that the guest takes piece by piece allocates it, and not what is behind; since QEMU 7.0.
    var preallocatesPluggedMemory: Bool { version >= 7_000_000 }
}
