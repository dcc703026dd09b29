// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout

/// What is kept to undo the writing of a boot sector.
///
/// ```
///  0                 512              1024   1044       1052        1056       1058    1536
/// +-----------------+----------------+------+----------+-----------+----------+-------+
/// | original sector | written sector | mark | size u64 | table u32 | stub u16 | zeros |
/// +-----------------+----------------+------+----------+-----------+----------+-------+
/// ```
/// The first 512 bytes are the original sector as it was, so that any tool can put it back too.
public struct BootSectorBackup: Sendable, Equatable {
    /// The sector as it was.
    public let original: MasterBootRecord
    /// The sector that was written in its place.
    public let written: MasterBootRecord
    /// The size of the disk, in bytes.
    public let diskSizeInBytes: UInt64
    /// A checksum that changes with the GUID partition table; 0 where there is no valid one.
    public let tableChecksum: UInt32
    /// The stub at the beginning of the written sector.
    public let stub: BootStub

    /// Bytes of a backup.
    public static let sizeInBytes = 1536
    private static let mark = Array("byebyebios backup 1\n".utf8)

    /// The backup to make before a record is written to a disk.
    ///
    /// - Parameters:
    ///   - survey: The disk as it is.
    ///   - record: What will be written.
    ///   - stub: The stub in that.
    ///   - previous: The backup of an earlier writing, whose original stays the original; nil for the first.
    public init(
        of survey: DiskSurvey, writing record: MasterBootRecord, with stub: BootStub,
        updating previous: BootSectorBackup? = nil
    ) {
        original = previous?.original ?? survey.record
        written = record
        diskSizeInBytes = survey.sizeInBytes
        tableChecksum = survey.tableChecksum
        self.stub = stub
    }

    /// Reads a backup.
    ///
    /// - Throws: ``BootSectorError`` with the code `badBackup` when the bytes are none.
    public init(bytes: [UInt8]) throws(BootSectorError) {
        guard bytes.count == Self.sizeInBytes, bytes.slice(at: 1024, count: Self.mark.count) == Self.mark,
            let original = MasterBootRecord(bytes: Array(bytes[..<512])),
            let written = MasterBootRecord(bytes: Array(bytes[512..<1024])),
            let size: UInt64 = bytes.integer(at: 1044), let checksum: UInt32 = bytes.integer(at: 1052),
            let stubSize: UInt16 = bytes.integer(at: 1056),
            let stub = try? BootStub(code: Array(written.bytes.prefix(Int(stubSize))))
        else {
            throw BootSectorError(.badBackup, "it is not a backup that byebyebios made")
        }
        self.original = original
        self.written = written
        diskSizeInBytes = size
        tableChecksum = checksum
        self.stub = stub
    }

    /// The backup as a file holds it.
    public var bytes: [UInt8] {
        var bytes = original.bytes + written.bytes + [UInt8](repeating: 0, count: 512)
        bytes.store(Self.mark, at: 1024)
        bytes.store(diskSizeInBytes, at: 1044)
        bytes.store(tableChecksum, at: 1052)
        bytes.store(UInt16(stub.code.count), at: 1056)
        return bytes
    }

    /// Why the original sector must not go back onto a disk, or nil when it may: a clause about the disk.
    public func objection(to survey: DiskSurvey) -> String? {
        if survey.sizeInBytes != diskSizeInBytes {
            return "its size has changed from \(diskSizeInBytes) to \(survey.sizeInBytes) bytes since the backup"
        }
        if survey.record.withoutBootCode != written.withoutBootCode {
            return "the partition table or the disk signature in its boot sector has changed since the backup"
        }
        if survey.tableChecksum != tableChecksum {
            return "its GUID partition table has changed since the backup"
        }
        if survey.record != written {
            return "its boot code has changed since the backup"
        }
        return nil
    }
}

extension DiskSurvey {
    /// A checksum over what a GUID partition table says; 0 without a valid one.
    var tableChecksum: UInt32 {
        guard case .valid(let table) = table else { return 0 }
        var bytes = table.diskIdentifier.bytes + [UInt8](repeating: 0, count: 12)
        bytes.store(table.alternateBlock, at: 16)
        bytes.store(table.entriesChecksum, at: 24)
        return CRC32.ieee.checksum(bytes)
    }
}
