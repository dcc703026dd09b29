// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import SystemPackage

/// How we and a QEMU come to talk: over a pair of sockets that nobody else sees, or, where QEMU may outlive us, over one that
/// listens and has a name. Neither minds how long the path is.
enum MonitorSocket: Sendable {
    case pair(ours: OwnedDescriptor)
    case listening(FilePath)

    /// Makes the socket and hands QEMU's end to it; blocks.
    static func prepare(_ launch: inout Launch) throws -> MonitorSocket {
        if launch.spawn.endsWithUs {
            let pair = try SocketPair()
            defer { withExtendedLifetime(pair) {} }
            let ours = OwnedDescriptor(try pair.ours.duplicateCloseOnExec())
            let theirs = OwnedDescriptor(try pair.theirs.duplicateCloseOnExec())
            launch.context.handedIn["monitor"] = .connectedSocket(launch.inherit(theirs))
            return .pair(ours: ours)
        }
        let path = launch.privateDirectory.appending("monitor.sock")
        let socket = try UnixSocket.listen(at: path)
        launch.context.handedIn["monitor"] = .listeningSocket(launch.inherit(socket))
        return .listening(path)
    }

    /// The connection, for the client to own.
    func connect() throws -> FileDescriptor {
        switch self {
        case .pair(let ours): return try ours.duplicate()
        case .listening(let path): return try UnixSocket.connect(to: path).duplicate()
        }
    }
}
