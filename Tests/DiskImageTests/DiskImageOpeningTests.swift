// SPDX-License-Identifier: Apache-2.0

import DiskImage
import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite struct DiskImageOpeningTests {
    private func failure(_ path: String, format: DiskFormat? = nil) -> String? {
        do {
            try DiskImage(path: FilePath(path), format: format, access: .writing)
                .writeFirstSector(DiskImageWritingTests.sector)
            return nil
        } catch {
            return "\(error)".replacingOccurrences(of: path, with: "IMAGE")
        }
    }

    @Test("what holds no disk is refused with a sentence")
    func noDisk() throws {
        let directory = try TemporaryDirectory("opening")
        #expect(failure(directory("missing")) == "Cannot write 'IMAGE': there is no such file.")
        #expect(
            failure(directory.path) == "Cannot write 'IMAGE': it is a directory. Give a disk image or a block device.")
        #expect(
            failure("/dev/null")
                == "Cannot write 'IMAGE': it is neither a file nor a block device. Give a disk image or a block device."
        )
        for size in [0, 100, 511] {
            let path = try directory.write("small", Data(count: size))
            #expect(
                failure(path)
                    == "Cannot use 'IMAGE': it has \(size) bytes, less than one sector of a disk. Give a disk "
                    + "image or a block device.")
        }
    }

    @Test("other formats are told by their content and refused by name")
    func otherFormats() throws {
        let directory = try TemporaryDirectory("opening")
        for (start, reason) in [
            ("QED\0", "it is a QED image"), ("COWD", "it is a VMDK of ESX's older sparse kind"),
            ("# Disk DescriptorFile\n", "it is only the descriptor of a VMDK whose data lie in other files"),
            ("\u{1F}", nil), ("BZh9", "it is compressed by bzip2"), ("LUKS", nil),
        ] as [(String, String?)] {
            var data = Data(start.utf8)
            data.count = 2048
            let path = try directory.write("other", data)
            if let reason {
                #expect(failure(path)?.hasPrefix("Cannot use 'IMAGE': \(reason). ") == true)
            }
            #expect(failure(path, format: .raw) == nil)
        }
    }

    @Test("images that cannot be written in place are refused by name", .enabled(if: Program.areInstalled("qemu-img")))
    func unsupported() throws {
        let directory = try TemporaryDirectory("opening")
        try directory.write("base.raw", Data(count: 1 << 20))
        let cases: [(String, [String])] = [
            (
                "it is a VMDK of the kind streamOptimized",
                ["convert", "-O", "vmdk", "-o", "subformat=streamOptimized", "base.raw", "x.img"]
            ),
            (
                "it is only the descriptor of a VMDK",
                ["convert", "-O", "vmdk", "-o", "subformat=monolithicFlat", "base.raw", "x.img"]
            ),
            ("it is a VirtualBox disk image", ["convert", "-O", "vdi", "base.raw", "x.img"]),
            ("it is a QED image", ["convert", "-O", "qed", "base.raw", "x.img"]),
            ("it is a qcow image of version 1", ["convert", "-O", "qcow", "base.raw", "x.img"]),
            (
                "it is encrypted",
                [
                    "create", "-f", "qcow2", "--object", "secret,id=s,data=x", "-o",
                    "encrypt.format=luks,encrypt.key-secret=s,encrypt.iter-time=50", "x.img", "1M",
                ]
            ),
            (
                "its data are in an external data file",
                ["create", "-f", "qcow2", "-o", "data_file=x.data", "x.img", "1M"]
            ),
            (
                "its backing file 'nbd://h/x' is not named by a path",
                ["create", "-f", "qcow2", "-u", "-b", "nbd://h/x", "-F", "raw", "x.img", "1M"]
            ),
            ("its backing file", ["create", "-f", "qcow2", "-u", "-b", "gone.raw", "-F", "raw", "x.img", "1M"]),
            (
                "its chain of backing files is too long",
                ["create", "-f", "qcow2", "-u", "-b", "./x.img", "-F", "qcow2", "x.img", "1M"]
            ),
        ]
        for (reason, command) in cases {
            try? FileManager.default.removeItem(atPath: directory("x.img"))
            let made = try Program.imageTool(command, directory: directory.path)
            try #require(made.status == 0, "\(made.errorText)")
            let before = try Data(contentsOf: URL(fileURLWithPath: directory("x.img")))
            let message = failure(directory("x.img")) ?? "accepted"
            #expect(message.contains("': \(reason)"), "\(message)")
            #expect(same(try Data(contentsOf: URL(fileURLWithPath: directory("x.img"))), before))
        }
    }

    @Test(
        "a qcow2 image that is cut short or damaged is refused and stays as it is",
        .enabled(if: Program.areInstalled("qemu-img")))
    func damagedQCow2() throws {
        let scenario = try #require(Scenario.all.first { $0.name == "qcow2, its own cluster" })
        let directory = try scenario.make()
        let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: directory("disk.img"))))
        let cases: [(String, (inout [UInt8]) -> Void)] = [
            ("before the last cluster that is in use", { $0.removeLast($0.count - 400_000) }),
            (
                "its L1 table is said to lie outside the file",
                { $0.replaceSubrange(40..<48, with: [0, 0, 0, 1, 0, 0, 0, 0]) }
            ),
            (
                "entry 0 of its L1 table points outside the file",
                { $0.replaceSubrange(196_608..<196_616, with: [0x80, 0, 0, 9, 0, 0, 0, 0]) }
            ),
            (
                "its first cluster of data is said to lie where its other tables are",
                { $0.replaceSubrange(262_144..<262_152, with: [0x80, 0, 0, 0, 0, 1, 0, 0]) }
            ),
            ("which contradicts its use", { $0[131_072 + 9] = 2 }),
            ("QEMU has marked it as corrupt", { $0[79] = 2 }),
            ("it was not closed cleanly", { $0[79] = 1 }),
            ("it uses the unknown qcow2 feature bit 9", { $0[78] = 2 }),
            ("it has persistent bitmaps", { $0[95] = 1 }),
        ]
        for (reason, damage) in cases {
            var bytes = whole
            damage(&bytes)
            let path = try directory.write("damaged.img", Data(bytes))
            let message = failure(path) ?? "accepted"
            #expect(message.contains(reason), "\(message)")
            #expect(same(try Data(contentsOf: URL(fileURLWithPath: path)), bytes))
        }
    }

    @Test("an unknown autoclear feature is cleared by a change", .enabled(if: Program.areInstalled("qemu-img")))
    func autoclear() throws {
        let scenario = try #require(Scenario.all.first { $0.name == "qcow2, its own cluster" })
        let directory = try scenario.make()
        let file = try RecordingFile(directory("disk.img"))
        try file.write([0x80], at: 88)
        try DiskImage(file: file, format: nil).writeFirstSector(DiskImageWritingTests.sector)
        #expect(file.bytes[88..<96].allSatisfy { $0 == 0 })
    }

    @Test("an image without room for its growth on a device is refused", .enabled(if: Program.areInstalled("qemu-img")))
    func deviceFull() throws {
        for name in ["qcow2, nothing there", "VMDK, nothing there", "VHD, nothing there", "VHDX, nothing there"] {
            let scenario = try #require(Scenario.all.first { $0.name == name })
            let directory = try scenario.make()
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: directory("disk.img"))))
            let file = RecordingFile(directory("disk.img"), bytes, canGrow: false)
            let error = #expect(throws: DiskImageError.self) {
                try DiskImage(file: file, format: nil).writeFirstSector(DiskImageWritingTests.sector)
            }
            #expect(error?.code == .noSpace)
            #expect(same(file.bytes, bytes))
        }
        // A qcow2 image on a larger device finds a free cluster behind its last one.
        let scenario = try #require(Scenario.all.first { $0.name == "qcow2, compressed" })
        let directory = try scenario.make()
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: directory("disk.img"))))
        bytes += [UInt8](repeating: 0, count: 1 << 20)
        let file = RecordingFile(directory("disk.img"), bytes, canGrow: false)
        try DiskImage(file: file, format: nil).writeFirstSector(DiskImageWritingTests.sector)
        try directory.write("disk.img", Data(file.bytes))
        #expect(try scenario.findings(in: directory("disk.img"), allowingLeaks: false) == nil)
        #expect(try scenario.contents(of: directory("disk.img")).prefix(512) == Data(DiskImageWritingTests.sector))
    }

    @Test(
        "QEMU keeps off an image that we write, and we off one that it has open",
        .enabled(if: Program.areInstalled("qemu-img", "qemu-io", "qemu-system-x86_64")))
    func locks() throws {
        let directory = try TemporaryDirectory("opening")
        let path = directory("x.img")
        try #require(try Program.run(["qemu-img", "create", "-f", "qcow2", path, "1M"]).status == 0)
        do {
            let image = try DiskImage(path: FilePath(path), access: .writing)
            let refused = try Program.run(["qemu-io", "-f", "qcow2", "-c", "write 0 512", path])
            #expect(refused.status != 0 && refused.errorText.contains("lock"), "\(refused.errorText)")
            #expect(try image.read(at: 0, count: 512).count == 512)
        }
        #expect(try Program.run(["qemu-io", "-f", "qcow2", "-c", "write 0 512", path]).status == 0)

        let machine = Process()
        machine.executableURL = URL(fileURLWithPath: Program.find("qemu-system-x86_64") ?? "/missing")
        machine.arguments = [
            "-nodefaults", "-display", "none", "-S", "-drive", "file=\(path),format=qcow2,if=ide", "-pidfile",
            directory("pid"),
        ]
        try machine.run()
        defer {
            // A signal that can be blocked may be: the thread that started it hands its mask down.
            kill(machine.processIdentifier, SIGKILL)
            machine.waitUntilExit()
        }
        for _ in 0..<600 where !FileManager.default.fileExists(atPath: directory("pid")) { usleep(50_000) }
        #expect(
            failure(path)
                == "Cannot write 'IMAGE': another program, such as a running QEMU, has the image open. Stop the "
                + "virtual machine that uses it, and do it again.")
        let error = #expect(throws: DiskImageError.self) {
            try DiskImage(path: FilePath(path), access: .writing, ignoringUse: true)
        }
        #expect(error?.code == .inUse)
    }
}
