// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel
internal import XMLCoding

extension CommandLineBuilder {
    /// `-chardev` for the host side of a device; `alias` is the device's name, by which it may be handed in.
    mutating func add(chardev source: CharacterSource, alias: String, id: String) throws {
        var words: [String]
        if let handedIn = context.handedIn[alias] {
            words = handedInChardev(handedIn, id)
            record(handedIn, alias)
        } else {
            words = try chardevWords(source, alias: alias, id: id)
        }
        if let log = source.logFile {
            if let number = descriptorNumber(context.descriptors.characterLog) {
                let set = addFDSet(number, opaque: "\(alias)-log")
                words += ["logfile=\(set)", "logappend=on"]
                invocation.descriptors.append(
                    .init(number: number, purpose: .outputFile(path: log, append: source.logAppend?.isOn ?? false)))
            } else {
                words.append("logfile=\(log.escapedForQEMU)")
                if let append = source.logAppend { words.append("logappend=\(append.rawValue)") }
            }
        }
        add("-chardev", words.joined(separator: ","))
    }

    private func handedInChardev(_ handedIn: LaunchContext.HandedIn, _ id: String) -> [String] {
        switch handedIn {
        case .connectedSocket(let number): ["socket", "id=\(id)", "fd=\(number)"]
        case .listeningSocket(let number): ["socket", "id=\(id)", "fd=\(number)", "server=on", "wait=off"]
        case .descriptor(let number): ["pipe", "id=\(id)", "path=/proc/self/fd/\(number)"]
        }
    }

    /// Notes that QEMU inherits a descriptor of the caller.
    mutating func record(_ handedIn: LaunchContext.HandedIn, _ alias: String) {
        let number =
            switch handedIn {
            case .connectedSocket(let number), .listeningSocket(let number), .descriptor(let number): number
            }
        invocation.descriptors.append(.init(number: number, purpose: .handedIn(alias)))
    }

    /// `-add-fd` with a set of its own; returns the path under which QEMU opens it.
    mutating func addFDSet(_ number: Int, opaque: String) -> String {
        add("-add-fd", "set=\(nextFDSet),fd=\(number),opaque=\(opaque)")
        defer { nextFDSet += 1 }
        return "/dev/fdset/\(nextFDSet)"
    }

    private mutating func chardevWords(_ source: CharacterSource, alias: String, id: String) throws -> [String] {
        let first = source.endpoints.first
        let path = source.path.map(\.escapedForQEMU)
        switch source.kind {
        case .null: return ["null", "id=\(id)"]
        case .vc: return ["vc", "id=\(id)"]
        case .pty: return ["pty", "id=\(id)"]
        case .stdio: return ["stdio", "id=\(id)"]
        case .dev: return [alias.hasPrefix("parallel") ? "parallel" : "serial", "id=\(id)", "path=\(path ?? "")"]
        case .pipe: return ["pipe", "id=\(id)", "path=\(path ?? "")"]
        case .file:
            var words = ["file", "id=\(id)"]
            if let number = descriptorNumber(context.descriptors.characterFile) {
                words += ["path=\(addFDSet(number, opaque: "\(alias)-source"))", "append=on"]
                invocation.descriptors.append(
                    .init(
                        number: number,
                        purpose: .outputFile(path: source.path ?? "", append: first?.append?.isOn ?? false)))
            } else {
                words.append("path=\(path ?? "")")
                if let append = first?.append { words.append("append=\(append.rawValue)") }
            }
            return words
        case .tcp: return try tcpWords(source, alias: alias, id: id)
        case .udp:
            let bind = source.endpoints.first { $0.mode == "bind" }
            let connect = source.endpoints.first { $0.mode == "connect" }
            return [
                "udp", "id=\(id)", "host=\((connect?.host ?? "").escapedForQEMU)",
                "port=\((connect?.service ?? "").escapedForQEMU)",
                "localaddr=\((bind?.host ?? "").escapedForQEMU)", "localport=\(bind?.service ?? "0")",
            ]
        case .unix:
            if source.isListening {
                if let number = descriptorNumber(context.descriptors.listeningSocket) {
                    invocation.descriptors.append(
                        .init(number: number, purpose: .listeningSocket(path: source.path ?? "")))
                    return ["socket", "id=\(id)", "fd=\(number)", "server=on", "wait=off"]
                }
                return ["socket", "id=\(id)", "path=\(path ?? "")", "server=on", "wait=off"]
            }
            return ["socket", "id=\(id)", "path=\(path ?? "")"] + reconnectWord(first)
        case .spicevmc: return ["spicevmc", "id=\(id)", "name=\(spiceChannelName(alias))"]
        case .spiceport: return ["spiceport", "id=\(id)", "name=\((first?.channel ?? "").escapedForQEMU)"]
        case .qemuVDAgent:
            var words = ["qemu-vdagent", "id=\(id)", "name=vdagent"]
            if let copyPaste = first?.clipboardCopyPaste {
                words.append("clipboard=\(copyPaste == .yes ? "on" : "off")")
            }
            if let mode = first?.mouseMode { words.append("mouse=\(mode == "client" ? "on" : "off")") }
            return words
        case .dbus: return ["dbus", "id=\(id)", "name=\((first?.channel ?? "").escapedForQEMU)"]
        case .nmdm:
            throw QEMUDriverError.unsupported("Character devices of type 'nmdm' are not for QEMU.")
        }
    }

    private func spiceChannelName(_ alias: String) -> String {
        alias.hasPrefix("redir") ? "usbredir" : alias.hasPrefix("smartcard") ? "smartcard" : "vdagent"
    }

    private func reconnectWord(_ endpoint: CharacterSource.Endpoint?) -> [String] {
        guard let reconnect = endpoint?.reconnect else { return [] }
        switch reconnect.enabled {
        case .yes: return ["reconnect=\(reconnect.timeout ?? 0)"]
        case .no: return ["reconnect=0"]
        case nil: return []
        }
    }

    private mutating func tcpWords(_ source: CharacterSource, alias: String, id: String) throws -> [String] {
        let first = source.endpoints.first ?? .init()
        var words = [
            "socket", "id=\(id)", "host=\((first.host ?? "").escapedForQEMU)",
            "port=\((first.service ?? "").escapedForQEMU)",
        ]
        if source.protocolType == "telnet" { words.append("telnet=on") }
        if source.isListening { words += ["server=on", "wait=off"] } else { words += reconnectWord(first) }
        if first.tls == .yes || (first.tls == nil && configuration.chardevTLS) {
            var secretID: String?
            if let uuid = configuration.chardevTLSSecretUUID {
                secretID = "\(id)-secret0"
                try addSecret(id: "\(id)-secret0", uuid: uuid)
            }
            let tls = "obj\(id)_tls0"
            addTLSCredentials(
                id: tls, directory: configuration.chardevTLSDirectory, isServer: source.isListening,
                verifies: source.isListening ? configuration.chardevTLSVerify : true, secretID: secretID)
            words.append("tls-creds=\(tls)")
        }
        return words
    }

    /// `-object tls-creds-x509`
    mutating func addTLSCredentials(id: String, directory: String, isServer: Bool, verifies: Bool, secretID: String?) {
        var object = QEMUProperties("qom-type", "tls-creds-x509")
        object.add("id", id)
        object.add("dir", directory)
        object.add("endpoint", isServer ? "server" : "client")
        object.add("verify-peer", verifies)
        object.add("passwordid", secretID)
        add(object: object)
    }

    mutating func characterDevices() throws {
        for card in domain.devices.smartcards { try smartcard(card) }
        for serial in domain.devices.serials { try self.serial(serial) }
        for parallel in domain.devices.parallels {
            let alias = parallel.info.alias ?? ""
            try add(chardev: parallel.source, alias: alias, id: "char\(alias)")
            var device = QEMUProperties("driver", "isa-parallel")
            device.add("chardev", "char\(alias)")
            device.add("id", alias)
            device.add(try addressProperties(parallel.info, alias))
            add(device: device)
        }
        for channel in domain.devices.channels { try self.channel(channel) }
        for (index, console) in domain.devices.consoles.enumerated() { try self.console(console, isFirst: index == 0) }
    }

    /// The device of a serial port's model.
    private mutating func serial(_ serial: CharacterDevice) throws {
        // A spicevmc or missing source has no chardev of its own.
        let alias = serial.info.alias ?? ""
        try add(chardev: serial.source, alias: alias, id: "char\(alias)")
        if let model = serial.model {
            switch model {
            case "16550a", "pl011":
                add("-serial", "chardev:char\(alias)")
                return
            default: break
            }
        }
        if serial.model == nil, domain.os.isARMVirt || domain.os.isRISCV {
            add("-serial", "chardev:char\(alias)")
            return
        }
        var device = QEMUProperties("driver", serial.model ?? "isa-serial")
        device.add("chardev", "char\(alias)")
        device.add("id", alias)
        if serial.model ?? "isa-serial" == "isa-serial" { device.add("index", serial.port ?? 0) }
        device.add(try addressProperties(serial.info, alias))
        add(device: device)
    }

    private mutating func channel(_ channel: CharacterDevice) throws {
        let alias = channel.info.alias ?? ""
        if channel.targetType == "guestfwd" {
            try add(chardev: channel.source, alias: alias, id: "char\(alias)")
            var netdev = QEMUProperties("type", "user")
            netdev.add(
                "guestfwd",
                .array([
                    .object([
                        .init(
                            "str",
                            .string(
                                "tcp:\(channel.forwardAddress ?? ""):\(channel.forwardPort ?? "")-chardev:char\(alias)")
                        )
                    ])
                ]))
            netdev.add("id", alias)
            add(netdev: netdev)
            return
        }
        try add(chardev: channel.source, alias: alias, id: "char\(alias)")
        var device = QEMUProperties("driver", "virtserialport")
        device.add(try addressProperties(channel.info, alias))
        device.add("chardev", "char\(alias)")
        device.add("id", alias)
        switch channel.source.kind {
        case .spicevmc, .qemuVDAgent: device.add("name", channel.name ?? "com.redhat.spice.0")
        default: device.add("name", channel.name)
        }
        add(device: device)
    }

    private mutating func console(_ console: CharacterDevice, isFirst: Bool) throws {
        let alias = console.info.alias ?? ""
        switch console.targetType {
        case "virtio":
            try add(chardev: console.source, alias: alias, id: "char\(alias)")
            var device = QEMUProperties("driver", "virtconsole")
            device.add(try addressProperties(console.info, alias))
            device.add("chardev", "char\(alias)")
            device.add("id", alias)
            add(device: device)
        case "sclp", "sclplm":
            try add(chardev: console.source, alias: alias, id: "char\(alias)")
            var device = QEMUProperties("driver", console.targetType == "sclp" ? "sclpconsole" : "sclplmconsole")
            device.add("chardev", "char\(alias)")
            device.add("id", alias)
            add(device: device)
        default: break  // The console is a serial port, which is there already.
        }
    }

    private mutating func smartcard(_ card: Smartcard) throws {
        let alias = card.info.alias ?? ""
        var device: QEMUProperties
        switch card.mode {
        case "host":
            device = QEMUProperties("driver", "ccid-card-emulated")
            device.add("backend", "nss-emulated")
        case "host-certificates":
            device = QEMUProperties("driver", "ccid-card-emulated")
            device.add("backend", "certificates")
            for (index, certificate) in card.certificates.enumerated() { device.add("cert\(index + 1)", certificate) }
            device.add("db", card.database ?? "/etc/pki/nssdb")
        default:
            try add(chardev: card.source, alias: alias, id: "char\(alias)")
            device = QEMUProperties("driver", "ccid-card-passthru")
            device.add("chardev", "char\(alias)")
        }
        device.add("id", alias)
        device.add(try addressProperties(card.info, alias))
        add(device: device)
    }
}
