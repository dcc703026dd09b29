// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// As whom a process runs.
public struct ProcessIdentity: Sendable, Hashable {
    /// The user's number.
    public var user: UInt32
    /// The group's number.
    public var group: UInt32
    /// Numbers of further groups.
    public var supplementaryGroups: [UInt32]

    /// Makes an identity.
    public init(user: UInt32, group: UInt32, supplementaryGroups: [UInt32] = []) {
        self.user = user
        self.group = group
        self.supplementaryGroups = supplementaryGroups
    }
}
