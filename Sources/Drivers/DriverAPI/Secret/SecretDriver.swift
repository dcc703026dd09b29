// SPDX-License-Identifier: Apache-2.0

/// What a secret is for; libvirt's `virSecretUsageType`.
public enum SecretUsage: Int32, Sendable, Hashable, CaseIterable {
    /// Nothing in particular; it is looked up by its UUID.
    case none = 0
    /// An encrypted volume; the id is its path.
    case volume = 1
    /// Access to a Ceph cluster; the id is a name.
    case ceph = 2
    /// Access to an iSCSI target; the id is a name.
    case iscsi = 3
    /// The key of a certificate; the id is a name.
    case tls = 4
    /// The state of a virtual TPM; the id is a name.
    case vtpm = 5
}

/// Which secret is meant.
public struct SecretIdentity: Sendable, Hashable {
    /// The name that stays.
    public var uuid: ObjectUUID
    /// What the secret is for.
    public var usage: SecretUsage
    /// What, of that kind, it is for; empty when for nothing in particular.
    public var usageID: String

    /// Makes an identity.
    public init(uuid: ObjectUUID, usage: SecretUsage = .none, usageID: String = "") {
        self.uuid = uuid
        self.usage = usage
        self.usageID = usageID
    }
}

/// Secrets as a filter of a list; `virConnectListAllSecretsFlags`.
public struct SecretListFlags: OptionSet, Sendable {
    /// libvirt's bits.
    public var rawValue: UInt32
    /// Makes flags of libvirt's bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// Those that are kept in memory only.
    public static let ephemeral = Self(rawValue: 1)
    /// Those that are kept on disk.
    public static let notEphemeral = Self(rawValue: 2)
    /// Those whose value is not given out.
    public static let `private` = Self(rawValue: 4)
    /// Those whose value is given out.
    public static let notPrivate = Self(rawValue: 8)
}

/// What happened to a secret.
public struct SecretEvent: Sendable, Hashable {
    /// What happened.
    public enum Kind: Sendable, Hashable {
        /// It was defined, anew or again.
        case defined
        /// It was removed.
        case undefined
        /// It got another value.
        case valueChanged
    }
    /// The secret.
    public var secret: SecretIdentity
    /// What happened.
    public var kind: Kind

    /// Makes an event.
    public init(secret: SecretIdentity, kind: Kind) {
        self.secret = secret
        self.kind = kind
    }
}

/// A driver of secrets. Documents are libvirt's secret XML.
package protocol SecretDriver: Sendable {
    /// Defines a secret, or changes one of the same UUID.
    func define(_ xml: String) async throws -> SecretIdentity
    /// Removes a secret with its value.
    func undefine(_ secret: SecretIdentity) async throws
    /// - Throws: `noSecret`
    func secret(uuid: ObjectUUID) async throws -> SecretIdentity
    /// - Throws: `noSecret`
    func secret(usage: SecretUsage, id: String) async throws -> SecretIdentity
    /// The secrets that fit at least one flag of each pair that is given.
    func list(_ flags: SecretListFlags) async throws -> [SecretIdentity]
    /// The document.
    func xml(of secret: SecretIdentity) async throws -> String
    /// Sets the value.
    func setValue(_ value: [UInt8], of secret: SecretIdentity) async throws
    /// The value.
    ///
    /// - Parameter internally: Whether a driver asks, which gets the value of a private secret too.
    func value(of secret: SecretIdentity, internally: Bool) async throws -> [UInt8]
    /// What happens to secrets from now on.
    func events() -> EventSequence<SecretEvent>
}
