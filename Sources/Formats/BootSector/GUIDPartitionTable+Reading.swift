// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout

/// Reads bytes of a disk: the offset and the count are inside the disk.
public typealias DiskReader = (_ offset: UInt64, _ count: Int) throws -> [UInt8]

extension GUIDPartitionTable {
    /// The sizes of logical blocks that are looked for.
    static let blockSizesInBytes = [512, 4096]
    /// The largest array of entries that is read; the usual one has 16 KiB.
    static let maximumEntriesInBytes: UInt64 = 4 << 20
    private static let headerMark = Array("EFI PART".utf8)

    /// Looks for a table, reads both copies and verifies them.
    ///
    /// - Parameters:
    ///   - sizeInBytes: The size of the disk.
    ///   - blockSizeInBytes: The size of its logical blocks, 512 or 4096; nil to try both, as an image file does not tell.
    ///   - read: Reads bytes of the disk.
    /// - Throws: What `read` throws.
    public static func find(
        sizeInBytes: UInt64, blockSizeInBytes: Int?, read: DiskReader
    ) throws -> GUIDPartitionTableFinding {
        var worst = GUIDPartitionTableFinding.none
        for size in blockSizesInBytes {
            let finding = try withoutActuallyEscaping(read) {
                try GPTReader(sizeInBytes: sizeInBytes, blockSizeInBytes: size, read: $0).find()
            }
            if case .none = finding { continue }
            if let blockSizeInBytes, blockSizeInBytes != size {
                worst = .damaged("it was made for blocks of \(size) bytes, but the disk's have \(blockSizeInBytes)")
                continue
            }
            if case .valid = finding { return finding }
            worst = finding
        }
        return worst
    }

    /// Reads one table for one size of blocks; nested here as nobody else needs it.
    private struct GPTReader {
        let sizeInBytes: UInt64
        let blockSizeInBytes: Int
        let read: DiskReader

        private struct Damage: Error {
            let reason: String
        }

        private struct Header {
            let block: UInt64
            let alternate: UInt64
            let firstUsable: UInt64
            let lastUsable: UInt64
            let disk: GUID
            let entries: UInt64
            let count: UInt32
            let entrySize: UInt32
            let entriesChecksum: UInt32
        }

        private var blocks: UInt64 { sizeInBytes / UInt64(blockSizeInBytes) }

        func find() throws -> GUIDPartitionTableFinding {
            guard blocks >= 3 else { return .none }
            do {
                guard try block(1).starts(with: headerMark) else {
                    guard try block(blocks - 1).starts(with: headerMark) else { return .none }
                    throw Damage(
                        reason: "its primary header is missing, only the backup at the end of the disk is there")
                }
                let primary = try header(at: 1, "primary")
                let entries = try entries(of: primary, "primary")
                guard primary.alternate < blocks else {
                    throw Damage(
                        reason: """
                            its backup header is said to be at block \(primary.alternate), but the disk ends after \
                            \(blocks) blocks
                            """)
                }
                guard try block(primary.alternate).starts(with: headerMark) else {
                    throw Damage(reason: "its backup header is missing at block \(primary.alternate)")
                }
                let backup = try header(at: primary.alternate, "backup")
                _ = try self.entries(of: backup, "backup")
                guard backup.alternate == 1, backup.disk == primary.disk,
                    backup.entriesChecksum == primary.entriesChecksum, backup.count == primary.count,
                    backup.entrySize == primary.entrySize
                else { throw Damage(reason: "its primary and its backup do not agree") }
                return .valid(table(primary, entries))
            } catch let damage as Damage {
                return .damaged(damage.reason)
            }
        }

        private func block(_ number: UInt64) throws -> [UInt8] {
            try read(number * UInt64(blockSizeInBytes), blockSizeInBytes)
        }

        /// UEFI 2.10 section 5.3.2, table 5-5.
        private func header(at number: UInt64, _ name: String) throws -> Header {
            let bytes = try block(number)
            guard let revision: UInt32 = bytes.integer(at: 8), revision >> 16 == 1,
                let size: UInt32 = bytes.integer(at: 12), size >= 92, size <= UInt32(blockSizeInBytes),
                let checksum: UInt32 = bytes.integer(at: 16)
            else { throw Damage(reason: "its \(name) header has an unknown revision or size") }
            var covered = Array(bytes[..<Int(size)])
            covered.store(0 as UInt32, at: 16)
            guard CRC32.ieee.checksum(covered) == checksum else {
                throw Damage(reason: "its \(name) header has a wrong CRC")
            }
            guard let block: UInt64 = bytes.integer(at: 24), let alternate: UInt64 = bytes.integer(at: 32),
                let firstUsable: UInt64 = bytes.integer(at: 40), let lastUsable: UInt64 = bytes.integer(at: 48),
                let disk = GUID(bytes, at: 56), let entries: UInt64 = bytes.integer(at: 72),
                let count: UInt32 = bytes.integer(at: 80), let entrySize: UInt32 = bytes.integer(at: 84),
                let entriesChecksum: UInt32 = bytes.integer(at: 88), block == number
            else { throw Damage(reason: "its \(name) header says that it belongs to another block") }
            return Header(
                block: block, alternate: alternate, firstUsable: firstUsable, lastUsable: lastUsable, disk: disk,
                entries: entries, count: count, entrySize: entrySize, entriesChecksum: entriesChecksum)
        }

        private func entries(of header: Header, _ name: String) throws -> [UInt8] {
            let length = UInt64(header.count) * UInt64(header.entrySize)
            guard header.entrySize >= 128, header.entrySize.nonzeroBitCount == 1, length > 0,
                length <= maximumEntriesInBytes, header.entries >= 2, header.entries < blocks,
                length <= sizeInBytes - header.entries * UInt64(blockSizeInBytes)
            else { throw Damage(reason: "its \(name) entries are said to have an impossible size or place") }
            let bytes = try read(header.entries * UInt64(blockSizeInBytes), Int(length))
            guard CRC32.ieee.checksum(bytes) == header.entriesChecksum else {
                throw Damage(reason: "its \(name) entries have a wrong CRC")
            }
            return bytes
        }

        /// UEFI 2.10 section 5.3.3, table 5-6.
        private func table(_ header: Header, _ bytes: [UInt8]) -> GUIDPartitionTable {
            var partitions: [Int: Partition] = [:]
            for number in 0..<Int(header.count) {
                let offset = number * Int(header.entrySize)
                guard let type = GUID(bytes, at: offset), type != .zero, let identifier = GUID(bytes, at: offset + 16),
                    let first: UInt64 = bytes.integer(at: offset + 32),
                    let last: UInt64 = bytes.integer(at: offset + 40),
                    let attributes: UInt64 = bytes.integer(at: offset + 48)
                else { continue }
                partitions[number + 1] = Partition(
                    type: type, identifier: identifier, firstBlock: first, lastBlock: last, attributes: attributes)
            }
            return GUIDPartitionTable(
                blockSizeInBytes: blockSizeInBytes, diskIdentifier: header.disk, alternateBlock: header.alternate,
                entriesChecksum: header.entriesChecksum, partitions: partitions)
        }
    }
}
