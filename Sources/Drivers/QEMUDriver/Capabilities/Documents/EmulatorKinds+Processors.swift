// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel
internal import XMLCoding

extension EmulatorKinds {
    var processorModes: [DomainCapabilities.Mode] {
        let isNative = isKVM && EmulatorSearch.isNative(architecture, host: host.architecture)
        let hasMigratable = isX86 && capabilities.has("migratable", of: "max-x86_64-cpu")
        let passthrough =
            isNative
            ? DomainCapabilities.Mode(
                "host-passthrough", isSupported: true,
                .init("hostPassthroughMigratable", hasMigratable ? ["on", "off"] : ["off"]))
            : .init("host-passthrough", isSupported: false)
        let maximum =
            models.contains { $0.name == "max" }
            ? DomainCapabilities.Mode(
                "maximum", isSupported: true, .init("maximumMigratable", ["on", "off"]))
            : .init("maximum", isSupported: false)
        return [passthrough, maximum, hostModel, custom]
    }

    private var models: [QEMUCapabilities.CPUModel] {
        isKVM && capabilities.has(.kvm) ? capabilities.cpuModelsWithKVM : capabilities.cpuModels
    }

    private var hostProperties: [JSONValue.Member] {
        isKVM ? capabilities.hostCPUWithKVM : capabilities.hostCPU
    }

    private func mode(_ description: ProcessorDescription, fallback: String) -> DomainCapabilities.Mode {
        var mode = DomainCapabilities.Mode("host-model", isSupported: true)
        var model = DomainCapabilities.Model(description.model)
        model.fallback = fallback
        mode.models = [model]
        mode.vendor = description.vendor
        mode.features =
            description.required.map { CPU.Feature($0, "require") }
            + description.disabled.map { CPU.Feature($0, "disable") }
        return mode
    }

    private var hostModel: DomainCapabilities.Mode {
        let none = DomainCapabilities.Mode("host-model", isSupported: false)
        if isX86 {
            guard let description = hostDescription else { return none }
            return mode(description, fallback: "forbid")
        }
        if architecture == "s390x" {
            guard let name = hostProperties.first(where: { $0.name == "model-name" })?.value.string else { return none }
            let features = hostProperties.filter { $0.value == true }.map(\.name)
            return mode(ProcessorDescription(model: name, required: features), fallback: "forbid")
        }
        if architecture.hasPrefix("ppc64"), let name = host.cpuModel {
            return mode(ProcessorDescription(model: name), fallback: "allow")
        }
        return none
    }

    /// What a guest of an x86 host's model has, from what the emulator said of its `host` or `max`.
    var hostDescription: ProcessorDescription? {
        // A document tells what the host could give, a guest gets only what can be moved.
        let unmigratable = isKVM ? capabilities.unmigratableFeatures.map { JSONValue.Member($0, true) } : []
        guard !hostProperties.isEmpty, let host = ProcessorIdentity(properties: hostProperties + unmigratable) else {
            return nil
        }
        return ProcessorTable.x86.describe(host, as: ProcessorTable.candidates(models))
    }

    private var custom: DomainCapabilities.Mode {
        let listed: [DomainCapabilities.Model] = models.compactMap { model in
            var result = DomainCapabilities.Model(model.name)
            result.vendor = "unknown"
            if isX86 {
                guard let known = ProcessorTable.x86.model(model.name) else { return nil }
                result.vendor = known.vendor ?? "unknown"
            } else if architecture.hasPrefix("ppc64") {
                guard let vendor = Self.powerVendors[model.name] else { return nil }
                result.vendor = vendor
            } else if model.name == "host" {
                return nil
            }
            result.usable = model.missingFeatures.map { $0.isEmpty ? "yes" : "no" } ?? "unknown"
            result.deprecated = model.isDeprecated ? .yes : nil
            return result
        }
        var mode = DomainCapabilities.Mode("custom", isSupported: !listed.isEmpty)
        mode.models = listed
        return mode
    }

    /// The models of POWER that domains name.
    private static let powerVendors = [
        "POWER6": "IBM", "POWER7": "IBM", "POWER8": "IBM", "POWER9": "IBM", "POWER10": "IBM",
        "POWERPC_e5500": "Freescale", "POWERPC_e6500": "Freescale",
    ]
}
