// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel
internal import XMLCoding

extension CommandLineBuilder {
    mutating func graphics() throws {
        let graphics = domain.devices.graphics
        for graphic in graphics {
            switch graphic.kind {
            case .vnc: try vnc(graphic)
            case .spice: try spice(graphic)
            case .sdl:
                if graphic.fullscreen == .yes { add("-full-screen") }
                add("-display", "sdl" + (graphic.glEnable.map { ",gl=\($0.isYes ? "on" : "off")" } ?? ""))
            case .eglHeadless:
                add("-display", "egl-headless" + (renderNode(graphic).map { ",rendernode=\($0.escapedForQEMU)" } ?? ""))
            case .dbus:
                var words = ["dbus"]
                if graphic.p2p == .yes {
                    words.append("p2p=on")
                } else {
                    words.append(
                        "addr=\((graphic.address ?? "unix:path=\(configuration.dbusStateDirectory)/\(shortName)-dbus.sock").escapedForQEMU)"
                    )
                }
                if let gl = graphic.glEnable { words.append("gl=\(gl.isYes ? "on" : "off")") }
                if let node = graphic.renderNode { words.append("rendernode=\(node.escapedForQEMU)") }
                if let audio = audioID(graphic.audioID) { words.append("audiodev=\(audio)") }
                add("-display", words.joined(separator: ","))
            case .rdp, .desktop:
                throw QEMUDriverError.unsupported("Graphics of type '\(graphic.kind.rawValue)' are not for QEMU.")
            }
        }
    }

    private func renderNode(_ graphics: Graphics) -> String? { graphics.renderNode ?? context.host.renderNode }

    /// `audio1`, the name of an audio backend.
    func audioID(_ id: Int?) -> String? {
        let audios = domain.devices.audios
        guard let audio = id.flatMap({ id in audios.first { $0.id == id } }) ?? audios.first else { return nil }
        return "audio\(audio.id)"
    }

    private func bracketed(_ address: String) -> String { address.contains(":") ? "[\(address)]" : address }

    /// The socket of a graphics device, when it listens on one.
    private func socketPath(_ graphics: Graphics, auto: Bool) -> String? {
        guard let listen = graphics.listens.first else { return nil }
        let automatic = "\(libraryDirectory)/\(graphics.kind.rawValue).sock"
        if listen.type == "socket" { return listen.socket ?? automatic }
        return auto && listen.type == "address" && listen.address == nil && graphics.port == nil ? automatic : nil
    }

    private mutating func vnc(_ graphics: Graphics) throws {
        var words: [String] = []
        if graphics.listens.first?.type == "none" {
            words.append("none")
        } else if let path = socketPath(graphics, auto: configuration.vncAutoUnixSocket) {
            words.append("vnc=unix:\(path.escapedForQEMU)")
        } else {
            let address = graphics.listens.first?.address ?? configuration.vncListen
            let port = graphics.port ?? context.host.vncPort
            words.append("\(bracketed(address).escapedForQEMU):\(port - 5900)")
            if let websocket = graphics.websocket {
                words.append("websocket=\(websocket == -1 ? "on" : String(websocket))")
            }
        }
        if let policy = graphics.sharePolicy { words.append("share=\(policy)") }
        if graphics.password != nil || configuration.vncPassword != nil { words.append("password=on") }
        if configuration.vncTLS {
            var secretID: String?
            if let uuid = configuration.vncTLSSecretUUID {
                secretID = "vnc-tls-creds0-secret0"
                try addSecret(id: "vnc-tls-creds0-secret0", uuid: uuid)
            }
            addTLSCredentials(
                id: "vnc-tls-creds0", directory: configuration.vncTLSDirectory, isServer: true,
                verifies: configuration.vncTLSVerify, secretID: secretID)
            words.append("tls-creds=vnc-tls-creds0")
        }
        if configuration.vncSASL { words.append("sasl=on") }
        if let control = graphics.powerControl { words.append("power-control=\(control.isYes ? "on" : "off")") }
        if let audio = audioID(graphics.audioID) { words.append("audiodev=\(audio)") }
        if let keymap = graphics.keymap { add("-k", keymap) }
        add("-vnc", words.joined(separator: ","))
    }

    private mutating func spice(_ graphics: Graphics) throws {
        var words: [String] = []
        let listen = graphics.listens.first
        if listen?.type == "none" {
            words.append("port=0")
        } else if let path = socketPath(graphics, auto: configuration.spiceAutoUnixSocket) {
            words += ["unix", "addr=\(path.escapedForQEMU)"]
        } else {
            let ports = spicePorts(graphics)
            if let port = ports.plain {
                words.append("port=\(port)")
            } else if ports.tls == nil {
                words.append("port=0")
            }
            if let port = ports.tls {
                guard configuration.spiceTLS else {
                    throw QEMUDriverError.unsupported(
                        "The SPICE port \(port) for TLS is set, but TLS is off. Set 'spice_tls'.")
                }
                words.append("tls-port=\(port)")
            }
            if ports.plain != nil || ports.tls != nil {
                words.append("addr=\((listen?.address ?? configuration.spiceListen).escapedForQEMU)")
            }
        }
        if configuration.spiceSASL { words.append("sasl=on") }
        let hasTLS = words.contains { $0.hasPrefix("tls-port") }
        if hasTLS { words.append("x509-dir=\(configuration.spiceTLSDirectory.escapedForQEMU)") }
        if graphics.defaultMode == "insecure" { words.append("plaintext-channel=default") }
        if hasTLS {
            if graphics.defaultMode == "secure" { words.append("tls-channel=default") }
        } else if graphics.defaultMode == "secure" {
            if listen?.type == "address" || listen?.type == "network" {
                throw QEMUDriverError.unsupported("SPICE channels are secure by default, but there is no TLS port.")
            }
        }
        for channel in graphics.channels {
            switch channel.mode {
            case "secure":
                guard words.contains(where: { $0.hasPrefix("tls-port") }) else {
                    throw QEMUDriverError.unsupported(
                        "SPICE channel '\(channel.name)' is secure, but there is no TLS port.")
                }
                words.append("tls-channel=\(channel.name)")
            case "insecure":
                words.append("plaintext-channel=\(channel.name)")
            default: break
            }
        }
        if graphics.password == nil && configuration.spicePassword == nil { words.append("disable-ticketing=on") }
        let names = [
            "image": "image-compression", "jpeg": "jpeg-wan-compression", "zlib": "zlib-glz-wan-compression",
            "playback": "playback-compression", "streaming": "streaming-video", "mouse": "agent-mouse",
        ]
        for option in Graphics.spiceOptions {
            guard let value = graphics.options[option.element] else { continue }
            switch option.element {
            case "mouse": words.append("agent-mouse=\(value == "client" ? "on" : "off")")
            case "clipboard": if value == "no" { words.append("disable-copy-paste=on") }
            case "filetransfer": if value == "no" { words.append("disable-agent-file-xfer=on") }
            default: if let name = names[option.element] { words.append("\(name)=\(value)") }
            }
        }
        if graphics.glEnable == .yes {
            words.append("gl=on")
            if let node = renderNode(graphics) { words.append("rendernode=\(node.escapedForQEMU)") }
        }
        words.append("seamless-migration=on")
        if let keymap = graphics.keymap { add("-k", keymap) }
        add("-spice", words.joined(separator: ","))
    }

    /// The ports of SPICE: what the document says, or what the host offers for automatic ones.
    private func spicePorts(_ graphics: Graphics) -> (plain: Int?, tls: Int?) {
        var plain = graphics.port == -1 ? context.host.spicePort : graphics.port
        var tls = graphics.tlsPort == -1 ? context.host.spiceTLSPort : graphics.tlsPort
        if graphics.autoport == .yes {
            var wantsPlain = true
            var wantsTLS = configuration.spiceTLS
            switch graphics.defaultMode {
            case "secure": wantsPlain = graphics.channels.contains { $0.mode == "insecure" }
            case "insecure": wantsTLS = graphics.channels.contains { $0.mode == "secure" }
            default: break
            }
            plain = plain ?? (wantsPlain ? context.host.spicePort : nil)
            tls = tls ?? (wantsTLS ? context.host.spiceTLSPort : nil)
        }
        return (plain, tls)
    }
}
