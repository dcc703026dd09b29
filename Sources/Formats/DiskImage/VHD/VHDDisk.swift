// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout

/// The disk in a VHD image (Microsoft, "Virtual Hard Disk Image Format Specification", 2006).
///
/// ```
/// fixed:    data … | footer
/// dynamic:  copy of footer | header | block allocation table | blocks … | footer
/// a block:  bitmap of its sectors, padded to 512 bytes | data
/// ```
final class VHDDisk: VirtualDisk {
    private let file: any ImageFile
    private let footer: [UInt8]
    /// Where the footer at the end is.
    private var footerOffset: UInt64 { file.sizeInBytes - 512 }
    let sizeInBytes: UInt64
    /// The parts of a dynamic disk; nil for a fixed one.
    private let dynamic: Dynamic?

    private struct Dynamic {
        let tableOffset: UInt64
        let tableCount: UInt64
        let blockSize: Int
        /// Bytes of a block's bitmap, with its padding.
        let bitmapSize: Int
    }

    /// An entry of the table for a block that is not there.
    private static let unallocated = UInt32.max

    init(_ file: any ImageFile) throws {
        self.file = file
        let fileSize = file.sizeInBytes
        guard fileSize >= 512 else { throw file.damaged("it is too small for a footer") }
        footer = try file.read(at: fileSize - 512, count: 512)
        guard Self.isSound(footer, mark: "conectix", checksumAt: 64) else {
            throw file.damaged(
                "the footer in its last 512 bytes is missing or has a wrong checksum",
                remedy: "It may be cut short: get a whole copy of it.")
        }
        let type: UInt32 = footer.integer(at: 60, .big) ?? 0
        sizeInBytes = Self.diskSize(footer)
        switch type {
        case 2:
            guard sizeInBytes <= fileSize - 512 else { throw file.damaged("it is smaller than its disk") }
            dynamic = nil
        case 3:
            dynamic = try Self.readDynamic(file, footer)
            guard let dynamic, sizeInBytes <= dynamic.tableCount * UInt64(dynamic.blockSize) else {
                throw file.damaged("its block allocation table is too small for its disk")
            }
        case 4:
            throw file.unsupported(
                "it is a differencing VHD, which holds only changes of another image",
                remedy: "Merge it into its parent, or convert it with 'qemu-img convert -O vpc'.")
        default:
            throw file.unsupported(
                "it is a VHD of the unknown type \(type)", remedy: "Convert it with 'qemu-img convert -O vpc'.")
        }
    }

    var blockSizeInBytes: Int? { 512 }

    /// The size that the guest sees: the footer's "current size", or for images of Virtual PC and of older versions of
    /// QEMU what the geometry gives, unless that is the largest geometry.
    private static func diskSize(_ footer: [UInt8]) -> UInt64 {
        let size: UInt64 = footer.integer(at: 48, .big) ?? 0
        let creator = Array(footer[28..<32])
        guard creator == Array("vpc ".utf8) || creator == Array("qemu".utf8) else { return size }
        let cylinders: UInt16 = footer.integer(at: 56, .big) ?? 0
        let heads = footer[58]
        let sectors = footer[59]
        if cylinders == 65535, heads == 16, sectors == 255 { return size }
        return UInt64(cylinders) * UInt64(heads) * UInt64(sectors) * 512
    }

    /// Whether a footer or a header has its mark and its checksum: the inverted sum of all bytes but its own.
    private static func isSound(_ bytes: [UInt8], mark: String, checksumAt offset: Int) -> Bool {
        guard bytes.starts(with: mark.utf8), let checksum: UInt32 = bytes.integer(at: offset, .big) else {
            return false
        }
        let sum = bytes.enumerated().reduce(UInt32(0)) { sum, byte in
            (offset..<offset + 4).contains(byte.offset) ? sum : sum &+ UInt32(byte.element)
        }
        return ~sum == checksum
    }

    private static func readDynamic(_ file: any ImageFile, _ footer: [UInt8]) throws -> Dynamic {
        let headerOffset: UInt64 = footer.integer(at: 16, .big) ?? 0
        let fileSize = file.sizeInBytes
        guard headerOffset <= fileSize, fileSize - headerOffset >= 1024 else {
            throw file.damaged("its header is said to lie outside the file")
        }
        let header = try file.read(at: headerOffset, count: 1024)
        guard isSound(header, mark: "cxsparse", checksumAt: 36) else {
            throw file.damaged("its header is missing or has a wrong checksum")
        }
        let tableOffset: UInt64 = header.integer(at: 16, .big) ?? 0
        let count: UInt32 = header.integer(at: 28, .big) ?? 0
        let blockSize: UInt32 = header.integer(at: 32, .big) ?? 0
        guard blockSize.nonzeroBitCount == 1, (512...(256 << 20)).contains(blockSize) else {
            throw file.damaged("its block size of \(blockSize) bytes is impossible")
        }
        guard count > 0, tableOffset <= fileSize, UInt64(count) * 4 <= fileSize - tableOffset else {
            throw file.damaged("its block allocation table is said to lie outside the file")
        }
        let bitmapBytes = (Int(blockSize) / 512 + 7) / 8
        return Dynamic(
            tableOffset: tableOffset, tableCount: UInt64(count), blockSize: Int(blockSize),
            bitmapSize: (bitmapBytes + 511) / 512 * 512)
    }

    /// Where a block begins, or nil when it is not there.
    private func offset(ofBlock index: UInt64, _ dynamic: Dynamic) throws -> UInt64? {
        guard index < dynamic.tableCount else { throw file.damaged("its block allocation table is too small") }
        let bytes = try file.read(at: dynamic.tableOffset + index * 4, count: 4)
        guard let entry: UInt32 = bytes.integer(at: 0, .big), entry != Self.unallocated else { return nil }
        let offset = UInt64(entry) * 512
        // The block ends before the footer; its first bytes are not those of the tables.
        let size = UInt64(dynamic.bitmapSize + dynamic.blockSize)
        guard offset <= footerOffset, size <= footerOffset - offset,
            offset >= dynamic.tableOffset + dynamic.tableCount * 4 || offset + size <= dynamic.tableOffset,
            offset >= 1536
        else { throw file.damaged("block \(index) is said to lie outside the file, or where the tables are") }
        return offset
    }

    func read(at offset: UInt64, count: Int) throws -> [UInt8] {
        guard let dynamic else { return try file.read(at: offset, count: count) }
        var bytes: [UInt8] = []
        while bytes.count < count {
            // Sector by sector, as each has its bit; what is read here is a few of them.
            let place = offset + UInt64(bytes.count)
            let inBlock = Int(place % UInt64(dynamic.blockSize))
            let length = min(count - bytes.count, 512 - inBlock % 512)
            guard let block = try self.offset(ofBlock: place / UInt64(dynamic.blockSize), dynamic),
                try file.read(at: block + UInt64(inBlock / 4096), count: 1)[0] & 0x80 >> UInt8(inBlock / 512 % 8) != 0
            else {
                bytes += [UInt8](repeating: 0, count: length)
                continue
            }
            bytes += try file.read(at: block + UInt64(dynamic.bitmapSize + inBlock), count: length)
        }
        return bytes
    }

    /// Replaces the guest's first 512 bytes.
    ///
    /// A new block takes the place of the footer, after a copy of the footer has been put where the new end will be, so
    /// that the file ends in a footer at any instant. The block belongs to the disk once the table says so, which is last.
    func writeFirstSector(_ sector: [UInt8]) throws {
        guard let dynamic else {
            try file.write(sector, at: 0)
            return try file.synchronize()
        }
        if let block = try offset(ofBlock: 0, dynamic) {
            let bits = try file.read(at: block, count: 1)[0]
            try file.write(sector, at: block + UInt64(dynamic.bitmapSize))
            try file.synchronize()
            guard bits & 0x80 == 0 else { return }
            try file.write([bits | 0x80], at: block)
            return try file.synchronize()
        }
        let block = footerOffset
        guard file.canGrow, let entry = UInt32(exactly: block / 512), entry != Self.unallocated, block % 512 == 0 else {
            throw DiskImageError(
                .noSpace, file.path, "write", "it cannot take another block",
                remedy: "Convert it with 'qemu-img convert -O vpc'.")
        }
        let size = UInt64(dynamic.bitmapSize + dynamic.blockSize)
        let bitmap = [0x80] + [UInt8](repeating: 0, count: dynamic.bitmapSize - 1)
        try file.growing {
            try file.write(footer, at: block + size)
            try file.synchronize()
            try file.write(sector, at: block + UInt64(dynamic.bitmapSize))
            try file.synchronize()
        }
        try file.write(bitmap, at: block)
        try file.synchronize()
        var bytes = [UInt8](repeating: 0, count: 4)
        bytes.store(entry, at: 0, .big)
        try file.write(bytes, at: dynamic.tableOffset)
        try file.synchronize()
    }
}
