// SPDX-License-Identifier: Apache-2.0

/// What a disk has in the places that matter to its boot sector, read once; and what follows from it.
///
/// ```swift
/// let survey = try DiskSurvey(sizeInBytes: size, blockSizeInBytes: nil) { offset, count in … }
/// guard survey.obstacles().isEmpty else { … }
/// let sector = survey.record(with: try BootStub.current.area(with: BootMessage(preset: .openstack)))
/// ```
public struct DiskSurvey: Sendable, Equatable {
    /// The size of the disk.
    public let sizeInBytes: UInt64
    /// The size of its logical blocks: as told, or as its GUID partition table shows, or else 512.
    public let blockSizeInBytes: Int
    /// Its first 512 bytes.
    public let record: MasterBootRecord
    /// Its GUID partition table.
    public let table: GUIDPartitionTableFinding

    /// The size of the disk in logical blocks.
    public var sizeInBlocks: UInt64 { sizeInBytes / UInt64(blockSizeInBytes) }

    /// Reads what matters of a disk.
    ///
    /// - Parameters:
    ///   - sizeInBytes: The size of the disk.
    ///   - blockSizeInBytes: The size of its logical blocks where that is known; nil for an image file.
    ///   - read: Reads bytes of the disk.
    /// - Throws: ``BootSectorError`` with the code `tooSmall`; what `read` throws.
    public init(sizeInBytes: UInt64, blockSizeInBytes: Int?, read: DiskReader) throws {
        guard sizeInBytes >= UInt64(MasterBootRecord.sizeInBytes),
            let record = MasterBootRecord(bytes: try read(0, MasterBootRecord.sizeInBytes))
        else {
            throw BootSectorError(
                .tooSmall, "it has \(sizeInBytes) bytes, less than a boot sector of \(MasterBootRecord.sizeInBytes)")
        }
        self.sizeInBytes = sizeInBytes
        self.record = record
        table = try GUIDPartitionTable.find(sizeInBytes: sizeInBytes, blockSizeInBytes: blockSizeInBytes, read: read)
        if case .valid(let table) = table {
            self.blockSizeInBytes = table.blockSizeInBytes
        } else {
            self.blockSizeInBytes = blockSizeInBytes ?? 512
        }
    }

    /// A reason not to write a boot sector that only says that the disk does not boot.
    public enum Obstacle: Sendable, Equatable {
        /// There is no GUID partition table.
        case noTable
        /// The GUID partition table is damaged, as this clause says.
        case damagedTable(String)
        /// A master boot record with partitions of its own, none of them protective, beside a GUID partition table.
        case conflictingTables
        /// Boot code that is not ours.
        case foreignBootCode
        /// The partition of this number is where a BIOS boot loader lies.
        case biosBootPartition(Int)
        /// The partition of this number has the attribute "legacy BIOS bootable".
        case legacyBootable(Int)
        /// The entry of this number, 1 to 4, in the master boot record is active, and not the protective one.
        case activePartition(Int)
    }

    /// All reasons not to write, in a fixed order.
    ///
    /// - Parameter stubs: Stubs whose code counts as ours beside the known ones.
    public func obstacles(knowing stubs: [BootStub] = []) -> [Obstacle] {
        var obstacles: [Obstacle] = []
        switch table {
        case .none:
            obstacles.append(.noTable)
        case .damaged(let reason):
            obstacles.append(.damagedTable(reason))
        case .valid(let table):
            if record.table(onDiskOf: sizeInBlocks) == .partitioned { obstacles.append(.conflictingTables) }
            for (number, partition) in table.partitions.sorted(by: { $0.key < $1.key }) {
                if partition.type == GUIDPartitionTable.Partition.biosBootType {
                    obstacles.append(.biosBootPartition(number))
                } else if partition.isLegacyBootable {
                    obstacles.append(.legacyBootable(number))
                }
            }
        }
        if record.hasBootSignature {
            for (index, entry) in record.partitions.enumerated() where entry.isActive && !entry.isUnused {
                if !entry.isProtective { obstacles.append(.activePartition(index + 1)) }
            }
        }
        if BootCode(of: record, knowing: stubs) == .foreign { obstacles.append(.foreignBootCode) }
        return obstacles
    }

    /// The record to write: this boot code, the disk signature as it is, the partition table as it is or repaired.
    ///
    /// A text of byebyebios 1.0 so long that it covers the disk signature is no signature to keep: zeros replace it.
    ///
    /// - Parameter bootCode: Stub and message, 440 bytes; see ``BootStub/area(with:)``.
    public func record(with bootCode: [UInt8]) -> MasterBootRecord {
        var base = record
        if case .original(let message) = BootCode(of: record),
            BootStub.original.code.count + message.bytes.count > BootStub.areaInBytes
        {
            base = record.withoutDiskSignature()
        }
        return base.protecting(diskOf: sizeInBlocks).with(bootCode: bootCode)
    }
}

extension DiskSurvey.Obstacle: CustomStringConvertible {
    /// A clause about the disk.
    public var description: String {
        switch self {
        case .noTable:
            "it has no GUID partition table, so it may well boot under BIOS"
        case .damagedTable(let reason):
            "its GUID partition table is damaged: \(reason)"
        case .conflictingTables:
            "its master boot record has partitions of its own, and no protective one, beside the GUID partition table"
        case .foreignBootCode:
            "its boot sector has boot code of another program, so it may well boot under BIOS"
        case .biosBootPartition(let number):
            "its partition \(number) is a BIOS boot partition, so it boots under BIOS"
        case .legacyBootable(let number):
            "its partition \(number) is marked as bootable by a legacy BIOS"
        case .activePartition(let number):
            "entry \(number) of its master boot record is marked active, for a BIOS to boot from"
        }
    }
}
