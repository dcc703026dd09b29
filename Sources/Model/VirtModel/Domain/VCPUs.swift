// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// How many virtual CPUs there are and which of them are plugged in.
package struct VCPUs: Sendable, Hashable {
    package var maximum = 1
    package var current: Int?
    package var placement: String?
    package var cpuset: IntegerSet?
    package var entries: [Entry] = []
    package init() {}

    package struct Entry: XMLRepresentable, Sendable, Hashable {
        package var id = 0
        package var enabled = YesNo.yes
        package var hotpluggable: YesNo?
        package var order: Int?
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("id", &id)
            try x.required("enabled", &enabled)
            try x.attribute("hotpluggable", &hotpluggable)
            try x.attribute("order", &order)
        }
    }

    /// The limit that the count is checked against, before anything is allocated for it.
    package static let limit = 16384

    mutating func elements(_ x: inout some XMLVisitor) throws {
        var count = Count(maximum: maximum, current: current, placement: placement, cpuset: cpuset)
        try x.element("vcpu", &count)
        maximum = count.maximum
        current = count.current
        placement = count.placement
        cpuset = count.cpuset
        try x.group("vcpus") { x in try x.elements("vcpu", &entries) }
        guard x.isReading, !entries.isEmpty else { return }
        for entry in entries where entry.id < 0 || entry.id >= maximum {
            throw x.failure(.invalid, "A vCPU with id \(entry.id) is not among the \(maximum) of the domain.")
        }
        guard Set(entries.map(\.id)).count == entries.count else {
            throw x.failure(.invalid, "Two vCPUs have the same id.")
        }
        if entries.count == maximum {
            let enabled = entries.filter { $0.enabled == .yes }.count
            current = enabled == maximum ? nil : enabled
        }
        guard
            entries.contains(where: { $0.id == 0 && $0.enabled == .yes })
                || !entries.contains(where: { $0.id == 0 })
        else {
            throw x.failure(.invalid, "vCPU 0 is the one that the machine starts with, and cannot be unplugged.")
        }
    }

    /// How many are plugged in once the machine is there.
    package var enabledCount: Int { current ?? maximum }

    /// How many the machine has when QEMU builds it: the others are plugged in one by one, before the guest runs.
    package var startCount: Int {
        enabledCount - entries.filter { $0.enabled == .yes && $0.hotpluggable == .yes }.count
    }

    private struct Count: XMLRepresentable {
        var maximum = 1
        var current: Int?
        var placement: String?
        var cpuset: IntegerSet?
        init() {}
        init(maximum: Int, current: Int?, placement: String?, cpuset: IntegerSet?) {
            (self.maximum, self.current, self.placement, self.cpuset) = (maximum, current, placement, cpuset)
        }
        mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("placement", &placement)
            try x.attribute("cpuset", &cpuset)
            try x.attribute("current", &current)
            var count: Int? = maximum
            try x.text(&count)
            maximum = count ?? 1
            guard x.isReading else { return }
            guard (1...VCPUs.limit).contains(maximum) else {
                throw x.failure(.invalid, "A domain has 1 to \(VCPUs.limit) vCPUs, and not \(maximum).")
            }
            if let current, !(1...maximum).contains(current) {
                throw x.failure(.invalid, "\(current) current vCPUs are not among the \(maximum) of the domain.")
            }
            if current == maximum { current = nil }
            if let placement, placement != "static", placement != "auto" {
                throw x.failure(.invalid, "vCPU placement '\(placement)' is not 'static' or 'auto'.")
            }
        }
    }
}

/// One I/O thread.
package struct IOThread: XMLRepresentable, Sendable, Hashable {
    package var id = 0
    package var pool = Pool()
    /// Whether it follows from the number of I/O threads alone.
    package var isImplied = false
    package init() {}
    package init(id: Int) {
        self.id = id
        isImplied = true
    }
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("id", &id)
        try pool.xml(&x)
        if x.isReading, id < 1 { throw x.failure(.invalid, "An I/O thread has an id above 0.") }
    }

    package struct Pool: XMLRepresentable, Sendable, Hashable {
        package var minimum: Int?
        package var maximum: Int?
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("thread_pool_min", &minimum)
            try x.attribute("thread_pool_max", &maximum)
            if x.isReading, let minimum, let maximum, minimum > maximum {
                throw x.failure(.invalid, "The smallest thread pool is larger than the largest.")
            }
        }
    }
}
