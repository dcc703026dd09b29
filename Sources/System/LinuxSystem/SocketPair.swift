// SPDX-License-Identifier: Apache-2.0

internal import Glibc
public import SystemPackage

/// Two connected stream sockets, one for us and one for a child; both close when the value goes.
public final class SocketPair {
    /// Our end.
    public let ours: FileDescriptor
    /// The child's end, until ``closeTheirs()``.
    public let theirs: FileDescriptor
    private var isTheirsOpen = true

    /// A new pair, close-on-exec; see socketpair(2).
    public init() throws(Errno) {
        var ends: [CInt] = [-1, -1]
        let type = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        try systemCall { socketpair(AF_UNIX, type, 0, &ends) }
        ours = FileDescriptor(rawValue: ends[0])
        theirs = FileDescriptor(rawValue: ends[1])
    }

    /// Closes the child's end, once the child has it, so that ours tells when the child is gone.
    public func closeTheirs() {
        guard isTheirsOpen else { return }
        isTheirsOpen = false
        try? theirs.close()
    }

    deinit {
        try? ours.close()
        closeTheirs()
    }
}
