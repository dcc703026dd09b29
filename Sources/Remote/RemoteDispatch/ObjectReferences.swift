// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer

extension ObjectUUID {
    /// The UUID of the wire.
    init(_ bytes: UUIDBytes) {
        // There are sixteen.
        self = ObjectUUID(bytes: bytes.bytes) ?? ObjectUUID.zero
    }

    private static let zero: ObjectUUID = {
        guard let zero = ObjectUUID(bytes: [UInt8](repeating: 0, count: 16)) else { preconditionFailure("16 bytes") }
        return zero
    }()
}

extension RemoteProgram.DomainReference {
    init(_ identity: DomainIdentity) {
        self.init(
            name: identity.name, uuid: UUIDBytes(identity.uuid.bytes), id: identity.id.map { Int32(clamping: $0) } ?? -1
        )
    }

    /// The domain that is meant.
    var identity: DomainIdentity { DomainIdentity(name: name, uuid: ObjectUUID(uuid), id: id < 0 ? nil : Int(id)) }
}

extension RemoteProgram.SecretReference {
    init(_ identity: SecretIdentity) {
        self.init(uuid: UUIDBytes(identity.uuid.bytes), usageType: identity.usage.rawValue, usageID: identity.usageID)
    }

    /// The secret that is meant.
    var identity: SecretIdentity {
        SecretIdentity(uuid: ObjectUUID(uuid), usage: SecretUsage(rawValue: usageType) ?? .none, usageID: usageID)
    }
}
