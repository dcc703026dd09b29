// SPDX-License-Identifier: Apache-2.0

internal import Glibc
public import SystemPackage

/// UNIX stream sockets with names in the file system, wherever they are.
///
/// The kernel takes 107 bytes for the name of a socket (unix(7)). Only the last component of a path has to fit here: the rest is
/// reached through a descriptor of its directory.
public enum UnixSocket {
    /// Makes a socket that listens.
    ///
    /// - Throws: `addressInUse` when something of that name is there; `fileNameTooLong` when the last component has more than
    ///   some 80 bytes.
    public static func listen(at path: FilePath) throws(Errno) -> OwnedDescriptor {
        let result = try make()
        try withAddress(of: path) { bind(result.descriptor.rawValue, $0, $1) }
        try systemCall { Glibc.listen(result.descriptor.rawValue, 16) }
        return result
    }

    /// Connects to a socket that listens.
    ///
    /// - Throws: `connectionRefused` when nobody listens any more.
    public static func connect(to path: FilePath) throws(Errno) -> OwnedDescriptor {
        let result = try make()
        try withAddress(of: path) { Glibc.connect(result.descriptor.rawValue, $0, $1) }
        return result
    }

    private static func make() throws(Errno) -> OwnedDescriptor {
        let type = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        return OwnedDescriptor(FileDescriptor(rawValue: try systemCall { socket(AF_UNIX, type, 0) }))
    }

    private static func withAddress(
        of path: FilePath, _ call: (UnsafePointer<sockaddr>, socklen_t) -> CInt
    ) throws(Errno) {
        guard let name = path.lastComponent else { throw .invalidArgument }
        let parent = path.removingLastComponent()
        let directory = OwnedDescriptor(
            FileDescriptor(
                rawValue: try systemCall {
                    (parent.isEmpty ? "." : parent).withPlatformString { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
                }))
        defer { withExtendedLifetime(directory) {} }
        let text = "/proc/self/fd/\(directory.descriptor.rawValue)/\(name.string)"
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { room in
            guard text.utf8.count < room.count else { return false }
            room.copyBytes(from: text.utf8)
            return true
        }
        guard fits else { throw .fileNameTooLong }
        try systemCall {
            withUnsafePointer(to: address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    call($0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }
    }
}
