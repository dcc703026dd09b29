// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// `<cpu>`: the model, topology and NUMA cells of the guest's CPUs.
package struct CPU: Sendable, Hashable {
    package var mode: String?
    package var match: String?
    package var check: String?
    package var migratable: OnOff?
    package var model: String?
    package var fallback: String?
    package var vendorID: String?
    package var vendor: String?
    package var topology: Topology?
    package var cacheLevel: Int?
    package var cacheMode: String?
    package var physicalAddressMode: String?
    package var physicalAddressBits: Int?
    package var features: [Feature] = []
    package var cells: [Cell] = []
    package var interconnects: XMLElement?
    package init() {}

    package struct Topology: XMLRepresentable, Sendable, Hashable {
        package var sockets = 1
        package var dies = 1
        package var cores = 1
        package var threads = 1
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("sockets", &sockets)
            try x.attribute("dies", &dies)
            try x.required("cores", &cores)
            try x.required("threads", &threads)
            guard x.isReading else { return }
            for count in [sockets, dies, cores, threads] where !(1...VCPUs.limit).contains(count) {
                throw x.failure(.invalid, "The topology of a CPU has counts from 1 to \(VCPUs.limit).")
            }
        }
        /// The number of CPUs.
        package var count: Int { sockets * dies * cores * threads }
    }

    package struct Feature: XMLRepresentable, Sendable, Hashable {
        package var name = ""
        package var policy: String?
        package init() {}
        package init(_ name: String, _ policy: String) {
            self.name = name
            self.policy = policy
        }
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("policy", &policy)
            try x.required("name", &name)
            guard x.isReading else { return }
            if name.isEmpty { throw x.failure(.invalid, "A CPU feature needs a name.") }
            guard ["force", "require", "optional", "disable", "forbid"].contains(policy ?? "require") else {
                throw x.failure(.invalid, "Policy '\(policy ?? "")' of CPU feature '\(name)' is not known.")
            }
        }
    }

    package struct Cell: XMLRepresentable, Sendable, Hashable {
        package var id: Int?
        package var cpus: IntegerSet?
        package var memory = MemorySize()
        package var memoryAccess: String?
        package var discard: YesNo?
        package var distances: [Distance] = []
        package var caches: [Cache] = []
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("id", &id)
            try x.attribute("cpus", &cpus)
            if x.isReading, !x.attributeNames.contains("memory") {
                throw x.failure(.missing, "A NUMA cell lacks its attribute 'memory'.")
            }
            var amount: UInt64? = memory.kib
            var unit: String? = "KiB"
            try x.attribute("memory", &amount)
            try x.attribute("unit", &unit)
            try x.attribute("memAccess", &memoryAccess)
            try x.attribute("discard", &discard)
            try x.group("distances") { x in
                try x.elements("sibling", &distances)
                if x.isReading, distances.isEmpty {
                    throw x.failure(.missing, "The distances of a NUMA cell name no other one.")
                }
            }
            try x.elements("cache", &caches)
            guard x.isReading else { return }
            guard let bytes = ByteUnit.bytes(amount ?? 0, unit: unit ?? "KiB"), bytes <= UInt64(Int64.max) >> 10 else {
                throw x.failure(.invalid, "The memory of a NUMA cell does not fit in 64 bits.")
            }
            memory.kib = bytes / 1024 + (bytes % 1024 == 0 ? 0 : 1)
            if let id, id < 0 { throw x.failure(.invalid, "A NUMA cell has no negative id.") }
            if let memoryAccess, !["shared", "private"].contains(memoryAccess) {
                throw x.failure(.invalid, "Memory access '\(memoryAccess)' of a NUMA cell is not known.")
            }
        }
    }

    package struct Distance: XMLRepresentable, Sendable, Hashable {
        package var id = 0
        package var value = 0
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("id", &id)
            try x.required("value", &value)
            guard x.isReading else { return }
            guard (10...255).contains(value) else {
                throw x.failure(.invalid, "A distance between NUMA cells is from 10 to 255.")
            }
        }
    }

    package struct Cache: XMLRepresentable, Sendable, Hashable {
        package var level = 1
        package var associativity = ""
        package var policy = ""
        package var size = MemorySize()
        package var line: UInt32 = 0
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("level", &level)
            try x.required("associativity", &associativity)
            try x.required("policy", &policy)
            var amount: UInt64? = size.kib
            var unit: String? = "KiB"
            try x.group("size") { x in
                try x.attribute("value", &amount)
                try x.attribute("unit", &unit)
            }
            var line: UInt32? = self.line
            var lineUnit: String? = "B"
            try x.group("line") { x in
                try x.attribute("value", &line)
                try x.attribute("unit", &lineUnit)
            }
            guard x.isReading else { return }
            for (name, word, words) in [
                ("associativity", associativity, ["none", "direct", "full"]),
                ("policy", policy, ["none", "writeback", "writethrough"]),
            ] where !words.contains(word) {
                throw x.failure(.invalid, "The \(name) '\(word)' of a cache is not known.")
            }
            guard (1...3).contains(level) else {
                throw x.failure(.invalid, "A cache has level 1 to 3, and not \(level).")
            }
            for name in ["size", "line"] where !x.childNames.contains(name) {
                throw x.failure(.missing, "A cache of a NUMA cell lacks its '\(name)'.")
            }
            size.kib = (ByteUnit.bytes(amount ?? 0, unit: unit ?? "KiB") ?? 0) / 1024
            self.line = line ?? 0
        }
    }
}

extension CPU: XMLRepresentable {
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.attribute("mode", &mode)
        try x.attribute("match", &match)
        try x.attribute("check", &check)
        try x.attribute("migratable", &migratable)
        if x.isReading || model != nil || (vendorID != nil) { try modelXML(&x) }
        try x.leaf("vendor", &vendor)
        if x.isReading, vendor != nil, model == nil {
            throw x.failure(.missing, "A CPU vendor is of no use without a CPU model.")
        }
        try x.element("topology", &topology)
        try x.group("cache") { x in
            try x.attribute("level", &cacheLevel)
            try x.attribute("mode", &cacheMode)
            if x.isReading, !["emulate", "passthrough", "disable"].contains(cacheMode ?? "") {
                throw x.failure(.invalid, "Cache mode '\(cacheMode ?? "")' of a CPU is not known.")
            }
            if x.isReading, let cacheLevel, !(0...3).contains(cacheLevel) {
                throw x.failure(.invalid, "Cache level '\(cacheLevel)' of a CPU is not from 0 to 3.")
            }
        }
        try x.group("maxphysaddr") { x in
            try x.attribute("mode", &physicalAddressMode)
            try x.attribute("bits", &physicalAddressBits)
        }
        try x.elements("feature", &features)
        try x.group("numa") { x in
            try x.elements("cell", &cells)
            try x.verbatim("interconnects", &interconnects)
            if x.isReading { completeInterconnects() }
        }
        if x.isReading { try check(x) }
    }

    /// Bandwidths say their unit; where nothing is connected, nothing is said.
    private mutating func completeInterconnects() {
        if interconnects?.elements.isEmpty == true { interconnects = nil }
        guard var element = interconnects else { return }
        element.children = element.children.map { node in
            guard case .element(var link) = node, link.name == "bandwidth", link[attribute: "unit"] == nil else {
                return node
            }
            link.attributes.append(.init(name: "unit", value: "KiB"))
            return .element(link)
        }
        interconnects = element
    }

    private mutating func modelXML(_ x: inout some XMLVisitor) throws {
        var element: ModelElement? =
            x.isReading ? nil : ModelElement(fallback: fallback, vendorID: vendorID, name: model)
        try x.element("model", &element)
        guard x.isReading, let element else { return }
        (fallback, vendorID, model) = (element.fallback, element.vendorID, element.name?.trimmedXMLSpace)
        if model == "" { model = nil }
    }

    private mutating func check(_ x: some XMLVisitor) throws {
        guard cells.count <= 1024 else { throw x.failure(.limit, "A domain has at most 1024 NUMA cells.") }
        func word(_ name: String, _ value: String?, _ words: [String]) throws {
            if let value, !words.contains(value) {
                throw x.failure(.invalid, "Attribute '\(name)' of element 'cpu' is '\(value)', which is not known.")
            }
        }
        try word("mode", mode, ["custom", "host-model", "host-passthrough", "maximum"])
        try word("match", match, ["minimum", "exact", "strict"])
        try word("check", check, ["none", "partial", "full"])
        try word("fallback", fallback, ["allow", "forbid"])
        if let vendorID {
            guard vendorID.utf8.count == 12 else {
                throw x.failure(.invalid, "A CPU vendor id has exactly 12 characters, and not '\(vendorID)'.")
            }
            if vendorID.contains(",") { throw x.failure(.invalid, "A CPU vendor id holds no comma.") }
        }
        if model == nil, mode ?? "custom" == "custom", !features.isEmpty {
            throw x.failure(.missing, "CPU features need a CPU model.")
        }
        if migratable != nil, mode != "host-passthrough", mode != "maximum" {
            throw x.failure(.invalid, "Attribute 'migratable' is for CPU mode 'host-passthrough' or 'maximum'.")
        }
        if Set(features.map(\.name)).count != features.count {
            throw x.failure(.invalid, "A CPU feature is named twice.")
        }
    }

    private struct ModelElement: XMLRepresentable {
        var fallback: String?
        var vendorID: String?
        var name: String?
        init() {}
        init(fallback: String?, vendorID: String?, name: String?) {
            (self.fallback, self.vendorID, self.name) = (fallback, vendorID, name)
        }
        mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("fallback", &fallback)
            try x.attribute("vendor_id", &vendorID)
            try x.text(&name)
        }
    }
}
