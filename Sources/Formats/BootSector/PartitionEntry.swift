// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout

/// One of the four entries of the partition table in a master boot record (UEFI 2.10 section 5.2.1, table 5-1).
///
/// ```
///  0       1            4    5          8             12           16
/// +-------+------------+----+----------+-------------+------------+
/// | flag  | first CHS  |type| last CHS | first LBA   | LBA count  |
/// +-------+------------+----+----------+-------------+------------+
/// ```
public struct PartitionEntry: Sendable, Equatable {
    /// The sixteen bytes as stored.
    public let bytes: [UInt8]

    /// Bytes of an entry.
    public static let sizeInBytes = 16
    /// The type of the entry that keeps tools which know no GPT away (UEFI 2.10 section 5.2.2: 0xEE).
    public static let protectiveType: UInt8 = 0xEE

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The entry that protects a GPT disk (UEFI 2.10 section 5.2.3, table 5-4).
    ///
    /// - Parameter diskSizeInBlocks: The size of the whole disk in logical blocks, itself included.
    public init(protecting diskSizeInBlocks: UInt64) {
        let count = UInt32(clamping: diskSizeInBlocks == 0 ? 0 : diskSizeInBlocks - 1)
        var bytes = [UInt8](repeating: 0, count: Self.sizeInBytes)
        bytes.store([0x00, 0x02, 0x00], at: 1)  // LBA 1 as cylinder 0, head 0, sector 2
        bytes[4] = Self.protectiveType
        bytes.store(Self.cylinderHeadSector(of: UInt64(count)), at: 5)
        bytes.store(1 as UInt32, at: 8)
        bytes.store(count, at: 12)
        self.bytes = bytes
    }

    /// A block's address in the geometry that BIOSes translate to, 255 heads of 63 sectors, or 0xFFFFFF where that
    /// is too small.
    private static func cylinderHeadSector(of block: UInt64) -> [UInt8] {
        let sectors: UInt64 = 63
        let heads: UInt64 = 255
        let cylinder = block / (sectors * heads)
        guard cylinder < 1024 else { return [0xFF, 0xFF, 0xFF] }
        let head = block / sectors % heads
        let sector = block % sectors + 1
        return [UInt8(head), UInt8(sector | (cylinder >> 8) << 6), UInt8(cylinder & 0xFF)]
    }

    /// The boot indicator: 0x80 where a BIOS is to boot from the partition.
    public var bootIndicator: UInt8 { bytes[0] }
    /// The type of the operating system; 0 for an unused entry.
    public var type: UInt8 { bytes[4] }
    /// The first logical block.
    public var firstBlock: UInt32 { bytes.integer(at: 8) ?? 0 }
    /// The number of logical blocks.
    public var sizeInBlocks: UInt32 { bytes.integer(at: 12) ?? 0 }
    /// Whether nothing is described.
    public var isUnused: Bool { type == 0 || sizeInBlocks == 0 }
    /// Whether this is the entry of a GPT disk.
    public var isProtective: Bool { type == Self.protectiveType }
    /// Whether a BIOS boot loader would go on from here.
    public var isActive: Bool { bootIndicator & 0x80 != 0 }
}
