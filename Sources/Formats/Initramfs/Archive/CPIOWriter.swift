// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// Writes the "newc" form of a cpio archive, the one that the Linux kernel unpacks (its
/// Documentation/driver-api/early-userspace/buffer-format.rst):
///
///     "070701", then 13 numbers of 8 hexadecimal digits: inode, mode, uid, gid, number of links, mtime, size,
///     major and minor of the file system, major and minor of the device, length of the name with its zero byte, 0
///     the name and a zero byte, zero bytes up to a multiple of 4
///     the content, zero bytes up to a multiple of 4
///
/// Inodes are numbered by the order of writing, owners are 0, and there is one time for all: the same input gives
/// the same bytes.
struct CPIOWriter {
    /// The kinds of entries: the upper bits of `st_mode` (inode(7)).
    enum Kind: UInt32 {
        case directory = 0o040000
        case file = 0o100000
        case symbolicLink = 0o120000
        case characterDevice = 0o020000
        case blockDevice = 0o060000
    }

    struct Header {
        var name: [UInt8]
        var kind: Kind
        /// The lower 12 bits of the mode.
        var permissions: UInt32
        /// The size of the content, in bytes.
        var size: UInt32 = 0
        var links: UInt32 = 1
        /// Names of one file have one inode; nil gives the next number.
        var inode: UInt32?
        var device: (major: UInt32, minor: UInt32) = (0, 0)
        /// Whether the content begins at a block of the archive's file; see ``blockSize``.
        var isAligned = false
    }

    /// The start of long contents is moved to a multiple of this: whole pages are copied faster, and file systems that
    /// share blocks can. The gap is filled with zero bytes behind the name, which count as a part of it: the kernel
    /// and cpio(1) take a name to its first zero byte.
    static let blockSize: UInt64 = 4096

    /// The largest content that the 8 digits can tell.
    static let largestSize = Int64(UInt32.max)
    /// The longest name or link target, in bytes, that the kernel takes: PATH_MAX with the zero byte.
    static let longestName = 4095

    private let output: ImageOutput
    private let time: UInt32
    private var lastInode: UInt32 = 0
    /// The fixed part of a header, with its magic number.
    private var record = Array("070701".utf8) + [UInt8](repeating: 0x30, count: 13 * 8)

    init(_ output: ImageOutput, time: UInt32) {
        self.output = output
        self.time = time
    }

    /// Takes the next inode number, for a file that will have several names.
    mutating func newInode() -> UInt32 {
        lastInode += 1
        return lastInode
    }

    /// Writes an entry's header; its content, of exactly the size said, must follow, then ``endContent()``.
    mutating func begin(_ header: Header) throws(Errno) {
        let inode = header.inode ?? newInode()
        let isDirectory = header.kind == .directory
        let padding = header.isAligned ? gap(behind: header.name) : 0
        put(inode, 0)
        put(header.kind.rawValue | header.permissions & 0o7777, 1)
        put(isDirectory ? 2 : header.links, 4)
        put(time, 5)
        put(header.size, 6)
        put(header.device.major, 9)
        put(header.device.minor, 10)
        put(UInt32(header.name.count + 1 + padding), 11)
        try output.append(record)
        try output.append(header.name)
        try output.appendZeros(1 + padding)
        try output.align(to: 4)
    }

    /// The number of zero bytes that move the content behind a name to the next block; none where the name would get
    /// longer than the kernel takes.
    private func gap(behind name: [UInt8]) -> Int {
        let position = output.offset + UInt64(6 + 13 * 8 + name.count + 1)
        let padding = Int((Self.blockSize - position % Self.blockSize) % Self.blockSize)
        return name.count + padding <= Self.longestName ? padding : 0
    }

    /// Fills up the content of an entry.
    func endContent() throws(Errno) {
        try output.align(to: 4)
    }

    /// Writes an entry whose content is at hand.
    mutating func write(_ header: Header, content: [UInt8] = []) throws(Errno) {
        var header = header
        header.size = UInt32(clamping: content.count)
        try begin(header)
        try output.append(content)
        try endContent()
    }

    /// Ends the archive, and fills up to 512 bytes as cpio(1) does.
    mutating func finish() throws(Errno) {
        try write(Header(name: Array("TRAILER!!!".utf8), kind: .file, permissions: 0, inode: 0))
        try output.align(to: 512)
    }

    /// Writes one of the 13 numbers of the record; those that nobody writes are 0.
    private mutating func put(_ number: UInt32, _ index: Int) {
        record.withUnsafeMutableBytes { record in
            for digit in 0..<8 {
                let value = UInt8(truncatingIfNeeded: number >> UInt32(28 - 4 * digit) & 0xF)
                record[6 + 8 * index + digit] = value < 10 ? 0x30 + value : 0x37 + value
            }
        }
    }
}
