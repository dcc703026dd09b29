// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem

/// Who a client is, and how it came.
package struct ClientIdentity: Sendable, Equatable {
    /// How a client is connected; the numbers are libvirt's `virClientTransport`.
    package enum Transport: Int32, Sendable { case unix = 0, tcp = 1, tls = 2 }

    /// How it came.
    package var transport = Transport.unix
    /// The process at the other end of a UNIX socket.
    package var peer: UnixSocket.Peer?
    /// Whether it came by the socket for reading.
    package var isReadOnly: Bool
    /// When it came, in seconds since 1970.
    package var connectedAt: Int64

    package init(transport: Transport = .unix, peer: UnixSocket.Peer?, isReadOnly: Bool, connectedAt: Int64) {
        self.transport = transport
        self.peer = peer
        self.isReadOnly = isReadOnly
        self.connectedAt = connectedAt
    }
}
