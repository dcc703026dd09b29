// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel
internal import XMLCoding

extension CommandLineBuilder {
    mutating func videos() throws {
        for (index, video) in domain.devices.videos.enumerated() where video.type != "none" {
            try self.video(video, isPrimary: video.isPrimary.map(\.isYes) ?? (index == 0))
        }
    }

    private mutating func video(_ video: Video, isPrimary: Bool) throws {
        let alias = video.info.alias ?? ""
        let isPrimary = isPrimary
        var device: QEMUProperties
        switch video.type {
        case "virtio":
            if video.driverName == "vhostuser" {
                let id = "chr-vu-\(alias)"
                if let number = context.descriptors.vhostUserVideo {
                    add("-chardev", "socket,id=\(id),fd=\(number)")
                } else {
                    throw QEMUDriverError.unsupported(
                        "Video of driver 'vhostuser' needs a helper, which the launcher did not provide.")
                }
                device =
                    isPrimary && hasVGA
                    ? QEMUProperties("driver", "vhost-user-vga")
                    : try virtioDriver("vhost-user-gpu", video.info, model: nil)
            } else if isPrimary, hasVGA {
                let isGL = video.accel3D == .yes
                device = QEMUProperties(
                    "driver", isGL && capabilities.has(type: "virtio-vga-gl") ? "virtio-vga-gl" : "virtio-vga")
            } else {
                let isGL = video.accel3D == .yes && capabilities.has(type: "virtio-gpu-gl-pci")
                device = try virtioDriver(isGL ? "virtio-gpu-gl" : "virtio-gpu", video.info, model: nil)
            }
        case "qxl": device = QEMUProperties("driver", isPrimary ? "qxl-vga" : "qxl")
        case "cirrus": device = QEMUProperties("driver", "cirrus-vga")
        case "vga": device = QEMUProperties("driver", isPrimary ? "VGA" : "secondary-vga")
        case "vmvga": device = QEMUProperties("driver", "vmware-svga")
        case "bochs": device = QEMUProperties("driver", "bochs-display")
        case "ramfb": device = QEMUProperties("driver", "ramfb")
        default: throw QEMUDriverError.unsupported("Video of type '\(video.type ?? "")' is not for QEMU.")
        }
        if let name = device["driver"]?.string, !capabilities.has(type: name) {
            throw QEMUDriverError.unsupported("This QEMU has no video of type '\(video.type ?? "")'.")
        }
        if device["driver"]?.string != "vhost-user-vga" { device.add(virtioOptions(video.virtio)) }
        device.add("id", alias)
        if video.accel3D != nil, video.type == "virtio",
            device["driver"]?.string?.contains("-gl") != true, video.driverName != "vhostuser",
            capabilities.isAssumed || !capabilities.has(type: "virtio-gpu-gl-device")
        {
            device.add("virgl", video.accel3D.map(\.isYes))
        }
        if video.type == "virtio" || video.type == "qxl" { device.add("max_outputs", video.heads) }
        if video.type == "qxl" {
            device.add("ram_size", video.ramInKiB.map { UInt64($0) * 1024 })
            device.add("vram_size", video.vramInKiB.map { UInt64($0) * 1024 })
            device.add("vram64_size_mb", video.vram64InKiB.map { $0 / 1024 } ?? 0)
            device.add("vgamem_mb", video.vgamemInKiB.map { $0 / 1024 })
        } else if video.type == "vga" || video.type == "vmvga" {
            device.add("vgamem_mb", video.vramInKiB.map { $0 / 1024 })
        } else if video.type == "bochs" {
            device.add("vgamem", video.vramInKiB.map { UInt64($0) * 1024 })
        }
        if let blob = video.blob { device.add("blob", blob.isOn) }
        if video.driverName == "vhostuser" { device.add("chardev", "chr-vu-\(alias)") }
        if let resolution = video.resolution {
            device.add("xres", resolution[0])
            device.add("yres", resolution[1])
        }
        device.add(try addressProperties(video.info, alias))
        try zpciDevice(video.info)
        add(device: device)
    }

    /// Whether the first card of the machine is a VGA one.
    private var hasVGA: Bool { domain.os.isPC || domain.os.isPSeries }

    mutating func sounds() throws {
        for sound in domain.devices.sounds { try self.sound(sound) }
    }

    private mutating func sound(_ sound: Sound) throws {
        let alias = sound.info.alias ?? ""
        let audio = audioID(sound.audioID)
        if sound.model == "pcspk" {
            // Part of the machine since QEMU 6.0, and before that a card that had to be asked for.
            if !capabilities.isAssumed, capabilities.version < 5_002_000 { add("-soundhw", "pcspk") }
            return
        }
        let drivers = [
            "es1370": "ES1370", "ac97": "AC97", "sb16": "sb16", "ich6": "intel-hda", "ich9": "ich9-intel-hda",
            "usb": "usb-audio",
        ]
        guard let driver = drivers[sound.model] else {
            throw QEMUDriverError.unsupported("Sound of model '\(sound.model)' is not for QEMU.")
        }
        var device = QEMUProperties("driver", driver)
        device.add("id", alias)
        if sound.model == "usb" { device.add("multi", sound.multichannel.map(\.isYes)) }
        let hasCodecs = sound.model == "ich6" || sound.model == "ich9"
        if !hasCodecs { device.add("audiodev", audio) }
        device.add(try addressProperties(sound.info, alias))
        try zpciDevice(sound.info)
        add(device: device)
        guard hasCodecs else { return }
        let codecs = sound.codecs.isEmpty ? ["duplex"] : sound.codecs.map(\.type)
        for (index, codec) in codecs.enumerated() {
            var device = QEMUProperties("driver", "hda-\(codec)")
            device.add("id", "\(alias)-codec\(index)")
            device.add("bus", "\(alias).0")
            device.add("cad", index)
            device.add("audiodev", audio)
            add(device: device)
        }
    }

    mutating func audioBackends() throws {
        for audio in domain.devices.audios { add("-audiodev", audioProperties(audio).json) }
    }

    private func audioProperties(_ audio: Audio) -> QEMUProperties {
        let drivers = ["pulseaudio": "pa", "file": "wav"]
        var properties = QEMUProperties("id", "audio\(audio.id)")
        properties.add("driver", drivers[audio.type] ?? audio.type)
        properties.add("timer-period", audio.timerPeriod)
        properties.add("in", direction(audio.input, audio))
        properties.add("out", direction(audio.output, audio))
        switch audio.type {
        case "file": properties.add("path", audio.settings.path)
        case "oss":
            properties.add("try-mmap", audio.settings.tryMmap.map(\.isYes))
            properties.add("exclusive", audio.settings.exclusive.map(\.isYes))
            properties.add("dsp-policy", audio.settings.dspPolicy)
        case "pulseaudio": properties.add("server", audio.settings.serverName)
        default: break
        }
        return properties
    }

    private func direction(_ direction: Audio.Direction, _ audio: Audio) -> QEMUProperties? {
        var properties = QEMUProperties()
        properties.add("mixing-engine", direction.mixingEngine.map(\.isYes))
        properties.add("fixed-settings", direction.fixedSettings.map(\.isYes))
        properties.add("voices", direction.voices)
        properties.add("buffer-length", direction.bufferLength)
        properties.add("frequency", direction.frequency)
        properties.add("channels", direction.channels)
        properties.add("format", direction.format)
        switch audio.type {
        case "alsa", "oss":
            properties.add("dev", direction.dev)
            properties.add("try-poll", direction.tryPoll.map(\.isYes))
            if audio.type == "oss" { properties.add("buffer-count", direction.bufferCount) }
        case "coreaudio", "sdl": properties.add("buffer-count", direction.bufferCount)
        case "jack":
            properties.add("server-name", direction.serverName)
            properties.add("client-name", direction.clientName)
            properties.add("connect-ports", direction.connectPorts)
            properties.add("exact-name", direction.exactName.map(\.isYes))
        case "pulseaudio":
            properties.add("name", direction.name)
            properties.add("stream-name", direction.streamName)
            properties.add("latency", direction.latency)
        default: break
        }
        return properties.members.isEmpty ? nil : properties
    }
}
