// SPDX-License-Identifier: Apache-2.0

import Compression
import Foundation
import Initramfs
import SystemPackage
import TestSupport
import Testing

@Suite struct ArchiveTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("archive") }

    /// A plan with something of each kind.
    private func plan() throws -> ImagePlan {
        try directory.write("root/data/one", "one\n")
        try? FileManager.default.removeItem(atPath: directory("root/data/two"))
        try FileManager.default.linkItem(atPath: directory("root/data/one"), toPath: directory("root/data/two"))
        try directory.write("root/data/large", CompressionSample.bytes(100_001))
        var plan = try ImagePlan(root: FilePath(directory("root")))
        try plan.addCopy("/data")
        try plan.addFile(Array("text".utf8), at: "/deep/er/text", permissions: FilePermissions(rawValue: 0o640))
        try plan.addSymlink("/link", to: "deep/er/text")
        try plan.addDevice("/null", .character, major: 1, minor: 3, permissions: FilePermissions(rawValue: 0o666))
        try plan.addDevice("/disk", .block, major: 254, minor: 17, permissions: FilePermissions(rawValue: 0o660))
        try plan.addDirectory("/tmp", permissions: FilePermissions(rawValue: 0o1777))
        return plan
    }

    private func write(_ plan: ImagePlan, _ name: String = "image") throws -> String {
        try plan.write(to: FilePath(directory(name)))
        return directory(name)
    }

    @Test("bsdcpio lists what was put in", .enabled(if: Program.areInstalled("bsdcpio")))
    func listing() throws {
        let image = try write(plan())
        let result = try Program.run(["bsdcpio", "-itv", "--numeric-uid-gid", "-F", image], environment: ["TZ": "UTC"])
        let lines = result.text.split(separator: "\n").map { line in
            line.split(separator: " ").enumerated().filter { ![5, 6, 7].contains($0.offset) }.map { $0.element }
                .joined(separator: " ")
        }
        #expect(
            lines == [
                "drwxr-xr-x 2 0 0 0 data", "-rw-r--r-- 1 0 0 100001 data/large", "-rw-r--r-- 2 0 0 0 data/one",
                "-rw-r--r-- 2 0 0 4 data/two link to data/one", "drwxr-xr-x 2 0 0 0 deep", "drwxr-xr-x 2 0 0 0 deep/er",
                "-rw-r----- 1 0 0 4 deep/er/text", "brw-rw---- 1 0 0 254,17 disk",
                "lrwxrwxrwx 1 0 0 12 link -> deep/er/text", "crw-rw-rw- 1 0 0 1,3 null", "drwxrwxrwt 2 0 0 0 tmp",
            ])
    }

    @Test(
        "both cpio programs unpack it to the same files",
        arguments: [["cpio", "-idm", "--quiet"], ["bsdcpio", "-idm", "--quiet"]])
    func extraction(command: [String]) throws {
        guard Program.areInstalled(command[0]) else { return }
        guard getuid() == 0 else {
            print("SKIPPING the unpacking of device nodes, which needs root")
            return
        }
        let image = try write(plan())
        let target = directory("out")
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        let data = try Data(contentsOf: URL(fileURLWithPath: image))
        let result = try Program.run(command, input: data, directory: target)
        #expect(result.status == 0, "\(result.errorText)")
        let compared = try Program.run(["diff", "-r", directory("root/data"), "\(target)/data"])
        #expect(compared.status == 0, "\(compared.text)")
        let manager = FileManager.default
        let numbers = try ["one", "two"].map {
            try manager.attributesOfItem(atPath: "\(target)/data/\($0)")[.systemFileNumber] as? Int
        }
        #expect(numbers[0] == numbers[1])
        #expect(try String(contentsOfFile: "\(target)/link", encoding: .utf8) == "text")
    }

    @Test("the same plan gives the same bytes; the time is the one that was given")
    func deterministic() throws {
        let first = try Data(contentsOf: URL(fileURLWithPath: write(plan(), "1")))
        try FileManager.default.removeItem(atPath: directory("root"))
        let second = try Data(contentsOf: URL(fileURLWithPath: write(plan(), "2")))
        #expect(first == second)
        try plan().write(to: FilePath(directory("3")), timestamp: 0x1234_5678)
        let third = try Data(contentsOf: URL(fileURLWithPath: directory("3")))
        #expect(String(decoding: third[46..<54], as: UTF8.self) == "12345678")
        #expect(TinyImageTime.accepted(["", "0", "1700000000", "4294967295"]) == [0, 0, 1_700_000_000, 4_294_967_295])
        for bad in ["-1", "+1", "x", "4294967296", "1.5", " 1"] {
            #expect(throws: ImageError.self) { try TinyImage.timestamp(from: bad) }
        }
    }

    @Test("packed images unpack to the plain one", arguments: [CompressionFormat.gzip, .xz, .zstd])
    func compression(format: CompressionFormat) throws {
        let program = format == .zstd ? "zstd" : format.rawValue
        guard Program.areInstalled(program) else { return }
        let plain = try Data(contentsOf: URL(fileURLWithPath: write(plan())))
        try plan().write(to: FilePath(directory("packed")), compression: format)
        let result = try Program.run([program, "-dc", directory("packed")])
        if format == .zstd || result.status == 0 { #expect(result.output == plain) }
        let packed = try Data(contentsOf: URL(fileURLWithPath: directory("packed")))
        #expect(try Program.run([program, "-dc"], input: packed).output == plain)
        #expect(packed.count < plain.count)
    }

    @Test("what is put before the image stays as it is, filled up to four bytes")
    func prefix() throws {
        let early = FilePath(try directory.write("early", String(repeating: "0", count: 4095)))
        try plan().write(to: FilePath(directory("both")), prepending: [early])
        let both = try Data(contentsOf: URL(fileURLWithPath: directory("both")))
        #expect(both.prefix(4096) == Data(repeating: 0x30, count: 4095) + [0])
        #expect(try both.dropFirst(4096) == Data(contentsOf: URL(fileURLWithPath: write(plan()))))
    }

    @Test("a file of 4 GiB is refused by name, one byte less is not")
    func bigFile() throws {
        let path = try directory.write("root/big", "")
        var plan = try ImagePlan(root: FilePath(directory("root")))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.truncate(atOffset: 1 << 32)
        do {
            try plan.addCopy("/big")
            Issue.record("it was taken")
        } catch {
            #expect(error.code == .tooLarge)
            #expect(
                error.message
                    == "Cannot add '/big': it has 4294967296 bytes, and a file in an initrd ends before 4 GiB. "
                    + "Put it on a disk instead.")
        }
        try file.truncate(atOffset: 1 << 32 - 1)
        try plan.addCopy("/big")
        #expect(try plan.listing.items.first?.size == 0xFFFF_FFFF)
    }

    @Test("two different things at one path are a conflict")
    func conflict() throws {
        var plan = try plan()
        try plan.addSymlink("/link", to: "deep/er/text")
        #expect(throws: ImageError.self) { try plan.addSymlink("/link", to: "elsewhere") }
        #expect(throws: ImageError.self) { try plan.addFile([], at: "/null/below") }
        #expect(throws: ImageError.self) { try plan.addFile([], at: FilePath(String(repeating: "/long", count: 900))) }
    }

    @Test("a pipe is written to as a file is")
    func pipe() throws {
        _ = try plan()
        let tool = Program.built("make-tiny-image")
        let arguments = ["--copy", directory("root/data"), "--output"]
        let file = try Program.run([tool] + arguments + [directory("file")])
        #expect(file.status == 0, "\(file.errorText)")
        let piped = try Program.run(["sh", "-c", "\"$0\" \"$@\" 3>&1 >&2 | cat", tool] + arguments + ["/dev/fd/3"])
        #expect(try piped.output == Data(contentsOf: URL(fileURLWithPath: directory("file"))))
    }
}

/// Bytes that are the same each time, and hardly pack.
enum CompressionSample {
    static func bytes(_ count: Int) -> Data {
        var random = Seeded(state: 42)
        return Data((0..<count).map { _ in UInt8.random(in: 0..<64, using: &random) })
    }
}

/// Numbers that look random and are the same in each run.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &+ 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

private enum TinyImageTime {
    static func accepted(_ texts: [String]) -> [UInt32] { texts.compactMap { try? TinyImage.timestamp(from: $0) } }
}
