// SPDX-License-Identifier: Apache-2.0

internal import RemoteDriver
public import Virt

extension ConnectionProvider {
    /// Daemons of this machine or another, libvirt's own or ours.
    ///
    /// ```swift
    /// import VirtRemote
    ///
    /// let connection = try await Connection.open("qemu:///system", by: .remote)
    /// print(try await connection.domains(.running))
    /// await connection.close()
    /// ```
    public static var remote: ConnectionProvider { remote() }

    /// Daemons of this machine or another, asked as the options say.
    ///
    /// ```swift
    /// let connection = try await Connection.open("qemu+tcp://host/system", by: .remote(RemoteOptions(isReadOnly: true)))
    /// ```
    public static func remote(_ options: RemoteOptions = RemoteOptions()) -> ConnectionProvider {
        // An embedded driver has no daemon.
        ConnectionProvider(accepts: { $0.path != "/embed" || $0.transport != nil }) { uri in
            let connection = try await RemoteConnection.open(uri, options.values)
            return Connection(uri: uri.description, drivers: connection.drivers) { await connection.close() }
        }
    }
}
