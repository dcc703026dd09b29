// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A machine with a disk, a drive, an interface, a screen and a balloon, described for any daemon; its guest says that it is ready and
/// waits.
final class ServedGuest {
    static let mac = "52:54:00:11:22:33"

    let directory: TemporaryDirectory
    /// The address of the daemon that has it.
    let uri: String

    /// Whether such a guest can be booted here.
    static var isPossible: Bool {
        GuestImage.isPossible && Program.areInstalled("virsh", "qemu-img")
    }

    /// Whether a machine can be given an end of a cable on this host; says aloud when not.
    static var canMakeTaps: Bool {
        let canMake = geteuid() == 0 && access("/dev/net/tun", R_OK | W_OK) == 0
        if !canMake { print("SKIPPING a test that needs root and /dev/net/tun") }
        return canMake
    }

    /// Makes its files.
    init(_ uri: String) throws {
        self.uri = uri
        directory = try TemporaryDirectory("guest")
        try FileManager.default.createDirectory(atPath: directory("tree/proc"), withIntermediateDirectories: true)
        let image = try GuestImage("echo ready\nwhile :; do /bin/busybox sleep 1; done", in: directory)
        let made = try Program.run(["qemu-img", "create", "-q", "-f", "qcow2", directory("disk.qcow2"), "64M"])
        try #require(made.status == 0, "\(made.errorText)")
        for name in ["extra.img", "cd.iso", "cd2.iso"] {
            try directory.write(name, Data(repeating: 0, count: 1 << 20))
        }
        try directory.write("console", "")
        try FileManager.default.createDirectory(atPath: directory("saved"), withIntermediateDirectories: true)
        try directory.write("guest.xml", document(image.kernel))
        // C libvirt's daemon runs as another user.
        chmod(directory.path, 0o755)
        for name in ["", "image", "disk.qcow2", "extra.img", "cd.iso", "cd2.iso", "console", "saved", "guest.xml"] {
            PrivateDaemon.handOver(directory(name))
        }
    }

    private func document(_ kernel: String) -> String {
        let ports = String(repeating: "<controller type='pci' model='pcie-root-port'/>", count: 8)
        return """
            <domain type='qemu'>
              <name>guest</name><uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>
              <memory unit='MiB'>192</memory><currentMemory unit='MiB'>160</currentMemory>
              <vcpu current='1'>2</vcpu>
              <os>
                <type arch='x86_64' machine='q35'>hvm</type>
                <kernel>\(kernel)</kernel><initrd>\(directory("image"))</initrd>
                <cmdline>console=ttyS0 quiet panic=1</cmdline>
              </os>
              <features><acpi/><apic/></features>
              <on_poweroff>destroy</on_poweroff>
              <devices>
                <emulator>/usr/bin/qemu-system-x86_64</emulator>
                <controller type='pci' model='pcie-root'/>\(ports)
                <controller type='usb' model='none'/>
                <disk type='file' device='disk'>
                  <driver name='qemu' type='qcow2'/><source file='\(directory("disk.qcow2"))'/>
                  <target dev='vda' bus='virtio'/>
                </disk>
                <disk type='file' device='cdrom'>
                  <driver name='qemu' type='raw'/><source file='\(directory("cd.iso"))'/>
                  <target dev='sda' bus='sata'/><readonly/>
                </disk>
                <interface type='user'><mac address='\(Self.mac)'/><model type='virtio'/></interface>
                <serial type='file'><source path='\(directory("console"))'/></serial>
                <graphics type='vnc' autoport='yes' listen='127.0.0.1'/>
                <video><model type='vga'/></video>
                <memballoon model='virtio'/>
              </devices>
            </domain>
            """
    }

    /// Runs a command of virsh, its words apart; `DIR` stands for the guest's directory.
    func virsh(_ line: String) throws -> ProgramResult {
        let words = line.split(separator: " ").map { $0.replacingOccurrences(of: "DIR", with: directory.path) }
        return try Program.run(["virsh", "-q", "-c", uri] + words, environment: ["LC_ALL": "C"], seconds: 60)
    }

    /// Defines and starts it, and waits until it is ready.
    func start() throws {
        for line in ["define DIR/guest.xml", "start guest"] {
            let result = try virsh(line)
            try #require(result.status == 0, "\(line): \(result.errorText)")
        }
        let path = directory("console")
        let isReady = RunningProgram.wait {
            (try? String(contentsOfFile: path, encoding: .utf8).contains("ready")) == true
        }
        try #require(isReady, "The guest does not boot.")
    }

    /// Ends it, whatever state it is in.
    func end() { _ = try? virsh("destroy guest") }

    /// What a command says, without what differs from one machine or moment to the next: each line with its numbers, its spaces and
    /// the guest's directory made the same.
    func shape(of result: ProgramResult) -> [String] {
        let text = result.text.replacingOccurrences(of: directory.path, with: "DIR")
        return text.split(separator: "\n").map { line in
            line.replacing(/[0-9.]+/, with: "0").replacing(/[ ]+/, with: " ").replacing(/0 (?:[KMGT]i)?B/, with: "0 B")
                .trimmingCharacters(in: .whitespaces)
        }
        // virsh leaves out a bandwidth of nothing, which a job has that was over at once.
        .filter { !$0.isEmpty && !$0.hasPrefix("Memory bandwidth") }
    }
}
