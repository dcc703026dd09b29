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
        if domain.os.isX86, cpu.mode == "host-model" || cpu.mode == "custom" { try checkHost(cpu) }
        switch cpu.mode {
        case "host-model": try expandHostModel(cpu)
        case "custom" where domain.os.isX86: try expandCustomModel(cpu)
        default: break
        }
    }

    /// What the document requires in so many words has to be there, unless it says that nothing is to be checked.
    private func checkHost(_ cpu: CPU) throws {
        guard cpu.check != "none", let host = hostDescription else { return }
        if let vendor = cpu.vendor, let own = host.vendor, vendor != own {
            throw QEMUDriverError.unsupported(
                "The guest's CPU is to be of vendor '\(vendor)', but the host's is of '\(own)'.")
        }
        let facts = Set(ProcessorFacts.x86.featureNames)
        // QEMU offers these only to those who ask, as a guest with them cannot be moved.
        let hidden: Set = ["invtsc", "monitor", "xsaves"]
        for feature in cpu.features where facts.contains(feature.name) && !hidden.contains(feature.name) {
            let isThere = host.features.contains(feature.name)
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
            choice = hostDescription.flatMap {
                ProcessorFacts.x86.choice(for: $0, lacking: emulatorModels)
            }.map { ($0.model.name, Self.features($0)) }
        } else if domain.os.isS390, let name = hostProperties["model-name"]?.string {
            choice = (
                name,
                hostProperties.sorted { $0.key < $1.key }.compactMap { property in
                    property.value.bool.map { CPU.Feature(property.key, $0 ? "require" : "disable") }
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

    private static func features(_ choice: ProcessorFacts.Choice) -> [CPU.Feature] {
        choice.required.map { CPU.Feature($0, "require") } + choice.disabled.map { CPU.Feature($0, "disable") }
    }

    /// What the emulator said of the best CPU that it can give on this host.
    private var hostProperties: [String: JSONValue] {
        let members = domain.kind == .kvm ? capabilities.hostCPUWithKVM : capabilities.hostCPU
        return Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
    }

    /// The models that the emulator has, with what each lacks here; nil when it was not asked.
    private var emulatorModels: [String: [String]]? {
        let models = domain.kind == .kvm ? capabilities.cpuModelsWithKVM : capabilities.cpuModels
        return models.isEmpty
            ? nil : Dictionary(models.map { ($0.name, $0.missingFeatures ?? []) }) { first, _ in first }
    }

    private var hostDescription: ProcessorFacts.Description? {
        let properties = hostProperties
        guard !properties.isEmpty else { return nil }
        let facts = ProcessorFacts.x86
        var description = ProcessorFacts.Description()
        let vendors = ["GenuineIntel": "Intel", "AuthenticAMD": "AMD", "HygonGenuine": "Hygon"]
        description.vendor = properties["vendor"]?.string.flatMap { vendors[$0] }
        if let family = properties["family"]?.integer, let model = properties["model"]?.integer {
            description.signature = (
                Int(clamping: family), Int(clamping: model), Int(clamping: properties["stepping"]?.integer ?? 0)
            )
        }
        description.features = Set(
            facts.featureNames.filter { properties[ProcessorFacts.emulatorName($0)]?.bool == true })
        return description
    }

    // MARK: A named model

    private mutating func expandCustomModel(_ cpu: CPU) throws {
        guard let name = cpu.model else { return }
        let facts = ProcessorFacts.x86
        if cpu.match == "minimum", !capabilities.isAssumed { return try expandHostModel(cpu) }
        guard let model = facts[name] else {
            let isKnown = capabilities.isAssumed || (emulatorModels ?? [:])[name] != nil
            guard isKnown, !["host", "max", "base"].contains(name) else {
                throw QEMUDriverError.invalid(
                    "CPU model '\(name)' is not known. Use one of those that 'domcapabilities' lists.")
            }
            return
        }
        var result = cpu
        let host = hostDescription?.features ?? []
        for index in result.features.indices where result.features[index].policy == "optional" {
            result.features[index].policy = host.contains(result.features[index].name) ? "require" : "disable"
        }
        if let models = emulatorModels, models[name] == nil {
            guard cpu.fallback != "forbid" else {
                throw QEMUDriverError.unsupported(
                    "This QEMU has no CPU model '\(name)', and no other may stand for it.")
            }
            try replace(model, models, &result)
        } else {
            for feature in model.removed where !result.features.contains(where: { $0.name == feature }) {
                result.features.append(CPU.Feature(feature, "disable"))
            }
        }
        domain.cpu = result
    }

    /// Describes a model that the emulator lacks by one that it has.
    private func replace(_ model: ProcessorFacts.Model, _ models: [String: [String]], _ cpu: inout CPU) throws {
        var description = ProcessorFacts.Description()
        description.vendor = model.vendor
        description.signature = model.signatures.first.map { ($0.family, $0.model, $0.steppings?.lowerBound ?? 0) }
        description.features = model.features
        for feature in cpu.features {
            if feature.policy == "require" || feature.policy == "force" {
                description.features.insert(feature.name)
            } else {
                description.features.remove(feature.name)
            }
        }
        guard let choice = ProcessorFacts.x86.choice(for: description, lacking: models) else {
            throw QEMUDriverError.unsupported("This QEMU has no CPU model that could stand for '\(model.name)'.")
        }
        cpu.model = choice.model.name
        cpu.features = Self.features(choice)
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
