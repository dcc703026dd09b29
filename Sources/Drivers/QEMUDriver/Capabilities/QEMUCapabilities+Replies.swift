// SPDX-License-Identifier: Apache-2.0

package import QMP

/// Commands to QEMU and what it answered.
package struct QMPConversation: Sendable {
    /// One command with its answer.
    package struct Exchange: Sendable {
        package var command: String
        package var arguments: JSONValue?
        /// What was returned; nil for an error.
        package var result: JSONValue?
    }

    /// The exchanges of one QEMU process each.
    package var processes: [[Exchange]] = []

    /// Reads a recording: JSON objects, each command followed by its reply. A greeting or `qmp_capabilities` begins a
    /// process.
    package init(recording bytes: [UInt8]) throws {
        var parser = JSONParser(bytes)
        var pending: (command: String, arguments: JSONValue?)?
        while let value = try parser.next() {
            if let command = value["execute"]?.string {
                if command == "qmp_capabilities" || processes.isEmpty { processes.append([]) }
                pending = (command, value["arguments"])
            } else if let sent = pending, value["return"] != nil || value["error"] != nil {
                processes[processes.count - 1].append(
                    Exchange(command: sent.command, arguments: sent.arguments, result: value["return"]))
                pending = nil
            }
        }
    }
}

extension QEMUCapabilities {
    /// Reads what an emulator can do out of what it answered: the first process with KVM, where the host has it, and
    /// the last without.
    package init(_ conversation: QMPConversation) {
        self.init()
        for exchange in conversation.processes.first ?? [] { take(exchange) }
        if let last = conversation.processes.last, conversation.processes.count > 1 {
            machinesWithKVM = machines
            (cpuModelsWithKVM, cpuModelBlockersWithKVM) = (cpuModels, cpuModelBlockers)
            hostCPUWithKVM = hostCPU
            (machines, cpuModels, cpuModelBlockers, hostCPU) = ([], [], [:], [:])
            for exchange in last { take(exchange) }
        } else if has(.kvm) {
            machinesWithKVM = machines
            (cpuModelsWithKVM, cpuModelBlockersWithKVM) = (cpuModels, cpuModelBlockers)
            hostCPUWithKVM = hostCPU
        }
        deriveFlags()
    }

    private mutating func take(_ exchange: QMPConversation.Exchange) {
        guard let result = exchange.result else { return }
        switch exchange.command {
        case "query-version":
            let qemu = result["qemu"]
            let numbers = ["major", "minor", "micro"].map { Int(clamping: qemu?[$0]?.integer ?? 0) }
            version = min(numbers[0], 999) * 1_000_000 + min(numbers[1], 999) * 1000 + min(numbers[2], 999)
        case "query-target": architecture = result["arch"]?.string ?? architecture
        case "query-kvm":
            if result["enabled"]?.bool == true, result["present"]?.bool == true { flags.insert(.kvm) }
        case "qom-list-types":
            types.formUnion((result.array ?? []).compactMap { $0["name"]?.string })
        case "device-list-properties", "qom-list-properties":
            guard let name = exchange.arguments?["typename"]?.string else { return }
            properties[name, default: []].formUnion((result.array ?? []).compactMap { $0["name"]?.string })
        case "query-machines": machines = (result.array ?? []).compactMap(Machine.init(json:))
        case "query-cpu-definitions":
            cpuModels = (result.array ?? []).compactMap { $0["name"]?.string }
            for model in result.array ?? [] {
                guard let name = model["name"]?.string else { continue }
                cpuModelBlockers[name] = (model["unavailable-features"]?.array ?? []).compactMap(\.string)
                if let type = model["typename"]?.string { cpuModelNames[type] = name }
            }
        case "query-cpu-model-expansion":
            guard let name = exchange.arguments?["model"]?["name"]?.string, name == "host" || name == "max",
                exchange.arguments?["model"]?["props"] == nil, hostCPU.isEmpty
            else { return }
            for member in result["model"]?["props"]?.members ?? [] { hostCPU[member.name] = member.value }
            if let name = result["model"]?["name"]?.string { hostCPU["name"] = .string(name) }
        case "query-sev-capabilities":
            if let cbitpos = result["cbitpos"]?.integer, let bits = result["reduced-phys-bits"]?.integer {
                sev = SEV(cbitpos: UInt32(clamping: cbitpos), reducedPhysBits: UInt32(clamping: bits))
            }
        case "query-gic-capabilities":
            hasKernelGIC3 = (result.array ?? []).contains { $0["version"]?.integer == 3 && $0["kernel"]?.bool == true }
        case "query-commands":
            commands = Set((result.array ?? []).compactMap { $0["name"]?.string })
        case "query-qmp-schema": schema = QMPSchema(result)
        case "query-command-line-options":
            for option in result.array ?? [] {
                guard let name = option["option"]?.string else { continue }
                commandLineOptions[name] = Set((option["parameters"]?.array ?? []).compactMap { $0["name"]?.string })
            }
        default: break
        }
    }

    private mutating func deriveFlags() {
        func set(_ flag: Flag, _ isSet: Bool) { if isSet { flags.insert(flag) } }
        set(.deviceJSON, schema.features(of: "device_add").contains("json-cli-hotplug"))
        set(.objectJSON, schema.variants(of: "object-add").contains("secret"))
        set(.netdevJSON, schema.variants(of: "netdev_add").contains("dgram"))
        set(.netdevStream, schema.variants(of: "netdev_add").contains("stream"))
        set(.threadContext, types.contains("thread-context"))
        set(.preallocThreads, properties["memory-backend-file"]?.contains("prealloc-threads") == true)
        set(
            .canonicalRAMBlockID,
            properties["memory-backend-file"]?.contains("x-use-canonical-path-for-ramblock-id") == true)
        set(.setAction, commands.contains("set-action"))
        set(.machineHPET, commandLineOptions["machine"]?.contains("hpet") == true)
        set(.smpDies, version >= 4_001_000)
        set(.vnc, commandLineOptions["vnc"] != nil)
        set(.spice, commandLineOptions["spice"] != nil)
        set(.enableFIPS, version < 5_002_000 && commandLineOptions["vnc"] != nil)
        set(.noACPI, ["x86_64", "i386", "aarch64", "arm"].contains(architecture))
        set(.rbdEncryption, schema.members(of: "blockdev-add", variant: "rbd").contains("encrypt"))
        set(.nbdTLSHostname, schema.members(of: "blockdev-add", variant: "nbd").contains("tls-hostname"))
        set(.virtioNetRSS, properties["virtio-net-pci"]?.contains("rss") == true)
        set(.sdl, schema.enumValues(returnedBy: "query-display-options").contains("sdl"))
        set(.eglHeadless, schema.enumValues(returnedBy: "query-display-options").contains("egl-headless"))
        set(.displayDBus, schema.enumValues(returnedBy: "query-display-options").contains("dbus"))
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
