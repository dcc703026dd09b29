// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import SystemPackage

/// What a client meets at the path of a socket.
enum SocketState {
    /// Nothing has that name.
    case missing
    /// Something has that name, and it is no socket.
    case otherFile
    /// A socket is there, and nobody listens: what made it has ended.
    case abandoned
    /// The caller must not connect, or not reach it: what forbids it.
    case forbidden(FileAccess)
    /// Who listens does not take clients.
    case full
    /// Something else went wrong.
    case failed(Errno)
    /// A connection was made, with the process that listens.
    case connected(process: Int32)

    /// Connects, and lets the connection go.
    init(of path: FilePath) {
        var status = stat()
        if stat(path.string, &status) == 0, status.st_mode & S_IFMT != S_IFSOCK {
            self = .otherFile
            return
        }
        do throws(Errno) {
            let connection = try UnixSocket.connect(to: path)
            defer { withExtendedLifetime(connection) {} }
            self = .connected(process: try UnixSocket.peer(of: connection.descriptor).process)
        } catch {
            switch error {
            case .noSuchFileOrDirectory, .notDirectory: self = .missing
            case .connectionRefused: self = .abandoned
            case .permissionDenied, .notPermitted: self = Self.forbidden(path)
            case .resourceTemporarilyUnavailable: self = .full
            default: self = .failed(error)
            }
        }
    }

    /// The first place on the way to the socket that keeps the caller out.
    private static func forbidden(_ path: FilePath) -> SocketState {
        var place = FilePath("/")
        for component in path.components {
            place.append(component)
            let isLast = place == path
            if access(place.string, isLast ? W_OK : X_OK) == 0 { continue }
            return .forbidden(FileAccess(of: place))
        }
        return .forbidden(FileAccess(of: path))
    }
}
