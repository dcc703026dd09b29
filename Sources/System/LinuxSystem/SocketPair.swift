// SPDX-License-Identifier: Apache-2.0

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
        (ours, theirs) = try LocalConnection.pair()
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
