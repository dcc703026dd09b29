// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import LinuxSystem

extension ProcessIdentity {
    /// Accounts that distributions make for QEMU: Debian's, Fedora's.
    private static let usualEmulatorUsers = ["libvirt-qemu", "qemu"]

    /// As whom the QEMUs of the system's daemon run: as `qemu.conf` says, else as the distribution's user for them; nil for us. Blocks.
    ///
    /// - Parameters:
    ///   - user: `user` of `qemu.conf`; nil where it says nothing.
    ///   - group: `group` of it.
    /// - Throws: ``ProcessIdentity/Unknown`` that names what there is not.
    package static func ofEmulators(user: String?, group: String?) throws(Unknown) -> ProcessIdentity? {
        let user = user ?? usualEmulatorUsers.first { getpwnam($0) != nil }
        guard user != nil || group != nil else { return nil }
        let identity = try ProcessIdentity(user: user, group: group)
        return identity.user == geteuid() && identity.group == getegid() ? nil : identity
    }
}
