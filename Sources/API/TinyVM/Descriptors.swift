// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
internal import SystemPackage

/// Two connected sockets: one for us, one for a child.
struct SocketPair: ~Copyable {
    let ours: FileDescriptor
    private(set) var theirs: FileDescriptor
    private let isTheirsOpen = OpenFlag()

    /// Whether the child's end is still open here.
    private final class OpenFlag {
        var value = true
    }

    init() throws(Errno) {
        var ends: [CInt] = [-1, -1]
        let type = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        try systemCall { socketpair(AF_UNIX, type, 0, &ends) }
        ours = FileDescriptor(rawValue: ends[0])
        theirs = FileDescriptor(rawValue: ends[1])
    }

    /// Closes the child's end, once the child has it, so that ours tells when the child is gone.
    borrowing func closeTheirs() {
        guard isTheirsOpen.value else { return }
        isTheirsOpen.value = false
        try? theirs.close()
    }

    deinit {
        try? ours.close()
        if isTheirsOpen.value { try? theirs.close() }
    }
}

/// A file in memory, for what a child may say before it ends.
struct MemoryFile: ~Copyable {
    let descriptor: FileDescriptor

    init(_ name: String) throws(Errno) {
        descriptor = FileDescriptor(rawValue: try systemCall { memfd_create(name, UInt32(MFD_CLOEXEC)) })
    }

    deinit { try? descriptor.close() }

    /// Up to 16 KiB of it.
    var text: String {
        var bytes = [UInt8](repeating: 0, count: 16 * 1024)
        let count = try? bytes.withUnsafeMutableBytes { try descriptor.read(fromAbsoluteOffset: 0, into: $0) }
        return String(decoding: bytes.prefix(count ?? 0), as: UTF8.self)
    }
}
