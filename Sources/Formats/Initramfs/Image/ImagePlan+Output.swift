// SPDX-License-Identifier: Apache-2.0

internal import CLinux
public import Compression
internal import Glibc
internal import LinuxSystem
public import SystemPackage

extension ImagePlan {
    /// Writes the image to a file: to a file without a name, which gets its name only when it is whole. When that
    /// fails, a file that was there before is unchanged, and none is left behind.
    ///
    /// What is no regular file, such as a named pipe or `/dev/stdout`, is written to directly.
    ///
    /// - Parameters: As for ``write(to:compression:prepending:timestamp:)-(FileDescriptor,_,_,_)``.
    /// - Throws: As there; `cannotWrite` names the file.
    public func write(
        to path: FilePath, compression: CompressionFormat? = nil, prepending prefix: [FilePath] = [],
        timestamp: UInt32 = 0
    ) throws(ImageError) {
        do {
            // Asked by the path itself: /dev/fd/3 of a pipe leads to no path.
            if let status = try? Stat(path), status.type != .regular {
                let descriptor = try FileDescriptor.open(path, .writeOnly, options: [.closeOnExec])
                defer { try? descriptor.close() }
                try write(to: descriptor, compression: compression, prepending: prefix, timestamp: timestamp)
                return
            }
            let file = try NewFile(replacing: (try? FilePath.realPath(of: path)) ?? path)
            try write(to: file.descriptor, compression: compression, prepending: prefix, timestamp: timestamp)
            try file.commit()
        } catch let error as ImageError {
            guard error.code == .cannotWrite, let errno = error.errno else { throw error }
            throw Self.cannotWrite(path, errno)
        } catch {
            throw Self.cannotWrite(path, error as? Errno ?? .ioError)
        }
    }

    private static func cannotWrite(_ path: FilePath, _ errno: Errno) -> ImageError {
        let remedy =
            switch errno {
            case .noSpace: " Make room, or choose another file with --output."
            case .noSuchFileOrDirectory: " Make its directory first."
            case .permissionDenied, .readOnlyFileSystem: " Choose another file with --output."
            case .isDirectory: " Give the name of a file."
            default: ""
            }
        return ImageError(.cannotWrite, "Cannot write '\(path)': \(errno).\(remedy)", errno: errno)
    }
}

/// A file that appears under its name only when it is whole.
private final class NewFile {
    let descriptor: FileDescriptor
    private let path: FilePath
    /// The name it has meanwhile, on file systems that know no files without one.
    private var temporary: FilePath?

    init(replacing path: FilePath) throws(Errno) {
        self.path = path
        guard path.lastComponent != nil else { throw .isDirectory }
        let parent = path.removingLastComponent()
        let directory = parent.isEmpty ? "." : parent
        let opened = directory.withPlatformString { clinux_open_unnamed($0, 0o666) }
        if opened >= 0 {
            descriptor = FileDescriptor(rawValue: opened)
            return
        }
        // EOPNOTSUPP: the file system has no such files; EISDIR: the kernel does not know the flag (open(2)).
        let error = Errno(rawValue: -opened)
        guard error == .notSupported || error == .isDirectory || error == .noSuchFileOrDirectory else { throw error }
        let name = Self.temporaryName(path)
        do {
            descriptor = try FileDescriptor.open(
                name, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: FilePermissions(rawValue: 0o666))
        } catch {
            throw error as? Errno ?? .ioError
        }
        temporary = name
    }

    deinit {
        try? descriptor.close()
        if let temporary { _ = temporary.withPlatformString { unlink($0) } }
    }

    /// Gives the file its name, in place of what has it.
    func commit() throws(Errno) {
        let name: FilePath
        if let temporary {
            name = temporary
        } else {
            if try link(to: path) { return }
            name = Self.temporaryName(path)
            guard try link(to: name) else { throw .fileExists }
        }
        temporary = name
        try systemCall { name.withPlatformString { old in path.withPlatformString { rename(old, $0) } } }
        temporary = nil
    }

    /// - Returns: Whether the name was free.
    private func link(to name: FilePath) throws(Errno) -> Bool {
        do throws(Errno) {
            let own = "/proc/self/fd/\(descriptor.rawValue)"
            try systemCall { name.withPlatformString { linkat(AT_FDCWD, own, AT_FDCWD, $0, AT_SYMLINK_FOLLOW) } }
            return true
        } catch .fileExists {
            return false
        }
    }

    private static func temporaryName(_ path: FilePath) -> FilePath {
        let number = String(UInt64.random(in: 0 ... .max), radix: 36)
        return path.removingLastComponent().appending(".\(path.lastComponent?.string.prefix(200) ?? "")-\(number)")
    }
}
