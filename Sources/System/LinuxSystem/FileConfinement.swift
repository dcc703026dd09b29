// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
public import SystemPackage

/// The only places in the tree of files that this process, and all that it starts, may use; landlock(7).
///
/// Files that are open already stay usable, and connecting to a socket is not a matter of it.
public struct FileConfinement: Sendable, Equatable {
    /// What may be read: files, or directories with all below them.
    public var readable: Set<FilePath>
    /// What may be read, written, made and removed as well.
    public var writable: Set<FilePath>
    /// Directories that files may be removed from.
    public var removable: Set<FilePath>

    /// Names places; those that are not there when it is enforced are left out. Nothing may be executed.
    public init(readable: Set<FilePath>, writable: Set<FilePath>, removable: Set<FilePath> = []) {
        self.readable = readable
        self.writable = writable
        self.removable = removable
    }

    /// LANDLOCK_ACCESS_FS_* of linux/landlock.h: what each version of the interface can forbid.
    private static func all(version: CInt) -> UInt64 {
        switch version {
        case ...1: 0x1FFF
        case 2: 0x3FFF
        case 3, 4: 0x7FFF
        default: 0xFFFF
        }
    }

    /// Whether the kernel has Landlock.
    public static var isSupported: Bool { clinux_landlock_version() > 0 }

    // READ_FILE and READ_DIR; EXECUTE; REMOVE_FILE.
    private static let reading: UInt64 = 1 << 2 | 1 << 3
    private static let executing: UInt64 = 1 << 0
    private static let removing: UInt64 = 1 << 5

    /// Confines the calling thread and those that it starts, for good. The process must not be able to gain privileges any more.
    ///
    /// - Returns: False when the kernel has no Landlock; nothing is confined then.
    /// - Throws: The error number of the step that failed.
    public func enforce() throws(Errno) -> Bool {
        let version = clinux_landlock_version()
        guard version > 0 else { return false }
        let all = Self.all(version: version)
        let rules = clinux_landlock_create(all)
        guard rules >= 0 else { throw Errno(rawValue: -rules) }
        defer { close(rules) }
        let grants = [(readable, Self.reading), (writable, all & ~Self.executing), (removable, Self.removing)]
        for (places, access) in grants {
            for place in places {
                let result = place.withPlatformString { clinux_landlock_allow(rules, $0, access) }
                guard result == 0 || result == -ENOENT || result == -ENOTDIR else { throw Errno(rawValue: -result) }
            }
        }
        let result = clinux_landlock_enforce(rules)
        if result < 0 { throw Errno(rawValue: -result) }
        return true
    }
}
