// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
package import RemoteProtocol

extension ObjectUUID {
    /// The UUID of the wire.
    package init(_ bytes: UUIDBytes) {
        guard let uuid = ObjectUUID(bytes: bytes.bytes) else { preconditionFailure("They are sixteen by their type.") }
        self = uuid
    }
}

extension RemoteProgram.DomainReference {
    /// The reference to a domain; one that does not run has the id -1.
    package init(_ identity: DomainIdentity) {
        self.init(
            name: identity.name, uuid: UUIDBytes(identity.uuid.bytes), id: identity.id.map { Int32(clamping: $0) } ?? -1
        )
    }

    /// The domain that is meant.
    package var identity: DomainIdentity {
        DomainIdentity(name: name, uuid: ObjectUUID(uuid), id: id < 0 ? nil : Int(id))
    }
}

extension RemoteProgram.SecretReference {
    /// The reference to a secret.
    package init(_ identity: SecretIdentity) {
        self.init(uuid: UUIDBytes(identity.uuid.bytes), usageType: identity.usage.rawValue, usageID: identity.usageID)
    }

    /// The secret that is meant. A usage without a name here is for nothing in particular, and keeps its id.
    package var identity: SecretIdentity {
        SecretIdentity(uuid: ObjectUUID(uuid), usage: SecretUsage(rawValue: usageType) ?? .none, usageID: usageID)
    }
}

extension RemoteProgram.DomainSnapshotReference {
    /// The reference to a snapshot.
    package init(_ identity: DomainSnapshotIdentity) { self.init(name: identity.name, dom: .init(identity.domain)) }

    /// The snapshot that is meant.
    package var identity: DomainSnapshotIdentity { DomainSnapshotIdentity(domain: dom.identity, name: name) }
}
