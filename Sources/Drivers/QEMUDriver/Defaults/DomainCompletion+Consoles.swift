// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    /// Serial ports, consoles and channels: their target, model and number; and the first console, which is the first
    /// serial port under another name.
    mutating func consoleDefaults() {
        // Consoles are numbered as they stand in the document, whatever it says.
        for index in domain.devices.consoles.indices { domain.devices.consoles[index].port = index }
        if domain.devices.serials.isEmpty, let console = domain.devices.consoles.first,
            console.targetType == nil || console.targetType == "serial"
        {
            var serial = console
            serial.role = .serial
            serial.targetType = nil
            serial.port = nil
            serial.model = nil
            if case .spaprVIO? = console.info.address {} else { serial.info.address = nil }
            domain.devices.serials = [serial]
            domain.devices.consoles[0].info.address = nil
        }
        for index in domain.devices.serials.indices { serialDefaults(&domain.devices.serials[index]) }
        number(&domain.devices.serials)
        if let serial = domain.devices.serials.first,
            domain.devices.consoles.first.map({ $0.targetType != nil && $0.targetType != "serial" }) ?? true,
            serial.targetType != "isa-debug",
            ["isa-serial", "spapr-vio-serial", "system-serial", "sclp-serial"].contains(serial.targetType ?? "")
        {
            var console = CharacterDevice(.console, serial.source)
            console.targetType = "serial"
            console.port = serial.port
            domain.devices.consoles.insert(console, at: 0)
        } else if let serial = domain.devices.serials.first, let console = domain.devices.consoles.first,
            console.targetType == nil || console.targetType == "serial"
        {
            domain.devices.consoles[0].source = serial.source
            domain.devices.consoles[0].port = serial.port
        }
        for index in domain.devices.consoles.indices {
            if domain.devices.consoles[index].targetType == nil {
                let isSerial = index == 0 && !domain.devices.serials.isEmpty
                domain.devices.consoles[index].targetType = domain.os.isS390 && !isSerial ? "sclp" : "serial"
            }
            domain.devices.consoles[index].info.address =
                domain.devices.consoles[index].targetType == "serial"
                ? nil : domain.devices.consoles[index].info.address
        }
        number(&domain.devices.parallels)
        if !isActive {
            for index in domain.devices.channels.indices {
                domain.devices.channels[index].forgetGeneratedPath(below: context.configuration.channelTargetDirectory)
            }
        }
        for index in domain.devices.channels.indices {
            if domain.devices.channels[index].source.kind == .spicevmc
                || domain.devices.channels[index].source.kind == .qemuVDAgent,
                domain.devices.channels[index].targetType == "virtio", domain.devices.channels[index].name == nil
            {
                domain.devices.channels[index].name = "com.redhat.spice.0"
            }
        }
    }

    private func number(_ devices: inout [CharacterDevice]) {
        for index in devices.indices where devices[index].port == nil || devices[index].port == -1 {
            let highest = devices.compactMap(\.port).max() ?? -1
            devices[index].port = highest + 1
        }
    }

    private func serialDefaults(_ serial: inout CharacterDevice) {
        let os = domain.os
        // Old documents say `isa-serial` on machines without an ISA bus; what they mean is the machine's own port.
        if serial.targetType == "isa-serial", serial.model == nil || serial.model == "isa-serial",
            os.isPSeries || os.isARMVirt || os.isRISCVVirt || os.isS390
        {
            serial.targetType = nil
            serial.model = nil
        }
        if serial.targetType == nil {
            switch serial.info.address {
            case .usb?: serial.targetType = "usb-serial"
            case .pci?: serial.targetType = "pci-serial"
            case .isa?: serial.targetType = "isa-serial"
            case .spaprVIO?: serial.targetType = "spapr-vio-serial"
            default:
                serial.targetType =
                    os.isX86
                    ? "isa-serial"
                    : os.isPSeries
                        ? "spapr-vio-serial"
                        : os.isS390 ? "sclp-serial" : os.isARM || os.isRISCVVirt ? "system-serial" : nil
            }
        }
        if serial.model == nil {
            let models = [
                "isa-serial": "isa-serial", "usb-serial": "usb-serial", "pci-serial": "pci-serial",
                "spapr-vio-serial": "spapr-vty", "sclp-serial": "sclpconsole", "isa-debug": "isa-debugcon",
            ]
            serial.model =
                serial.targetType == "system-serial"
                ? os.isARM ? "pl011" : "16550a" : serial.targetType.flatMap { models[$0] }
        }
    }

    /// The audio backend that sound goes to when the document names none.
    mutating func audioDefaults() {
        if domain.devices.audios.isEmpty { domain.devices.audios = defaultAudio.map { [$0] } ?? [] }
        for index in domain.devices.audios.indices { audioAttributes(&domain.devices.audios[index]) }
    }

    private var defaultAudio: Audio? {
        for graphics in domain.devices.graphics {
            switch graphics.kind {
            case .vnc:
                guard context.configuration.vncAllowHostAudio else { continue }
                return Audio(id: 1, type: audioFromEnvironment ?? "none")
            case .spice: return Audio(id: 1, type: "spice")
            case .sdl: return audioFromEnvironment.map { Audio(id: 1, type: $0) }
            case .dbus: return nil
            default: break
            }
        }
        if domain.devices.graphics.contains(where: { $0.kind == .vnc }) { return Audio(id: 1, type: "none") }
        if !domain.devices.graphics.isEmpty { return nil }
        return Audio(
            id: 1, type: context.configuration.noGraphicsAllowHostAudio ? audioFromEnvironment ?? "none" : "none")
    }

    /// What `QEMU_AUDIO_DRV` of the driver's process names.
    private var audioFromEnvironment: String? {
        let names = ["pa": "pulseaudio", "wav": "file"]
        return context.variables["QEMU_AUDIO_DRV"].map { names[$0] ?? $0 }
    }

    private func audioAttributes(_ audio: inout Audio) {
        if audio.type == "sdl", audio.settings.driver == nil, let driver = context.variables["SDL_AUDIODRIVER"] {
            audio.settings.driver = driver == "pulse" ? "pulseaudio" : driver
        }
    }
}

extension CharacterDevice {
    /// Forgets a socket that was made up at an earlier start: `NAME.TARGET` or `domain-ID-NAME/TARGET` in the directory for them.
    mutating func forgetGeneratedPath(below directory: String) {
        guard source.kind == .unix, let path = source.path, let target = name, path.hasPrefix(directory + "/") else {
            return
        }
        let rest = path.dropFirst(directory.utf8.count + 1)
        guard rest.hasSuffix(target) else { return }
        let stem = rest.dropLast(target.utf8.count)
        let isOld = stem.hasSuffix(".") && !stem.contains("/")
        let isOurs = stem.hasPrefix("domain-") && stem.hasSuffix("/") && !stem.dropLast().contains("/")
        guard isOld || isOurs else { return }
        source.path = nil
    }
}
