// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout

/// A part of a VHDX file that its region table names (MS-VHDX section 2.2.3).
struct VHDXRegion {
    let offset: UInt64
    let length: UInt64

    private static let tableOffsets: [UInt64] = [192 << 10, 256 << 10]
    private static let tableSize = 64 << 10
    private static let blockTable = GUID(0x2DC2_7766, 0xF623, 0x4200, 0x9D64, 0x115E_9BFD_4A08)
    private static let metadata = GUID(0x8B7C_A206, 0x4790, 0x4B9A, 0xB8FE, 0x575F_050F_886E)

    /// The block allocation table and the metadata.
    static func find(_ file: any ImageFile) throws -> (blockTable: VHDXRegion, metadata: VHDXRegion) {
        let tables = try tableOffsets.map { try file.readPadded(at: $0, count: tableSize) }
        guard let table = tables.first(where: { vhdxIsSound($0, mark: "regi") }) else {
            throw file.damaged("both of its region tables are missing or have a wrong CRC")
        }
        let count: UInt32 = table.integer(at: 8) ?? 0
        guard count <= 2047 else { throw file.damaged("its region table has an impossible number of entries") }
        let size = file.sizeInBytes
        var regions: [GUID: VHDXRegion] = [:]
        for index in 0..<Int(count) {
            guard let type = GUID(table, at: 16 + index * 32),
                let offset: UInt64 = table.integer(at: 32 + index * 32),
                let length: UInt32 = table.integer(at: 40 + index * 32),
                let flags: UInt32 = table.integer(at: 44 + index * 32)
            else { continue }
            guard type == blockTable || type == metadata else {
                guard flags & 1 == 0 else {
                    throw file.unsupported(
                        "it needs the unknown region \(type)", remedy: "Convert it with 'qemu-img convert -O vhdx'.")
                }
                continue
            }
            guard offset >= 1 << 20, offset % (1 << 20) == 0, offset <= size, UInt64(length) <= size - offset else {
                throw file.damaged("one of its regions is said to lie outside the file")
            }
            regions[type] = VHDXRegion(offset: offset, length: UInt64(length))
        }
        guard let blocks = regions[blockTable], let metadata = regions[metadata] else {
            throw file.damaged("its region table does not name what it must")
        }
        return (blocks, metadata)
    }
}

/// What the metadata of a VHDX file say about its disk (MS-VHDX section 2.2.4).
struct VHDXMetadata {
    let blockSize: UInt64
    let diskSizeInBytes: UInt64
    let logicalSectorSize: UInt64

    private static let fileParameters = GUID(0xCAA1_6737, 0xFA36, 0x4D43, 0xB3B6, 0x33F0_AA44_E76B)
    private static let diskSize = GUID(0x2FA5_4224, 0xCD1B, 0x4876, 0xB211, 0x5DBE_D83B_F4B8)
    private static let logicalSector = GUID(0x8141_BF1D, 0xA96F, 0x4709, 0xBA47, 0xF233_A8FA_AB5F)
    private static let physicalSector = GUID(0xCDA3_48C7, 0x445D, 0x4471, 0x9CC9, 0xE988_5251_C556)
    private static let diskIdentifier = GUID(0xBECA_12AB, 0xB2E6, 0x4523, 0x93EF, 0xC309_E000_C746)
    private static let parentLocator = GUID(0xA8D3_5F2D, 0xB30B, 0x454D, 0xABF7, 0xD3D8_4834_AB0C)

    init(_ file: any ImageFile, _ region: VHDXRegion) throws {
        let table = try file.readPadded(at: region.offset, count: 64 << 10)
        let count: UInt16 = table.integer(at: 10) ?? 0
        guard table.starts(with: "metadata".utf8), count <= 2047 else {
            throw file.damaged("its metadata table is missing")
        }
        var items: [GUID: [UInt8]] = [:]
        for index in 0..<Int(count) {
            guard let item = GUID(table, at: 32 + index * 32), let offset: UInt32 = table.integer(at: 48 + index * 32),
                let length: UInt32 = table.integer(at: 52 + index * 32),
                let flags: UInt32 = table.integer(at: 56 + index * 32)
            else { continue }
            let known = [
                Self.fileParameters, Self.diskSize, Self.logicalSector, Self.physicalSector, Self.diskIdentifier,
                Self.parentLocator,
            ]
            guard known.contains(item) else {
                guard flags & 0b100 == 0 else {
                    throw file.unsupported(
                        "it needs the unknown metadata \(item)", remedy: "Convert it with 'qemu-img convert -O vhdx'.")
                }
                continue
            }
            guard UInt64(offset) + UInt64(length) <= region.length else {
                throw file.damaged("some of its metadata are said to lie outside their region")
            }
            items[item] = try file.readPadded(at: region.offset + UInt64(offset), count: min(Int(length), 512))
        }
        guard let parameters = items[Self.fileParameters], let block: UInt32 = parameters.integer(at: 0),
            let flags: UInt32 = parameters.integer(at: 4), let size: UInt64 = items[Self.diskSize]?.integer(at: 0),
            let sector: UInt32 = items[Self.logicalSector]?.integer(at: 0)
        else { throw file.damaged("its metadata do not tell the size of its disk") }
        guard flags & 0b10 == 0 else {
            throw file.unsupported(
                "it is a differencing VHDX, which holds only changes of another image",
                remedy: "Merge it into its parent, or convert it with 'qemu-img convert -O vhdx'.")
        }
        guard block.nonzeroBitCount == 1, (1 << 20...256 << 20).contains(block), sector == 512 || sector == 4096,
            size <= 64 << 40, size % UInt64(sector) == 0
        else { throw file.damaged("its metadata have impossible values") }
        blockSize = UInt64(block)
        diskSizeInBytes = size
        logicalSectorSize = UInt64(sector)
    }
}
