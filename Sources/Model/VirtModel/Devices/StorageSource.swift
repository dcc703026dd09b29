// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// What a `<source>` of storage is: a file, a host device, something on the network.
package enum StorageType: String, XMLScalar, CaseIterable, Sendable, Hashable {
    case file, block, dir, network, volume, nvme
    case vhostUser = "vhostuser"
    case vhostVDPA = "vhostvdpa"
}

/// The format of an image.
package enum StorageFormat: String, XMLScalar, CaseIterable, Sendable, Hashable {
    case raw, dir, bochs, cloop, dmg, iso, vpc, vdi, fat, vhd, ploop, cow, qcow, qcow2, qed, vmdk
}

/// A server of network storage.
package struct StorageHost: XMLRepresentable, Sendable, Hashable {
    package var name: String?
    package var port: String?
    package var transport: String?
    package var socket: String?
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.attribute("name", &name)
        try x.attribute("port", &port)
        try x.attribute("transport", &transport)
        try x.attribute("socket", &socket)
        guard x.isReading else { return }
        switch transport {
        case nil, "tcp", "rdma":
            if name == nil { throw x.failure(.missing, "A host of network storage needs a name.") }
        case "unix":
            if socket == nil { throw x.failure(.missing, "A host with transport 'unix' needs a socket.") }
            if name != nil { throw x.failure(.invalid, "A host with transport 'unix' takes a socket and no name.") }
        default: throw x.failure(.invalid, "Transport '\(transport ?? "")' is not 'tcp', 'rdma' or 'unix'.")
        }
        if transport == "tcp" { transport = nil }
        if socket != nil, transport != "unix" {
            throw x.failure(.invalid, "A host takes a socket only with transport 'unix'.")
        }
    }
}

/// A reference to a secret by UUID or usage.
package struct SecretReference: XMLRepresentable, Sendable, Hashable {
    package var type: String?
    package var uuid: UUIDText?
    package var usage: String?
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.attribute("type", &type)
        try x.attribute("uuid", &uuid)
        try x.attribute("usage", &usage)
        if x.isReading, (uuid == nil) == (usage == nil) {
            throw x.failure(.invalid, "A secret is named by either its 'uuid' or its 'usage'.")
        }
    }
}

/// `<auth username='...'><secret .../></auth>`
package struct StorageAuthentication: XMLRepresentable, Sendable, Hashable {
    package var type: String?
    package var username: String?
    package var secret: SecretReference?
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.attribute("type", &type)
        try x.attribute("username", &username)
        try x.element("secret", &secret)
        guard x.isReading else { return }
        if username == nil { throw x.failure(.missing, "Element 'auth' lacks its attribute 'username'.") }
        guard let type = secret?.type else {
            throw x.failure(.missing, "Element 'auth' needs a 'secret' with a 'type'.")
        }
        guard ["iscsi", "ceph"].contains(type) else {
            throw x.failure(.invalid, "Secret type '\(type)' is not one that 'auth' can use.")
        }
    }
}

/// `<encryption format='luks'>` of a storage source.
package struct StorageEncryption: XMLRepresentable, Sendable, Hashable {
    package var format: String?
    package var engine: String?
    package var secrets: [SecretReference] = []
    package var cipher: [String: String] = [:]
    package var ivgen: [String: String] = [:]
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.attribute("format", &format)
        try x.attribute("engine", &engine)
        try x.elements("secret", &secrets)
        for (name, keys) in [("cipher", ["name", "size", "mode", "hash"]), ("ivgen", ["name", "hash"])] {
            var values = name == "cipher" ? cipher : ivgen
            try x.group(name) { x in
                for key in keys {
                    var value = values[key]
                    try x.attribute(key, &value)
                    values[key] = value
                }
            }
            if name == "cipher" { cipher = values } else { ivgen = values }
        }
        guard x.isReading else { return }
        guard ["default", "qcow", "luks", "luks2", "luks-any"].contains(format) else {
            throw x.failure(.invalid, "Encryption format '\(format ?? "")' is not known.")
        }
        guard engine == nil || engine == "qemu" || engine == "librbd" else {
            throw x.failure(.invalid, "Encryption engine '\(engine ?? "")' is not 'qemu' or 'librbd'.")
        }
    }
}

/// A security label, of a domain or of one device's source.
package struct SecurityLabel: XMLRepresentable, Sendable, Hashable {
    package var type: String?
    package var model: String?
    package var relabel: YesNo?
    package var labelskip: YesNo?
    package var label: String?
    package var baselabel: String?
    package var imagelabel: String?
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.attribute("type", &type)
        try x.attribute("model", &model)
        try x.attribute("relabel", &relabel)
        try x.attribute("labelskip", &labelskip)
        try x.leaf("label", &label)
        try x.leaf("baselabel", &baselabel)
        try x.leaf("imagelabel", &imagelabel)
    }
}

package struct StorageCookie: XMLRepresentable, Sendable, Hashable {
    package var name = ""
    package var value: String?
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("name", &name)
        try x.text(&value)
    }
}

/// `<reservations managed='yes'><source .../></reservations>`: persistent reservations of a SCSI LUN.
package struct StorageReservations: XMLRepresentable, Sendable, Hashable {
    package var enabled: YesNo?
    package var managed: YesNo?
    package var sourceType: String?
    package var path: String?
    package var mode: String?
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        x.ignored("enabled")
        try x.attribute("managed", &managed)
        try x.group("source") { x in
            try x.attribute("type", &sourceType)
            try x.attribute("path", &path)
            try x.attribute("mode", &mode)
        }
        guard x.isReading else { return }
        if managed == nil { throw x.failure(.missing, "Element 'reservations' lacks its attribute 'managed'.") }
        if managed == .no, sourceType != "unix" || path == nil || mode != "client" {
            throw x.failure(
                .invalid, "Unmanaged reservations need a source of type 'unix' and mode 'client' with a path.")
        }
    }
}

package struct StorageSlice: XMLRepresentable, Sendable, Hashable {
    package var type = "storage"
    package var offset: UInt64 = 0
    package var size: UInt64 = 0
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("type", &type)
        try x.required("offset", &offset)
        try x.required("size", &size)
        if x.isReading, type != "storage" { throw x.failure(.invalid, "Slice type '\(type)' is not 'storage'.") }
        if x.isReading, size == 0 { throw x.failure(.invalid, "A slice has a size above 0.") }
    }
}

/// Where the bytes of a disk, a backing image or an NVRAM come from.
package struct StorageSource: Sendable, Hashable {
    package var type = StorageType.file
    package var format: StorageFormat?
    /// The file, block device, directory or vhost-user socket.
    package var path: String?
    package var fdGroup: String?
    package var network: Network?
    package var pool: String?
    package var volume: String?
    package var poolMode: String?
    package var nvme: NVMe?
    package var startupPolicy: String?
    package var slices: [StorageSlice] = []
    package var encryption: StorageEncryption?
    package var authentication: StorageAuthentication?
    package var reservations: StorageReservations?
    package var labels: [SecurityLabel] = []
    package var reconnect: Reconnect?
    package var index: Int?
    /// An empty `source` element was written, which is not the same as none.
    package var isDeclared = false

    package struct Network: Sendable, Hashable {
        package var protocolName = ""
        package var name: String?
        package var tls: YesNo?
        package var tlsHostname: String?
        package var query: String?
        package var hosts: [StorageHost] = []
        package var snapshot: String?
        package var config: String?
        package var initiatorIQN: String?
        package var sslVerify: YesNo?
        package var cookies: [StorageCookie] = []
        package var readaheadInBytes: UInt64?
        package var timeoutInSeconds: UInt64?
        package var identity: [String: String] = [:]
        package var knownHosts: String?
        package init() {}
    }

    package struct NVMe: Sendable, Hashable {
        package var type = "pci"
        package var namespace: UInt64 = 1
        package var managed: YesNo?
        package var address = PCIAddress()
        package init() {}
    }

    package struct Reconnect: XMLRepresentable, Sendable, Hashable {
        package var enabled: YesNo?
        package var timeout: Int?
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("enabled", &enabled)
            try x.attribute("timeout", &timeout)
        }
    }

    package init() {}
    package init(file path: String, format: StorageFormat? = nil) {
        self.path = path
        self.format = format
    }

    /// Whether there is nothing in the drive.
    package var isEmpty: Bool {
        switch type {
        case .file, .block, .dir: path == nil
        case .network: network == nil
        case .volume: volume == nil
        case .nvme: nvme == nil
        case .vhostUser, .vhostVDPA: path == nil
        }
    }
}
