// SPDX-License-Identifier: Apache-2.0

internal import Glibc
public import SystemPackage

/// Small files that are whole at every instant: the old bytes or the new ones, whatever is interrupted.
///
/// All calls block until the disk has what was written, so they are for threads that may wait.
public enum DurableFile {
    /// Puts a file with these bytes at a path, over one that may be there.
    ///
    /// The bytes go into a new file beside it, `.NAME.new-...`, which takes the place of the old one by rename(2).
    ///
    /// - Parameter mode: The permissions of the new file, whatever the umask says.
    /// - Throws: The error number of the step that failed; the old file is then as it was, and nothing else is left.
    public static func replace(
        _ path: FilePath, with bytes: UnsafeRawBufferPointer, mode: FilePermissions = [.ownerRead, .ownerWrite]
    ) throws(Errno) {
        let directory = path.removingLastComponent()
        // The name is new, so nobody else's file is met; see O_EXCL in open(2).
        let suffix = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        let temporary = directory.appending(".\(path.lastComponent?.string ?? "").new-\(suffix)")
        let number = try systemCall {
            temporary.withPlatformString { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
        }
        let file = FileDescriptor(rawValue: number)
        defer { try? file.close() }
        do throws(Errno) {
            try systemCall { fchmod(number, mode_t(mode.rawValue)) }
            try file.appendAll(bytes)
            try systemCall { fsync(number) }
            try systemCall { temporary.withPlatformString { old in path.withPlatformString { rename(old, $0) } } }
        } catch {
            _ = temporary.withPlatformString { unlink($0) }
            throw error
        }
        try sync(directory)
    }

    /// Removes a file; that there is none is no error.
    public static func remove(_ path: FilePath) throws(Errno) {
        do throws(Errno) {
            try systemCall { path.withPlatformString { unlink($0) } }
        } catch .noSuchFileOrDirectory {
            return
        }
        try sync(path.removingLastComponent())
    }

    /// Reads a whole file of a limited size.
    ///
    /// - Throws: `fileTooLarge` for one of more bytes than the limit; else the error number of the call that failed.
    public static func withContents<Result>(
        of path: FilePath, atMost limit: Int, _ body: (UnsafeRawBufferPointer) -> Result
    ) throws(Errno) -> Result {
        let number = try systemCall {
            path.withPlatformString { open($0, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK) }
        }
        defer { close(number) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: limit + 1, alignment: 16)
        defer {
            // What was read may be a secret.
            if let start = buffer.baseAddress { explicit_bzero(start, buffer.count) }
            buffer.deallocate()
        }
        var count = 0
        while count < buffer.count {
            let got = try systemCall { read(number, buffer.baseAddress.map { $0 + count }, buffer.count - count) }
            if got == 0 { break }
            count += got
        }
        guard count <= limit else { throw .fileTooLarge }
        return body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]))
    }

    /// Waits until the entries of a directory are on the disk.
    private static func sync(_ directory: FilePath) throws(Errno) {
        let path = directory.isEmpty ? FilePath(".") : directory
        let number = try systemCall {
            path.withPlatformString { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        }
        defer { close(number) }
        try systemCall { fsync(number) }
    }
}
