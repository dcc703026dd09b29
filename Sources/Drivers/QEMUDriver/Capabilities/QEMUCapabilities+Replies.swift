// SPDX-License-Identifier: Apache-2.0

internal import QMP

extension QEMUCapabilities {
    /// Reads what an emulator can do out of what it answered: the first process with KVM, where the host has it, and
    /// the last without.
    package init(_ conversation: QMPConversation) {
        var reader = ReplyReader()
        for exchange in conversation.processes.first ?? [] { reader.take(exchange) }
        if reader.capabilities.has(.kvm) || conversation.processes.count > 1 {
            reader.capabilities.machinesWithKVM = reader.capabilities.machines
            reader.capabilities.cpuModelsWithKVM = reader.capabilities.cpuModels
            reader.capabilities.hostCPUWithKVM = reader.capabilities.hostCPU
        }
        if conversation.processes.count > 1 {
            (reader.capabilities.machines, reader.capabilities.cpuModels) = ([], [])
            reader.capabilities.hostCPU = []
            for exchange in conversation.processes.last ?? [] { reader.take(exchange) }
        }
        self = reader.result()
    }
}

/// Replies as they turn into capabilities, with what is needed only until then.
private struct ReplyReader {
    var capabilities = QEMUCapabilities()
    private var schema = QMPSchema()
    private var migrationCapabilities: Set<String> = []

    mutating func take(_ exchange: QMPConversation.Exchange) {
        guard let result = exchange.result else { return }
        switch exchange.command {
        case "query-version":
            let qemu = result["qemu"]
            let numbers = ["major", "minor", "micro"].map { Int(clamping: qemu?[$0]?.integer ?? 0) }
            capabilities.version =
                min(numbers[0], 999) * 1_000_000 + min(numbers[1], 999) * 1000 + min(numbers[2], 999)
            capabilities.packageVersion = result["package"]?.string ?? ""
        case "query-target": capabilities.architecture = result["arch"]?.string ?? capabilities.architecture
        case "query-kvm":
            if result["enabled"]?.bool == true, result["present"]?.bool == true { capabilities.flags.insert(.kvm) }
        case "qom-list-types":
            capabilities.types.formUnion((result.array ?? []).compactMap { $0["name"]?.string })
        case "device-list-properties", "qom-list-properties":
            guard let name = exchange.arguments?["typename"]?.string else { return }
            capabilities.properties[name, default: []].formUnion(
                (result.array ?? []).compactMap { $0["name"]?.string })
        case "query-machines":
            // No guest runs on "none", which the questions are asked of.
            capabilities.machines = (result.array ?? []).compactMap(QEMUCapabilities.Machine.init(json:))
                .filter { $0.name != "none" }
        case "query-cpu-definitions": processors(result)
        case "query-cpu-model-expansion": expansion(exchange.arguments?["model"], result)
        case "query-sev-capabilities":
            if let cbitpos = result["cbitpos"]?.integer, let bits = result["reduced-phys-bits"]?.integer {
                capabilities.sev = .init(cbitpos: UInt32(clamping: cbitpos), reducedPhysBits: UInt32(clamping: bits))
            }
        case "query-sgx-capabilities": capabilities.sgx = QEMUCapabilities.SGX(json: result)
        case "query-gic-capabilities":
            capabilities.interruptControllers = (result.array ?? []).map {
                .init(
                    version: Int(clamping: $0["version"]?.integer ?? 0), isInKernel: $0["kernel"]?.bool ?? false,
                    isEmulated: $0["emulated"]?.bool ?? false)
            }
        case "query-tpm-models": capabilities.tpmModels = (result.array ?? []).compactMap(\.string)
        case "query-tpm-types": capabilities.tpmTypes = (result.array ?? []).compactMap(\.string)
        case "query-qmp-schema":
            schema = QMPSchema(result)
            capabilities.commands = NameSet(schema.commands)
        case "query-command-line-options":
            for option in result.array ?? [] {
                guard let name = option["option"]?.string else { continue }
                capabilities.commandLineOptions[name] = NameSet(
                    (option["parameters"]?.array ?? []).compactMap { $0["name"]?.string })
            }
        default: break
        }
    }

    private mutating func processors(_ result: JSONValue) {
        capabilities.cpuModels = []
        for model in result.array ?? [] {
            guard var name = model["name"]?.string else { continue }
            // Domains name the generations of POWER in capitals.
            if name.hasPrefix("power"), name.utf8.dropFirst(5).allSatisfy({ (0x30...0x39).contains($0) }) {
                name = name.uppercased()
            }
            capabilities.cpuModels.append(
                .init(
                    name: name,
                    missingFeatures: (model["unavailable-features"]?.array).map { NameList($0.compactMap(\.string)) },
                    isDeprecated: model["deprecated"]?.bool ?? false))
            if let type = model["typename"]?.string { capabilities.cpuModelNames[type] = name }
        }
    }

    private mutating func expansion(_ model: JSONValue?, _ result: JSONValue) {
        guard let name = model?["name"]?.string, name == "host" || name == "max" else { return }
        let properties = result["model"]?["props"]?.members ?? []
        if model?["props"]?["hv-passthrough"] != nil {
            let known = properties.filter { $0.name.hasPrefix("hv-") }
            // A QEMU before 8.0 does not tell.
            if !known.isEmpty { capabilities.hyperVWithKVM = known.filter { $0.value != false }.map(\.name) }
        } else if model?["props"]?["migratable"] == false, name == "host" {
            let known = Set(capabilities.hostCPU.filter { $0.value == true }.map(\.name))
            capabilities.unmigratableFeatures = properties.filter { $0.value == true && !known.contains($0.name) }
                .map(\.name)
        } else if model?["props"] == nil, capabilities.hostCPU.isEmpty {
            capabilities.hostCPU = properties
            if let name = result["model"]?["name"] { capabilities.hostCPU.append(.init("model-name", name)) }
        }
    }

    /// The capabilities, with the flags that follow from several replies.
    func result() -> QEMUCapabilities {
        var result = capabilities
        func set(_ flag: QEMUCapabilities.Flag, _ isSet: Bool) { if isSet { result.flags.insert(flag) } }
        func has(_ property: String, of type: String) -> Bool {
            capabilities.properties[type]?.contains(property) == true
        }
        let displays = schema.enumValues(returnedBy: "query-display-options")
        set(.deviceJSON, schema.features(of: "device_add").contains("json-cli-hotplug"))
        set(.objectJSON, schema.variants(of: "object-add").contains("secret"))
        set(.netdevJSON, schema.variants(of: "netdev_add").contains("dgram"))
        set(.netdevStream, schema.variants(of: "netdev_add").contains("stream"))
        set(.threadContext, capabilities.types.contains("thread-context"))
        set(.preallocThreads, has("prealloc-threads", of: "memory-backend-file"))
        set(.canonicalRAMBlockID, has("x-use-canonical-path-for-ramblock-id", of: "memory-backend-file"))
        set(.setAction, capabilities.commands.contains("set-action"))
        set(.machineHPET, capabilities.commandLineOptions["machine"]?.contains("hpet") == true)
        set(.smpDies, capabilities.version >= 4_001_000)
        set(.vnc, capabilities.commandLineOptions["vnc"] != nil)
        set(.spice, capabilities.commandLineOptions["spice"] != nil)
        set(.enableFIPS, capabilities.version < 5_002_000 && capabilities.commandLineOptions["vnc"] != nil)
        set(.noACPI, ["x86_64", "i386", "aarch64", "arm"].contains(capabilities.architecture))
        set(.vxhs, schema.variants(of: "blockdev-add").contains("vxhs"))
        set(.rbdEncryption, schema.members(of: "blockdev-add", variant: "rbd").contains("encrypt"))
        set(.nbdTLSHostname, schema.members(of: "blockdev-add", variant: "nbd").contains("tls-hostname"))
        set(.virtioNetRSS, has("rss", of: "virtio-net-pci"))
        set(.sdl, displays.contains("sdl"))
        set(.eglHeadless, displays.contains("egl-headless"))
        set(.displayDBus, displays.contains("dbus"))
        set(
            .incrementalBackup,
            capabilities.commands.contains("blockdev-reopen")
                && schema.members(of: "migrate-set-parameters").contains("block-bitmap-mapping"))
        return result
    }
}

extension QEMUCapabilities.SGX {
    init?(json: JSONValue) {
        guard json["sgx"]?.bool == true else { return nil }
        hasFLC = json["flc"]?.bool ?? false
        hasSGX1 = json["sgx1"]?.bool ?? false
        hasSGX2 = json["sgx2"]?.bool ?? false
        for section in json["sections"]?.array ?? [] {
            sections.append(
                Section(
                    node: Int(clamping: section["node"]?.integer ?? 0),
                    size: UInt64(clamping: section["size"]?.integer ?? 0)))
        }
        sectionSize =
            json["section-size"]?.integer.map { UInt64(clamping: $0) } ?? sections.reduce(0) { $0 &+ $1.size }
    }
}

extension QEMUCapabilities.Machine {
    init?(json: JSONValue) {
        guard let name = json["name"]?.string else { return nil }
        self.init(name)
        alias = json["alias"]?.string
        isDefault = json["is-default"]?.bool ?? false
        isDeprecated = json["deprecated"]?.bool ?? false
        maximumCPUs = Int(clamping: json["cpu-max"]?.integer ?? 0)
        hasHotpluggableCPUs = json["hotpluggable-cpus"]?.bool ?? false
        defaultCPU = json["default-cpu-type"]?.string
        defaultRAMID = json["default-ram-id"]?.string
        hasNUMAMemory = json["numa-mem-supported"]?.bool ?? true
    }
}
