// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// `<domainCapabilities>`: what an emulator can do for domains of one type, machine and architecture.
package struct DomainCapabilities: XMLRepresentable, Sendable, Hashable {
    package var path = ""
    /// `kvm` or `qemu`
    package var domain = ""
    package var machine: String?
    package var architecture = ""
    /// The most virtual CPUs; nil when it is not known.
    package var maximumVCPUs: Int?
    package var iothreads = CapabilitySection()
    package var os = OperatingSystems()
    package var cpu = Processors()
    package var memoryBacking = CapabilitySection()
    package var devices = DeviceKinds()
    package var features = FeatureKinds()
    package init() {}

    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.leaf("path", &path)
        try x.leaf("domain", &domain)
        try x.leaf("machine", &machine)
        try x.leaf("arch", &architecture)
        try x.single("vcpu", "max", &maximumVCPUs)
        try x.element("iothreads", &iothreads)
        try x.element("os", &os)
        try x.element("cpu", &cpu)
        try x.element("memoryBacking", &memoryBacking)
        try x.element("devices", &devices)
        try x.element("features", &features)
    }

    /// The document.
    package func xmlText() throws -> String {
        try XMLWriter.write(self, as: "domainCapabilities", form: XMLForm()).formatted()
    }

    /// `<os>`: firmware and loaders.
    package struct OperatingSystems: XMLRepresentable, Sendable, Hashable {
        package var isSupported = YesNo.yes
        package var enumerations: [CapabilityEnumeration] = []
        package var loader = CapabilitySection()
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("supported", &isSupported)
            try x.elements("enum", &enumerations)
            try x.element("loader", &loader)
        }
    }

    /// `<devices>`: the kinds of devices, in the order of the document.
    package struct DeviceKinds: XMLRepresentable, Sendable, Hashable {
        package var disk = CapabilitySection()
        package var graphics = CapabilitySection()
        package var video = CapabilitySection()
        package var hostdev = CapabilitySection()
        package var rng = CapabilitySection()
        package var filesystem = CapabilitySection()
        package var tpm = CapabilitySection()
        package var redirdev = CapabilitySection()
        package var channel = CapabilitySection()
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.element("disk", &disk)
            try x.element("graphics", &graphics)
            try x.element("video", &video)
            try x.element("hostdev", &hostdev)
            try x.element("rng", &rng)
            try x.element("filesystem", &filesystem)
            try x.element("tpm", &tpm)
            try x.element("redirdev", &redirdev)
            try x.element("channel", &channel)
        }
    }

    /// `<features>`: what is neither a device nor a CPU.
    package struct FeatureKinds: XMLRepresentable, Sendable, Hashable {
        package var gic = CapabilitySection()
        package var vmCoreInfo = CapabilitySection()
        package var generationID = CapabilitySection()
        package var backingStoreInput = CapabilitySection(isSupported: true)
        package var backup = CapabilitySection()
        /// Protected virtualization; only on s390x.
        package var s390PV: CapabilitySection?
        package var sev = SEV()
        package var sgx = SGX()
        package var hyperV: CapabilitySection?
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.element("gic", &gic)
            try x.element("vmcoreinfo", &vmCoreInfo)
            try x.element("genid", &generationID)
            try x.element("backingStoreInput", &backingStoreInput)
            try x.element("backup", &backup)
            try x.element("s390-pv", &s390PV)
            try x.element("sev", &sev)
            try x.element("sgx", &sgx)
            try x.element("hyperv", &hyperV)
        }
    }

    /// `<sev>`: AMD's encrypted memory.
    package struct SEV: XMLRepresentable, Sendable, Hashable {
        package var isSupported = YesNo.no
        package var cbitpos: UInt32?
        package var reducedPhysBits: UInt32?
        package var maximumGuests: UInt32?
        package var maximumESGuests: UInt32?
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("supported", &isSupported)
            try x.leaf("cbitpos", &cbitpos)
            try x.leaf("reducedPhysBits", &reducedPhysBits)
            try x.leaf("maxGuests", &maximumGuests)
            try x.leaf("maxESGuests", &maximumESGuests)
        }
    }

    /// `<sgx>`: Intel's enclaves.
    package struct SGX: XMLRepresentable, Sendable, Hashable {
        package var isSupported = YesNo.no
        package var flc: YesNo?
        package var sgx1: YesNo?
        package var sgx2: YesNo?
        package var sectionSize: Size?
        package var sections: [Section] = []
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("supported", &isSupported)
            try x.leaf("flc", &flc)
            try x.leaf("sgx1", &sgx1)
            try x.leaf("sgx2", &sgx2)
            try x.element("section_size", &sectionSize)
            try x.group("sections") { x in try x.elements("section", &sections) }
        }

        /// An amount in KiB.
        package struct Size: XMLRepresentable, Sendable, Hashable {
            package var unit = "KiB"
            package var amount: UInt64?
            package init() {}
            package init(kib: UInt64) { amount = kib }
            package mutating func xml(_ x: inout some XMLVisitor) throws {
                try x.attribute("unit", &unit)
                try x.text(&amount)
            }
        }

        /// The part of a NUMA node.
        package struct Section: XMLRepresentable, Sendable, Hashable {
            package var node = 0
            package var size: UInt64 = 0
            package var unit = "KiB"
            package init() {}
            package init(node: Int, kib: UInt64) {
                self.node = node
                size = kib
            }
            package mutating func xml(_ x: inout some XMLVisitor) throws {
                try x.required("node", &node)
                try x.required("size", &size)
                try x.attribute("unit", &unit)
            }
        }
    }
}
