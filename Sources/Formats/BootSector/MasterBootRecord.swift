// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout

/// The first 512 bytes of a disk (UEFI 2.10 section 5.2.1, table 5-1).
///
/// ```
///  0           440              444        446                      510      512
/// +-----------+----------------+----------+------------------------+--------+
/// | boot code | disk signature | reserved | 4 partition entries    | 55 AA  |
/// +-----------+----------------+----------+------------------------+--------+
/// ```
public struct MasterBootRecord: Sendable, Equatable {
    /// The bytes as stored, always 512.
    public private(set) var bytes: [UInt8]

    /// Bytes of a master boot record, whatever the disk's sectors are.
    public static let sizeInBytes = 512
    static let tableOffset = 446
    static let signatureOffset = 510

    /// A record of these bytes, or nil when they are not 512.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.sizeInBytes else { return nil }
        self.bytes = bytes
    }

    /// A record of zeros.
    public init() {
        bytes = [UInt8](repeating: 0, count: Self.sizeInBytes)
    }

    /// The boot code, with what text it has: 440 bytes.
    public var bootCode: [UInt8] { Array(bytes[..<BootStub.areaInBytes]) }

    /// The number by which operating systems know the disk.
    public var diskSignature: UInt32 { bytes.integer(at: 440) ?? 0 }

    /// Whether the last two bytes are 0x55 and 0xAA, without which a BIOS does not start the boot code.
    public var hasBootSignature: Bool { bytes[Self.signatureOffset] == 0x55 && bytes[Self.signatureOffset + 1] == 0xAA }

    /// The four entries of the partition table.
    public var partitions: [PartitionEntry] {
        (0..<4).map { index in
            let offset = Self.tableOffset + index * PartitionEntry.sizeInBytes
            return PartitionEntry(bytes: Array(bytes[offset..<offset + PartitionEntry.sizeInBytes]))
        }
    }

    /// All but the boot code: the signature, the table, the two last bytes.
    public var withoutBootCode: [UInt8] { Array(bytes[BootStub.areaInBytes...]) }

    /// The same record with other boot code, which must be 440 bytes, and with the signature that lets a BIOS start it.
    public func with(bootCode: [UInt8]) -> MasterBootRecord {
        precondition(bootCode.count == BootStub.areaInBytes)
        var record = self
        record.bytes.store(bootCode, at: 0)
        record.bytes.store([0x55, 0xAA], at: Self.signatureOffset)
        return record
    }

    /// The same record without a disk signature, and without what stands behind it.
    func withoutDiskSignature() -> MasterBootRecord {
        var record = self
        record.bytes.store(
            [UInt8](repeating: 0, count: Self.tableOffset - BootStub.areaInBytes), at: BootStub.areaInBytes)
        return record
    }

    /// The same record with one of its four entries replaced.
    public func with(partition entry: PartitionEntry, at index: Int) -> MasterBootRecord {
        precondition((0..<4).contains(index))
        var record = self
        record.bytes.store(entry.bytes, at: Self.tableOffset + index * PartitionEntry.sizeInBytes)
        return record
    }
}
