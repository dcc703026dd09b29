// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Debian's `virt-install` against a daemon of ours.
@Suite(
    .enabled(if: GuestImage.isPossible && Program.areInstalled("virt-install", "virsh", "qemu-img")),
    .timeLimit(.minutes(10)))
struct VirtInstallTests {
    private let daemon: RunningDaemon
    private let directory: TemporaryDirectory

    init() throws {
        daemon = try RunningDaemon("virtqemud")
        directory = try TemporaryDirectory("install")
    }

    private func install(_ name: String, _ more: [String]) throws -> ProgramResult {
        try Program.run(
            [
                "virt-install", "--connect", daemon.uri("qemu"), "--name", name, "--memory", "160", "--vcpus", "1",
                "--virt-type", "qemu", "--osinfo", "detect=off,require=off", "--graphics", "none", "--network", "none",
                "--noautoconsole",
            ] + more, environment: ["LC_ALL": "C", "HOME": directory.path], seconds: 240)
    }

    private func shows(_ name: String, _ expected: String, typing text: String? = nil) throws -> Bool {
        let terminal = try PseudoTerminal(rows: 24, columns: 80)
        let console = try RunningProgram(
            ["virsh", "-c", daemon.uri("qemu"), "console", name], input: .terminal(terminal.path),
            output: .terminal(terminal.path), errors: .terminal(terminal.path))
        defer { console.send(SIGKILL) }
        return RunningProgram.wait(seconds: 150) {
            if let text { terminal.type(text) }
            return terminal.waitFor(expected, seconds: 3)
        }
    }

    @Test("A guest is brought up from a kernel and an initial RAM disk, and virsh console shows it")
    func directBoot() throws {
        let image = try GuestImage(GuestOnWire.shell, in: directory)
        let result = try install(
            "direct",
            [
                "--import", "--disk", "none", "--boot",
                "kernel=\(image.kernel),initrd=\(image.initrd),kernel_args=console=ttyS0 quiet",
            ])
        #expect(result.status == 0, "\(result.text)\(result.errorText)")
        #expect(try daemon.virsh("qemu", "list", "--name").text.contains("direct"))
        #expect(try shows("direct", "42 is it", typing: "echo $((6 * 7)) is it\r"))
        #expect(try daemon.virsh("qemu", "destroy", "direct").status == 0)
        #expect(try daemon.virsh("qemu", "undefine", "direct").status == 0)
    }

    @Test("A guest is brought up from a disk that is there already, and virsh console shows it")
    func imported() throws {
        // A boot sector that says a word on the serial port, for ever: mov dx, 3f8h; then each letter by out dx, al.
        var sector: [UInt8] = [0xba, 0xf8, 0x03]
        for letter in "imported\r\n".utf8 { sector += [0xb0, letter, 0xee] }
        // xor cx, cx; loop to itself, for some time; then from the beginning.
        sector += [0x31, 0xc9, 0xe2, 0xfe]
        sector += [0xeb, UInt8(truncatingIfNeeded: -(sector.count + 2))]
        sector += [UInt8](repeating: 0, count: 510 - sector.count) + [0x55, 0xaa]
        let disk = try directory.write("disk.raw", Data(sector + [UInt8](repeating: 0, count: 1 << 20)))
        // Without a daemon for storage, virt-install 4.1 forgets a disk that it is given by 'path'.
        let result = try install(
            "imported",
            ["--import", "--disk", "type=file,source.file=\(disk),driver.type=raw,target.bus=virtio"])
        try #require(result.status == 0, "\(result.text)\(result.errorText)")
        #expect(try shows("imported", "imported\r\nimported"))
        #expect(try daemon.virsh("qemu", "destroy", "imported").status == 0)
    }
}
