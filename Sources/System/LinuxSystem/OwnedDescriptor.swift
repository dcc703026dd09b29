// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

/// A descriptor that closes when the last reference to it goes.
public final class OwnedDescriptor: Sendable {
    /// The descriptor, open as long as this value lives.
    public let descriptor: FileDescriptor

    /// Takes a descriptor over.
    public init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

    /// Another descriptor of the same file, close-on-exec, for somebody else to own.
    public func duplicate() throws(Errno) -> FileDescriptor {
        defer { withExtendedLifetime(self) {} }
        return try descriptor.duplicateCloseOnExec()
    }

    deinit { try? descriptor.close() }
}
