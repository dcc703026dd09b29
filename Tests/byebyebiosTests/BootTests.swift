// SPDX-License-Identifier: Apache-2.0

import BootSector
import Foundation
import TestSupport
import Testing

@Suite(
    .serialized, .enabled(if: Program.areInstalled("qemu-system-x86_64", "qemu-img", "sgdisk")), .timeLimit(.minutes(5))
)
struct BootTests {
    static let message = """

        STOP: this disk needs UEFI firmware.
        ╔════════════╗
        ║  NO  UEFI  ║ Ünïcode
        ╚════════════╝
        Ask your cloud's operator.

        """

    /// Expects the message on the serial port, byte by byte, and on the screen, line by line.
    static func expectMessage(_ bytes: [UInt8], in machine: BootedMachine) {
        #expect(machine.serial == bytes)
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            .map { line in Array(line.filter { $0 != 0x0D }) }
            .drop(while: \.isEmpty).reversed().drop(while: \.isEmpty).reversed()
            .map { $0 + [UInt8](repeating: 0x20, count: 80 - $0.count) }
        let screen = machine.lines.map { $0.map { $0 == 0 ? 0x20 : $0 } }
        guard let start = screen.firstIndex(of: lines[0]) else {
            Issue.record("not on the screen: \(screen.map { String(decoding: $0, as: UTF8.self) })")
            return
        }
        #expect(Array(screen[start..<min(start + lines.count, 25)]) == lines)
    }

    /// A raw disk of 8 MiB with a partition table by sgdisk, converted to another format.
    static func makeImage(_ directory: TemporaryDirectory, _ format: String, _ options: [String]) throws -> String {
        let raw = try directory.write("base.raw", Data(count: 8 << 20))
        try #require(try Program.run(["sgdisk", "-n1:2048:+4M", "-t1:ef00", raw]).status == 0)
        if format == "raw" { return raw }
        let path = directory("disk.img")
        let result = try Program.run(["qemu-img", "convert", "-f", "raw", "-O", format] + options + [raw, path])
        try #require(result.status == 0, "\(result.errorText)")
        return path
    }

    static func boot(_ path: String, _ format: String, _ arguments: [String] = [], expecting count: Int) throws
        -> BootedMachine
    {
        try BootedMachine.run(
            ["-machine", "pc,accel=tcg", "-m", "16", "-drive", "if=ide,format=\(format),file=\(path)"] + arguments
        ) { $0.serial.count >= count }
    }

    @Test(
        "each format boots with SeaBIOS to the message on screen and serial port",
        arguments: [
            ("raw", []), ("qcow2", []), ("qcow2", ["-o", "compat=0.10"]), ("qcow2", ["-c"]), ("vmdk", []), ("vpc", []),
            ("vpc", ["-o", "subformat=fixed"]), ("vhdx", []),
        ])
    func formats(format: String, options: [String]) throws {
        let directory = try TemporaryDirectory("boot")
        let path = try Self.makeImage(directory, format, options)
        try directory.write("message", Self.message)
        let result = try Program.run([Program.built("byebyebios"), "--message", directory("message"), path])
        #expect(result.status == 0, "\(result.errorText)")
        let bytes = try BootMessage(Self.message).bytes
        Self.expectMessage(bytes, in: try Self.boot(path, format, expecting: bytes.count))
    }

    @Test("the stub runs on old processors", arguments: ["486", "pentium"])
    func processors(model: String) throws {
        let directory = try TemporaryDirectory("boot")
        let path = try Self.makeImage(directory, "raw", [])
        #expect(try Program.run([Program.built("byebyebios"), path]).status == 0)
        let bytes = BootMessage(preset: .default).bytes
        Self.expectMessage(bytes, in: try Self.boot(path, "raw", ["-cpu", model], expecting: bytes.count))
    }

    @Test("the screen gets the message on a machine without a serial port")
    func withoutSerialPort() throws {
        let directory = try TemporaryDirectory("boot")
        let path = try Self.makeImage(directory, "raw", [])
        #expect(try Program.run([Program.built("byebyebios"), path]).status == 0)
        let start = Date()
        var machine = try BootedMachine.run(
            ["-machine", "pc,accel=tcg", "-m", "16", "-drive", "if=ide,format=raw,file=\(path)"],
            withSerialPort: false
        ) { _ in Date().timeIntervalSince(start) > 8 }
        let bytes = BootMessage(preset: .default).bytes
        machine.serial = bytes
        Self.expectMessage(bytes, in: machine)
    }

    @Test("the original's stub, given as a file, runs too", .enabled(if: Program.areInstalled("as", "ld")))
    func originalStub() throws {
        let directory = try TemporaryDirectory("boot")
        let path = try Self.makeImage(directory, "raw", [])
        try directory.write("stub", Data(BootStub.original.code))
        let result = try Program.run([
            Program.built("byebyebios"), "-b", directory("stub"), "--message-text", "Bye\nBIOS\n", path,
        ])
        #expect(result.status == 0, "\(result.errorText)")
        let bytes = try BootMessage("Bye\nBIOS\n").bytes
        Self.expectMessage(bytes, in: try Self.boot(path, "raw", expecting: bytes.count))
    }

    @Test("a screenshot shows a picture and the serial text, and changes nothing")
    func screenshot() throws {
        let directory = try TemporaryDirectory("boot")
        let path = try Self.makeImage(directory, "qcow2", [])
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let result = try Program.run([
            Program.built("byebyebios"), "--preset", "qemu", "--screenshot", directory("a, b.png"), path,
        ])
        #expect(result.status == 0, "\(result.errorText)")
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: directory("a, b.png"))).prefix(4)
                == Data([0x89, 0x50, 0x4E, 0x47]))
        let text = try Data(contentsOf: URL(fileURLWithPath: directory("a, b.txt")))
        #expect(text == Data(BootMessage(preset: .qemu).bytes))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        #expect(try directory.entries().filter { $0.contains("tmp") }.isEmpty)
    }

    static let firmware = "/usr/share/OVMF/OVMF_CODE_4M.fd"
    static var kernel: String? {
        (try? FileManager.default.contentsOfDirectory(atPath: "/boot"))?.filter { $0.hasPrefix("vmlinuz-") }.min()
            .map { "/boot/\($0)" }
    }

    @Test(
        "the same image still boots Linux under UEFI",
        .enabled(if: Program.areInstalled("mkfs.vfat", "mcopy", "mmd")),
        .enabled("needs OVMF and a kernel") { FileManager.default.fileExists(atPath: firmware) && kernel != nil })
    func uefi() throws {
        let directory = try TemporaryDirectory("boot")
        let kernel = try #require(Self.kernel)
        let disk = try directory.write("disk.raw", Data())
        let system = try directory.write("esp", Data())
        for (path, size) in [(disk, 66 << 20), (system, 64 << 20)] { truncate(path, off_t(size)) }
        for command in [
            ["mkfs.vfat", "-F", "32", system],
            ["mmd", "-i", system, "::EFI", "::EFI/BOOT"],
            ["mcopy", "-i", system, kernel, "::EFI/BOOT/BOOTX64.EFI"],
            ["sgdisk", "-n1:2048:+64M", "-t1:ef00", disk],
            ["dd", "if=\(system)", "of=\(disk)", "bs=1M", "seek=1", "conv=notrunc,sparse"],
            [Program.built("byebyebios"), disk],
        ] {
            let result = try Program.run(command)
            try #require(result.status == 0, "\(command): \(result.errorText)\(result.text)")
        }
        let machine = try BootedMachine.run(
            [
                "-machine", "q35,accel=tcg", "-m", "512", "-cpu", "max", "-drive",
                "if=pflash,format=raw,readonly=on,file=\(Self.firmware)", "-drive",
                "if=virtio,format=raw,file=\(disk)",
            ], seconds: 110, halting: false
        ) { $0.registers.contains("RIP=ffffffff") }
        // The kernel's own addresses: the firmware's are all below 4 GiB, as is the kernel's decompressor.
        #expect(machine.registers.contains("RIP=ffffffff"), "\(String(decoding: machine.serial, as: UTF8.self))")
    }
}
