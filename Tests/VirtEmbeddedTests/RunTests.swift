// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// virt-qemu-run as users type it.
@Suite(.enabled(if: TinyGuest.isPossible), .timeLimit(.minutes(4))) struct RunTests {
    private static let powerOff = "echo hello; /bin/busybox poweroff -f"
    private static let stay = "echo hello; while :; do /bin/busybox sleep 1; done"

    private func run(_ guest: TinyGuest, _ arguments: [String], input: String? = nil) throws -> ProgramResult {
        let temporary = guest.directory("tmp")
        try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
        let output = try Program.run(
            [Program.built("virt-qemu-run")] + arguments, input: input.map { Data($0.utf8) },
            environment: ["TMPDIR": temporary])
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary).isEmpty)
        #expect(guest.emulators.isEmpty)
        return output
    }

    @Test("a guest that powers off is a clean end, from a file and from standard input")
    func cleanEnd() throws {
        let guest = try TinyGuest(Self.powerOff)
        let document = try guest.directory.write("a.xml", guest.document("a"))
        var output = try run(guest, [document])
        #expect(output.status == 0 && output.text.isEmpty && output.errorText.isEmpty, "\(output.errorText)")
        #expect(guest.console("a").contains("hello"))
        output = try run(guest, ["-v", "--timings", "-r", guest.directory("root"), "-"], input: guest.document("b"))
        #expect(output.status == 0)
        for text in ["Domain 'b' runs.", "has ended: shutdown", "open ", "start ", "run ", "close "] {
            #expect(output.errorText.contains(text), "\(output.errorText)")
        }
        #expect(FileManager.default.fileExists(atPath: guest.directory("root/log/qemu/b.log")))
        #expect(guest.leftovers().isEmpty)
    }

    @Test("each kind of failure has its status and a sentence")
    func failures() throws {
        let guest = try TinyGuest(Self.powerOff)
        let bad = try guest.directory.write("bad.xml", "<domain type='qemu'><name>x</name>")
        let odd = try guest.directory.write("odd.xml", guest.document("x", "<colour/>"))
        let disk = "<disk type='file'><source file='/nowhere/a.img'/><target dev='vda'/></disk>"
        let diskless = try guest.directory.write("diskless.xml", guest.document("x", devices: disk))
        let program = try guest.directory.write(
            "emulator", "#!/bin/sh\necho 'not today' >&2\nexit 3\n", executable: true)
        let refusing = try guest.directory.write("refusing.xml", guest.document("x", emulator: program))
        for (arguments, status, part) in [
            ([refusing], 3, "not today"), (["/nowhere/a.xml"], 1, "/nowhere/a.xml"),
            (["-r", "/proc/nowhere", bad], 1, "/proc/nowhere"),
            ([bad], 2, "Line 1"), ([odd], 2, "colour"), ([diskless], 3, "/nowhere/a.img"), ([], 64, "xml"),
            ([bad, bad], 64, bad), (["-r"], 64, "-r"), (["-r", "-v", bad], 64, "-r"), (["-x", bad], 64, "-x"),
            (["-v", bad, "-r", "/proc/nowhere"], 1, "/proc/nowhere"),
            (["--grace=-1", bad], 64, "grace"), (["-s", "only-one-file", bad], 64, "only-one-file"),
            (["-s", "/nowhere/s.xml,/nowhere/s", diskless], 1, "/nowhere/s.xml"),
        ] as [([String], Int32, String)] {
            let output = try run(guest, arguments)
            #expect(output.status == status && output.errorText.contains(part), "\(arguments): \(output.errorText)")
        }
    }

    @Test(
        "a signal ends the machine, with a grace after that",
        arguments: [([], SIGINT, 0.0), ([], SIGTERM, 0), (["--grace", "1.5"], SIGINT, 1.5)]
            as [([String], Int32, Double)])
    func interrupted(options: [String], signal: Int32, seconds: Double) async throws {
        let guest = try TinyGuest(Self.stay)
        let document = try guest.directory.write("a.xml", guest.document("a"))
        let running = try RunningProgram(
            [Program.built("virt-qemu-run"), "-r", guest.directory("root")] + options + [document])
        try await eventually { guest.console("a").contains("hello") }
        let start = ContinuousClock.now
        kill(running.identifier, signal)
        #expect(running.wait(seconds: 20) == 128 + signal)
        #expect(ContinuousClock.now - start >= .seconds(seconds))
        #expect(guest.emulators.isEmpty && guest.leftovers().isEmpty)
    }

    @Test("a QEMU that is killed is told by the status, and dies with a tool that is killed")
    func killed() async throws {
        let guest = try TinyGuest(Self.stay)
        let document = try guest.directory.write("a.xml", guest.document("a"))
        let command = [Program.built("virt-qemu-run"), "-r", guest.directory("root"), document]
        var running = try RunningProgram(command)
        try await eventually { guest.console("a").contains("hello") }
        for emulator in guest.emulators { kill(emulator, SIGKILL) }
        #expect(running.wait(seconds: 20) == 5)
        try FileManager.default.removeItem(atPath: guest.directory("console-a"))
        running = try RunningProgram(command)
        try await eventually { guest.console("a").contains("hello") }
        kill(running.identifier, SIGKILL)
        _ = running.wait(seconds: 20)
        try await eventually { guest.emulators.isEmpty }
    }

    @Test("an encrypted disk opens with its secret only", .enabled(if: Program.areInstalled("qemu-img")))
    func secrets() throws {
        let guest = try TinyGuest(Self.powerOff)
        let uuid = "c1f11a6d-8c5d-4a3e-ac7a-4e171c5e0d4a"
        let image = guest.directory("disk.luks")
        let made = try Program.makeEncryptedDisk(image, key: "open sesame")
        try #require(made.status == 0, "\(made.errorText)")
        let secret = try guest.directory.write(
            "secret.xml",
            "<secret ephemeral='yes' private='yes'><uuid>\(uuid)</uuid><usage type='volume'><volume>\(image)</volume></usage></secret>"
        )
        let disk = """
            <disk type='file'><driver name='qemu' type='raw'/><source file='\(image)'>
            <encryption format='luks'><secret type='passphrase' uuid='\(uuid)'/></encryption></source>
            <target dev='vda' bus='virtio'/></disk>
            """
        let document = try guest.directory.write("a.xml", guest.document("a", devices: disk))
        let right = try guest.directory.write("right", "open sesame")
        let wrong = try guest.directory.write("wrong", "open says me")
        let opened = try run(guest, ["-s", "\(secret),\(right)", document])
        #expect(opened.status == 0, "\(opened.errorText)")
        let refused = try run(guest, ["--secret", "\(secret),\(wrong)", document])
        #expect(refused.status == 3 && !refused.errorText.contains("says me"), "\(refused.errorText)")
        let none = try run(guest, [document])
        #expect(none.status == 3 && none.errorText.contains(uuid), "\(none.errorText)")
    }
}
