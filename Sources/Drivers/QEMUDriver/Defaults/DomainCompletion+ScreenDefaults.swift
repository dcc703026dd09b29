// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    mutating func addDefaultVideo() throws {
        let hasScreen = !domain.devices.graphics.isEmpty
        if domain.devices.videos.isEmpty, hasScreen {
            domain.devices.videos.append(Video())
        }
        for index in domain.devices.videos.indices {
            var video = domain.devices.videos[index]
            if video.type == nil || video.type == "default" { video.type = defaultVideoType }
            switch video.type {
            case "qxl":
                video.ramInKiB = max(Self.powerOfTwo(video.ramInKiB ?? 65536), 1024)
                video.vramInKiB = video.vramInKiB ?? 65536
                // A framebuffer that is too small is refused, and not made larger.
                let framebuffer = video.vgamemInKiB ?? 16384
                video.vgamemInKiB = framebuffer < 1024 ? framebuffer : Self.powerOfTwo(framebuffer)
                video.vram64InKiB = video.vram64InKiB.map { Self.powerOfTwo($0) }
            case "vga", "cirrus", "vmvga", "bochs": video.vramInKiB = video.vramInKiB ?? 16384
            // No card has no properties either.
            case "none":
                video = Video()
                video.type = "none"
            default: break
            }
            video.vramInKiB = video.vramInKiB.map { Self.powerOfTwo($0) }
            if video.heads == nil, video.type != "none", video.type != nil {
                video.heads = 1
            }
            domain.devices.videos[index] = video
        }
        if let primary = domain.devices.videos.firstIndex(where: { $0.isPrimary == .yes }) {
            if primary != 0 { domain.devices.videos.insert(domain.devices.videos.remove(at: primary), at: 0) }
        } else if let first = domain.devices.videos.first, first.type != "none" {
            domain.devices.videos[0].isPrimary = .yes
        }
        for index in domain.devices.videos.indices.dropFirst() { domain.devices.videos[index].isPrimary = nil }
    }

    private static func powerOfTwo(_ number: UInt32) -> UInt32 {
        var power: UInt32 = 1
        while power < number, power < 1 << 31 { power <<= 1 }
        return power
    }

    private var defaultVideoType: String {
        let os = domain.os
        if os.isARMVirt || os.isRISCVVirt || os.isS390 { return "virtio" }
        if os.isPSeries || os.isPPC64 { return "vga" }
        if capabilities.has(type: "cirrus-vga") { return "cirrus" }
        return capabilities.has(type: "VGA") ? "vga" : "cirrus"
    }

    func graphicsDefaults(_ graphics: inout Graphics) {
        guard graphics.kind == .vnc || graphics.kind == .spice else { return }
        if !isActive, let socket = graphics.listens.first?.socket,
            socket.hasPrefix(context.configuration.libraryDirectory + "/domain-")
        {
            // A socket of ours from an earlier start.
            var listen = Graphics.Listen()
            listen.type = "address"
            graphics.listens[0] = listen
            graphics.socket = nil
        }
        if graphics.kind == .spice, graphics.listens.first?.type == "address", graphics.port ?? 0 == 0,
            graphics.tlsPort ?? 0 == 0,
            graphics.autoport != .yes, !context.configuration.spiceAutoUnixSocket
        {
            graphics.listens[0].type = "none"
            graphics.listens[0].address = nil
            (graphics.port, graphics.tlsPort, graphics.autoport) = (nil, nil, nil)
        }
        let kind = graphics.listens.first?.type ?? "address"
        if graphics.autoport == nil, kind == "address" || kind == "network" {
            let isAutomatic = graphics.port == nil && graphics.tlsPort == nil
            graphics.autoport = isAutomatic && graphics.kind == .vnc ? .yes : .no
        }
    }
}
