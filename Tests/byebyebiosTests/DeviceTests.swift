// SPDX-License-Identifier: Apache-2.0

import BootSector
import Foundation
import TestSupport
import Testing

/// Block devices, for which a test has to be root.
@Suite(
    .serialized, .enabled(if: Program.areInstalled("losetup", "mkfs.ext4", "mount")),
    .enabled("needs root") { getuid() == 0 })
struct DeviceTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("device") }

    private func run(_ arguments: [String]) throws -> ProgramResult {
        try Program.run([Program.built("byebyebios")] + arguments, directory: directory.path)
    }

    /// Gives a file as a loop device to the body; does nothing, aloud, where the machine has none.
    private func withLoop(_ file: String, sectorSize: Int, _ body: (String) throws -> Void) throws {
        let made = try Program.run(["losetup", "--find", "--show", "--sector-size", "\(sectorSize)", file])
        guard made.status == 0 else {
            print("SKIPPING a test that needs loop devices: \(made.errorText)")
            return
        }
        let device = made.text.trimmingCharacters(in: .whitespacesAndNewlines)
        defer { _ = try? Program.run(["losetup", "--detach", device]) }
        try body(device)
    }

    @Test("a device with sectors of 512 or 4096 bytes is written in its first 512", arguments: [512, 4096])
    func sectors(size: Int) throws {
        let disk = GPTDisk(blockSize: size)
        let file = try directory.write("disk", Data(disk.bytes))
        try withLoop(file, sectorSize: size) { (device: String) throws -> Void in
            #expect(try run([device]).status == 0)
            #expect(try directory.entries().contains { $0.hasSuffix(".byebyebios-backup") })
            #expect(try run(["--check", device]).status == 0)
        }
        let code = try BootStub.current.area(with: BootMessage(preset: .default))
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == Data(code + disk.bytes[440...]))
    }

    @Test("a table for other sectors than the device's is refused")
    func otherSectors() throws {
        let file = try directory.write("disk", Data(GPTDisk(blockSize: 512).bytes))
        try withLoop(file, sectorSize: 4096) { (device: String) throws -> Void in
            let refused = try run([device])
            #expect(refused.status == 1)
            #expect(refused.errorText.contains("it was made for blocks of 512 bytes, but the disk's have 4096"))
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == Data(GPTDisk(blockSize: 512).bytes))
    }

    @Test("a mounted device is refused")
    func mounted() throws {
        let file = try directory.write("disk", Data(count: 4 << 20))
        try #require(try Program.run(["mkfs.ext4", "-q", file]).status == 0)
        let point = directory("point")
        try FileManager.default.createDirectory(atPath: point, withIntermediateDirectories: true)
        try withLoop(file, sectorSize: 512) { (device: String) throws -> Void in
            guard try Program.run(["mount", "-o", "ro", device, point]).status == 0 else {
                print("SKIPPING a test that needs to mount")
                return
            }
            defer { _ = try? Program.run(["umount", point]) }
            let refused = try run([device])
            #expect(refused.status == 1)
            #expect(
                refused.errorText
                    == "byebyebios: Cannot write '\(device)': the device is mounted, or another program holds "
                    + "it. Unmount it, or force it.\n")
            #expect(try run(["--force", "--no-backup", device]).status == 0)
            #expect(try run(["--check", device]).status == 0)
        }
    }

    @Test(
        "on a full file system an image that would have to grow is refused and unchanged",
        .enabled(if: Program.areInstalled("qemu-img")))
    func fullFileSystem() throws {
        let point = directory("point")
        try FileManager.default.createDirectory(atPath: point, withIntermediateDirectories: true)
        guard try Program.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", point]).status == 0 else {
            print("SKIPPING a test that needs to mount")
            return
        }
        defer { _ = try? Program.run(["umount", point]) }
        let raw = try directory.write("base.raw", Data(GPTDisk().bytes))
        let image = "\(point)/disk.qcow2"
        try #require(
            try Program.run(["qemu-img", "convert", "-c", "-f", "raw", "-O", "qcow2", raw, image]).status == 0)
        _ = try Program.run(["dd", "if=/dev/zero", "of=\(point)/filler", "bs=4k"])
        let before = try Data(contentsOf: URL(fileURLWithPath: image))
        for arguments in [["--no-backup", image], ["--backup", directory("backup"), image], [image]] {
            let refused = try run(arguments)
            #expect(refused.status == 1)
            #expect(refused.errorText.contains("no space left on device"), "\(refused.errorText)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: image)) == before)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: point).sorted() == ["disk.qcow2", "filler"])
        #expect(!FileManager.default.fileExists(atPath: directory("backup")))
    }
}
