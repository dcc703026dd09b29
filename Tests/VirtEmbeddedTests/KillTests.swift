// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import TestSupport
import Testing
import VirtEmbedded

/// Programs that are killed while they start a machine.
@Suite(
    .enabled(if: TinyGuest.isPossible && Program.areInstalled("swtpm", "swtpm_setup", "passt")),
    .timeLimit(.minutes(30)))
struct KillTests {
    @Test("a program that is killed at any instant of a start leaves no process, no socket and no file")
    func instants() async throws {
        let guest = try TinyGuest("while :; do /bin/busybox sleep 1; done")
        let document = try guest.directory.write(
            "domain.xml",
            guest.document(
                "killed", "<uuid>f52a81b2-424e-490c-823d-6bd4235bc573</uuid>",
                devices: """
                    <tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>
                    <interface type='user'><backend type='passt'/><model type='virtio'/></interface>
                    <channel type='unix'><source mode='bind'/><target type='virtio' name='org.example.0'/></channel>
                    """))
        var generator = SeededGenerator(seed: 4)
        var started = 0
        for round in 0..<(Environment.isSoak ? 200 : 20) {
            // Each time the state of the TPM is made anew, by a program that starts others.
            try? FileManager.default.removeItem(atPath: guest.directory("root/lib/qemu/swtpm"))
            let program = try RunningProgram([
                Program.built("virt-qemu-run"), "-r", guest.directory("root"), document,
            ])
            usleep(UInt32.random(in: 0...1_800_000, using: &generator))
            if !guest.emulators.isEmpty { started += 1 }
            program.send(SIGKILL)
            #expect(program.wait() == 128 + SIGKILL, "It ended by itself in round \(round).")
            let areGone = RunningProgram.wait(seconds: 10) { RunningProgram.all(naming: guest.directory.path).isEmpty }
            #expect(areGone, "Round \(round): \(RunningProgram.all(naming: guest.directory.path))")
            let connection = try await Connection.open(guest.uri())
            #expect(try await connection.domains().isEmpty)
            await connection.close()
            // What a TPM remembers is no leftover.
            let tpm = "lib/qemu/swtpm/f52a81b2-424e-490c-823d-6bd4235bc573"
            let memory = ["lib/qemu/swtpm", tpm, "\(tpm)/tpm2", "\(tpm)/tpm2/tpm2-00.permall", "\(tpm)/tpm2/.lock"]
            let left = guest.leftovers().filter { !memory.contains($0) && $0 != "etc/secrets" }
            #expect(
                left.allSatisfy {
                    ["lib/qemu/channel", "lib/qemu/channel/target", "run/qemu/swtpm", "run/qemu/passt"].contains($0)
                }, "Round \(round): \(left)")
        }
        #expect(started > 0)
        // The root is as good as new.
        let connection = try await Connection.open(guest.uri())
        let domain = try await connection.create(try String(contentsOfFile: document, encoding: .utf8))
        #expect(try await domain.status == .running(.booted))
        await connection.close()
    }
}
