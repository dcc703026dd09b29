// SPDX-License-Identifier: Apache-2.0

/// How the sockets of a daemon are called.
package struct SocketNames: Sendable, Equatable {
    /// What stands before `-sock` and `-sock-ro`; that of the daemon but for the proxy, which has `libvirt`.
    package var clients: String
    /// Whether the daemon listens to TCP when its configuration says so.
    package var hasTCP: Bool

    package init(clients: String, hasTCP: Bool = false) {
        self.clients = clients
        self.hasTCP = hasTCP
    }
}
