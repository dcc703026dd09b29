// SPDX-License-Identifier: Apache-2.0

import BootSector
import ByteLayout
import TestSupport
import Testing

@Suite struct BootCodeTests {
    static let message = "\r\nSTOP: this image needs UEFI\r\n"

    /// The sector that byebyebios 1.0 writes: stub, message and zeros up to byte 446, no disk signature, one
    /// protective entry of 0x009FFFFF blocks whatever the disk's size, and the two last bytes.
    static func originalSector(_ stub: [UInt8], _ message: String) -> [UInt8] {
        var sector = stub + message.utf8
        sector += [UInt8](repeating: 0, count: 446 - sector.count)
        sector += [0x00, 0x00, 0x02, 0x00, 0xEE, 0xFF, 0xFF, 0xFF, 1, 0, 0, 0, 0xFF, 0xFF, 0x9F, 0x00]
        return sector + [UInt8](repeating: 0, count: 48) + [0x55, 0xAA]
    }

    @Test(
        "with the original's stub and message, code and text are the original's",
        .enabled(if: Program.areInstalled("as", "ld")))
    func likeTheOriginal() throws {
        let stub = try BootStubTests.assembleOriginal()
        let original = Self.originalSector(stub, Self.message)
        let survey = try DiskSurvey(sizeInBytes: 1 << 20, blockSizeInBytes: nil) {
            [UInt8](repeating: 0, count: $1 + Int($0 * 0))
        }
        #expect(survey.obstacles() == [.noTable])
        let ours = survey.record(with: try BootStub(code: stub).area(with: BootMessage(Self.message))).bytes
        #expect(
            ours[..<446].elementsEqual(original[..<446]), "code and text, and no disk signature where there was none")
        #expect(ours[446..<450].elementsEqual(original[446..<450]), "the protective entry begins alike")
        // The differences: the last block as cylinder, head and sector, and the number of blocks, are the disk's.
        #expect(ours[451..<454].elementsEqual([0x20, 0x20, 0x00]))
        #expect(ours[454..<458].elementsEqual(original[454..<458]), "it begins at block 1")
        #expect(ours[458..<462].elementsEqual([0xFF, 0x07, 0, 0]))
        #expect(ours[462...].elementsEqual(original[462...]), "three unused entries and the two last bytes")
    }

    @Test("a disk signature is kept where the original zeroes it")
    func signature() throws {
        let survey = try DiskSurveyTests.survey(GPTDisk())
        let record = survey.record(with: try BootStub.original.area(with: BootMessage(Self.message)))
        #expect(record.diskSignature == 0x1234_5678)
        #expect(Self.originalSector(BootStub.original.code, Self.message)[440..<444].allSatisfy { $0 == 0 })
    }

    @Test("our code, the original's, none and another's are told apart")
    func recognition() throws {
        var record = MasterBootRecord()
        #expect(BootCode(of: record) == .empty)
        let message = try BootMessage("hello")
        record = record.with(bootCode: try BootStub.current.area(with: message))
        #expect(BootCode(of: record) == .ours(.current, message))
        let original = try #require(
            MasterBootRecord(bytes: Self.originalSector(BootStub.original.code, Self.message)))
        #expect(BootCode(of: original) == .original(try BootMessage(Self.message)))
        let other = try BootStub(code: [0xEB, 0xFE])
        record = record.with(bootCode: try other.area(with: message))
        #expect(BootCode(of: record) == .foreign)
        #expect(BootCode(of: record, knowing: [other]) == .ours(other, message))
    }

    @Test("the original's text in the place of the disk signature does not become one")
    func longOriginal() throws {
        var disk = GPTDisk()
        let text = String(repeating: "x", count: 424)
        disk.bytes.store(Self.originalSector(BootStub.original.code, text), at: 0)
        let survey = try DiskSurveyTests.survey(disk)
        #expect(BootCode(of: survey.record) == .original(try BootMessage(text)))
        #expect(survey.obstacles().isEmpty)
        let record = survey.record(with: try BootStub.current.area(with: BootMessage("hello")))
        #expect(record.diskSignature == 0)
        #expect(record.partitions[0].sizeInBlocks == 2047)
    }

    @Test("a backup is read back, and objects to a disk that has changed")
    func backup() throws {
        var disk = GPTDisk()
        let before = try DiskSurveyTests.survey(disk)
        let record = before.record(with: try BootStub.current.area(with: BootMessage("hello")))
        let backup = BootSectorBackup(of: before, writing: record, with: .current)
        #expect(try BootSectorBackup(bytes: backup.bytes) == backup)
        #expect(backup.bytes.prefix(512) == disk.bytes.prefix(512))
        #expect(backup.objection(to: before) == "its boot code has changed since the backup")
        disk.bytes.store(record.bytes, at: 0)
        #expect(backup.objection(to: try DiskSurveyTests.survey(disk)) == nil)

        var changed = disk
        changed.bytes[446 + 16 + 4] = 0x0C
        #expect(backup.objection(to: try DiskSurveyTests.survey(changed))?.contains("boot sector has changed") == true)
        changed = GPTDisk(partitions: [(GPTDisk.systemType, 0), (GPTDisk.systemType, 0)])
        changed.bytes.store(record.bytes, at: 0)
        #expect(
            backup.objection(to: try DiskSurveyTests.survey(changed))
                == "its GUID partition table has changed since the backup")
        changed = GPTDisk(sizeInBytes: 2 << 20)
        #expect(backup.objection(to: try DiskSurveyTests.survey(changed))?.contains("its size has changed") == true)
        for damaged in [[], Array(backup.bytes.dropLast()), [UInt8](repeating: 0, count: 1536)] {
            #expect(throws: BootSectorError.self) { try BootSectorBackup(bytes: damaged) }
        }
    }
}
