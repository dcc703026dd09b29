// SPDX-License-Identifier: Apache-2.0

import Foundation
import Initramfs
import SystemPackage
import TestSupport
import Testing

/// The post's examples, typed as there, each in a guest of its own.
@Suite(.enabled(if: Program.areInstalled("qemu-system-x86_64", "busybox"))) struct GuestTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("guest") }

    /// Builds an image with the command as a user would, and boots it.
    private func boot(
        _ arguments: [String], flavour: String = "cloud-amd64", qemu: [String] = [], input: String? = nil
    ) throws -> String {
        let kernel = try #require(Guest.kernel(flavour: flavour))
        let command = [Program.built("make-tiny-image"), "--kver", kernel.version, "--output", directory("image")]
        let built = try Program.run(command + arguments)
        try #require(built.status == 0, "\(built.errorText)")
        #expect(built.text.hasPrefix("\(kernel.version)\n"))
        return try Guest.run(kernel, image: directory("image"), arguments: qemu, input: input)
    }

    @Test("the default is a shell with job control, and powers off when it ends")
    func shell() throws {
        // The guest's serial port drops what comes before it is open: the empty lines are for that.
        let lines =
            String(repeating: "\n", count: 40) + "echo $((6 * 7)) $(tty)\nsleep 100 &\njobs\ncat /proc/$$/stat\nexit\n"
        let console = try boot([], input: lines)
        #expect(console.contains("\n42 /dev/console") || console.contains("\n42 /dev/ttyS0"), "\(console)")
        #expect(console.contains("Running"), "\(console)")
        #expect(!console.contains("job control turned off"))
        #expect(console.contains("reboot: Power down"))
    }

    @Test("--run poweroff powers off, on both of Debian's kernels", arguments: ["cloud-amd64", "amd64"])
    func powerOff(flavour: String) throws {
        let console = try boot(["--run", "poweroff"], flavour: flavour)
        #expect(console.contains("reboot: Power down"))
        #expect(!console.contains("panic"))
    }

    @Test("--run 'cat /proc/cpuinfo' shows the guest's processor; packed images start as well")
    func processor() throws {
        let console = try boot(["--run", "cat /proc/cpuinfo", "--compress", "zstd"], qemu: ["-cpu", "max"])
        let flags = console.split(separator: "\n").first { $0.hasPrefix("flags") }
        #expect(flags?.split(separator: " ").contains("avx2") == true, "\(console)")
    }

    @Test("images packed with xz and gzip, and early data before the image, start as well", arguments: ["xz", "gzip"])
    func packed(format: String) throws {
        let early = try Program.run(
            ["cpio", "-o", "-H", "newc", "--quiet"], input: Data("early/data\n".utf8),
            directory: (directory.write("tree/early/data", "early\n") as NSString).deletingLastPathComponent + "/..")
        try #require(early.status == 0)
        try directory.write("early.cpio", early.output)
        let arguments = ["--run", "echo done $((6 * 7))", "--compress", format, "--prepend", directory("early.cpio")]
        #expect(try boot(arguments).contains("done 42"))
    }

    @Test("a command that fails, ends the shell or cannot be read still ends in power off")
    func badCommand() throws {
        let console = try boot(["--run", "echo \"it's\"; exit 3; echo unseen"])
        #expect(console.contains("it's\n") && !console.contains("unseen") && console.contains("Power down"))
        #expect(try boot(["--run", "if then ("]).contains("Power down"))
    }

    @Test(
        "binaries of the host run with their libraries",
        .enabled(if: Program.areInstalled("hwloc-info", "lstopo-no-graphics")))
    func binaries() throws {
        let console = try boot(["hwloc-info", "lstopo-no-graphics", "--run", "hwloc-info; lstopo-no-graphics"])
        #expect(console.contains("depth 0:"), "\(console)")
        #expect(console.contains("PU L#0 (P#0)"), "\(console)")
    }

    @Test("--copy brings files, where they were and elsewhere")
    func copy() throws {
        let text = try String(contentsOfFile: "/etc/os-release", encoding: .utf8)
        try directory.write("data/a.txt", "first\n")
        try directory.write("data/b.txt", "second\n")
        let console = try boot([
            "--copy", "/etc/os-release", "--copy", "\(directory("data"))/*.txt=/opt/", "--run",
            "cat /etc/os-release /opt/a.txt /opt/b.txt",
        ])
        #expect(console.contains(text + "first\nsecond\n"))
    }

    @Test("the watchdog's modules load, and the watchdog fires")
    func watchdog() throws {
        let modules = ["--kmod", "lpc_ich", "--kmod", "iTCO_wdt heartbeat=4", "--kmod", "i2c_i801"]
        let command = "mknod /dev/watchdog0 c 10 130; cat /dev/watchdog0; sleep 200; echo still here"
        let console = try boot(
            modules + ["--run", command], flavour: "amd64",
            qemu: ["-M", "q35", "-global", "ICH9-LPC.noreboot=off", "-action", "watchdog=poweroff"])
        #expect(console.contains("watchdog0: watchdog did not stop!"), "\(console)")
        #expect(!console.contains("still here") && !console.contains("Power down"))
    }

    @Test("--blockdevs makes nodes for disks and partitions")
    func blockDevices() throws {
        // A disk of 4 MiB with two partitions (an MBR: entries of 16 bytes from 446 on), each with a text in it.
        var disk = Data(count: 4 << 20)
        for (number, start, text) in [(0, UInt32(2048), "first part"), (1, UInt32(4096), "second part")] {
            let entry = 446 + 16 * number
            disk[entry + 4] = 0x83
            for (offset, value) in [(8, start), (12, UInt32(2048))] {
                withUnsafeBytes(of: value.littleEndian) {
                    disk.replaceSubrange(entry + offset..<entry + offset + 4, with: $0)
                }
            }
            disk.replaceSubrange(Int(start) * 512..<Int(start) * 512 + text.utf8.count, with: text.utf8)
        }
        disk.replaceSubrange(510..<512, with: [0x55, 0xAA])
        let path = try directory.write("disk", disk)
        let console = try boot(
            [
                "--kmod", "virtio_pci", "--kmod", "virtio_blk", "--blockdevs", "--run",
                "ls -l /dev/vda; head -c 10 /dev/vda1; echo; head -c 11 /dev/vda2; echo",
            ], flavour: "amd64", qemu: ["-drive", "file=\(path),format=raw,if=virtio"])
        #expect(console.contains("first part\nsecond part\n"), "\(console)")
    }

    @Test("a program asked for wins over busybox's applet; kernel modules load with their parameters")
    func program() throws {
        let console = try boot(
            [
                "qemu-img", "bash", "uname", "--kmod", "loop max_loop=3", "--run",
                "qemu-img --version; uname --version | head -n 1; losetup -f; cat /sys/module/loop/parameters/max_loop",
            ],
            flavour: "amd64")
        #expect(console.contains("qemu-img version"), "\(console)")
        #expect(console.contains("(GNU coreutils)"), "\(console)")
        #expect(console.contains("/dev/loop0\n3\n"), "\(console)")
    }
}
