// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
internal import LinuxSystem
package import SystemPackage

/// A file or a block device of this machine, opened once; closed, and its locks gone, when the value goes.
package final class HostFile: ImageFile {
    package let path: String
    package let canGrow: Bool
    package let sectorSizeInBytes: Int?
    private let descriptor: FileDescriptor
    private let deviceSizeInBytes: UInt64?

    /// Opens a file and takes QEMU's image locks.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - writing: Whether it will be written.
    ///   - ignoringUse: Whether to go on where another program uses it.
    /// - Throws: ``DiskImageError``.
    package init(_ path: FilePath, writing: Bool, ignoringUse: Bool) throws {
        let name = path.string
        let verb = writing ? "write" : "read"
        self.path = name
        do throws(Errno) {
            let kind = try Self.kind(of: path)
            guard kind == S_IFREG || kind == S_IFBLK else {
                guard kind != S_IFDIR else { throw Errno.isDirectory }
                throw Errno.notSupported
            }
            var options: FileDescriptor.OpenOptions = [.closeOnExec, .nonBlocking]
            // A block device opened exclusively is refused while it is mounted or otherwise held: open(2).
            if kind == S_IFBLK, writing, !ignoringUse { options.insert(.exclusiveCreate) }
            descriptor = try Self.open(path, writing ? .readWrite : .readOnly, options)
            if kind == S_IFBLK {
                let size = cl_block_device_size(descriptor.rawValue)
                let sector = cl_block_device_sector_size(descriptor.rawValue)
                guard size >= 0 else { throw Errno(rawValue: CInt(-size)) }
                guard sector > 0 else { throw Errno(rawValue: -sector) }
                deviceSizeInBytes = UInt64(size)
                sectorSizeInBytes = Int(sector)
                canGrow = false
            } else {
                deviceSizeInBytes = nil
                sectorSizeInBytes = nil
                canGrow = true
            }
        } catch .notSupported {
            throw DiskImageError(
                .notAnImage, name, verb, "it is neither a file nor a block device",
                remedy: "Give a disk image or a block device.")
        } catch .resourceBusy {
            throw DiskImageError(
                .inUse, name, verb, "the device is mounted, or another program holds it",
                remedy: "Unmount it, or force it.", cause: .resourceBusy)
        } catch {
            throw DiskImageError(name, verb, error)
        }
        // QEMU's locks are honoured whatever is forced when it comes to writing: two writers ruin an image.
        if writing || !ignoringUse { try lock(writing: writing) }
    }

    deinit {
        try? descriptor.close()
    }

    private static func open(
        _ path: FilePath, _ mode: FileDescriptor.AccessMode, _ options: FileDescriptor.OpenOptions
    ) throws(Errno) -> FileDescriptor {
        do {
            return try FileDescriptor.open(path, mode, options: options)
        } catch {
            throw error as? Errno ?? .ioError
        }
    }

    private static func kind(of path: FilePath) throws(Errno) -> mode_t {
        var status = stat()
        try systemCall { path.withPlatformString { stat($0, &status) } }
        return status.st_mode & S_IFMT
    }

    package var sizeInBytes: UInt64 {
        if let deviceSizeInBytes { return deviceSizeInBytes }
        var status = stat()
        return fstat(descriptor.rawValue, &status) == 0 ? UInt64(max(0, status.st_size)) : 0
    }

    package func read(at offset: UInt64, count: Int) throws -> [UInt8] {
        guard offset <= UInt64(Int64.max) - UInt64(count) else { throw endsEarly(offset) }
        do {
            return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                while filled < count {
                    let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                    let got = try descriptor.read(fromAbsoluteOffset: Int64(offset) + Int64(filled), into: rest)
                    guard got > 0 else { throw endsEarly(offset) }
                    filled += got
                }
            }
        } catch let error as Errno {
            throw DiskImageError(path, "read", error)
        }
    }

    private func endsEarly(_ offset: UInt64) -> DiskImageError {
        damaged(
            "it ends after \(sizeInBytes) bytes, but something is said to lie at byte \(offset)",
            remedy: "It may be cut short: get a whole copy of it.")
    }

    package func write(_ bytes: [UInt8], at offset: UInt64) throws {
        guard offset <= UInt64(Int64.max) - UInt64(bytes.count) else { throw endsEarly(offset) }
        do {
            try descriptor.writeAll(toAbsoluteOffset: Int64(offset), bytes)
        } catch let error as Errno {
            throw DiskImageError(path, "write", error)
        }
    }

    package func resize(to size: UInt64) throws {
        do {
            try systemCall { ftruncate(descriptor.rawValue, off_t(clamping: size)) }
        } catch {
            throw DiskImageError(path, "enlarge", error)
        }
    }

    package func synchronize() throws {
        do {
            try systemCall { fdatasync(descriptor.rawValue) }
        } catch {
            throw DiskImageError(path, "write", error)
        }
    }
}

extension HostFile {
    /// QEMU's image locks: a shared lock on byte 100 + n says "I use permission n", one on 200 + n says "nobody else
    /// may". Seen with `/proc/locks` beside a running QEMU 7.2.
    private enum Permission: Int64 {
        case consistentRead = 0
        case write = 1
        case resize = 3

        var usedByte: Int64 { 100 + rawValue }
        var unsharedByte: Int64 { 200 + rawValue }
    }

    /// Takes the locks that QEMU takes for the same purpose, then looks whether another program's contradict.
    private func lock(writing: Bool) throws {
        let used: [Permission] = writing ? [.consistentRead, .write, .resize] : [.consistentRead]
        let unshared: [Permission] = writing ? [.write, .resize] : [.write]
        for byte in used.map(\.usedByte) + unshared.map(\.unsharedByte) {
            // File systems without locks cannot have a QEMU that locks there, either.
            if cl_lock_shared(descriptor.rawValue, byte, 1) < 0 { return }
        }
        for byte in used.map(\.unsharedByte) + unshared.map(\.usedByte) {
            guard cl_is_locked_elsewhere(descriptor.rawValue, byte, 1) == 1 else { continue }
            throw DiskImageError(
                .inUse, path, writing ? "write" : "read",
                "another program, such as a running QEMU, has the image open",
                remedy: "Stop the virtual machine that uses it, and do it again.")
        }
    }
}
