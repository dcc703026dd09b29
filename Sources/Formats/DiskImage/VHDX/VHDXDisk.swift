// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout

/// The disk in a VHDX file ("[MS-VHDX]: Virtual Hard Disk v2 (VHDX) File Format").
///
/// ```
/// 0        64K      128K     192K     256K     1M
/// | mark   | header | header | region | region | log, metadata, block allocation table, blocks …
/// ```
final class VHDXDisk: VirtualDisk {
    private let file: any ImageFile
    private let header: VHDXHeader
    private let metadata: VHDXMetadata
    private let table: VHDXRegion
    private let metadataRegion: VHDXRegion

    /// States of a block (MS-VHDX section 2.5.1.1).
    private enum State {
        static let notPresent: UInt64 = 0
        static let undefined: UInt64 = 1
        static let zero: UInt64 = 2
        static let unmapped: UInt64 = 3
        static let fullyPresent: UInt64 = 6
    }

    /// Blocks lie at multiples of this, and so the offsets in the table count.
    private static let alignment: UInt64 = 1 << 20

    init(_ file: any ImageFile) throws {
        self.file = file
        header = try VHDXHeader(file)
        // What the log has yet to put in place may be any of the following tables.
        guard !header.hasLog else {
            throw file.damaged(
                "it was not closed cleanly, and its log holds changes",
                remedy: "Let 'qemu-img check -r all' apply them first.")
        }
        (table, metadataRegion) = try VHDXRegion.find(file)
        metadata = try VHDXMetadata(file, metadataRegion)
        // After each group of data blocks comes the entry of a bitmap block, which only differencing disks use.
        let blocks = (metadata.diskSizeInBytes + metadata.blockSize - 1) / metadata.blockSize
        guard blocks > 0, (entryIndex(ofBlock: blocks - 1) + 1) * 8 <= table.length else {
            throw file.damaged("its block allocation table is too small for its disk")
        }
    }

    var sizeInBytes: UInt64 { metadata.diskSizeInBytes }
    var blockSizeInBytes: Int? { Int(metadata.logicalSectorSize) }

    /// Which entry of the table a data block has (MS-VHDX section 2.5): one of a bitmap follows each "chunk".
    private func entryIndex(ofBlock block: UInt64) -> UInt64 {
        let chunk = (1 << 23) * metadata.logicalSectorSize / metadata.blockSize
        return block + block / chunk
    }

    /// Where a block is, or nil when it reads as zeros.
    private func offset(ofBlock block: UInt64) throws -> UInt64? {
        let bytes = try file.read(at: table.offset + entryIndex(ofBlock: block) * 8, count: 8)
        let entry: UInt64 = bytes.integer(at: 0) ?? 0
        switch entry & 7 {
        case State.notPresent, State.undefined, State.zero, State.unmapped: return nil
        case State.fullyPresent:
            let offset = entry & ~(Self.alignment - 1)
            let size = file.sizeInBytes
            guard offset >= Self.alignment, offset <= size, metadata.blockSize <= size - offset,
                !overlaps(offset, table), !overlaps(offset, metadataRegion)
            else { throw file.damaged("block \(block) is said to lie outside the file, or where the tables are") }
            return offset
        default:
            throw file.damaged("block \(block) is in the impossible state \(entry & 7)")
        }
    }

    private func overlaps(_ offset: UInt64, _ region: VHDXRegion) -> Bool {
        offset < region.offset + region.length && region.offset < offset + metadata.blockSize
    }

    func read(at offset: UInt64, count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let place = offset + UInt64(bytes.count)
            let inBlock = place % metadata.blockSize
            let length = Int(min(UInt64(count - bytes.count), metadata.blockSize - inBlock))
            if let block = try self.offset(ofBlock: place / metadata.blockSize) {
                bytes += try file.read(at: block + inBlock, count: length)
            } else {
                bytes += [UInt8](repeating: 0, count: length)
            }
        }
        return bytes
    }

    /// Replaces the guest's first 512 bytes.
    ///
    /// A new block at the end of the file belongs to the disk once its entry in the table, of eight bytes, says so,
    /// which is last. The log is not needed for that: it is there for changes that take more than one write.
    func writeFirstSector(_ sector: [UInt8]) throws {
        if let block = try offset(ofBlock: 0) {
            try header.announceChange(in: file)
            try file.write(sector, at: block)
            return try file.synchronize()
        }
        guard file.canGrow else {
            throw DiskImageError(
                .noSpace, file.path, "write", "the device has no room that is known to be free",
                remedy: "Convert it with 'qemu-img convert -O vhdx'.")
        }
        let block = (file.sizeInBytes + Self.alignment - 1) / Self.alignment * Self.alignment
        try file.growing {
            try file.resize(to: block + metadata.blockSize)
            try file.write(sector, at: block)
            try file.synchronize()
        }
        try header.announceChange(in: file)
        var entry = [UInt8](repeating: 0, count: 8)
        entry.store(block | State.fullyPresent, at: 0)
        try file.write(entry, at: table.offset)
        try file.synchronize()
    }
}
