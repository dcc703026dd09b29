// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import Glibc
internal import LinuxSystem
internal import SystemPackage

/// A file in which a machine is kept, opened for reading; all of it blocks.
struct SaveImageFile: Sendable {
    let path: FilePath
    var header: SaveImageHeader
    /// The file, which stands where QEMU's stream begins.
    let file: OwnedDescriptor

    /// Opens a file and reads its header.
    init(_ path: FilePath, forWriting: Bool = false) throws {
        self.path = path
        do {
            file = OwnedDescriptor(
                // A FIFO, which none is kept in, would be waited for.
                try FileDescriptor.open(
                    path, forWriting ? .readWrite : .readOnly, options: [.closeOnExec, .nonBlocking]))
            let first = try Self.read(file.descriptor, SaveImageHeader.size, at: 0)
            let count = try SaveImageHeader.dataSize(of: first, in: path.string)
            let data = try Self.read(file.descriptor, count, at: SaveImageHeader.size)
            header = try SaveImageHeader(first, data: data, in: path.string)
            try file.descriptor.seek(offset: Int64(header.streamOffset), from: .start)
        } catch let error as Errno {
            throw VirtError(
                .systemError, "The file '\(path)' in which a domain is kept cannot be read: \(error).", cause: error
            )
        }
    }

    private static func read(_ file: FileDescriptor, _ count: Int, at offset: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let read = try bytes.withUnsafeMutableBytes { bytes in
                try file.read(
                    fromAbsoluteOffset: Int64(offset + done),
                    into: UnsafeMutableRawBufferPointer(rebasing: bytes[done...]))
            }
            if read == 0 { break }
            done += read
        }
        return Array(bytes.prefix(done))
    }

    /// Whether a machine can be started from it.
    func checkUsable() throws {
        guard header.isComplete else {
            throw VirtError(
                .operationFailed,
                "The file '\(path)' is not complete: its domain was still being saved. Remove it, and boot the domain.")
        }
        guard header.compression == 0 else {
            let names = ["none", "gzip", "bzip2", "xz", "lzop"]
            let index = Int(header.compression)
            let name = index < names.count ? names[index] : "number \(index)"
            throw VirtError(
                .configurationUnsupported,
                "The file '\(path)' is compressed (\(name)), which is not supported. Save the domain without compression."
            )
        }
    }

    /// Writes the header anew, in its place.
    func writeHeader() throws {
        let bytes = header.bytes
        try bytes.withUnsafeBytes { _ = try file.descriptor.writeAll(toAbsoluteOffset: 0, $0) }
        try systemCall { fdatasync(file.descriptor.rawValue) }
    }
}

/// A file in which a machine is going to be kept. It has a name of its own until it is complete, and then takes the place of what
/// was there; a device is written to as it is. All of it blocks.
struct NewSaveImage: Sendable {
    let path: FilePath
    private let temporary: FilePath?
    private var header: SaveImageHeader
    /// The file, which stands where QEMU's stream begins.
    let file: OwnedDescriptor

    init(_ path: FilePath, _ header: SaveImageHeader) throws {
        self.path = path
        self.header = header
        do {
            let type = try? path.stat().type
            let isFile = type == nil || type == .regular
            var name = path
            if isFile, let last = path.lastComponent {
                name = path.removingLastComponent().appending(
                    "\(AtomicFile.temporaryPrefix)\(String(UInt32.random(in: 0 ... .max), radix: 36))-\(last.string.prefix(80))"
                )
            }
            temporary = isFile ? name : nil
            let options: FileDescriptor.OpenOptions = isFile ? [.create, .exclusiveCreate, .closeOnExec] : .closeOnExec
            file = OwnedDescriptor(
                try FileDescriptor.open(name, .writeOnly, options: options, permissions: .ownerReadWrite))
        } catch let error as Errno {
            throw VirtError(
                .systemError, "The file '\(path)' cannot be made: \(error). Choose another place.", cause: error)
        }
        do {
            try file.descriptor.writeAll(header.bytes)
        } catch {
            remove()
            throw VirtError(.systemError, "The file '\(path)' cannot be written: \(error).", cause: error)
        }
    }

    /// Says in the file that it is complete, brings it to the disk, and gives it its name.
    mutating func complete() throws {
        do {
            header.isComplete = true
            let bytes = header.bytes
            try bytes.withUnsafeBytes {
                _ = try file.descriptor.writeAll(
                    toAbsoluteOffset: 0, UnsafeRawBufferPointer(rebasing: $0[..<SaveImageHeader.size]))
            }
            try systemCall { fdatasync(file.descriptor.rawValue) }
            guard let temporary else { return }
            try systemCall {
                temporary.withPlatformString { old in path.withPlatformString { rename(old, $0) } }
            }
            try AtomicFile.synchronise(directory: path.removingLastComponent())
        } catch {
            throw VirtError(.operationFailed, "The file '\(path)' cannot be completed: \(error).", cause: error)
        }
    }

    /// Removes what was written.
    func remove() {
        if let temporary { try? temporary.removeAll() }
    }
}
