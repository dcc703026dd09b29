// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage
package import VirtModel
internal import XMLCoding

extension DomainCapabilities {
    /// What an emulator can do for domains of a type and machine.
    ///
    /// - Parameters:
    ///   - emulator: Its path.
    ///   - architecture: Of the domains.
    ///   - machine: The machine type, or an alias of one; nil for the emulator's default.
    ///   - accelerator: What runs them: domains of type `kvm` or `qemu`.
    ///   - capabilities: What the emulator answered.
    ///   - host: What else is known.
    /// - Throws: ``EmulatorError`` when the emulator has no such machine type.
    package init(
        emulator: String, architecture: String, machine: String?, accelerator: Accelerator,
        capabilities: QEMUCapabilities, host: CapabilityHost
    ) throws(EmulatorError) {
        self.init()
        let isKVM = accelerator == .kvm
        let chosen =
            machine.map { capabilities.machine($0, withKVM: isKVM) }
            ?? capabilities.defaultMachine(withKVM: isKVM, for: architecture)
        guard let chosen else {
            throw EmulatorError(
                program: FilePath(emulator),
                reason: "It has no machine type '\(machine ?? "")'. See its '-machine help'.", .unsuited)
        }
        path = emulator
        domain = isKVM ? "kvm" : "qemu"
        self.machine = chosen.name
        self.architecture = architecture
        // An emulator without KVM has no machines for it, and no limit is known.
        if !isKVM || capabilities.has(.kvm), chosen.maximumCPUs > 0 { maximumVCPUs = chosen.maximumCPUs }
        iothreads = CapabilitySection(isSupported: capabilities.has(type: "iothread"))
        let kinds = EmulatorKinds(
            architecture: architecture, machine: chosen.name, isKVM: isKVM, capabilities: capabilities, host: host)
        os = kinds.operatingSystems
        cpu.modes = kinds.processorModes
        memoryBacking = CapabilitySection(
            .init(
                "sourceType",
                ["file", "anonymous"] + (capabilities.has(type: "memory-backend-memfd") ? ["memfd"] : [])))
        devices = kinds.devices
        features = kinds.features
    }
}

/// The parts of a document of domain capabilities, and what they are made of.
struct EmulatorKinds {
    var architecture: String
    var machine: String
    var isKVM: Bool
    var capabilities: QEMUCapabilities
    var host: CapabilityHost

    func has(_ type: String) -> Bool { capabilities.has(type: type) }

    /// Of pairs of a kind and whether it is there, the kinds that are.
    func those(_ kinds: (String, Bool)...) -> [String] { kinds.filter(\.1).map(\.0) }

    var isX86: Bool { architecture == "x86_64" || architecture == "i686" }
    var isQ35: Bool { isX86 && (machine == "q35" || machine.hasPrefix("pc-q35-")) }
    var isI440FX: Bool { isX86 && (machine == "pc" || machine.hasPrefix("pc-i440fx-") || machine.hasPrefix("pc-0.")) }
    var isPSeries: Bool { architecture.hasPrefix("ppc64") && machine.hasPrefix("pseries") }
    var isARM: Bool { architecture == "aarch64" || architecture.hasPrefix("arm") }
    var isVirt: Bool { machine == "virt" || machine.hasPrefix("virt-") }

    /// The firmware that suits the machine.
    private var firmware: [FirmwareDescriptor] {
        host.firmware.filter { firmware in
            firmware.targets.contains { target in
                target.architecture == EmulatorSearch.name(of: architecture)
                    && target.machines.contains { machine.matches(glob: $0) }
            }
        }
    }

    var operatingSystems: DomainCapabilities.OperatingSystems {
        var systems = DomainCapabilities.OperatingSystems()
        let interfaces = Set(firmware.flatMap(\.interfaces))
        systems.enumerations = [
            .init("firmware", those(("bios", interfaces.contains("bios")), ("efi", interfaces.contains("uefi"))))
        ]
        let isSecure = firmware.contains { $0.features.contains("secure-boot") && $0.features.contains("requires-smm") }
        systems.loader = CapabilitySection(
            .init("type", ["rom", "pflash"]), .init("readonly", ["yes", "no"]),
            .init("secure", isSecure ? ["yes", "no"] : ["no"]),
            values: host.loaders ?? firmware.filter { $0.device == "flash" }.map(\.executable).filter(host.hasFile))
        return systems
    }

    var features: DomainCapabilities.FeatureKinds {
        var kinds = DomainCapabilities.FeatureKinds()
        if isARM, isVirt {
            let versions = capabilities.interruptControllers.filter { isKVM ? $0.isInKernel : $0.isEmulated }
                .map(\.version).sorted()
            if !versions.isEmpty { kinds.gic = CapabilitySection(.init("version", versions.map { "\($0)" })) }
        }
        kinds.vmCoreInfo = CapabilitySection(isSupported: has("vmcoreinfo"))
        kinds.generationID = CapabilitySection(isSupported: has("vmgenid"))
        kinds.backup = CapabilitySection(isSupported: capabilities.has(.incrementalBackup))
        if architecture == "s390x" { kinds.s390PV = CapabilitySection(isSupported: has("s390-pv-guest")) }
        if let sev = capabilities.sev {
            kinds.sev.isSupported = .yes
            kinds.sev.cbitpos = sev.cbitpos
            kinds.sev.reducedPhysBits = sev.reducedPhysBits
            kinds.sev.maximumGuests = host.sevGuests?.plain ?? 0
            kinds.sev.maximumESGuests = host.sevGuests?.encryptedState ?? 0
        }
        if let sgx = capabilities.sgx {
            kinds.sgx.isSupported = .yes
            kinds.sgx.flc = sgx.hasFLC ? .yes : .no
            kinds.sgx.sgx1 = sgx.hasSGX1 ? .yes : .no
            kinds.sgx.sgx2 = sgx.hasSGX2 ? .yes : .no
            kinds.sgx.sectionSize = .init(kib: sgx.sectionSize / 1024)
            kinds.sgx.sections = sgx.sections.map { .init(node: $0.node, kib: $0.size / 1024) }
        }
        if isX86, let hyperV = capabilities.hyperVWithKVM { kinds.hyperV = Self.hyperV(hyperV) }
        return kinds
    }

    /// Hyper-V features by the names of domains, in the order of the document, each with QEMU's property.
    private static func hyperV(_ properties: [String]) -> CapabilitySection {
        let names = [
            ("relaxed", "hv-relaxed"), ("vapic", "hv-vapic"), ("spinlocks", "hv-spinlocks"), ("vpindex", "hv-vpindex"),
            ("runtime", "hv-runtime"), ("synic", "hv-synic"), ("stimer", "hv-stimer"), ("reset", "hv-reset"),
            ("vendor_id", "hv-vendor-id"), ("frequencies", "hv-frequencies"),
            ("reenlightenment", "hv-reenlightenment"), ("tlbflush", "hv-tlbflush"), ("ipi", "hv-ipi"),
            ("evmcs", "hv-evmcs"), ("avic", "hv-avic"),
        ]
        return CapabilitySection(
            .init("features", names.filter { properties.contains($0.1) }.map(\.0)))
    }
}
