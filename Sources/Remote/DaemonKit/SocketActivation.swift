// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
package import SystemPackage

/// Sockets that were handed in at the start, and words to the one who started us; sd_listen_fds(3), sd_notify(3).
package struct SocketActivation: Sendable {
    /// The sockets by their names, such as `virtqemud.socket`, `virtqemud-ro.socket`, `virtqemud-admin.socket`.
    package private(set) var sockets: [String: FileDescriptor] = [:]

    /// Whether any socket was handed in; then none is made by path.
    package var isActive: Bool { !sockets.isEmpty }

    /// Takes the sockets over, from 3 on.
    ///
    /// - Throws: ``DaemonError`` when their names are missing or do not fit, or when one is no listening socket.
    package init(environment: [String: String], pid: Int32 = getpid()) throws(DaemonError) {
        guard environment["LISTEN_PID"].flatMap({ Int32($0) }) == pid,
            let count = environment["LISTEN_FDS"].flatMap({ Int32($0) }), count > 0
        else { return }
        let names = environment["LISTEN_FDNAMES"]?.split(separator: ":", omittingEmptySubsequences: false) ?? []
        guard names.count == Int(count) else {
            throw DaemonError(
                "\(count) sockets were handed in with \(names.count) names. Set FileDescriptorName= in the socket units, or --fdname for systemd-socket-activate."
            )
        }
        for (index, name) in names.enumerated() {
            let descriptor = FileDescriptor(rawValue: 3 + CInt(index))
            _ = fcntl(descriptor.rawValue, F_SETFD, FD_CLOEXEC)
            guard UnixSocket.isListening(descriptor) else {
                throw DaemonError("What was handed in as '\(name)' is no listening socket. See the socket unit.")
            }
            _ = fcntl(descriptor.rawValue, F_SETFL, fcntl(descriptor.rawValue, F_GETFL) | O_NONBLOCK)
            sockets[String(name)] = descriptor
        }
    }

    /// Takes a socket; nil when it was not handed in.
    package mutating func take(_ name: String) -> FileDescriptor? { sockets.removeValue(forKey: name) }

    /// Tells the service manager something, such as `READY=1`.
    package static func notify(_ text: String, environment: [String: String]) {
        guard let socket = environment["NOTIFY_SOCKET"], socket.hasPrefix("/") || socket.hasPrefix("@") else { return }
        try? UnixSocket.sendDatagram(text, to: socket)
    }
}
