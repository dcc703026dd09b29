// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    /// Turns the CPU that a document asks for into one that the emulator can be told: a model and its features.
    mutating func expandProcessor() throws {
        guard let cpu = domain.cpu else { return }
        if cpu.mode == "host-passthrough", domain.kind == .qemu, !capabilities.isAssumed {
            throw QEMUDriverError.unsupported(
                "CPU mode 'host-passthrough' needs KVM. Use type 'kvm', or mode 'maximum'.")
        }
        if domain.os.isPPC64 { return try checkCompatibility(cpu) }
        if domain.os.isX86, cpu.mode == "custom" || cpu.mode == "host-passthrough",
            let unknown = cpu.features.first(where: { ProcessorTable.x86.index(of: $0.name) == nil })
        {
            throw QEMUDriverError.invalid("The CPU feature '\(unknown.name)' is not known.")
        }
        if domain.os.isX86, cpu.mode == "host-model" || cpu.mode == "custom" { try checkHost(cpu) }
        switch cpu.mode {
        case "host-model": try expandHostModel(cpu)
        case "custom" where domain.os.isX86: try expandCustomModel(cpu)
        default: break
        }
    }

    /// What the document requires in so many words has to be there, unless it says that nothing is to be checked.
    private func checkHost(_ cpu: CPU) throws {
        guard cpu.check != "none", let host = hostIdentity else { return }
        if let vendor = cpu.vendor, let own = host.vendor, vendor != own {
            throw QEMUDriverError.unsupported(
                "The guest's CPU is to be of vendor '\(vendor)', but the host's is of '\(own)'.")
        }
        // QEMU offers these only to those who ask, as a guest with them cannot be moved.
        let hidden: Set = ["invtsc", "monitor", "xsaves"]
        for feature in cpu.features where !hidden.contains(feature.name) {
            guard let index = ProcessorTable.x86.index(of: feature.name) else { continue }
            let isThere = host.features.contains(index)
            if feature.policy == "require", !isThere {
                throw QEMUDriverError.unsupported(
                    "The guest's CPU requires '\(feature.name)', which the host's does not have.")
            }
            if feature.policy == "forbid", isThere {
                throw QEMUDriverError.unsupported("The guest's CPU forbids '\(feature.name)', which the host's has.")
            }
        }
    }

    // MARK: The host's model

    private mutating func expandHostModel(_ cpu: CPU) throws {
        var choice: (model: String, features: [CPU.Feature])?
        if domain.os.isX86 {
            choice = hostIdentity.flatMap { ProcessorTable.x86.describe($0, as: ProcessorTable.candidates(models)) }
                .map { ($0.model, Self.features($0)) }
        } else if domain.os.isS390, let name = hostProperties.first(where: { $0.name == "model-name" })?.value.string {
            choice = (
                name,
                hostProperties.sorted { $0.name < $1.name }.compactMap { property in
                    property.value.bool.map { CPU.Feature(property.name, $0 ? "require" : "disable") }
                }
            )
        }
        guard let choice else {
            throw QEMUDriverError.unsupported(
                "CPU mode 'host-model' has no model here, as the emulator does not describe the host's CPU. "
                    + "Name a model, or use 'host-passthrough'.")
        }
        var result = cpu
        result.mode = "custom"
        result.match = "exact"
        result.model = choice.model
        result.features = choice.features
        for feature in cpu.features { apply(feature, &result) }
        domain.cpu = result
    }

    /// What the document says of a feature overrides what the model says.
    private func apply(_ feature: CPU.Feature, _ cpu: inout CPU) {
        guard feature.policy != "optional" else { return }
        if let index = cpu.features.firstIndex(where: { $0.name == feature.name }) {
            cpu.features[index] = feature
        } else {
            cpu.features.append(feature)
        }
    }

    private static func features(_ description: ProcessorDescription) -> [CPU.Feature] {
        description.required.map { CPU.Feature($0, "require") }
            + description.disabled.map { CPU.Feature($0, "disable") }
    }

    /// What the emulator said of the best CPU that it can give on this host.
    private var hostProperties: [JSONValue.Member] {
        domain.kind == .kvm ? capabilities.hostCPUWithKVM : capabilities.hostCPU
    }

    /// The models that the emulator has; none when it was not asked.
    private var models: [QEMUCapabilities.CPUModel] {
        domain.kind == .kvm ? capabilities.cpuModelsWithKVM : capabilities.cpuModels
    }

    /// Who made the host's processor, where the emulator tells.
    var hostVendor: String? { hostIdentity?.vendor }

    private var hostIdentity: ProcessorIdentity? { ProcessorIdentity(properties: hostProperties) }

    // MARK: A named model

    private mutating func expandCustomModel(_ cpu: CPU) throws {
        guard let name = cpu.model else { return }
        if cpu.match == "minimum", !capabilities.isAssumed { return try expandHostModel(cpu) }
        let isOffered = models.contains { $0.name == name }
        // What QEMU takes by itself is plain, and the table of all models, which takes a millisecond to make, has nothing to add.
        if isOffered, cpu.features.isEmpty, ["qemu64", "qemu32"].contains(name) { return }
        guard let model = ProcessorTable.x86.model(name) else {
            guard capabilities.isAssumed || isOffered && !["host", "max", "base"].contains(name) else {
                throw QEMUDriverError.invalid(
                    "CPU model '\(name)' is not known. Use one of those that 'domcapabilities' lists.")
            }
            return
        }
        var result = cpu
        if cpu.features.contains(where: { $0.policy == "optional" }) {
            let host = hostIdentity
            for index in result.features.indices where result.features[index].policy == "optional" {
                result.features[index].policy = host?.has(result.features[index].name) == true ? "require" : "disable"
            }
        }
        if !isOffered, !models.isEmpty {
            guard cpu.fallback != "forbid" else {
                throw QEMUDriverError.unsupported(
                    "This QEMU has no CPU model '\(name)', and no other may stand for it.")
            }
            try replace(model, &result)
        } else {
            for feature in ProcessorTable.x86.names(model.removed)
            where !result.features.contains(where: { $0.name == feature }) {
                result.features.append(CPU.Feature(feature, "disable"))
            }
        }
        domain.cpu = result
    }

    /// Describes a model that the emulator lacks by one that it has.
    private func replace(_ model: ProcessorTable.Model, _ cpu: inout CPU) throws {
        let table = ProcessorTable.x86
        var processor = ProcessorIdentity(model)
        var unknown: [CPU.Feature] = []
        for feature in cpu.features {
            guard let index = table.index(of: feature.name) else {
                unknown.append(feature)
                continue
            }
            if feature.policy == "require" || feature.policy == "force" {
                processor.features.insert(index)
            } else {
                processor.features.remove(index)
            }
        }
        guard let description = table.describe(processor, as: ProcessorTable.candidates(models)) else {
            throw QEMUDriverError.unsupported("This QEMU has no CPU model that could stand for '\(model.name)'.")
        }
        cpu.model = description.model
        cpu.features = Self.features(description) + unknown
    }

    // MARK: Other architectures

    /// A POWER host runs guests of its own generation and of older ones.
    private func checkCompatibility(_ cpu: CPU) throws {
        func generation(_ name: String?) -> Int? {
            guard let name = name?.lowercased(), name.hasPrefix("power") else { return nil }
            return Int(name.dropFirst("power".count).prefix { $0.isNumber })
        }
        guard cpu.mode == "host-model", let wanted = generation(cpu.model) else { return }
        if let host = generation(context.host.cpuName), wanted > host {
            throw QEMUDriverError.unsupported(
                "The guest's CPU is to be like '\(cpu.model ?? "")', but the host's is '\(context.host.cpuName ?? "")'."
            )
        }
    }
}
