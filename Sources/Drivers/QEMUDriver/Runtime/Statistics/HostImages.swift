// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import Glibc
internal import LinuxSystem
internal import SystemPackage
internal import VirtModel

/// How large images are on the host; asking blocks, for a disk may be on a server that hangs.
struct HostImages: Sendable {
    struct Size: Sendable {
        var allocated: UInt64
        var physical: UInt64
        var isFile: Bool
        /// What the guest sees, where the image says it in its header.
        var capacity: UInt64?
    }
    private var sizes: [String: Size] = [:]

    /// Looks at the files and block devices of disks, and at others; what cannot be looked at is left out.
    init(_ disks: some Sequence<Disk>, _ others: [String] = []) {
        for disk in disks {
            guard let path = disk.source.path, sizes[path] == nil else { continue }
            sizes[path] = Self.size(of: path)
            // Only where the document says what it is: a raw image holds what its guest writes.
            if disk.source.format == .qcow2 { sizes[path]?.capacity = Self.capacity(of: path) }
        }
        for path in others where sizes[path] == nil { sizes[path] = Self.size(of: path) }
    }

    init() {}

    subscript(_ path: String) -> Size? { sizes[path] }

    /// The size in the header of a qcow2 image (QEMU's docs/interop/qcow2.txt): eight bytes from the 24th on.
    private static func capacity(of path: String) -> UInt64? {
        let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var header = [UInt8](repeating: 0, count: 32)
        guard pread(file, &header, header.count, 0) == header.count, header.starts(with: [0x51, 0x46, 0x49, 0xfb])
        else { return nil }
        let size: UInt64 = header[24...].reduce(0) { $0 << 8 | UInt64($1) }
        return size
    }

    private static func size(of path: String) -> Size? {
        var status = Glibc.stat()
        guard stat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            // st_blocks counts 512 bytes, whatever the file system does (stat(3type)).
            return Size(
                allocated: UInt64(clamping: status.st_blocks) * 512, physical: UInt64(clamping: status.st_size),
                isFile: true)
        case S_IFBLK:
            let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
            guard file >= 0 else { return nil }
            defer { close(file) }
            let end = UInt64(clamping: lseek(file, 0, SEEK_END))
            return Size(allocated: end, physical: end, isFile: false)
        default: return nil
        }
    }
}

extension DomainBlockInformation {
    /// The sizes of an image: of what QEMU and the host tell, as far as they do.
    ///
    /// - Parameter isRaw: Whether the bytes of the device are those that the guest sees.
    init(_ image: BlockReplies.Image?, _ host: HostImages.Size?, isRaw: Bool) {
        let physical = host?.physical ?? image?.capacity ?? 0
        var allocation = host?.allocated ?? image?.highestOffset ?? 0
        // On a block device the furthest byte that was written is what is in use of it, unless all of it is the disk's.
        if let host, !host.isFile, !isRaw { allocation = image?.highestOffset ?? host.allocated }
        self.init(capacity: image?.capacity ?? host?.capacity ?? physical, allocation: allocation, physical: physical)
    }
}
