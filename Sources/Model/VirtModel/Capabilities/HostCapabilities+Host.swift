// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

extension HostCapabilities {
    /// `<host>`: the machine itself.
    package struct Host: XMLRepresentable, Sendable, Hashable {
        package var uuid: UUIDText?
        package var cpu = Processor()
        package var iommu: CapabilityState?
        package var topology: Topology?
        package var cache: [CacheBank] = []
        package var securityModels: [SecurityModel] = []
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.leaf("uuid", &uuid)
            try x.element("cpu", &cpu)
            // The host is not put to sleep through us.
            x.ignored("power_management", "migration_features")
            try x.element("iommu", &iommu)
            try x.element("topology", &topology)
            try x.group("cache") { x in try x.elements("bank", &cache) }
            try x.elements("secmodel", &securityModels)
        }
    }

    /// `<iommu support='yes'>`
    package struct CapabilityState: XMLRepresentable, Sendable, Hashable {
        package var support = YesNo.no
        package init() {}
        package init(_ isSupported: Bool) { support = isSupported ? .yes : .no }
        package mutating func xml(_ x: inout some XMLVisitor) throws { try x.required("support", &support) }
    }

    /// `<cpu>`: the processor by its nearest model.
    package struct Processor: XMLRepresentable, Sendable, Hashable {
        package var architecture = ""
        package var model: String?
        package var vendor: String?
        package var microcode: UInt32?
        package var signature: Signature?
        package var topology: CPU.Topology?
        package var physicalAddressBits: Int?
        package var features: [CPU.Feature] = []
        package var pages: [PageSize] = []
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.leaf("arch", &architecture)
            try x.leaf("model", &model)
            try x.leaf("vendor", &vendor)
            try x.single("microcode", "version", &microcode)
            try x.element("signature", &signature)
            x.ignored("counter")
            try x.element("topology", &topology)
            try x.group("maxphysaddr") { x in
                var mode: String? = physicalAddressBits == nil ? nil : "emulate"
                try x.attribute("mode", &mode)
                try x.attribute("bits", &physicalAddressBits)
            }
            try x.elements("feature", &features)
            try x.elements("pages", &pages)
        }
    }

    /// `<signature>`: which processor it is, by its maker's numbers.
    package struct Signature: XMLRepresentable, Sendable, Hashable {
        package var family = 0
        package var model = 0
        package var stepping = 0
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("family", &family)
            try x.required("model", &model)
            try x.required("stepping", &stepping)
        }
    }

    /// `<pages>`: a size of memory pages, and how many of them a node has.
    package struct PageSize: XMLRepresentable, Sendable, Hashable {
        package var unit = "KiB"
        package var size: UInt64 = 4
        package var count: UInt64?
        package init() {}
        package init(kib: UInt64, count: UInt64? = nil) {
            size = kib
            self.count = count
        }
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("unit", &unit)
            try x.required("size", &size)
            try x.text(&count)
        }
    }

    /// `<topology>`: the NUMA nodes.
    package struct Topology: XMLRepresentable, Sendable, Hashable {
        package var cells: [Cell] = []
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.group("cells") { x in
                var count: Int? = cells.count
                try x.attribute("num", &count)
                try x.elements("cell", &cells)
            }
        }
    }

    /// `<cell>`: one NUMA node.
    package struct Cell: XMLRepresentable, Sendable, Hashable {
        package var id = 0
        package var memory: DomainCapabilities.SGX.Size?
        package var pages: [PageSize] = []
        package var distances: [Distance] = []
        package var cpus: [LogicalProcessor] = []
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("id", &id)
            try x.element("memory", &memory)
            try x.elements("pages", &pages)
            try x.group("distances") { x in try x.elements("sibling", &distances) }
            try x.group("cpus") { x in
                var count: Int? = cpus.count
                try x.attribute("num", &count)
                try x.elements("cpu", &cpus)
            }
        }
    }

    /// `<sibling>`: how far another node is.
    package struct Distance: XMLRepresentable, Sendable, Hashable {
        package var id = 0
        package var value = 10
        package init() {}
        package init(to id: Int, _ value: Int) {
            self.id = id
            self.value = value
        }
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("id", &id)
            try x.required("value", &value)
        }
    }

    /// `<cpu>`: one logical processor, and those that share its core.
    package struct LogicalProcessor: XMLRepresentable, Sendable, Hashable {
        package var id = 0
        package var socket = 0
        package var die = 0
        package var core = 0
        package var siblings: IntegerSet?
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("id", &id)
            try x.required("socket_id", &socket)
            try x.required("die_id", &die)
            try x.required("core_id", &core)
            try x.attribute("siblings", &siblings)
        }
    }

    /// `<bank>`: one cache of the last level.
    package struct CacheBank: XMLRepresentable, Sendable, Hashable {
        package var id = 0
        package var level = 3
        package var type = "both"
        package var size: UInt64 = 0
        package var unit = "KiB"
        package var cpus: IntegerSet?
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("id", &id)
            try x.required("level", &level)
            try x.required("type", &type)
            try x.required("size", &size)
            try x.required("unit", &unit)
            try x.attribute("cpus", &cpus)
        }
    }

    /// `<secmodel>`: what keeps guests apart.
    package struct SecurityModel: XMLRepresentable, Sendable, Hashable {
        package var model = ""
        package var domainOfInterpretation = "0"
        package var labels: [BaseLabel] = []
        package init() {}
        package init(_ model: String, labels: [BaseLabel] = []) {
            self.model = model
            self.labels = labels
        }
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.leaf("model", &model)
            try x.leaf("doi", &domainOfInterpretation)
            try x.elements("baselabel", &labels)
        }
    }

    /// `<baselabel>`: the label of a domain of some type.
    package struct BaseLabel: XMLRepresentable, Sendable, Hashable {
        package var type = ""
        package var label: String?
        package init() {}
        package init(_ type: String, _ label: String) {
            self.type = type
            self.label = label
        }
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("type", &type)
            try x.text(&label)
        }
    }
}
