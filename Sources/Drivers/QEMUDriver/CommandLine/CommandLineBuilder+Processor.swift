// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension CommandLineBuilder {
    /// `-cpu`
    mutating func processor() throws {
        var words: [String] = []
        if let cpu = domain.cpu, cpu.mode != nil || cpu.model != nil {
            switch cpu.mode ?? "custom" {
            case "host-passthrough":
                words.append("host")
                if let migratable = cpu.migratable { words.append("migratable=\(migratable.rawValue)") }
                words += featureWords(cpu)
            case "host-model" where domain.os.isPPC64: words.append("host")
            case "maximum":
                words.append("max")
                if let migratable = cpu.migratable { words.append("migratable=\(migratable.rawValue)") }
                words += featureWords(cpu)
            default:
                guard let model = cpu.model else {
                    throw QEMUDriverError.unsupported(
                        "CPU mode '\(cpu.mode ?? "custom")' has no model here. Name a model, or use 'host-passthrough'."
                    )
                }
                words.append(model)
                if let vendor = cpu.vendorID { words.append("vendor=\(vendor)") }
                words += featureWords(cpu)
            }
        } else if let model = defaultProcessor {
            words.append(model)
        }
        words += extraWords()
        if let first = words.first {
            if first.contains("="), let model = defaultProcessorForFeatures { words.insert(model, at: 0) }
            add("-cpu", words.joined(separator: ","))
        }
    }

    private func featureWords(_ cpu: CPU) -> [String] {
        cpu.features.compactMap { feature in
            switch feature.policy ?? "require" {
            case "force", "require": "\(emulatorName(feature.name))=on"
            case "disable", "forbid": "\(emulatorName(feature.name))=off"
            default: nil
            }
        }
    }

    private func emulatorName(_ feature: String) -> String {
        domain.os.isX86 ? ProcessorTable.emulatorName(feature) : feature
    }

    /// The model that a domain without one gets on the command line.
    var defaultProcessor: String? { nil }

    private var defaultProcessorForFeatures: String? {
        domain.os.architecture == "i686" ? "qemu32" : domain.os.isX86 ? "qemu64" : nil
    }

    /// What features and timers of the machine add to the CPU.
    private func extraWords() -> [String] {
        let features = domain.features
        var words: [String] = []
        for timer in domain.clock.timers {
            switch timer.name {
            case "kvmclock":
                if let present = timer.present { words.append("kvmclock=\(present == .yes ? "on" : "off")") }
            case "hypervclock": if timer.present == .yes { words.append("hv-time=on") }
            case "tsc": if let frequency = timer.frequency { words.append("tsc-frequency=\(frequency)") }
            default: break
            }
        }
        if let eoi = features.apic?.eoi { words.append("kvm-pv-eoi=\(eoi.rawValue)") }
        if let unhalt = features.pvspinlock { words.append("kvm-pv-unhalt=\(OnOff(unhalt.isOn).rawValue)") }
        if let hyperv = features.hyperv {
            if hyperv.mode == "passthrough" { words.append("hv-passthrough=on") }
            for name in Features.HyperV.names where hyperv.states[name] == .on {
                switch name {
                case "spinlocks":
                    words.append("hv-spinlocks=0x\(String(hyperv.spinlockRetries ?? 0xfff, radix: 16))")
                case "vendor_id": words.append("hv-vendor-id=\(hyperv.vendorID ?? "")")
                case "stimer":
                    words.append("hv-stimer=on")
                    if hyperv.stimerDirect == .on { words.append("hv-stimer-direct=on") }
                default: words.append("hv-\(name)=on")
                }
            }
        }
        for panic in domain.devices.panics where panic.model == "hyperv" { words.append("hv-crash=on") }
        for name in Features.kvmNames where features.kvm[name] == .on {
            switch name {
            case "hidden": words.append("kvm=off")
            case "hint-dedicated": words.append("kvm-hint-dedicated=on")
            case "poll-control": words.append("kvm-poll-control=on")
            default: break
            }
        }
        // Inter-processor interrupts by hypercall are on in KVM unless somebody says otherwise.
        if features.kvm["pv-ipi"] == .off { words.append("kvm-pv-ipi=off") }
        if let pmu = features.pmu { words.append("pmu=\(OnOff(pmu.isOn).rawValue)") }
        if let mode = domain.cpu?.cacheMode {
            switch mode {
            case "emulate":
                if domain.cpu?.mode == "host-passthrough" { words.append("host-cache-info=off") }
                words.append("l3-cache=on")
            case "disable":
                words +=
                    domain.cpu?.mode == "host-passthrough" ? ["host-cache-info=off", "l3-cache=off"] : ["l3-cache=off"]
            default: words += ["host-cache-info=on", "l3-cache=off"]
            }
        }
        if let mode = domain.cpu?.physicalAddressMode {
            if mode == "passthrough" { words.append("host-phys-bits=on") }
            if mode == "emulate", let bits = domain.cpu?.physicalAddressBits { words.append("phys-bits=\(bits)") }
        }
        return words
    }
}
