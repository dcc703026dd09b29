// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
public import SystemPackage

/// What servers do with sockets, and what travels over them beside bytes; unix(7). Descriptors are close-on-exec and never wait: a
/// call that would gives `wouldBlock`.
extension UnixSocket {
    /// Binds and listens. A socket file that is left from before is removed first: hold a lock, so that it is no living one's.
    ///
    /// - Parameters:
    ///   - path: Of any length.
    ///   - mode: Who may connect; it holds from the first moment.
    /// - Throws: The error number of the step that failed.
    public static func listen(at path: FilePath, mode: FilePermissions, backlog: Int32 = 1000) throws(Errno)
        -> FileDescriptor
    {
        unlink(path.string)
        let descriptor = try withShortPath(path) { clinux_socket_bind($0, UInt32(mode.rawValue)) }
        guard Glibc.listen(descriptor.rawValue, backlog) == 0 else {
            let error = Errno.last
            try? descriptor.close()
            throw error
        }
        return descriptor
    }

    /// The next connection of a listening socket.
    ///
    /// - Throws: `wouldBlock` when there is none.
    public static func accept(_ listener: FileDescriptor) throws(Errno) -> FileDescriptor {
        FileDescriptor(rawValue: try checked(clinux_socket_accept(listener.rawValue)))
    }

    /// Whether a descriptor is a socket that listens.
    public static func isListening(_ descriptor: FileDescriptor) -> Bool {
        clinux_socket_is_listening(descriptor.rawValue) == 1
    }

    /// Who is at the other end.
    public struct Peer: Sendable, Hashable {
        /// Its process id when it connected.
        public var process: Int32
        /// Its effective user id when it connected.
        public var user: UInt32
        /// Its effective group id when it connected.
        public var group: UInt32

        /// Makes a peer.
        public init(process: Int32, user: UInt32, group: UInt32) {
            self.process = process
            self.user = user
            self.group = group
        }
    }

    /// Who is at the other end of a connection (SO_PEERCRED).
    public static func peer(of descriptor: FileDescriptor) throws(Errno) -> Peer {
        var process: pid_t = 0
        var user: uid_t = 0
        var group: gid_t = 0
        _ = try checked(clinux_socket_peer(descriptor.rawValue, &process, &user, &group))
        return Peer(process: process, user: user, group: group)
    }

    /// Reads what is there, without waiting.
    ///
    /// - Parameter descriptors: Gets the descriptors that came along, which belong to the caller.
    /// - Returns: How many bytes there were, 0 at the end.
    /// - Throws: `wouldBlock` when there is nothing.
    public static func receive(
        from socket: FileDescriptor, into buffer: UnsafeMutableRawBufferPointer,
        descriptors: inout [FileDescriptor]
    ) throws(Errno) -> Int {
        let limit = 32
        let (count, received) = withUnsafeTemporaryAllocation(of: CInt.self, capacity: limit) { space in
            var number = 0
            let count = clinux_socket_receive(
                socket.rawValue, buffer.baseAddress, buffer.count, space.baseAddress, limit, &number)
            return (count, space.prefix(number).map { FileDescriptor(rawValue: $0) })
        }
        descriptors += received
        return Int(try checked(count))
    }

    /// Sends one datagram to a socket; a path that begins with `@` is an abstract name.
    public static func sendDatagram(_ text: String, to path: String) throws(Errno) {
        var text = text
        _ = try checked(text.withUTF8 { clinux_datagram_send(path, $0.baseAddress, $0.count) })
    }

    private static func checked<T: FixedWidthInteger & SignedInteger>(_ result: T) throws(Errno) -> T {
        guard result >= 0 else { throw Errno(rawValue: CInt(-result)) }
        return result
    }

    /// Calls with a path that fits into a socket's address: one through a descriptor of the directory, if need be.
    private static func withShortPath(_ path: FilePath, _ body: (String) -> CInt) throws(Errno) -> FileDescriptor {
        if path.string.utf8.count < 108 { return FileDescriptor(rawValue: try checked(body(path.string))) }
        let directory = try checked(clinux_open_directory(path.removingLastComponent().string))
        defer { close(directory) }
        let name = path.lastComponent?.string ?? ""
        return FileDescriptor(rawValue: try checked(body("/proc/self/fd/\(directory)/\(name)")))
    }
}
