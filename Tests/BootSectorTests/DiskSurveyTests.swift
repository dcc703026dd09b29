// SPDX-License-Identifier: Apache-2.0

import BootSector
import ByteLayout
import TestSupport
import Testing

@Suite struct DiskSurveyTests {
    static func survey(_ disk: GPTDisk, blockSize: Int? = nil) throws -> DiskSurvey {
        try DiskSurvey(sizeInBytes: UInt64(disk.bytes.count), blockSizeInBytes: blockSize) { offset, count in
            try #require(disk.bytes.slice(at: Int(clamping: offset), count: count), "read outside the disk")
        }
    }

    static let code = [UInt8](repeating: 0x90, count: 440)

    @Test("a sound table is found with blocks of 512 and of 4096 bytes", arguments: [512, 4096])
    func sound(blockSize: Int) throws {
        let disk = GPTDisk(blockSize: blockSize)
        let survey = try Self.survey(disk)
        #expect(survey.blockSizeInBytes == blockSize)
        #expect(survey.obstacles().isEmpty)
        guard case .valid(let table) = survey.table else {
            Issue.record("not valid: \(survey.table)")
            return
        }
        #expect(table.partitions.keys.sorted() == [1])
        #expect(table.partitions[1]?.type == GUIDPartitionTable.Partition.systemType)
    }

    @Test("only the boot code of a sound sector changes")
    func onlyCode() throws {
        let disk = GPTDisk()
        let record = try Self.survey(disk).record(with: Self.code)
        #expect(record.bytes == Self.code + disk.bytes[440..<512])
        #expect(record.diskSignature == 0x1234_5678)
    }

    @Test(
        "a protective entry of the wrong size is set to the disk's",
        arguments: [0x009F_FFFF, 0xFFFF_FFFF, 0, 1] as [UInt32])
    func wrongSize(size: UInt32) throws {
        var disk = GPTDisk()
        disk.bytes.store(size, at: 458)
        let survey = try Self.survey(disk)
        #expect(survey.record.table(onDiskOf: 2048) == .wrongProtective)
        #expect(survey.obstacles().isEmpty)
        let entry = survey.record(with: Self.code).partitions[0]
        #expect(entry.sizeInBlocks == 2047 && entry.firstBlock == 1 && entry.type == 0xEE && entry.bootIndicator == 0)
        // LBA 2047 is cylinder 0, head 32, sector 32.
        #expect(entry.bytes[1...7].elementsEqual([0x00, 0x02, 0x00, 0xEE, 0x20, 0x20, 0x00]))
    }

    @Test("the size of a disk of 4096-byte blocks counts in those")
    func wrongSize4K() throws {
        var disk = GPTDisk(blockSize: 4096)
        disk.bytes.store(2047 as UInt32, at: 458)
        #expect(try Self.survey(disk).record(with: Self.code).partitions[0].sizeInBlocks == 255)
    }

    @Test("a protective entry says at most what 32 bits hold")
    func huge() {
        let entry = PartitionEntry(protecting: 1 << 40)
        #expect(entry.sizeInBlocks == .max)
        #expect(entry.bytes[5...7].elementsEqual([0xFF, 0xFF, 0xFF]))
    }

    @Test("a missing protective entry is put in, and what stood there without being a table goes")
    func missing() throws {
        var disk = GPTDisk()
        disk.bytes.store([UInt8](repeating: 0x41, count: 66), at: 446)
        let record = try Self.survey(disk).record(with: Self.code)
        #expect(record.partitions[0].isProtective && record.partitions[0].sizeInBlocks == 2047)
        #expect(record.partitions[1...].allSatisfy { $0.bytes.allSatisfy { $0 == 0 } })
        #expect(record.hasBootSignature)
    }

    @Test("a hybrid table stays as it is")
    func hybrid() throws {
        var disk = GPTDisk()
        disk.bytes.store([0, 0, 0, 0, 0x0C, 0, 0, 0, 34, 0, 0, 0, 10, 0, 0, 0], at: 462)
        disk.bytes.store(33 as UInt32, at: 458)
        let survey = try Self.survey(disk)
        #expect(survey.record.table(onDiskOf: 2048) == .hybrid)
        #expect(survey.obstacles().isEmpty)
        #expect(survey.record(with: Self.code).bytes[440...].elementsEqual(disk.bytes[440..<512]))
        disk.bytes[462] = 0x80
        #expect(try Self.survey(disk).obstacles() == [.activePartition(2)])
    }

    @Test("an image that may boot under BIOS is told from one that cannot")
    func obstacles() throws {
        let blank = GPTDisk(partitions: [
            (GPTDisk.systemType, 0), (GUIDPartitionTable.Partition.biosBootType, 0), (GPTDisk.systemType, 0b100),
        ])
        #expect(try Self.survey(blank).obstacles() == [.biosBootPartition(2), .legacyBootable(3)])
        var foreign = GPTDisk()
        foreign.bytes[100] = 1
        #expect(try Self.survey(foreign).obstacles() == [.foreignBootCode])
        var conflicting = GPTDisk()
        conflicting.bytes[450] = 0x83
        #expect(try Self.survey(conflicting).obstacles() == [.conflictingTables])
        var none = GPTDisk()
        none.bytes.store([UInt8](repeating: 0, count: none.bytes.count - 512), at: 512)
        #expect(try Self.survey(none).obstacles() == [.noTable])
    }

    @Test("each damage of a table is named")
    func damages() throws {
        let last = 2047 * 512
        let cases: [(String, (inout [UInt8]) -> Void)] = [
            ("its primary header has a wrong CRC", { $0[512 + 60] ^= 1 }),
            ("its primary entries have a wrong CRC", { $0[1024 + 200] ^= 1 }),
            ("its backup header has a wrong CRC", { $0[last + 60] ^= 1 }),
            ("its backup entries have a wrong CRC", { $0[last - 16000] ^= 1 }),
            ("its backup header is missing at block 2047", { $0[last] = 0 }),
            ("its primary header is missing, only the backup at the end of the disk is there", { $0[512] = 0 }),
            ("its primary header has an unknown revision or size", { $0.store(93_000 as UInt32, at: 512 + 12) }),
            (
                "its backup header is said to be at block 2047, but the disk ends after 1000 blocks",
                { $0.removeLast(1048 * 512) }
            ),
        ]
        for (reason, damage) in cases {
            var disk = GPTDisk()
            damage(&disk.bytes)
            let survey = try Self.survey(disk)
            #expect(survey.table == .damaged(reason))
            #expect(survey.obstacles() == [.damagedTable(reason)])
        }
    }

    @Test("a table made for other blocks than the disk's is refused")
    func otherBlocks() throws {
        let survey = try Self.survey(GPTDisk(blockSize: 512), blockSize: 4096)
        #expect(survey.table == .damaged("it was made for blocks of 512 bytes, but the disk's have 4096"))
        #expect(survey.sizeInBlocks == 256)
    }

    @Test("any bytes give a finding, never a crash")
    func fuzz() throws {
        var generator = SeededGenerator(seed: 1)
        for round in 0..<SeededGenerator.rounds(1500) {
            var disk = GPTDisk(blockSize: round.isMultiple(of: 2) ? 512 : 4096)
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let last = disk.bytes.count - disk.blockSize
                let start = [0, disk.blockSize, 2 * disk.blockSize, last].randomElement(using: &generator) ?? 0
                let place = start + Int.random(in: 0..<92, using: &generator)
                disk.bytes[place] = .random(in: 0...255, using: &generator)
            }
            // Right checksums let the damage through to what is behind them.
            for place in [disk.blockSize, disk.bytes.count - disk.blockSize] {
                var header = Array(disk.bytes[place..<place + 92])
                header.store(0 as UInt32, at: 16)
                disk.bytes.store(CRC32.ieee.checksum(header), at: place + 16)
            }
            if round % 3 == 0 { disk.bytes.removeLast(.random(in: 0..<disk.bytes.count - 512, using: &generator)) }
            let survey = try Self.survey(disk)
            _ = survey.obstacles()
            #expect(survey.record(with: Self.code).hasBootSignature)
        }
    }
}
