// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
package import SystemPackage

/// The sockets of a daemon, which listen: handed in, or made.
package struct Sockets: Sendable {
    /// For clients.
    package let main: FileDescriptor
    /// For clients that may only read; a user's own daemon has none.
    package private(set) var readOnly: FileDescriptor?
    /// For administrators.
    package private(set) var admin: FileDescriptor?
    /// For clients of other machines, or of this one that come by TCP.
    package private(set) var tcp: [FileDescriptor] = []
    /// The files of those that were made.
    private(set) var made: [FilePath] = []

    /// Takes the sockets that were handed in, or else makes them in a directory.
    ///
    /// - Throws: ``DaemonError`` when one was handed in that the daemon has no use for, or when one cannot be made.
    package init(
        _ name: String, _ names: SocketNames, activation: inout SocketActivation, directory: FilePath,
        _ configuration: DaemonConfiguration, isPrivileged: Bool
    ) throws(DaemonError) {
        if activation.isActive {
            guard let main = activation.take("\(name).socket") else {
                throw DaemonError(
                    "No socket '\(name).socket' was handed in, only \(activation.sockets.keys.sorted()). See the socket units."
                )
            }
            self.main = main
            readOnly = activation.take("\(name)-ro.socket")
            admin = activation.take("\(name)-admin.socket")
            if names.hasTCP, let socket = activation.take("\(name)-tcp.socket") {
                try configuration.tcp.checkAuthentication()
                tcp = [socket]
            }
            if let unknown = activation.sockets.keys.sorted().first {
                throw DaemonError(
                    "'\(name)' has no use for the socket '\(unknown)' that was handed in. See the socket units.")
            }
            return
        }
        let group = try configuration.socketGroup.map { (name) throws(DaemonError) in try Self.group(name) }
        var made: [FilePath] = []
        func make(_ file: String, _ mode: FilePermissions, _ group: gid_t?) throws(DaemonError) -> FileDescriptor {
            let path = directory.appending(file)
            do throws(Errno) {
                let descriptor = try UnixSocket.listen(at: path, mode: isPrivileged ? mode : .ownerReadWriteExecute)
                made.append(path)
                if let group { try systemCall { chown(path.string, uid_t.max, group) } }
                return descriptor
            } catch {
                throw DaemonError("Cannot make the socket '\(path)': \(error). See who may write to its directory.")
            }
        }
        // The port is tried first, as others may have it: nothing is left behind then.
        if names.hasTCP, try configuration.tcp.wantsSocket() { tcp = try Self.listen(configuration.tcp) }
        main = try make("\(names.clients)-sock", configuration.socketPermissions, group)
        if isPrivileged {
            readOnly = try make("\(names.clients)-sock-ro", configuration.readOnlySocketPermissions, group)
        }
        admin = try make("\(name)-admin-sock", configuration.adminSocketPermissions, nil)
        self.made = made
    }

    /// Removes the files of the sockets that were made.
    package func removeFiles() { for path in made { unlink(path.string) } }

    private static func listen(_ tcp: TCPConfiguration) throws(DaemonError) -> [FileDescriptor] {
        do throws(TCPSocket.ListenFailure) {
            return try TCPSocket.listen(at: tcp.address, port: tcp.port)
        } catch {
            throw DaemonError(
                "Cannot listen at port \(tcp.port) of \(tcp.address.map { "'\($0)'" } ?? "all addresses"): \(error). Set 'listen_addr' and 'tcp_port' to what is free."
            )
        }
    }

    private static func group(_ name: String) throws(DaemonError) -> gid_t {
        if let number = gid_t(name) { return number }
        guard let entry = getgrnam(name) else {
            throw DaemonError("There is no group '\(name)', which unix_sock_group names. Make it, or name another one.")
        }
        return entry.pointee.gr_gid
    }
}
