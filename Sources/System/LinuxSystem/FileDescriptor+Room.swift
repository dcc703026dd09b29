// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
public import SystemPackage

/// What is known of the file system of an open file; statfs(2).
public struct FileSystemRoom: Sendable, Equatable {
    /// The bytes that this user may still fill; nil where there is no limit.
    public var freeBytes: Int64?
    /// The file system is in memory (tmpfs): it makes a page for each hole of a file that is looked at by a mapping.
    public var isInMemory: Bool
}

extension FileDescriptor {
    /// The room of the file's file system.
    public func fileSystemRoom() throws(Errno) -> FileSystemRoom {
        var isInMemory: CInt = 0
        let result = clinux_file_system_room(rawValue, &isInMemory)
        guard result >= -1 else { throw Errno(rawValue: CInt(-result - 1)) }
        return FileSystemRoom(freeBytes: result < 0 ? nil : result, isInMemory: isInMemory != 0)
    }

    /// Whether all of the file can be looked at by a mapping.
    ///
    /// A file system in memory makes a page for each hole that is looked at, and who looks at one whose page cannot be made ends
    /// with SIGBUS; mmap(2).
    public var mayBeRead: Bool {
        var status = Glibc.stat()
        guard let room = try? fileSystemRoom(), room.isInMemory, let free = room.freeBytes,
            fstat(rawValue, &status) == 0
        else { return true }
        return free >= Int64(status.st_size) - Int64(status.st_blocks) * 512
    }
}
