// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout
internal import CLinux
internal import Compression
internal import Glibc
internal import LinuxSystem
internal import SystemPackage

/// The kernel proper out of a bzImage, an ELF file that QEMU starts at its PVH entry.
///
/// Unpacking costs an emulated CPU a third of a second and the host some 50 ms, once: the result is kept in the user's
/// cache. Nothing here is an error: where a kernel cannot be had this way, the bzImage boots as it is.
struct UncompressedKernel {
    /// How many kernels the cache keeps, some 50 MB each.
    static let cacheLimit = 4

    /// The unpacked kernel of a bzImage, from the cache or made now; nil when it cannot be had.
    static func path(of kernel: KernelImage, environment: [String: String]) -> FilePath? {
        guard kernel.architecture == .x86_64, let payload = kernel.payload,
            let cache = CacheDirectory.path("kernels", environment: environment), let key = key(of: kernel)
        else { return nil }
        let path = cache.appending(key)
        if CacheDirectory.isTrustedFile(path) {
            // The time of last use, for the limit.
            utimensat(AT_FDCWD, path.string, nil, 0)
            return path
        }
        guard CacheDirectory.make(cache), unpack(kernel.path, payload, to: path) else { return nil }
        prune(cache)
        return path
    }

    /// A name that changes with the kernel's file.
    private static func key(of kernel: KernelImage) -> String? {
        var status = Glibc.stat()
        guard stat(kernel.path.string, &status) == 0 else { return nil }
        let release = kernel.release ?? "kernel"
        guard !release.contains("/") else { return nil }
        return "\(release)-\(status.st_dev)-\(status.st_ino)-\(status.st_size)-\(status.st_mtim.tv_sec)"
            + "-\(status.st_mtim.tv_nsec)"
    }

    /// Unpacks to a file without a name, which gets one when it is whole.
    private static func unpack(_ kernel: FilePath, _ payload: Range<Int>, to path: FilePath) -> Bool {
        guard payload.count > 4, let source = try? FileDescriptor.open(kernel, .readOnly, options: .closeOnExec)
        else { return false }
        defer { try? source.close() }
        let temporary = clinux_open_unnamed(path.removingLastComponent().string, 0o600)
        guard temporary >= 0 else { return false }
        let target = FileDescriptor(rawValue: temporary)
        defer { try? target.close() }
        do {
            var position = payload.lowerBound
            var signature = [UInt8](repeating: 0, count: CompressionFormat.signatureLength)
            _ = try signature.withUnsafeMutableBytes { try source.read(fromAbsoluteOffset: Int64(position), into: $0) }
            guard let format = CompressionFormat(detecting: signature) else { return false }
            // The last four bytes of the payload are the size of what it unpacks to (Documentation/x86/boot.rst,
            // payload_length, as arch/x86/boot/compressed appends it), not a part of the stream.
            let end = payload.upperBound - 4
            try Decoder.decompress(
                format, followedBy: .anything,
                read: { buffer in
                    let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(end - position))
                    guard !wanted.isEmpty else { return 0 }
                    let count = try source.read(fromAbsoluteOffset: Int64(position), into: wanted)
                    position += count
                    return count
                },
                write: { try target.appendAll($0) })
        } catch {
            return false
        }
        guard PVHNote.exists(in: target) else { return false }
        // A name for a nameless file (open(2), O_TMPFILE); another process may have been faster.
        let result = linkat(AT_FDCWD, "/proc/self/fd/\(temporary)", AT_FDCWD, path.string, AT_SYMLINK_FOLLOW)
        return result == 0 || errno == EEXIST && CacheDirectory.isTrustedFile(path)
    }

    /// Removes the kernels that were not used for the longest time.
    private static func prune(_ cache: FilePath) {
        let files = DirectoryListing.names(in: cache).compactMap { name -> (path: FilePath, time: Int)? in
            var status = Glibc.stat()
            let path = cache.appending(name)
            guard lstat(path.string, &status) == 0 else { return nil }
            return (path, status.st_mtim.tv_sec)
        }
        for file in files.sorted(by: { $0.time > $1.time }).dropFirst(cacheLimit) { unlink(file.path.string) }
    }
}

/// The ELF note by which a kernel says where QEMU may enter it without a boot loader.
enum PVHNote {
    /// XEN_ELFNOTE_PHYS32_ENTRY, xen/interface/elfnote.h.
    private static let type = 18

    /// Whether an ELF file of 64 bits has the note.
    static func exists(in file: FileDescriptor) -> Bool {
        func bytes(_ offset: Int, _ count: Int) -> [UInt8]? {
            guard offset >= 0, count >= 0, count < 1 << 20 else { return nil }
            var bytes = [UInt8](repeating: 0, count: count)
            let read = try? bytes.withUnsafeMutableBytes { try file.read(fromAbsoluteOffset: Int64(offset), into: $0) }
            return read == count ? bytes : nil
        }
        func number(_ bytes: [UInt8], _ type: (some FixedWidthInteger).Type, _ offset: Int) -> Int {
            bytes.integer(type, at: offset).map { Int(clamping: $0) } ?? 0
        }
        // e_phoff, e_phentsize, e_phnum, then the program headers (elf(5)).
        guard let head = bytes(0, 64), head.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2, 1]) else { return false }
        let start = number(head, UInt64.self, 32)
        let size = number(head, UInt16.self, 54)
        guard size >= 56 else { return false }
        for index in 0..<number(head, UInt16.self, 56) {
            guard let segment = bytes(start &+ index * size, size) else { return false }
            // PT_NOTE
            guard number(segment, UInt32.self, 0) == 4,
                let notes = bytes(number(segment, UInt64.self, 8), number(segment, UInt32.self, 32))
            else {
                continue
            }
            var position = 0
            while position + 12 <= notes.count {
                let nameSize = number(notes, UInt32.self, position)
                let valueSize = number(notes, UInt32.self, position + 4)
                let name = notes[(position + 12)...].prefix(nameSize)
                if number(notes, UInt32.self, position + 8) == type, name.elementsEqual([0x58, 0x65, 0x6e, 0]) {
                    return true
                }
                position += 12 + (nameSize + 3) & ~3 + (valueSize + 3) & ~3
            }
        }
        return false
    }
}
