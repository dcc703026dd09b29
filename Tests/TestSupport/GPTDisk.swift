// SPDX-License-Identifier: Apache-2.0

public import ByteLayout

/// The bytes of a disk with a GUID partition table, made here so that block sizes and damages are free to choose.
public struct GPTDisk: Sendable {
    /// The whole disk.
    public var bytes: [UInt8]
    /// The size of its blocks.
    public let blockSize: Int

    /// A partition to make: its type, its attributes.
    public typealias Partition = (type: GUID, attributes: UInt64)

    /// The type of the EFI system partition.
    public static let systemType = GUID(0xC12A_7328, 0xF81F, 0x11D2, 0xBA4B, 0x00A0_C93E_C93B)

    /// A disk with partitions of ten blocks each, a right protective entry and the disk signature 0x12345678.
    public init(
        sizeInBytes: Int = 1 << 20, blockSize: Int = 512, partitions: [Partition] = [(GPTDisk.systemType, 0)]
    ) {
        self.blockSize = blockSize
        bytes = [UInt8](repeating: 0, count: sizeInBytes)
        let blocks = sizeInBytes / blockSize
        let entryBlocks = 16384 / blockSize
        var entries = [UInt8](repeating: 0, count: 16384)
        for (index, partition) in partitions.enumerated() {
            let first = 2 + entryBlocks + index * 10
            entries.store(partition.type.bytes, at: index * 128)
            entries.store(GUID(UInt32(index + 1), 1, 2, 3, 4).bytes, at: index * 128 + 16)
            entries.store(UInt64(first), at: index * 128 + 32)
            entries.store(UInt64(first + 9), at: index * 128 + 40)
            entries.store(partition.attributes, at: index * 128 + 48)
        }
        bytes.store(entries, at: 2 * blockSize)
        bytes.store(entries, at: (blocks - 1 - entryBlocks) * blockSize)
        for (place, other, table) in [(1, blocks - 1, 2), (blocks - 1, 1, blocks - 1 - entryBlocks)] {
            var header = [UInt8](repeating: 0, count: 92)
            header.store(Array("EFI PART".utf8), at: 0)
            header.store(0x0001_0000 as UInt32, at: 8)
            header.store(92 as UInt32, at: 12)
            header.store(UInt64(place), at: 24)
            header.store(UInt64(other), at: 32)
            header.store(UInt64(2 + entryBlocks), at: 40)
            header.store(UInt64(blocks - 2 - entryBlocks), at: 48)
            header.store(GUID(0xD15C, 1, 2, 3, 4).bytes, at: 56)
            header.store(UInt64(table), at: 72)
            header.store(128 as UInt32, at: 80)
            header.store(128 as UInt32, at: 84)
            header.store(CRC32.ieee.checksum(entries), at: 88)
            header.store(CRC32.ieee.checksum(header), at: 16)
            bytes.store(header, at: place * blockSize)
        }
        bytes.store(0x1234_5678 as UInt32, at: 440)
        bytes.store([0x00, 0x00, 0x02, 0x00, 0xEE, 0xFF, 0xFF, 0xFF, 1, 0, 0, 0], at: 446)
        bytes.store(UInt32(blocks - 1), at: 458)
        bytes.store([0x55, 0xAA], at: 510)
    }
}
