// SPDX-License-Identifier: Apache-2.0

internal import DiskImage
internal import Glibc
internal import LinuxSystem
internal import SystemPackage

/// Messages, stubs and backups: files of at most a few kilobytes.
enum SmallFile {
    /// More than any message, stub or backup has.
    private static let maximumInBytes = 1 << 16

    /// All bytes of a file.
    static func read(_ path: FilePath) throws -> [UInt8] {
        do {
            let descriptor = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            return try descriptor.closeAfter {
                var bytes = [UInt8](repeating: 0, count: maximumInBytes + 1)
                var count = 0
                while count < bytes.count {
                    let got = try bytes.withUnsafeMutableBytes {
                        try descriptor.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[count...]))
                    }
                    if got == 0 { return Array(bytes[..<count]) }
                    count += got
                }
                throw Refusal(description: "Cannot read '\(path)': it has more than \(maximumInBytes) bytes.")
            }
        } catch let error as Errno {
            throw DiskImageError(path.string, "read", error)
        }
    }

    /// All bytes of a file, or nil when there is none.
    static func readIfPresent(_ path: FilePath) throws -> [UInt8]? {
        do {
            return try read(path)
        } catch let error as DiskImageError where error.code == .notFound {
            return nil
        }
    }

    /// Replaces a file as a whole: a temporary name first, then a rename.
    ///
    /// - Parameters:
    ///   - bytes: What it will hold.
    ///   - path: The file.
    ///   - durably: Whether to wait until it is on stable storage. One fsync(2), after the rename, does for content and
    ///     name: the journal that it writes out has both.
    static func write(_ bytes: [UInt8], to path: FilePath, durably: Bool = false) throws {
        let temporary = FilePath("\(path.string).\(getpid()).tmp")
        do {
            let descriptor = try FileDescriptor.open(
                temporary, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: .init(rawValue: 0o644))
            try descriptor.closeAfter {
                do {
                    try descriptor.writeAll(bytes)
                    try systemCall {
                        temporary.withPlatformString { from in path.withPlatformString { rename(from, $0) } }
                    }
                } catch {
                    remove(temporary)
                    throw error
                }
                if durably { try systemCall { fsync(descriptor.rawValue) } }
            }
        } catch let error as Errno {
            throw DiskImageError(path.string, "write", error)
        }
    }

    /// Removes a file, whether it is there or not.
    static func remove(_ path: FilePath) {
        _ = path.withPlatformString { unlink($0) }
    }
}
