// SPDX-License-Identifier: Apache-2.0

public import ByteLayout

/// A GUID partition table whose two copies were read and found whole (UEFI 2.10 section 5.3).
public struct GUIDPartitionTable: Sendable, Equatable {
    /// A partition.
    public struct Partition: Sendable, Equatable {
        /// What it is for.
        public let type: GUID
        /// Its own identifier.
        public let identifier: GUID
        /// Its first logical block.
        public let firstBlock: UInt64
        /// Its last logical block.
        public let lastBlock: UInt64
        /// Attribute bits (UEFI 2.10 table 5-8).
        public let attributes: UInt64

        /// The type of the partition where GRUB for a BIOS lies.
        public static let biosBootType = GUID(0x2168_6148, 0x6449, 0x6E6F, 0x744E, 0x6565_6445_4649)
        /// The type of the EFI system partition.
        public static let systemType = GUID(0xC12A_7328, 0xF81F, 0x11D2, 0xBA4B, 0x00A0_C93E_C93B)

        /// Whether a BIOS boot loader is to boot it: attribute bit 2.
        public var isLegacyBootable: Bool { attributes & 0b100 != 0 }
    }

    /// The size of a logical block for which the table was made.
    public let blockSizeInBytes: Int
    /// The disk's identifier.
    public let diskIdentifier: GUID
    /// Where the backup header is.
    public let alternateBlock: UInt64
    /// The CRC-32 of the array of partition entries.
    public let entriesChecksum: UInt32
    /// The partitions in use, with their numbers from 1.
    public let partitions: [Int: Partition]
}

/// What was found where a GUID partition table would be.
public enum GUIDPartitionTableFinding: Sendable, Equatable {
    /// No header, neither in front nor at the end.
    case none
    /// Both copies are whole and agree.
    case valid(GUIDPartitionTable)
    /// There is one, but something is wrong with it: a clause such as "its primary header has a wrong CRC".
    case damaged(String)
}
