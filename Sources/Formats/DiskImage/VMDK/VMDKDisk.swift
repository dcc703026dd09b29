// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout

/// The disk in a VMDK file of the kind "monolithicSparse" (VMware, "Virtual Disk Format 5.0", hosted sparse extents).
///
/// ```
/// header | descriptor | redundant grain directory and tables | grain directory and tables | grains …
///
/// grain directory --> grain tables --> grains with data; all by their numbers of sectors from the file's beginning
/// ```
final class VMDKDisk: VirtualDisk {
    private let file: any ImageFile
    private let header: VMDKHeader

    init(_ file: any ImageFile) throws {
        self.file = file
        header = try VMDKHeader(file)
    }

    var sizeInBytes: UInt64 { header.capacity * VMDKHeader.sector }
    var blockSizeInBytes: Int? { 512 }

    /// Where the entry of a grain is in the tables that a directory names; nil where there is no table.
    private func entryOffset(ofGrain grain: UInt64, inDirectoryAt directory: UInt64) throws -> UInt64? {
        let place = directory * VMDKHeader.sector + grain / header.entriesPerTable * 4
        let table: UInt32 = try file.read(at: place, count: 4).integer(at: 0) ?? 0
        guard table != 0 else { return nil }
        let offset = UInt64(table) * VMDKHeader.sector
        let size = file.sizeInBytes
        guard offset <= size, header.entriesPerTable * 4 <= size - offset else {
            throw file.damaged("one of its grain tables is said to lie outside the file")
        }
        return offset + grain % header.entriesPerTable * 4
    }

    /// Where a grain is, or nil when it reads as zeros.
    private func offset(ofGrain grain: UInt64) throws -> UInt64? {
        guard let place = try entryOffset(ofGrain: grain, inDirectoryAt: header.directory) else { return nil }
        let entry: UInt32 = try file.read(at: place, count: 4).integer(at: 0) ?? 0
        if entry == 0 || (entry == 1 && header.hasZeroedGrains) { return nil }
        let offset = UInt64(entry) * VMDKHeader.sector
        // The tables lie in front; the last grain may have been cut at the end of the disk.
        guard entry >= header.overhead, offset < file.sizeInBytes else {
            throw file.damaged("grain \(grain) is said to lie outside the file, or where the tables are")
        }
        return offset
    }

    func read(at offset: UInt64, count: Int) throws -> [UInt8] {
        let grainSize = header.grainSize * VMDKHeader.sector
        var bytes: [UInt8] = []
        while bytes.count < count {
            let place = offset + UInt64(bytes.count)
            let length = Int(min(UInt64(count - bytes.count), grainSize - place % grainSize))
            if let grain = try self.offset(ofGrain: place / grainSize) {
                bytes += try file.readPadded(at: grain + place % grainSize, count: length)
            } else {
                bytes += [UInt8](repeating: 0, count: length)
            }
        }
        return bytes
    }

    /// Replaces the guest's first 512 bytes.
    ///
    /// A new grain is put at the end of the file; then the redundant table names it, then the one that counts.
    func writeFirstSector(_ sector: [UInt8]) throws {
        if let grain = try offset(ofGrain: 0) {
            try header.renewContentIdentifier(in: file)
            try file.write(sector, at: grain)
            return try file.synchronize()
        }
        guard let place = try entryOffset(ofGrain: 0, inDirectoryAt: header.directory) else {
            throw file.unsupported(
                "it has no grain table for its first sector yet", remedy: "Convert it with 'qemu-img convert -O vmdk'.")
        }
        let redundant = try header.redundantDirectory.flatMap { try entryOffset(ofGrain: 0, inDirectoryAt: $0) }
        let align = VMDKHeader.sector * header.grainSize
        let grain = (file.sizeInBytes + align - 1) / align * align
        guard file.canGrow, let entry = UInt32(exactly: grain / VMDKHeader.sector) else {
            throw DiskImageError(
                .noSpace, file.path, "write", "it cannot take another grain",
                remedy: "Convert it with 'qemu-img convert -O vmdk'.")
        }
        try file.growing {
            let rest = [UInt8](repeating: 0, count: Int(align) - sector.count)
            try file.write(sector + rest, at: grain)
            try file.synchronize()
        }
        try header.renewContentIdentifier(in: file)
        var bytes = [UInt8](repeating: 0, count: 4)
        bytes.store(entry, at: 0)
        // The mark of an unclean shutdown makes VMware compare the two tables after an interruption.
        let wasClean = try header.setUnclean(true, in: file)
        for place in [redundant, place].compactMap(\.self) {
            try file.write(bytes, at: place)
            try file.synchronize()
        }
        if wasClean { _ = try header.setUnclean(false, in: file) }
    }
}
