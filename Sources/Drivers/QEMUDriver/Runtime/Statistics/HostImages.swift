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
    }
    private var sizes: [String: Size] = [:]

    /// Looks at files and block devices; what cannot be looked at is left out.
    init(_ paths: some Sequence<String>) {
        for path in paths where sizes[path] == nil { sizes[path] = Self.size(of: path) }
    }

    init() {}

    subscript(_ path: String) -> Size? { sizes[path] }

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
        self.init(capacity: image?.capacity ?? physical, allocation: allocation, physical: physical)
    }
}
