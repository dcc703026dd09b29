// SPDX-License-Identifier: Apache-2.0

internal import Glibc
public import SystemPackage

/// Files that are there as a whole, old or new, whatever happens while they are written.
public enum AtomicFile {
    /// What the names of files begin with that are not in place yet; a crash may leave one behind.
    public static let temporaryPrefix = ".swift-virt-new-"

    /// Puts a file in place of whatever has its name.
    ///
    /// - Parameters:
    ///   - permissions: Those of the file; the process's mask does not change them.
    ///   - isDurable: Whether the bytes are on the disk, and found there under their name, when this returns (fsync(2)).
    /// - Throws: The error number of the step that failed; the old file is then as it was.
    public static func write(
        _ bytes: [UInt8], to path: FilePath, permissions: FilePermissions = [.ownerReadWrite], isDurable: Bool = true
    ) throws(Errno) {
        let result = bytes.withUnsafeBytes { bytes -> Result<Void, Errno> in
            do throws(Errno) {
                return .success(try write(bytes, to: path, permissions: permissions, isDurable: isDurable))
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    /// Puts a file with bytes that are lent, such as a secret's, in place of whatever has its name.
    public static func write(
        _ bytes: UnsafeRawBufferPointer, to path: FilePath, permissions: FilePermissions = [.ownerReadWrite],
        isDurable: Bool = true
    ) throws(Errno) {
        let directory = path.removingLastComponent()
        let temporary = directory.appending(temporaryPrefix + String(UInt64.random(in: 0...UInt64.max), radix: 36))
        let file = OwnedDescriptor(
            FileDescriptor(
                rawValue: try systemCall {
                    temporary.withPlatformString { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(0o600)) }
                }))
        defer { withExtendedLifetime(file) {} }
        do throws(Errno) {
            try systemCall { fchmod(file.descriptor.rawValue, permissions.rawValue) }
            try file.descriptor.appendAll(bytes)
            if isDurable { try systemCall { fsync(file.descriptor.rawValue) } }
            try systemCall {
                temporary.withPlatformString { from in path.withPlatformString { rename(from, $0) } }
            }
        } catch {
            temporary.withPlatformString { _ = unlink($0) }
            throw error
        }
        if isDurable { try synchronise(directory: directory) }
    }

    /// Removes a file, if it is there, durably.
    public static func remove(_ path: FilePath) throws(Errno) {
        do throws(Errno) {
            try systemCall { path.withPlatformString { unlink($0) } }
        } catch .noSuchFileOrDirectory {
            return
        }
        try synchronise(directory: path.removingLastComponent())
    }

    /// Brings names in a directory to the disk.
    public static func synchronise(directory: FilePath) throws(Errno) {
        let descriptor = OwnedDescriptor(
            FileDescriptor(
                rawValue: try systemCall {
                    directory.withPlatformString { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
                }))
        defer { withExtendedLifetime(descriptor) {} }
        try systemCall { fsync(descriptor.descriptor.rawValue) }
    }
}
