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

    /// Finds the identity of a user and a group, named as libvirt's `qemu.conf` does: `qemu`, `107`, or `+107`, which is never
    /// taken for a name. Blocks, for names may be asked for over the network.
    ///
    /// - Parameters:
    ///   - user: Nil for the one that we run as.
    ///   - group: Nil for the user's own.
    /// - Throws: ``Unknown`` that names what there is not.
    public init(user: String?, group: String?) throws(Unknown) {
        var account = Account(user: geteuid(), group: getegid())
        if let user { account = try Self.account(user) }
        self.user = account.user
        var number = account.group ?? getegid()
        if let group { number = try Self.group(group) }
        self.group = number
        supplementaryGroups = account.name.map { Self.groups(of: $0, with: number) } ?? []
    }

    /// A user or group that there is not.
    public struct Unknown: Error, Sendable, CustomStringConvertible {
        /// `user` or `group`.
        public var kind: String
        /// What was asked for.
        public var text: String
        /// One sentence.
        public var description: String {
            "There is no \(kind) '\(text)'. Name one that there is, or its number with a '+' before it."
        }
    }

    /// The number that tells setresuid(2) and chown(2) to leave things as they are.
    private static let nobodyAtAll = UInt32.max

    private struct Account {
        var user: UInt32
        var group: UInt32?
        var name: String?
    }

    private static func account(_ text: String) throws(Unknown) -> Account {
        let number = UInt32(text.hasPrefix("+") ? String(text.dropFirst()) : text)
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 1 << 16)
        if !text.hasPrefix("+") { getpwnam_r(text, &entry, &buffer, buffer.count, &found) }
        if found == nil, let number { getpwuid_r(number, &entry, &buffer, buffer.count, &found) }
        if let found {
            return Account(
                user: found.pointee.pw_uid, group: found.pointee.pw_gid, name: String(cString: found.pointee.pw_name))
        }
        guard let number, number != Self.nobodyAtAll else { throw Unknown(kind: "user", text: text) }
        return Account(user: number)
    }

    private static func group(_ text: String) throws(Unknown) -> UInt32 {
        if !text.hasPrefix("+") {
            var entry = Glibc.group()
            var found: UnsafeMutablePointer<Glibc.group>?
            var buffer = [CChar](repeating: 0, count: 1 << 16)
            getgrnam_r(text, &entry, &buffer, buffer.count, &found)
            if let found { return found.pointee.gr_gid }
        }
        guard let number = UInt32(text.hasPrefix("+") ? String(text.dropFirst()) : text), number != Self.nobodyAtAll
        else {
            throw Unknown(kind: "group", text: text)
        }
        return number
    }

    private static func groups(of name: String, with group: UInt32) -> [UInt32] {
        var count: CInt = 256
        var groups = [gid_t](repeating: 0, count: Int(count))
        guard getgrouplist(name, group, &groups, &count) >= 0 else { return [] }
        return Array(groups.prefix(Int(count)))
    }
}
