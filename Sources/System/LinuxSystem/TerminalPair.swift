// SPDX-License-Identifier: Apache-2.0

internal import CLinux
public import SystemPackage

/// A pseudo-terminal; see pty(7).
///
/// As the terminal of a child's session it does what no parent-death signal can, which children of the child do not inherit: when we
/// end, by whatever way, the child does, and what it has started gets SIGHUP, also what is nobody's child any more.
public struct TerminalPair: Sendable {
    /// Our end; when its last descriptor goes, the terminal hangs up.
    public let master: OwnedDescriptor
    /// The child's end.
    public let terminal: OwnedDescriptor

    /// Opens a new one, close-on-exec.
    ///
    /// - Throws: The error number; there may be none where /dev/pts is not mounted.
    public init() throws(Errno) {
        var ends: (CInt, CInt) = (-1, -1)
        let result = withUnsafeMutablePointer(to: &ends) { pointer in
            pointer.withMemoryRebound(to: CInt.self, capacity: 2) { clinux_terminal_pair($0) }
        }
        guard result >= 0 else { throw Errno(rawValue: -result) }
        master = OwnedDescriptor(FileDescriptor(rawValue: ends.0))
        terminal = OwnedDescriptor(FileDescriptor(rawValue: ends.1))
    }
}
