// SPDX-License-Identifier: Apache-2.0

internal import Glibc
public import SystemPackage

/// A connection over a UNIX socket that has no name in the file system.
public enum LocalConnection {
    /// Two connected stream sockets, close-on-exec; see socketpair(2).
    public static func pair() throws(Errno) -> (FileDescriptor, FileDescriptor) {
        var ends: [CInt] = [-1, -1]
        let type = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        try systemCall { socketpair(AF_UNIX, type, 0, &ends) }
        return (FileDescriptor(rawValue: ends[0]), FileDescriptor(rawValue: ends[1]))
    }

    /// A socket that listens, with a connection to it already waiting; see unix(7), "Autobind feature".
    public static func make() throws(Errno) -> (listening: FileDescriptor, connected: FileDescriptor) {
        let type = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        let listening = try systemCall { socket(AF_UNIX, type, 0) }
        var connected: CInt = -1
        do throws(Errno) {
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            var length = socklen_t(MemoryLayout<sa_family_t>.size)
            try withSocketAddress(&address) { pointer throws(Errno) in
                try systemCall { bind(listening, pointer, length) }
                try systemCall { listen(listening, 1) }
                length = socklen_t(MemoryLayout<sockaddr_un>.size)
                try systemCall { getsockname(listening, pointer, &length) }
                connected = try systemCall { socket(AF_UNIX, type, 0) }
                try systemCall { connect(connected, pointer, length) }
            }
        } catch {
            close(listening)
            if connected >= 0 { close(connected) }
            throw error
        }
        return (FileDescriptor(rawValue: listening), FileDescriptor(rawValue: connected))
    }

    private static func withSocketAddress(
        _ address: inout sockaddr_un, _ body: (UnsafeMutablePointer<sockaddr>) throws(Errno) -> Void
    ) throws(Errno) {
        let outcome = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer -> Errno? in
                do throws(Errno) {
                    try body(pointer)
                    return nil
                } catch {
                    return error
                }
            }
        }
        if let outcome { throw outcome }
    }
}
