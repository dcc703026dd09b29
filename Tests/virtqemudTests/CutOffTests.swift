// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A daemon that is killed while it starts or ends a machine.
@Suite(
    .enabled(if: getuid() == 0 && Program.areInstalled("virsh", "qemu-system-x86_64", "swtpm", "swtpm_setup", "passt")),
    .timeLimit(.minutes(30)))
struct CutOffTests {
    /// How often it is killed.
    private static let rounds = Environment.isSoak ? 200 : 10
    private static let uuid = "f52a81b2-424e-490c-823d-6bd4235bc573"

    /// A machine with helpers, and with a disk that only its owner may use.
    private static func document(_ disk: String) -> String {
        GuestOnWire.idle(
            "cut", "<uuid>\(uuid)</uuid>",
            devices: """
                <disk type='file'><driver type='raw'/><source file='\(disk)'/><target dev='vda' bus='virtio'/></disk>
                <tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>
                <interface type='user'><backend type='passt'/><model type='virtio'/></interface>
                """)
    }

    private static func owner(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.ownerAccountID] as? Int
    }

    /// What the driver has for machines that run.
    private static func leftovers(_ root: TemporaryDirectory) -> [String] {
        func names(_ path: String) -> [String] {
            (try? FileManager.default.contentsOfDirectory(atPath: root(path))) ?? []
        }
        return names("var/lib/libvirt/qemu").filter { $0.hasPrefix("domain-") }
            + names("var/lib/libvirt/qemu/channel/target")
            + names("run/libvirt/qemu").filter { $0.hasSuffix(".status") }
    }

    @Test(
        "A kill at any instant of a start or an end leaves no process that nobody knows, no file, and the disk to its owner"
    )
    func instants() throws {
        let files = try TemporaryDirectory("cut")
        chmod(files.path, 0o755)
        let disk = try files.write("disk", Data(count: 1 << 20))
        chmod(disk, 0o600)
        let owner = try Self.owner(of: disk)
        let root = try TemporaryDirectory("cut-root")
        // QEMU and its helpers run as another user.
        chmod(root.path, 0o755)
        try root.write("etc/libvirt/qemu.conf", "user = \"nobody\"\n")
        var daemon = try RunningDaemon("virtqemud", root: root)
        #expect(try daemon.define("cut", Self.document(disk)).status == 0)
        let started = try daemon.virsh("qemu", "start", "cut")
        try #require(started.status == 0, "\(started.errorText)")
        #expect(try Self.owner(of: disk) != owner)
        let work = Array(repeating: "start cut; destroy cut", count: 50).joined(separator: "; ")
        var generator = SeededGenerator(seed: 5)
        for round in 0..<Self.rounds {
            // Now and then the state of the TPM is made anew, by a program that starts others.
            if round.isMultiple(of: 3) {
                try? FileManager.default.removeItem(atPath: root("var/lib/libvirt/swtpm/\(Self.uuid)"))
            }
            let worker = try RunningProgram(["virsh", "-q", "-c", daemon.uri("qemu"), work])
            usleep(UInt32.random(in: 0...1_500_000, using: &generator))
            daemon.program.send(SIGKILL)
            worker.send(SIGKILL)
            _ = worker.wait()
            daemon = try daemon.replaced("qemu")
            // A start that was done is the next daemon's to end.
            if try daemon.virsh("qemu", "domstate", "cut").text.hasPrefix("running") {
                #expect(RunningProgram.emulators(below: root.path).count == 1)
                #expect(try daemon.virsh("qemu", "destroy", "cut").status == 0)
            }
            func strangers() -> [String] {
                RunningProgram.all(naming: root.path).filter { $0 != daemon.program.identifier }.map { process in
                    let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
                    return "\(process): \(String(decoding: line, as: UTF8.self))"
                }
            }
            let areGone = RunningProgram.wait(seconds: 10) {
                strangers().isEmpty && RunningProgram.emulators(below: root.path).isEmpty
            }
            // What is left once would be in the way of all that follows.
            try #require(areGone, "round \(round): \(strangers()) \(daemon.output)")
            #expect(Self.leftovers(root).isEmpty, "round \(round): \(Self.leftovers(root)) \(daemon.output)")
            #expect(try Self.owner(of: disk) == owner, "round \(round): \(daemon.output)")
        }
        #expect(try daemon.virsh("qemu", "start", "cut").status == 0)
        #expect(try daemon.virsh("qemu", "destroy", "cut").status == 0)
        #expect(try Self.owner(of: disk) == owner)
    }
}
