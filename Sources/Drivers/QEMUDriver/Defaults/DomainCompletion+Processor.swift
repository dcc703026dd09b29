// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    /// The CPU: its mode, what is checked of it, and the model that the machine has when the document names none.
    mutating func processorDefaults() {
        if domain.cpu?.topology != nil || domain.cpu?.cells.isEmpty == false || domain.cpu == nil
            || domain.cpu?.model == nil
        {
            defaultModel()
        }
        guard var cpu = domain.cpu else { return }
        if cpu.mode == nil, cpu.model != nil { cpu.mode = "custom" }
        switch cpu.mode {
        case "host-passthrough", "maximum":
            cpu.check = cpu.check ?? "none"
            if cpu.migratable == nil, cpu.mode == "host-passthrough", domain.os.isX86 {
                cpu.migratable = OnOff(capabilities.isAssumed || hasMigratableCPU)
            }
            (cpu.model, cpu.fallback, cpu.match) = (nil, nil, nil)
        case "host-model":
            cpu.check = cpu.check ?? "partial"
            if !domain.os.isPPC64 { cpu.model = nil }
            cpu.match = nil
            if cpu.model != nil {
                cpu.fallback = cpu.fallback ?? "allow"
            } else if cpu.fallback == "allow" {
                cpu.fallback = nil
            }
        case "custom":
            cpu.match = cpu.match ?? "exact"
            cpu.fallback = cpu.fallback ?? "allow"
            // What TCG gives has nothing to do with the host, so there is nothing to check.
            cpu.check = cpu.check ?? (domain.kind == .qemu ? "none" : "partial")
            for index in cpu.features.indices where cpu.features[index].policy == nil {
                cpu.features[index].policy = "require"
            }
        default: break
        }
        for index in cpu.features.indices where cpu.features[index].policy == nil {
            cpu.features[index].policy = "require"
        }
        domain.cpu = cpu
        if domain.os.isARM { addVectorExtension() }
    }

    /// Lengths of vectors are of no use without the extension that they belong to.
    private mutating func addVectorExtension() {
        guard let features = domain.cpu?.features, !features.contains(where: { $0.name == "sve" }),
            features.contains(where: { $0.name.hasPrefix("sve") && $0.policy == "require" })
        else { return }
        domain.cpu?.features.append(CPU.Feature("sve", "require"))
    }

    private var hasMigratableCPU: Bool { capabilities.properties["max-x86_64-cpu"]?.contains("migratable") == true }

    private mutating func defaultModel() {
        // ARM with KVM and RISC-V are left to QEMU's own default.
        guard domain.cpu?.mode ?? "custom" == "custom", domain.cpu?.model == nil, !domain.os.isRISCV,
            !(domain.os.isARM && domain.kind == .kvm)
        else { return }
        guard let machine = machines.first(where: { $0.name == domain.os.machine }), let type = machine.defaultCPU,
            let name = capabilities.cpuModelNames[type] ?? Self.modelName(type)
        else { return }
        var cpu = domain.cpu ?? CPU()
        switch name {
        case "host":
            cpu.mode = domain.os.isS390 ? "host-model" : "host-passthrough"
            cpu.check = domain.os.isS390 ? "partial" : "none"
        case "max":
            cpu.mode = "maximum"
            cpu.check = "none"
        default:
            if domain.os.isS390, domain.kind == .kvm {
                cpu.mode = "host-model"
                domain.cpu = cpu
                return
            }
            cpu.mode = "custom"
            cpu.match = "exact"
            cpu.check = "none"
            cpu.model = Self.libvirtName(name, domain.os)
            cpu.fallback = "forbid"
        }
        domain.cpu = cpu
    }

    /// `qemu64-x86_64-cpu` without what follows the model.
    private static func modelName(_ type: String) -> String? {
        guard type.hasSuffix("-cpu") else { return nil }
        let parts = type.dropLast(4).split(separator: "-")
        return parts.count > 1 ? parts.dropLast().joined(separator: "-") : nil
    }

    /// POWER models are named by their generation (POWER9), not by revision.
    private static func libvirtName(_ name: String, _ os: OperatingSystem) -> String {
        guard os.isPPC64, let digits = name.lowercased().split(separator: "_").first, digits.hasPrefix("power") else {
            return name
        }
        return "POWER" + digits.dropFirst(5)
    }
}
