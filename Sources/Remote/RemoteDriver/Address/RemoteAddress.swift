// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
package import SystemPackage

/// Where a connection leads, and what it asks for there: an address as libvirt's client library understands it.
package struct RemoteAddress: Sendable, Equatable {
    /// The other end.
    package enum Endpoint: Sendable, Equatable {
        /// A socket on this machine, and the daemon that is started when nobody listens there.
        case unix(FilePath, starting: SessionDaemon?)
        /// A port of a machine.
        case tcp(host: String, port: UInt16)
    }

    /// A daemon that belongs to one user and is started on demand.
    package struct SessionDaemon: Sendable, Equatable {
        /// Its file.
        package var program: FilePath
        /// The lock that keeps two clients from starting two.
        package var lock: FilePath

        package init(program: FilePath, lock: FilePath) {
            self.program = program
            self.lock = lock
        }
    }

    /// The usual port of the daemon that listens to TCP.
    package static let port: UInt16 = 16509

    /// The other end.
    package var endpoint: Endpoint
    /// What the daemon is asked to open; empty for what it finds best.
    package var name: String

    /// Finds out where an address leads.
    ///
    /// - Parameter isReadOnly: Whether the connection is only to read, for which the system's daemons have a socket of its own.
    /// - Throws: ``VirtError``, which says by name what is not supported.
    package init(_ uri: ConnectionURI, isReadOnly: Bool = false, in environment: ClientEnvironment) throws(VirtError) {
        let transport = try Self.transport(of: uri)
        if let scheme = uri["auth"], scheme != "none" {
            throw Self.unsupported(uri, "authentication by '\(scheme)'", "Leave 'auth' out.")
        }
        name = Self.name(of: uri)
        switch transport {
        case .tcp:
            endpoint = .tcp(host: uri.host ?? "localhost", port: uri.port ?? Self.port)
        case .unix:
            if let host = uri.host {
                throw VirtError(
                    .invalidArgument,
                    "'\(uri)' asks for a UNIX socket of the machine '\(host)', which nobody reaches. Leave the host out."
                )
            }
            if let socket = uri["socket"] {
                endpoint = .unix(FilePath(socket), starting: nil)
            } else {
                endpoint = try SocketSearch(uri, isReadOnly: isReadOnly, in: environment).endpoint()
            }
        }
    }

    /// The address for a connection that names none: `LIBVIRT_DEFAULT_URI`, or QEMU's on this machine, the user's own unless
    /// root asks.
    package static func usual(in environment: ClientEnvironment) throws(VirtError) -> ConnectionURI {
        try ConnectionURI(
            environment.set("LIBVIRT_DEFAULT_URI") ?? (environment.user == 0 ? "qemu:///system" : "qemu:///session"))
    }

    private enum Transport { case unix, tcp }

    private static func transport(of uri: ConnectionURI) throws(VirtError) -> Transport {
        let instead = "Use 'unix' or 'tcp', or forward the daemon's socket and give its path as 'socket'."
        switch uri.transport {
        case nil where uri.host == nil: return .unix
        case "unix": return .unix
        case "tcp": return .tcp
        case nil, "tls": throw unsupported(uri, "TLS", instead)
        case "ssh", "libssh", "libssh2": throw unsupported(uri, "SSH ('\(uri.transport ?? "")')", instead)
        case "ext": throw unsupported(uri, "a program of its own ('ext')", instead)
        case let other?: throw unsupported(uri, "the transport '\(other)'", instead)
        }
    }

    /// Parameters that are for the client and do not reach the daemon.
    private static let consumed: Set<String> = [
        "name", "command", "socket", "auth", "netcat", "keyfile", "pkipath", "known_hosts", "known_hosts_verify",
        "sshauth",
        "mode", "proxy", "tls_priority", "no_verify", "no_sanity", "no_tty",
    ]

    private static func name(of uri: ConnectionURI) -> String {
        if let name = uri["name"] { return name }
        if uri.driver == "remote" { return "" }
        var plain = uri
        plain.transport = nil
        plain.user = nil
        plain.host = nil
        plain.port = nil
        plain.parameters.removeAll { consumed.contains($0.name) }
        return plain.description
    }

    static func unsupported(_ uri: ConnectionURI, _ what: String, _ remedy: String) -> VirtError {
        VirtError(.configurationUnsupported, "'\(uri)' asks for \(what), which this client does not support. \(remedy)")
    }
}
