// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
public import SystemPackage

/// Whole files, read and written.
public enum File {
    /// The bytes of a file.
    public static func bytes(of path: FilePath) throws -> [UInt8] {
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            defer { try? file.close() }
            var bytes: [UInt8] = []
            while true {
                let chunk = try [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
                    count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
                }
                if chunk.isEmpty { return bytes }
                bytes += chunk
            }
        } catch let error as Errno {
            throw DevError("Cannot read '\(path)': \(error).")
        }
    }

    /// The text of a file, which is taken as UTF-8.
    public static func text(of path: FilePath) throws -> String {
        String(decoding: try bytes(of: path), as: UTF8.self)
    }

    /// Writes a file, whole or not at all: under a temporary name beside it, which is then renamed.
    ///
    /// - Parameters:
    ///   - mode: Its permissions, whatever the umask.
    public static func write(
        _ bytes: some Sequence<UInt8>, to path: FilePath,
        mode: FilePermissions = [
            .ownerReadWrite, .groupRead, .otherRead,
        ]
    ) throws {
        var name = path.string
        let temporary = FilePath("\(name).new-\(getpid())")
        do {
            try makeDirectories(path.removingLastComponent())
            let file = try FileDescriptor.open(
                temporary, .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: mode)
            do {
                try file.closeAfter {
                    _ = try file.writeAll(bytes)
                    try systemCall { fchmod(file.rawValue, mode.rawValue) }
                }
                try systemCall { rename(temporary.string, name) }
            } catch {
                unlink(temporary.string)
                throw error
            }
        } catch let error as Errno {
            name = path.string
            throw DevError("Cannot write '\(name)': \(error).")
        }
    }

    /// Makes a directory and those that lead to it, as far as they are missing.
    public static func makeDirectories(_ path: FilePath) throws {
        guard !path.isEmpty, access(path.string, F_OK) != 0 else { return }
        try makeDirectories(path.removingLastComponent())
        if mkdir(path.string, 0o755) != 0, Errno.last != .fileExists {
            throw DevError("Cannot make the directory '\(path)': \(Errno.last).")
        }
    }
}

/// A new directory for temporary files, which goes with all it holds when the value goes.
public final class Workspace: Sendable {
    /// Where it is.
    public let path: FilePath

    /// Makes one below a directory, by default `$TMPDIR`, or `/tmp`.
    public init(in directory: FilePath? = nil) throws {
        let parent = directory?.string ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/swift-virt-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw DevError("Cannot make a directory in '\(parent)': \(Errno.last).")
        }
        path = FilePath(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    deinit {
        Self.remove(path)
    }

    /// The path of an entry of that name.
    public func callAsFunction(_ name: String) -> FilePath { path.appending(name) }

    private static func remove(_ path: FilePath) {
        for entry in (try? Directory.entries(of: path)) ?? [] {
            let inner = path.appending(entry.name)
            if entry.kind == .directory { remove(inner) } else { unlink(inner.string) }
        }
        rmdir(path.string)
    }
}
