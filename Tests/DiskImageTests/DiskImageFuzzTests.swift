// SPDX-License-Identifier: Apache-2.0

import ByteLayout
import DiskImage
import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Program.areInstalled("qemu-img", "qemu-io")))
struct DiskImageFuzzTests {
    private static let names = [
        "qcow2, compressed", "qcow2, nothing there", "qcow2, subclusters, another is there",
        "qcow2, shared with a snapshot", "VMDK, its own grain", "VMDK, nothing there", "VHD, its own block",
        "VHD, nothing there", "VHDX, its own block", "VHDX, nothing there",
    ]

    @Test(
        "any bytes give a value or an error, never a crash", arguments: Scenario.all.filter { names.contains($0.name) })
    func fuzz(scenario: Scenario) throws {
        let directory = try scenario.make()
        let path = directory("disk.img")
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let format = DiskFormat(rawValue: scenario.format) ?? .vhd
        let interesting = Self.placesOfMetadata(bytes, format)
        var generator = SeededGenerator(seed: 11)
        var accepted = 0
        var refused = 0
        for round in 0..<SeededGenerator.rounds(250) {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = interesting.randomElement(using: &generator) ?? 0
                let width = [1, 1, 4, 8].randomElement(using: &generator) ?? 1
                let value =
                    [0, UInt64.max, 1 << 62, 0x10000, .random(in: 0 ... .max, using: &generator)]
                    .randomElement(using: &generator) ?? 0
                for index in place..<min(place + width, damaged.count) {
                    damaged[index] = UInt8(truncatingIfNeeded: value >> (8 * (index - place)))
                }
            }
            if round % 5 == 0 { damaged.removeLast(.random(in: 0..<damaged.count - 512, using: &generator)) }
            if round % 2 == 0 { Self.repairChecksums(&damaged, format) }
            let file = RecordingFile(path, damaged, limitInBytes: 24 << 20)
            do {
                let image = try DiskImage(file: file, format: format)
                _ = try? image.read(at: 0, count: 512)
                _ = try? image.read(at: image.sizeInBytes - 512, count: 512)
                try image.writeFirstSector(DiskImageWritingTests.sector)
                accepted += 1
            } catch let error as DiskImageError {
                #expect(error.message.hasPrefix("Cannot "))
                refused += 1
            }
        }
        #expect(accepted > 0 && refused > 0, "accepted \(accepted), refused \(refused)")
    }

    /// Where the structures of a format are.
    private static func placesOfMetadata(_ bytes: [UInt8], _ format: DiskFormat) -> [Int] {
        let ranges: [Range<Int>] =
            switch format {
            case .raw: [0..<512]
            case .qcow2: [0..<112, 65536..<65552, 131072..<131104, 196608..<196624, 262144..<262176]
            case .vmdk: [0..<80, 512..<900, 26 * 512..<26 * 512 + 8, 21 * 512..<21 * 512 + 16]
            case .vhd: [0..<72, 512..<560, 1536..<1552, bytes.count - 512..<bytes.count - 440]
            case .vhdx:
                [
                    65536..<65616, 131072..<131152, 196608..<196700, 0x20_0000..<0x20_0120, 0x21_0000..<0x21_0040,
                    0x30_0000..<0x30_0010,
                ]
            }
        return ranges.flatMap { Array($0.clamped(to: 0..<bytes.count)) }
    }

    /// Puts right checksums, so that the damage gets through to what is behind them.
    private static func repairChecksums(_ bytes: inout [UInt8], _ format: DiskFormat) {
        switch format {
        case .vhdx:
            for (place, size) in [(65536, 4096), (131072, 4096), (196608, 65536)] where bytes.count >= place + size {
                bytes.store(0 as UInt32, at: place + 4)
                bytes.store(CRC32.castagnoli.checksum(Array(bytes[place..<place + size])), at: place + 4)
            }
        case .vhd:
            for (place, size, field) in [(bytes.count - 512, 512, 64), (512, 1024, 36)]
            where bytes.count >= place + size {
                bytes.store(0 as UInt32, at: place + field)
                let sum = bytes[place..<place + size].reduce(UInt32(0)) { $0 &+ UInt32($1) }
                bytes.store(~sum, at: place + field, .big)
            }
        default: break
        }
    }
}
