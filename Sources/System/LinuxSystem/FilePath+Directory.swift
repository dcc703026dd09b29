// SPDX-License-Identifier: Apache-2.0

internal import Glibc
public import SystemPackage

extension FilePath {
    /// Makes the directory of this path and those above it that are missing, for the owner alone.
    ///
    /// - Returns: Those that were made, the topmost first.
    /// - Throws: The error number; what was made until then stays.
    @discardableResult
    public func createDirectories() throws(Errno) -> [FilePath] {
        do throws(Errno) {
            return try createDirectory() ? [self] : []
        } catch .noSuchFileOrDirectory where !removingLastComponent().isEmpty {
            let above = try removingLastComponent().createDirectories()
            return try above + (createDirectory() ? [self] : [])
        }
    }

    /// Makes the directory unless it is there; says whether it was made.
    private func createDirectory() throws(Errno) -> Bool {
        do throws(Errno) {
            try systemCall { withPlatformString { mkdir($0, 0o700) } }
            return true
        } catch {
            guard isDirectory else { throw error }
            return false
        }
    }

    /// Whether there is a directory at this path, also by a symbolic link.
    public var isDirectory: Bool { fileType(followsLinks: true) == S_IFDIR }

    /// Whether there is anything at this path, if only a symbolic link that leads nowhere.
    public var exists: Bool { fileType(followsLinks: false) != nil }

    /// The kind of what is at this path, of its mode (inode(7)); nil for nothing.
    private func fileType(followsLinks: Bool) -> mode_t? {
        var status = Glibc.stat()
        let flags = followsLinks ? 0 : AT_SYMLINK_NOFOLLOW
        return withPlatformString { fstatat(AT_FDCWD, $0, &status, flags) } == 0 ? status.st_mode & S_IFMT : nil
    }

    /// The names in the directory of this path, sorted.
    public func entries() throws(Errno) -> [String] {
        guard let directory = withPlatformString({ opendir($0) }) else { throw Errno.last }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Removes what is at this path, a directory with all that it holds. A symbolic link goes, what it leads to stays.
    ///
    /// - Throws: The error number of the first that could not be removed; nothing there is no error.
    public func removeAll() throws(Errno) {
        guard let type = fileType(followsLinks: false) else { return }
        if type == S_IFDIR {
            for name in try entries() { try appending(name).removeAll() }
            try systemCall { withPlatformString { rmdir($0) } }
        } else {
            try systemCall { withPlatformString { unlink($0) } }
        }
    }

    /// The bytes of the file at this path.
    ///
    /// - Throws: The error number; `fileTooLarge` for more than so many bytes.
    public func contents(atMost limit: Int = 64 << 20) throws(Errno) -> [UInt8] {
        let file = OwnedDescriptor(
            FileDescriptor(rawValue: try systemCall { withPlatformString { open($0, O_RDONLY | O_CLOEXEC) } }))
        defer { withExtendedLifetime(file) {} }
        // Of the memory only what a file fills is touched, and most are small.
        return try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer throws(Errno) in
            var bytes: [UInt8] = []
            while true {
                let count = try systemCall { read(file.descriptor.rawValue, buffer.baseAddress, buffer.count) }
                if count == 0 { return bytes }
                bytes += buffer[..<count]
                if bytes.count > limit { throw .fileTooLarge }
            }
        }
    }
}
