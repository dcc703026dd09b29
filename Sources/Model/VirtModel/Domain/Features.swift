// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// `<features>`: what the machine can do.
package struct Features: Sendable, Hashable {
    package var acpi = false
    package var apic: Switch?
    package var pae = false
    package var hap: Switch?
    package var viridian = false
    package var privnet = false
    package var hyperv: HyperV?
    package var kvm: [String: OnOff] = [:]
    package var hasKVM = false
    package var dirtyRingSize: Int?
    package var pvspinlock: Switch?
    package var pmu: Switch?
    package var vmport: Switch?
    package var gicVersion: String?
    package var hasGIC = false
    package var smm: SMM?
    package var ioapic: String?
    package var hptResizing: String?
    package var hptMaximumPageSize: MemorySize?
    package var vmcoreinfo: Switch?
    package var htm: OnOff?
    package var nestedHV: OnOff?
    package var msrsUnknown: String?
    package var ccfAssist: OnOff?
    package var cfpc: String?
    package var sbbc: String?
    package var ibs: String?
    package var tcgTBCacheInMiB: MemorySize?
    package init() {}

    /// `<name state='on'/>`, where the state may be missing.
    package struct Switch: XMLRepresentable, Sendable, Hashable {
        package var state: OnOff?
        package var eoi: OnOff?
        package init() {}
        package init(_ state: OnOff?) { self.state = state }
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("state", &state)
            try x.attribute("eoi", &eoi)
        }
        /// Whether it is on: a missing state says so too.
        package var isOn: Bool { state != .off }
    }

    package struct SMM: XMLRepresentable, Sendable, Hashable {
        package var state: OnOff?
        package var tseg: MemorySize?
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("state", &state)
            try x.wholeMebibytes("tseg", &tseg)
            if x.isReading, state == nil { state = .on }
            if x.isReading, let tseg, tseg.kib % 1024 != 0 {
                throw x.failure(.invalid, "The size of TSEG is a multiple of 1 MiB.")
            }
        }
    }

    /// The KVM features, in the order in which they are written.
    package static let kvmNames = ["hidden", "hint-dedicated", "poll-control", "pv-ipi", "dirty-ring"]

    mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.presence("acpi", &acpi)
        try x.element("apic", &apic)
        try x.presence("pae", &pae)
        try x.element("hap", &hap)
        if x.isReading, hap != nil, hap?.state == nil { hap?.state = .on }
        try x.presence("viridian", &viridian)
        try x.presence("privnet", &privnet)
        try x.element("hyperv", &hyperv)
        if x.isReading { hasKVM = x.childNames.contains("kvm") }
        try x.group("kvm") { x in
            for name in Self.kvmNames {
                try x.group(name) { x in
                    var state = kvm[name]
                    try x.attribute("state", &state)
                    if name == "dirty-ring" { try x.attribute("size", &dirtyRingSize) }
                    kvm[name] = state
                    if x.isReading, state == nil {
                        throw x.failure(.missing, "KVM feature '\(name)' lacks its attribute 'state'.")
                    }
                    if x.isReading, name == "dirty-ring", state == .on {
                        guard let size = dirtyRingSize, (1024...65536).contains(size), size & (size - 1) == 0 else {
                            throw x.failure(.invalid, "The dirty ring has a size of a power of two from 1024 to 65536.")
                        }
                    }
                }
            }
        }
        try x.element("pvspinlock", &pvspinlock)
        if x.isReading, pvspinlock != nil, pvspinlock?.state == nil { pvspinlock?.state = .on }
        try x.element("pmu", &pmu)
        if x.isReading, pmu != nil, pmu?.state == nil { pmu?.state = .on }
        try x.element("vmport", &vmport)
        if x.isReading, vmport != nil, vmport?.state == nil { vmport?.state = .on }
        if x.isReading { hasGIC = x.childNames.contains("gic") }
        try x.single("gic", "version", &gicVersion)
        if x.isReading, let gicVersion, gicVersion != "host" {
            guard let number = Int(gicVersion), (1...4).contains(number) else {
                throw x.failure(.invalid, "GIC version '\(gicVersion)' is not known.")
            }
        }
        try x.element("smm", &smm)
        try words("ioapic", "driver", &ioapic, ["qemu", "kvm"], &x)
        try x.group("hpt") { x in
            try x.attribute("resizing", &hptResizing)
            try x.element("maxpagesize", &hptMaximumPageSize)
            if x.isReading, let hptResizing, !["enabled", "disabled", "required"].contains(hptResizing) {
                throw x.failure(.invalid, "HPT resizing '\(hptResizing)' is not known.")
            }
        }
        try x.element("vmcoreinfo", &vmcoreinfo)
        if x.isReading, vmcoreinfo != nil, vmcoreinfo?.state == nil { vmcoreinfo?.state = .on }
        try x.single("htm", "state", &htm)
        try x.single("nested-hv", "state", &nestedHV)
        try words("msrs", "unknown", &msrsUnknown, ["ignore", "fault"], &x)
        try x.single("ccf-assist", "state", &ccfAssist)
        try words("cfpc", "value", &cfpc, ["broken", "workaround", "fixed"], &x)
        try words("sbbc", "value", &sbbc, ["broken", "workaround", "fixed"], &x)
        try words("ibs", "value", &ibs, ["broken", "workaround", "fixed-ibs", "fixed-ccd", "fixed-na"], &x)
        try x.group("tcg") { x in try x.element("tb-cache", &tcgTBCacheInMiB) }
    }

    private func words(
        _ element: String, _ attribute: String, _ value: inout String?, _ words: [String], _ x: inout some XMLVisitor
    ) throws {
        try x.group(element) { x in
            try x.attribute(attribute, &value)
            if x.isReading, value.map({ words.contains($0) }) != true {
                throw x.failure(
                    .invalid,
                    "Attribute '\(attribute)' of feature '\(element)' is '\(value ?? "")', which is not known.")
            }
        }
    }

    /// `<hyperv>`: enlightenments for Windows.
    package struct HyperV: XMLRepresentable, Sendable, Hashable {
        package static let names = [
            "relaxed", "vapic", "spinlocks", "vpindex", "runtime", "synic", "stimer", "reset", "vendor_id",
            "frequencies",
            "reenlightenment", "tlbflush", "ipi", "evmcs", "avic",
        ]
        package var mode: String?
        package var states: [String: OnOff] = [:]
        package var spinlockRetries: UInt32?
        package var stimerDirect: OnOff?
        package var vendorID: String?
        package init() {}

        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("mode", &mode)
            for name in Self.names {
                try x.group(name) { x in
                    var state = states[name]
                    try x.attribute("state", &state)
                    states[name] = state
                    if x.isReading, state == nil {
                        throw x.failure(.missing, "Hyper-V feature '\(name)' lacks its attribute 'state'.")
                    }
                    switch name {
                    case "spinlocks":
                        try x.attribute("retries", &spinlockRetries)
                        if x.isReading, state == .on, spinlockRetries.map({ $0 >= 0xfff }) != true {
                            throw x.failure(.invalid, "Hyper-V spinlocks need at least 4095 retries.")
                        }
                    case "stimer": try x.single("direct", "state", &stimerDirect)
                    case "vendor_id":
                        try x.attribute("value", &vendorID)
                        guard x.isReading, state == .on else { return }
                        guard let vendorID, vendorID.utf8.count <= 12, !vendorID.contains(",") else {
                            throw x.failure(.invalid, "A Hyper-V vendor id has 1 to 12 characters and no comma.")
                        }
                    default: break
                    }
                }
            }
            guard x.isReading else { return }
            guard ["custom", "passthrough"].contains(mode ?? "custom") else {
                throw x.failure(.invalid, "Hyper-V mode '\(mode ?? "")' is not 'custom' or 'passthrough'.")
            }
        }
    }
}
