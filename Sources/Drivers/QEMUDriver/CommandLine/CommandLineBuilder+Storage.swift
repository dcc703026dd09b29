// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel
internal import XMLCoding

/// How one image of a disk becomes block nodes.
struct ImageNode {
    var disk: Disk?
    var number: Int
    /// The stem of the node names.
    var stem: String
    var isTop: Bool
    var isReadOnly: Bool
    var metadataCache: UInt64?
    /// The node of the image below.
    var below: String?
    /// Nothing is below, and the document says so.
    var isTerminated = false

    init(disk: Disk?, number: Int, isTop: Bool, isReadOnly: Bool) {
        self.disk = disk
        self.number = number
        self.isTop = isTop
        self.isReadOnly = isReadOnly
        stem = "libvirt-\(number)"
    }
}

extension CommandLineBuilder {
    /// Writes the storage and format node of an image and returns the name of the upper one.
    mutating func imageNodes(_ source: StorageSource, _ node: ImageNode) throws -> String {
        let storage = "\(node.stem)-storage"
        let authentication = try storageSecrets(source, storage)
        try encryptionSecrets(source, "\(node.stem)-format", storage)
        try cookieSecret(source, storage)
        try addStorageCredentials(source, storage)
        addReservationHelper(source, storage)
        var protocolNode = try storageProperties(source, node, authentication: authentication)
        protocolNode.add("node-name", storage)
        protocolNode.add("cache", cacheProperties(node.disk))
        protocolNode.add("auto-read-only", true)
        protocolNode.add("discard", "unmap")
        add(blockdev: protocolNode)
        return formatNode(source, node, storage)
    }

    private func cacheProperties(_ disk: Disk?) -> QEMUProperties? {
        guard let cache = disk?.effectiveCache else { return nil }
        var properties = QEMUProperties()
        properties.add("direct", cache == "none" || cache == "directsync")
        properties.add("no-flush", cache == "unsafe")
        return properties
    }

    private mutating func formatNode(_ source: StorageSource, _ node: ImageNode, _ storage: String) -> String {
        var file = storage
        if let slice = source.slices.first, source.format == nil || source.format != .raw {
            var properties = QEMUProperties("driver", "raw")
            properties.add("node-name", "\(node.stem)-slice-sto")
            properties.add("offset", slice.offset)
            properties.add("size", slice.size)
            properties.add("file", storage)
            properties.add("auto-read-only", true)
            properties.add("discard", "unmap")
            add(blockdev: properties)
            file = "\(node.stem)-slice-sto"
        }
        let name = "\(node.stem)-format"
        var properties = QEMUProperties("node-name", name)
        properties.add("read-only", node.isReadOnly)
        if node.isTop, let disk = node.disk {
            properties.add("discard", disk.driver.discard)
            if let zeroes = disk.driver.detectZeroes {
                properties.add("detect-zeroes", zeroes == "unmap" && disk.driver.discard != "unmap" ? "on" : zeroes)
            }
        }
        properties.add("cache", cacheProperties(node.disk))
        let format = source.format ?? .raw
        let encryption = source.encryption.flatMap { $0.engine == "librbd" ? nil : $0 }
        switch format {
        case .raw:
            if let encryption, encryption.format == "luks" {
                properties.add("driver", "luks")
                properties.add("key-secret", "\(name)-encryption-secret0")
            } else {
                properties.add("driver", "raw")
            }
            if let slice = source.slices.first {
                properties.add("offset", slice.offset)
                properties.add("size", slice.size)
            }
        case .qcow2, .qcow:
            properties.add("driver", format.rawValue)
            if let encryption {
                var encrypt = QEMUProperties("format", encryption.format == "luks" ? "luks" : "aes")
                encrypt.add("key-secret", "\(name)-encryption-secret0")
                properties.add("encrypt", encrypt)
            }
            properties.add("cache-size", node.metadataCache)
            if node.isTop, let discard = node.disk?.driver.discardNoUnref {
                properties.add("discard-no-unref", discard.isOn)
            }
        case .fat: properties.add("driver", "raw")
        case .iso, .dir: properties.add("driver", "raw")
        case .ploop: properties.add("driver", "parallels")
        case .vhd: properties.add("driver", "vhdx")
        default: properties.add("driver", format.rawValue)
        }
        properties.add("file", file)
        if let below = node.below {
            properties.add("backing", below)
        } else if node.isTerminated, [.qcow2, .qcow, .vmdk, .qed, .cow].contains(format) {
            properties.add("backing", JSONValue.null)
        }
        add(blockdev: properties)
        return name
    }

    /// The node that reads and writes the bytes.
    mutating func storageProperties(
        _ source: StorageSource, _ node: ImageNode, authentication: String?
    ) throws -> QEMUProperties {
        var properties: QEMUProperties
        switch source.type {
        case .file, .block:
            let isHostCDROM =
                node.disk?.kind == .cdrom && source.type == .block && (source.format ?? .raw) == .raw
                && context.host.hostCDROMPaths.contains(source.path ?? "")
            properties = QEMUProperties(
                "driver", source.type == .file ? "file" : isHostCDROM ? "host_cdrom" : "host_device")
            if let group = source.fdGroup {
                guard let numbers = context.descriptorGroups[group] else {
                    throw QEMUDriverError.invalid("The group '\(group)' of file descriptors was not handed in.")
                }
                var set = ""
                for (index, number) in numbers.enumerated() {
                    add("-add-fd", "set=\(nextFDSet),fd=\(number),opaque=\(node.stem)-storage\(index)")
                    invocation.descriptors.append(.init(number: number, purpose: .handedIn(group)))
                    set = "/dev/fdset/\(nextFDSet)"
                }
                nextFDSet += 1
                properties.add("filename", set)
            } else {
                properties.add("filename", source.path)
            }
            if let pr = source.reservations {
                properties.add("pr-manager", pr.managed == .yes ? "pr-helper0" : "pr-helper-\(node.stem)-storage")
            }
            properties.add("aio", node.disk?.driver.io)
        case .dir:
            properties = QEMUProperties("driver", "vvfat")
            properties.add("dir", source.path)
            properties.add("floppy", node.disk?.kind == .floppy)
            properties.add("rw", false)
        case .nvme:
            properties = QEMUProperties("driver", "nvme")
            properties.add("device", source.nvme?.address.text)
            properties.add("namespace", source.nvme?.namespace)
        case .network: properties = try networkStorage(source, node, authentication)
        case .volume:
            throw QEMUDriverError.invalid(
                "Volume '\(source.volume ?? "")' of pool '\(source.pool ?? "")' is not resolved to a path.")
        case .vhostUser, .vhostVDPA:
            throw QEMUDriverError.unsupported("A source of type '\(source.type.rawValue)' has no block node.")
        }
        return properties
    }

    private func socketAddress(_ host: StorageHost, defaultPort: String?, isTyped: Bool = true) -> QEMUProperties {
        var properties = QEMUProperties()
        if host.transport == "unix" {
            if isTyped { properties.add("type", "unix") }
            properties.add("path", host.socket)
        } else {
            if isTyped { properties.add("type", "inet") }
            properties.add("host", host.name)
            properties.add("port", host.port ?? defaultPort)
        }
        return properties
    }

    private mutating func networkStorage(
        _ source: StorageSource, _ node: ImageNode, _ authentication: String?
    ) throws -> QEMUProperties {
        guard let network = source.network else {
            throw QEMUDriverError.invalid("A network source says nothing of its server.")
        }
        let name = network.name ?? ""
        var properties: QEMUProperties
        switch network.protocolName {
        case "nbd":
            properties = QEMUProperties("driver", "nbd")
            properties.add("server", network.hosts.first.map { socketAddress($0, defaultPort: "10809") })
            properties.add("export", network.name)
            if network.tls == .yes { properties.add("tls-creds", "obj\(node.stem)-storage_tls0") }
            properties.add("tls-hostname", network.tlsHostname)
        case "gluster":
            properties = QEMUProperties("driver", "gluster")
            let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
            properties.add("volume", parts.first)
            properties.add("path", parts.count > 1 ? parts[1] : nil)
            properties.add(
                "server", .array(network.hosts.map { .object(socketAddress($0, defaultPort: "24007").members) }))
            properties.add("debug", configuration.glusterDebugLevel)
        case "iscsi":
            properties = QEMUProperties("driver", "iscsi")
            let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
            if let host = network.hosts.first {
                let address = host.name.map { $0.contains(":") ? "[\($0)]" : $0 } ?? ""
                properties.add("portal", "\(address):\(host.port ?? "3260")")
            }
            properties.add("target", parts.first)
            properties.add("lun", parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
            properties.add("transport", "tcp")
            properties.add("user", source.authentication?.username)
            properties.add("password-secret", authentication)
            properties.add("initiator-name", network.initiatorIQN)
        case "rbd":
            properties = QEMUProperties("driver", "rbd")
            let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
            properties.add("pool", parts.first ?? "")
            properties.add("image", parts.count > 1 ? parts[1] : "")
            properties.add("snapshot", network.snapshot)
            properties.add("conf", network.config)
            if !network.hosts.isEmpty {
                properties.add(
                    "server",
                    .array(
                        network.hosts.map { .object(socketAddress($0, defaultPort: "0", isTyped: false).members) }))
            }
            if let encryption = source.encryption, encryption.engine == "librbd" {
                var encrypt = QEMUProperties("format", encryption.format ?? "luks")
                encrypt.add("key-secret", "\(node.stem)-format-encryption-secret0")
                properties.add("encrypt", encrypt)
            }
            properties.add("user", source.authentication?.username)
            if authentication != nil {
                properties.add("auth-client-required", .array(["cephx", "none"]))
                properties.add("key-secret", authentication)
            }
        case "http", "https", "ftp", "ftps", "tftp":
            if network.protocolName == "tftp" {
                throw QEMUDriverError.unsupported("Storage over 'tftp' is not supported by QEMU.")
            }
            properties = QEMUProperties("driver", network.protocolName)
            properties.add("url", url(network))
            properties.add("username", source.authentication?.username)
            properties.add("password-secret", authentication)
            properties.add("sslverify", network.sslVerify.map(\.isYes))
            if !network.cookies.isEmpty { properties.add("cookie-secret", "\(node.stem)-storage-httpcookie-secret0") }
            properties.add("readahead", network.readaheadInBytes)
            properties.add("timeout", network.timeoutInSeconds)
        case "sheepdog":
            properties = QEMUProperties("driver", "sheepdog")
            properties.add("server", network.hosts.first.map { socketAddress($0, defaultPort: "7000") })
            properties.add("vdi", network.name)
        case "ssh":
            properties = QEMUProperties("driver", "ssh")
            properties.add("path", network.name)
            properties.add("server", network.hosts.first.map { socketAddress($0, defaultPort: "22", isTyped: false) })
            properties.add("user", network.identity["username"] ?? source.authentication?.username)
        case "nfs":
            properties = QEMUProperties("driver", "nfs")
            var server = QEMUProperties("host", network.hosts.first?.name ?? "")
            server.add("type", "inet")
            properties.add("server", server)
            properties.add("path", network.name)
            properties.add("user", network.identity["user"].flatMap { Int($0.drop { $0 == "+" }) })
            properties.add("group", network.identity["group"].flatMap { Int($0.drop { $0 == "+" }) })
        case "vxhs":
            properties = QEMUProperties("driver", "vxhs")
            properties.add("vdisk-id", network.name)
            properties.add("server", network.hosts.first.map { socketAddress($0, defaultPort: "9999", isTyped: false) })
            if usesTLS(network) { properties.add("tls-creds", "obj\(node.stem)-storage_tls0") }
        default:
            throw QEMUDriverError.unsupported("Storage protocol '\(network.protocolName)' is not supported by QEMU.")
        }
        return properties
    }

    private func url(_ network: StorageSource.Network) -> String {
        let ports = ["http": "80", "https": "443", "ftp": "21", "ftps": "990"]
        let host = network.hosts.first
        let name = host?.name.map { $0.contains(":") ? "[\($0)]" : $0 } ?? ""
        let port = host?.port ?? ports[network.protocolName] ?? ""
        let path = network.name.map { $0.hasPrefix("/") ? $0 : "/\($0)" } ?? ""
        return "\(network.protocolName)://\(name):\(port)\(path)" + (network.query.map { "?\($0)" } ?? "")
    }

    /// The secret by which network storage knows us; returns its name.
    private mutating func storageSecrets(_ source: StorageSource, _ storage: String) throws -> String? {
        guard let authentication = source.authentication, let reference = authentication.secret else { return nil }
        let id = "\(storage)-auth-secret0"
        try addSecret(id: id, reference: reference, usageType: reference.type ?? "")
        return id
    }

    private mutating func encryptionSecrets(_ source: StorageSource, _ format: String, _ storage: String) throws {
        guard let encryption = source.encryption else { return }
        for (index, reference) in encryption.secrets.enumerated() {
            try addSecret(id: "\(format)-encryption-secret\(index)", reference: reference, usageType: "volume")
        }
    }

    /// Cookies are as good as a password, so they come as a secret too (RFC 6265, section 4.2).
    private mutating func cookieSecret(_ source: StorageSource, _ storage: String) throws {
        guard let cookies = source.network?.cookies, !cookies.isEmpty else { return }
        let line = cookies.map { "\($0.name)=\($0.value ?? "")" }.joined(separator: "; ")
        try addSecret(id: "\(storage)-httpcookie-secret0", value: Array(line.utf8))
    }

    private func usesTLS(_ network: StorageSource.Network) -> Bool {
        switch network.protocolName {
        case "nbd": network.tls == .yes
        case "vxhs": network.tls == .yes || (network.tls == nil && configuration.vxhsTLS)
        default: false
        }
    }

    /// `-object tls-creds-x509` by which a server of network storage is known.
    private mutating func addStorageCredentials(_ source: StorageSource, _ storage: String) throws {
        guard let network = source.network, usesTLS(network) else { return }
        let isNBD = network.protocolName == "nbd"
        let id = "obj\(storage)_tls0"
        var secretID: String?
        if let uuid = isNBD ? configuration.nbdTLSSecretUUID : configuration.vxhsTLSSecretUUID {
            secretID = "\(id)-secret0"
            try addSecret(id: "\(id)-secret0", uuid: uuid)
        }
        addTLSCredentials(
            id: id, directory: isNBD ? configuration.nbdTLSDirectory : configuration.vxhsTLSDirectory, isServer: false,
            verifies: true, secretID: secretID)
    }

    /// The helper that makes persistent reservations for QEMU: one of ours for all disks, or one that is named.
    private mutating func addReservationHelper(_ source: StorageSource, _ storage: String) {
        guard let reservations = source.reservations else { return }
        let isOurs = reservations.managed == .yes
        let id = isOurs ? "pr-helper0" : "pr-helper-\(storage)"
        guard !isOurs || !hasReservationHelper && !othersReserve else { return }
        if isOurs { hasReservationHelper = true }
        var object = QEMUProperties("qom-type", "pr-manager-helper")
        object.add("id", id)
        object.add("path", isOurs ? "\(libraryDirectory)/pr-helper0.sock" : reservations.path)
        add(object: object)
    }

    /// Whether disks that are not written now have made the helper come.
    private var othersReserve: Bool {
        domain.devices.disks.contains { $0.source.reservations?.managed == .yes && !includes($0.info) }
    }

    /// `-object secret` of a secret that is known by its UUID.
    mutating func addSecret(id: String, uuid: String) throws {
        var reference = SecretReference()
        reference.uuid = UUIDText(xml: uuid)
        try addSecret(id: id, reference: reference, usageType: "tls")
    }

    /// `-object secret` of a secret that the document refers to.
    mutating func addSecret(id: String, reference: SecretReference, usageType: String) throws {
        if addInheritedSecret(id: id, .secret(reference, usage: usageType)) { return }
        guard let value = context.secret(reference, usageType) else {
            let name = reference.uuid?.xml ?? reference.usage ?? ""
            throw QEMUDriverError(.missing, "There is no secret '\(name)'. Define it and set its value.")
        }
        try addSealedSecret(id: id, value)
    }

    /// `-object secret` of a value that stands in the document.
    private mutating func addSecret(id: String, value: [UInt8]) throws {
        if addInheritedSecret(id: id, .secretValue(value)) { return }
        try addSealedSecret(id: id, value)
    }

    /// A real launch hands a value over in a file without a name.
    private mutating func addInheritedSecret(id: String, _ purpose: QEMUInvocation.Descriptor.Purpose) -> Bool {
        guard let number = inherit(purpose) else { return false }
        var object = QEMUProperties("qom-type", "secret")
        object.add("id", id)
        object.add("file", "/proc/self/fd/\(number)")
        object.add("format", "raw")
        add(object: object)
        return true
    }

    /// A command line that is only printed has the value encrypted.
    private mutating func addSealedSecret(id: String, _ value: [UInt8]) throws {
        guard let sealed = context.seal(value) else {
            throw QEMUDriverError(.missing, "Secret '\(id)' cannot be handed to QEMU, because there is no master key.")
        }
        var object = QEMUProperties("qom-type", "secret")
        object.add("id", id)
        object.add("data", sealed.data)
        object.add("keyid", "masterKey0")
        object.add("iv", sealed.initializationVector)
        object.add("format", "base64")
        add(object: object)
    }
}

extension Disk {
    /// How writes are cached: what the document says, and no host cache for a disk that several guests share.
    var effectiveCache: String? { driver.cache ?? (isShareable && !isReadOnly ? "none" : nil) }
}
