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
            for kind in ["user", "group"] {
                properties.add(kind, try network.identity[kind].map { try context.host.number(ofThe: kind, $0) })
            }
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
        let path = network.name.map { $0.hasPrefix("/") ? $0 : "/\($0)" }?.escapedForURLPath ?? ""
        return "\(network.protocolName)://\(name):\(port)\(path)" + (network.query.map { "?\($0)" } ?? "")
    }
}

extension Disk {
    /// How writes are cached: what the document says, and no host cache for a disk that several guests share.
    var effectiveCache: String? { driver.cache ?? (isShareable && !isReadOnly ? "none" : nil) }
}
