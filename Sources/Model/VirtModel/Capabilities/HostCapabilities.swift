// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// `<capabilities>`: the host, and the guests that it can run.
package struct HostCapabilities: XMLRepresentable, Sendable, Hashable {
    package var host = Host()
    package var guests: [Guest] = []
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.element("host", &host)
        try x.elements("guest", &guests)
    }

    /// The document.
    package func xmlText() throws -> String {
        try XMLWriter.write(self, as: "capabilities", form: XMLForm()).formatted()
    }

    /// `<guest>`: one kind of guests, by architecture.
    package struct Guest: XMLRepresentable, Sendable, Hashable {
        package var osType = "hvm"
        package var architecture = Architecture()
        package var features = Features()
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.leaf("os_type", &osType)
            try x.element("arch", &architecture)
            try x.element("features", &features)
        }
    }

    /// `<arch>`: the emulator of an architecture, and its machine types.
    package struct Architecture: XMLRepresentable, Sendable, Hashable {
        package var name = ""
        package var wordSize = 64
        package var emulator: String?
        package var machines: [Machine] = []
        package var domains: [DomainType] = []
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("name", &name)
            try x.leaf("wordsize", &wordSize)
            try x.leaf("emulator", &emulator)
            try x.elements("machine", &machines)
            try x.elements("domain", &domains)
        }
    }

    /// `<machine>`: a machine type, or an alias with the `canonical` one that it stands for.
    package struct Machine: XMLRepresentable, Sendable, Hashable {
        package var canonical: String?
        package var maximumCPUs: Int?
        package var deprecated: YesNo?
        package var name: String?
        package init() {}
        package init(_ name: String, canonical: String? = nil, maximumCPUs: Int?, isDeprecated: Bool) {
            self.name = name
            self.canonical = canonical
            self.maximumCPUs = maximumCPUs
            deprecated = isDeprecated ? .yes : nil
        }
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("canonical", &canonical)
            try x.attribute("maxCpus", &maximumCPUs)
            try x.attribute("deprecated", &deprecated)
            try x.text(&name)
        }
    }

    /// `<domain>`: `qemu` or `kvm`.
    package struct DomainType: XMLRepresentable, Sendable, Hashable {
        package var type = ""
        package init() {}
        package init(_ type: String) { self.type = type }
        package mutating func xml(_ x: inout some XMLVisitor) throws { try x.required("type", &type) }
    }

    /// `<features>`: what the guests of an architecture have.
    package struct Features: XMLRepresentable, Sendable, Hashable {
        package var pae = false
        package var nonPAE = false
        package var acpi: Toggle?
        package var apic: Toggle?
        package var cpuSelection = true
        package var deviceBoot = true
        package var diskSnapshot: Toggle? = Toggle(isToggled: false)
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.presence("pae", &pae)
            try x.presence("nonpae", &nonPAE)
            try x.element("acpi", &acpi)
            try x.element("apic", &apic)
            try x.presence("cpuselection", &cpuSelection)
            try x.presence("deviceboot", &deviceBoot)
            try x.element("disksnapshot", &diskSnapshot)
        }
    }

    /// A feature that is on, and that a domain may or may not turn off.
    package struct Toggle: XMLRepresentable, Sendable, Hashable {
        package var standard = OnOff.on
        package var toggle = YesNo.no
        package init() {}
        package init(isToggled: Bool) { toggle = isToggled ? .yes : .no }
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("default", &standard)
            try x.required("toggle", &toggle)
        }
    }
}
