// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// Who may use a file, for one who may not.
struct FileAccess {
    let path: FilePath
    private let status: stat?

    init(of path: FilePath) {
        self.path = path
        var status = stat()
        self.status = stat(path.string, &status) == 0 ? status : nil
    }

    /// Whose it is, and its permissions: `root:kvm's with permissions 0660`.
    var owner: String {
        guard let status else { return "out of sight" }
        let mode = "0" + String(status.st_mode & 0o777, radix: 8)
        return "\(Self.name(of: status.st_uid)):\(Self.group(of: status.st_gid))'s with permissions \(mode)"
    }

    /// Whether it is the caller's own.
    var isOwn: Bool { status?.st_uid == geteuid() }

    /// The name of its group, where that may read and write it.
    var sharingGroup: String? {
        guard let status, status.st_mode & 0o060 == 0o060 else { return nil }
        return Self.group(of: status.st_gid)
    }

    /// What lets the caller in by way of its group, which may read and write it; nil where that is no way.
    var groupRemedy: String? {
        guard let status, let name = sharingGroup else { return nil }
        // A process keeps the groups that its session had when it began.
        if !Self.groups.contains(status.st_gid), Self.groupsOfAccount.contains(status.st_gid) {
            return
                "You have joined its group '\(name)' since you logged in: log out and in again, or type 'newgrp \(name)'."
        }
        return "Join its group: 'usermod -a -G \(name) \(Self.name(of: geteuid()))' as root, and log in again."
    }

    private static var groups: [gid_t] {
        var groups = [gid_t](repeating: 0, count: 1 << 10)
        let count = getgroups(CInt(groups.count), &groups)
        return [getegid()] + groups.prefix(max(0, Int(count)))
    }

    private static var groupsOfAccount: [gid_t] {
        guard let account = getpwuid(geteuid()) else { return [] }
        var count: CInt = 1 << 10
        var groups = [gid_t](repeating: 0, count: Int(count))
        guard getgrouplist(account.pointee.pw_name, account.pointee.pw_gid, &groups, &count) >= 0 else { return [] }
        return Array(groups.prefix(Int(count)))
    }

    /// The name of a user, or the number of one that has none.
    static func name(of user: uid_t) -> String {
        getpwuid(user).map { String(cString: $0.pointee.pw_name) } ?? "\(user)"
    }
    private static func group(of group: gid_t) -> String {
        getgrgid(group).map { String(cString: $0.pointee.gr_name) } ?? "\(group)"
    }
}
