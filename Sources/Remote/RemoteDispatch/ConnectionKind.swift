// SPDX-License-Identifier: Apache-2.0

/// Which connections a daemon takes.
package struct ConnectionKind: Sendable {
    /// The scheme of its addresses, such as `qemu`.
    package var scheme: String
    /// What a connection says that it is, such as `QEMU`.
    package var type: String
    /// Whether the daemon is the system's; else it is one user's.
    package var isPrivileged: Bool
    /// What only daemons of this machine know, who may ask for private secrets; nil where none is trusted so.
    package var systemToken: String?

    package init(scheme: String, type: String, isPrivileged: Bool, systemToken: String? = nil) {
        self.scheme = scheme
        self.type = type
        self.isPrivileged = isPrivileged
        self.systemToken = systemToken
    }

    /// The address that a client without one is given.
    var usualURI: String { "\(scheme):///\(isPrivileged ? "system" : "session")" }

    /// Whether an address leads here: the system's daemon takes root's sessions, too.
    func accepts(_ uri: String) -> Bool {
        let address = uri.prefix { $0 != "?" && $0 != "#" }
        return address == usualURI || (isPrivileged && address == "\(scheme):///session")
    }
}
