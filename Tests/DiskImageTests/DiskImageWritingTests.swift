// SPDX-License-Identifier: Apache-2.0

import DiskImage
import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite(.enabled(if: Program.areInstalled("qemu-img", "qemu-io")))
struct DiskImageWritingTests {
    static let sector = (0..<512).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 1) }

    @Test("only the guest's first sector changes, and QEMU finds the image sound", arguments: Scenario.all)
    func write(scenario: Scenario) throws {
        let directory = try scenario.make()
        let path = directory("disk.img")
        let before = try scenario.contents(of: path)
        let snapshot = scenario.hasSnapshot ? try scenario.contents(of: path, snapshot: "before") : nil
        for sector in [Self.sector, Self.sector.reversed()] {
            do {
                let image = try DiskImage(path: FilePath(path), access: .writing)
                #expect(image.sizeInBytes == UInt64(before.count))
                #expect(try image.read(at: 0, count: 70_000).elementsEqual(before[..<70_000]) || sector != Self.sector)
                #expect(try image.read(at: 1 << 20, count: 5000).elementsEqual(before[(1 << 20)...].prefix(5000)))
                try image.writeFirstSector(sector)
                #expect(try image.read(at: 0, count: 512) == sector)
            }
            #expect(same(try scenario.contents(of: path), Data(sector) + before[512...]))
            #expect(try scenario.findings(in: path, allowingLeaks: false) == nil)
        }
        if let snapshot { #expect(same(try scenario.contents(of: path, snapshot: "before"), snapshot)) }
    }

    @Test("whatever a crash leaves has the old or the new sector and is sound", arguments: Scenario.all)
    func crash(scenario: Scenario) throws {
        let directory = try scenario.make()
        let path = directory("disk.img")
        let before = try scenario.contents(of: path)
        let after = Data(Self.sector) + before[512...]
        let snapshot = scenario.hasSnapshot ? try scenario.contents(of: path, snapshot: "before") : nil
        let file = try RecordingFile(path)
        try DiskImage(file: file, format: DiskFormat(rawValue: scenario.format) ?? .vhd).writeFirstSector(Self.sector)
        let states = file.crashStates()
        #expect(states.count > 1)
        let crashed = directory("crashed.img")
        for (index, state) in states.enumerated() {
            try Data(state).write(to: URL(fileURLWithPath: crashed))
            let found = try scenario.contents(of: crashed)
            #expect(same(found, before) || same(found, after), "state \(index)")
            #expect(try scenario.findings(in: crashed, allowingLeaks: true) == nil, "state \(index)")
            if let snapshot { #expect(same(try scenario.contents(of: crashed, snapshot: "before"), snapshot)) }
        }
        #expect(same(try scenario.contents(of: crashed), after))
    }

    @Test("after a crash at any instant the next try succeeds", arguments: Scenario.all)
    func again(scenario: Scenario) throws {
        let directory = try scenario.make()
        let path = directory("disk.img")
        let file = try RecordingFile(path)
        let format = DiskFormat(rawValue: scenario.format) ?? .vhd
        try DiskImage(file: file, format: format).writeFirstSector(Self.sector)
        for state in file.crashStates() {
            let second = RecordingFile(path, state)
            let image = try DiskImage(file: second, format: format)
            try image.writeFirstSector(Self.sector.reversed())
            #expect(try image.read(at: 0, count: 512) == Self.sector.reversed())
        }
    }

    @Test("a full disk while the image grows leaves it as it was", arguments: Scenario.all)
    func full(scenario: Scenario) throws {
        let directory = try scenario.make()
        let path = directory("disk.img")
        let whole = try RecordingFile(path)
        let format = DiskFormat(rawValue: scenario.format) ?? .vhd
        let before = whole.bytes
        try DiskImage(file: whole, format: format).writeFirstSector(Self.sector)
        guard whole.bytes.count > before.count else { return }
        do {
            let file = try RecordingFile(path)
            file.changesUntilFull = 0
            let error = #expect(throws: DiskImageError.self) {
                try DiskImage(file: file, format: format).writeFirstSector(Self.sector)
            }
            #expect(error?.code == .noSpace)
            #expect(same(file.bytes, before))
        }
    }
}
