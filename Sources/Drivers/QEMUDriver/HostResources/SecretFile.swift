// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem
package import SystemPackage

/// The value of a secret in a file without a name, for a child to read as `/proc/self/fd/N`.
///
/// No key, no ciphertext and no path exist: the file lives in memory, only those see it who got its descriptor, and
/// ``erase()`` empties it for all of them once the child has read it. That is why it is not sealed (F_SEAL_WRITE).
package final class SecretFile: Sendable {
    private let file: MemoryFile

    /// The file, to be inherited.
    package var descriptor: FileDescriptor { file.descriptor }

    /// A file that holds these bytes and nothing else, to be read from its beginning.
    package init(_ value: SecretValue) throws(Errno) {
        // The name is seen in /proc by all who may look there, so it does not tell which secret it is.
        file = try MemoryFile("secret")
        try value.withBytes { bytes throws(Errno) in try file.descriptor.appendAll(bytes) }
        do {
            try file.descriptor.seek(offset: 0, from: .start)
        } catch {
            throw error as? Errno ?? .ioError
        }
    }

    /// Takes the value out of the file.
    package func erase() { file.erase() }

    deinit { file.erase() }
}
