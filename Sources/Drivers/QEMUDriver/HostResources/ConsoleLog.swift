// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
package import SystemPackage

/// A log that QEMU itself appends to, kept from growing for ever: at its limit it is copied to `NAME.0`, after `NAME.0` has
/// become `NAME.1` and so on, and is then made empty.
///
/// QEMU keeps its descriptor (which is O_APPEND), so nobody has to stop writing. What comes between the copy and the
/// truncation is not lost either: it is copied in rounds until nothing came, and only a line that comes in the moment between the last
/// look and the truncation, some microseconds, would be.
package struct ConsoleLog: Sendable {
    /// The log.
    package var path: FilePath
    /// From which size on it is rotated, in bytes; libvirt's `virtlogd` has 2 MiB.
    package var limitInBytes: Int64 = 2 << 20
    /// How many older ones are kept; `virtlogd` keeps 3.
    package var generations = 3

    package init(_ path: FilePath) { self.path = path }

    /// The path of an older log; 0 is the youngest.
    private func older(_ number: Int) -> FilePath { FilePath("\(path).\(number)") }

    /// Rotates the log if it has reached its limit; blocks. To be called now and then.
    ///
    /// - Returns: Whether it was rotated.
    /// - Throws: The error number of the step that failed; the log is then whole.
    @discardableResult
    package func rotateIfNeeded() throws(Errno) -> Bool {
        let number = try systemCall { path.withPlatformString { open($0, O_RDWR | O_CLOEXEC | O_NOFOLLOW) } }
        defer { close(number) }
        let log = FileDescriptor(rawValue: number)
        guard try size(number) >= limitInBytes else { return false }
        if generations > 0 {
            for index in (0..<generations - 1).reversed() { try move(older(index), to: older(index + 1)) }
            try copy(log)
        }
        try systemCall { ftruncate(number, 0) }
        return true
    }

    private func size(_ number: CInt) throws(Errno) -> Int64 {
        var status = stat()
        try systemCall { fstat(number, &status) }
        return Int64(status.st_size)
    }

    private func move(_ old: FilePath, to new: FilePath) throws(Errno) {
        do throws(Errno) {
            try systemCall { old.withPlatformString { old in new.withPlatformString { rename(old, $0) } } }
        } catch .noSuchFileOrDirectory {
            return
        }
    }

    /// Copies the log to the youngest older one, until there is nothing that was not copied.
    private func copy(_ log: FileDescriptor) throws(Errno) {
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
        let number = try systemCall { older(0).withPlatformString { open($0, flags, 0o600) } }
        defer { close(number) }
        let copy = FileDescriptor(rawValue: number)
        var copied: Int64 = 0
        // A writer that is faster than the copy is not waited for: a few rounds take what was there.
        for _ in 0..<16 {
            let size = try size(log.rawValue)
            if size <= copied { return }
            copied += try copy.append(size - copied, of: log, from: copied)
        }
    }
}
