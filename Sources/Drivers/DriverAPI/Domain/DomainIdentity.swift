// SPDX-License-Identifier: Apache-2.0

/// Which domain is meant. Operations find it by its UUID; the rest is what was true when the identity was given out.
public struct DomainIdentity: Sendable, Hashable, CustomStringConvertible {
    /// The name that people use.
    public var name: String
    /// The name that stays.
    public var uuid: ObjectUUID
    /// The number of a running domain; nil when it does not run.
    public var id: Int?

    /// Makes an identity.
    public init(name: String, uuid: ObjectUUID, id: Int? = nil) {
        self.name = name
        self.uuid = uuid
        self.id = id
    }

    /// The name.
    public var description: String { name }
}
