// SPDX-License-Identifier: Apache-2.0

import BootSector
import ByteLayout
import Foundation
import TestSupport
import Testing

@Suite struct CommandTests {
    let directory: TemporaryDirectory
    let image: String

    init() throws {
        directory = try TemporaryDirectory("command")
        image = try directory.write("disk.img", Data(GPTDisk().bytes))
    }

    private func run(_ arguments: String..., input: Data? = nil) throws -> ProgramResult {
        try Program.run([Program.built("byebyebios")] + arguments, input: input, directory: directory.path)
    }

    private func contents(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

    @Test("the sector is written once, checked, and put back")
    func wholeLife() throws {
        let before = try contents(image)
        #expect(try run("--check", image).status == 2)
        let written = try run("--preset", "openstack", image)
        #expect(written.status == 0)
        #expect(written.text.hasPrefix("'\(image)' tells BIOS users now: "))
        #expect(
            written.text.contains(
                " of 400 bytes of text used. The original sector is kept in '\(image).byebyebios-backup'."))
        let after = try contents(image)
        #expect(after[440...] == before[440...])
        #expect(try run("--preset", "openstack", image).text == "'\(image)' has this boot sector already.\n")
        #expect(try run("--check", image).status == 0)
        #expect(try run("--check", image).text.contains("hw_firmware_type=uefi"))
        // Another message: the backup stays that of the original.
        #expect(try run("--message-text", "Hello", image).status == 0)
        #expect(try run("--restore", image).text == "'\(image)' has its original sector again.\n")
        #expect(try contents(image) == before)
        #expect(try run("--restore", image).text == "'\(image)' has its original sector already.\n")
        #expect(try run(image).status == 0)
    }

    @Test("the check as JSON says what a program wants to know")
    func json() throws {
        try #require(try run("-m", directory.write("m", "Hi\n"), image).status == 0)
        let result = try run("--check", "--json", image)
        let object = try JSONSerialization.jsonObject(with: result.output) as? [String: Any]
        #expect(object?["bootCode"] as? String == "ours")
        #expect(object?["message"] as? String == "Hi\n")
        #expect(object?["messageLimitInBytes"] as? Int == 400)
        #expect(object?["diskSignature"] as? Int == 0x1234_5678)
        #expect(object?["masterBootRecord"] as? String == "protective")
        #expect(object?["partitionTable"] as? String == "valid")
        #expect(object?["obstacles"] as? [String] == [])
    }

    @Test("foreign boot code is refused, said by the check, and overwritten by force")
    func foreign() throws {
        var disk = GPTDisk()
        disk.bytes[0] = 0xFA
        try directory.write("disk.img", Data(disk.bytes))
        let refused = try run(image)
        #expect(refused.status == 1)
        #expect(
            refused.errorText
                == "byebyebios: Cannot put a boot sector into '\(image)': its boot sector has boot code of "
                + "another program, so it may well boot under BIOS. Use '--force' to do it all the same.\n")
        #expect(try contents(image) == Data(disk.bytes))
        #expect(try directory.entries() == ["disk.img"])
        #expect(try run("--check", image).status == 3)
        #expect(try run("--force", image).status == 0)
        #expect(try run("--restore", image).status == 0)
        #expect(try contents(image) == Data(disk.bytes))
    }

    @Test("a stub of one's own is known again by its backup, or when it is named")
    func ownStub() throws {
        let stub = try directory.write("stub", Data([0xEB, 0xFE, 0x90]))
        #expect(try run("-b", stub, "--message-text", "One", image).status == 0)
        #expect(try run("--check", image).text.contains("Message:\nOne"))
        #expect(try run("-b", stub, "--message-text", "Two", "--no-backup", image).status == 0)
        #expect(try run("--no-backup", image).status == 1)
    }

    @Test("a restore is refused when the table has changed since, and by force keeps the table")
    func changedTable() throws {
        try #require(try run(image).status == 0)
        var changed = try contents(image)
        changed[440] ^= 1
        try directory.write("disk.img", changed)
        let refused = try run("--restore", image)
        #expect(refused.status == 1)
        #expect(refused.errorText.contains("the partition table or the disk signature in its boot sector has changed"))
        #expect(try contents(image) == changed)
        #expect(try run("--restore", "--force", image).status == 0)
        #expect(try contents(image)[440] == changed[440])
        #expect(try contents(image)[..<440] == Data(count: 440))
    }

    @Test("a backup of another state is not overwritten")
    func otherBackup() throws {
        try #require(try run(image).status == 0)
        var other = GPTDisk()
        other.bytes[440] = 9
        try directory.write("disk.img", Data(other.bytes))
        let backup = try contents(image + ".byebyebios-backup")
        let refused = try run(image)
        #expect(refused.status == 1 && refused.errorText.contains("it holds that of another state of the image"))
        #expect(try contents(image + ".byebyebios-backup") == backup)
        try directory.write("garbage", "no backup")
        #expect(
            try run("--backup", directory("garbage"), image).errorText.contains(
                "it is not a backup that byebyebios made"))
        #expect(try contents(image) == Data(other.bytes))
        #expect(try run("--backup", directory("second"), image).status == 0)
    }

    @Test("looking changes nothing")
    func looking() throws {
        let before = try contents(image)
        let dump = try run("--dry-run", image)
        #expect(dump.text.split(separator: "\n").count == 32)
        #expect(dump.text.hasPrefix("0000  31 c0 8e d8 fc be 27 7c  ba fd 03 31 c9 ec a8 20  |"))
        #expect(dump.text.contains("55 aa  |"))
        let preview = try run("--preview", "--message-text", "╔═ Ünïcode")
        #expect(preview.status == 0)
        #expect(preview.text.contains("│╔═ Ünïcode" + String(repeating: " ", count: 70) + "│"))
        #expect(try run("--preview", image).status == 0)
        #expect(try contents(image) == before)
        #expect(try directory.entries() == ["disk.img"])
    }

    @Test(
        "wrong usage is told from a refusal by its status",
        arguments: [
            [], ["--check", "--restore", "x"], ["--json", "x"], ["--preset", "x", "y"],
            ["--restore", "--dry-run", "x"],
            ["--message-text", "a", "--preset", "aws", "x"], ["--no-backup", "--restore", "x"], ["--bogus", "x"],
        ])
    func usage(arguments: [String]) throws {
        #expect(try Program.run([Program.built("byebyebios")] + arguments).status == 64)
    }

    @Test("what cannot be done ends with status 1 and one sentence")
    func failures() throws {
        let long = try directory.write("long", String(repeating: "x", count: 401))
        #expect(
            try run("-m", long, image).errorText.contains("it takes 401 bytes with its line ends, 1 more than the 400"))
        #expect(
            try run("-m", directory("none"), image).errorText
                == "byebyebios: Cannot read '\(directory("none"))': there is no such file.\n")
        for bad in [
            directory.path, directory("none"), try directory.write("empty", Data()),
            try directory.write("small", Data(count: 100)),
        ] {
            let result = try run("--force", bad)
            #expect(result.status == 1 && result.errorText.hasPrefix("byebyebios: Cannot "))
        }
        #expect(try run("--format", "qcow2", image).errorText.contains("it has no qcow2 header"))
        let blank = try directory.write("blank", Data(count: 1 << 20))
        #expect(try run(blank).errorText.contains("it has no GUID partition table"))
        #expect(try contents(blank) == Data(count: 1 << 20))
        let outside = try run("--backup", "/nonexistent/backup", image)
        #expect(outside.status == 1 && outside.errorText.contains("/nonexistent/backup"))
        #expect(try contents(image) == Data(GPTDisk().bytes))
    }

    @Test("the help names every option")
    func help() throws {
        let text = try run("--help").text
        for option in [
            "--message", "-m,", "--boot-stub", "-b,", "--force", "-f,", "--message-text", "--preset", "--format",
            "--backup",
            "--no-backup", "--check", "--json", "--restore", "--dry-run", "--preview", "--screenshot", "EXIT STATUS",
        ] {
            #expect(text.contains(option), "\(option)")
        }
        #expect(text.hasPrefix("OVERVIEW: Tell people who boot an EFI-only disk image by BIOS that it needs"))
    }

    @Test(
        "killed at any instant, the image has the old or the new sector", .enabled(if: Program.areInstalled("qemu-img"))
    )
    func kills() throws {
        let path = try compressedImage()
        let whole = try contents(path)
        var generator = SeededGenerator(seed: 3)
        var changed = 0
        for _ in 0..<SeededGenerator.rounds(12) {
            try whole.write(to: URL(fileURLWithPath: path))
            let seconds = Double.random(in: 0...0.012, using: &generator)
            _ = try Program.run([Program.built("byebyebios"), "--no-backup", path], seconds: seconds)
            let isChanged = try isChangedAndSound(path)
            if isChanged { changed += 1 }
        }
        print("killed byebyebios: \(changed) times after the change")
    }

    @Test(
        "killed at each system call that writes, the image has the old or the new sector",
        .enabled(if: Program.areInstalled("qemu-img", "strace")))
    func killedAtEachCall() throws {
        let path = try compressedImage()
        let whole = try contents(path)
        for call in ["pwrite64", "fdatasync"] {
            var states: [Bool] = []
            for number in 1...40 {
                try whole.write(to: URL(fileURLWithPath: path))
                let result = try Program.run([
                    "strace", "-f", "-o", "/dev/null", "-e", "trace=\(call)", "-e",
                    "inject=\(call):signal=KILL:when=\(number)", Program.built("byebyebios"), "--no-backup", path,
                ])
                let isChanged = try isChangedAndSound(path)
                states.append(isChanged)
                if result.status == 0 { break }
            }
            // It was killed before and after the change, and in the end was not killed any more.
            #expect(states.count > 3 && states.first == false && states.last == true && states.count < 40)
            #expect(states == states.filter { !$0 } + states.filter(\.self), "once changed, it stays changed")
        }
    }

    /// Makes a compressed qcow2 image, which a change makes grow.
    private func compressedImage() throws -> String {
        try directory.write("base.raw", Data(GPTDisk().bytes))
        let path = directory("disk.qcow2")
        let made = try Program.run(
            ["qemu-img", "convert", "-c", "-f", "raw", "-O", "qcow2", "base.raw", path], directory: directory.path)
        try #require(made.status == 0, "\(made.errorText)")
        return path
    }

    /// Whether that image has the new sector; expects that it is sound, and has the old sector if not the new one.
    private func isChangedAndSound(_ path: String) throws -> Bool {
        let old = Data(GPTDisk().bytes)
        let new = Data(try BootStub.current.area(with: BootMessage(preset: .default))) + old[440...]
        let check = try Program.run(["qemu-img", "check", path])
        #expect(check.status == 0 || check.status == 3, "\(check.text)")
        try #require(try Program.run(["qemu-img", "convert", "-O", "raw", path, directory("out.raw")]).status == 0)
        let found = try contents(directory("out.raw"))
        #expect(found == old || found == new)
        return found == new
    }
}
