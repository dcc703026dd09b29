// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import VirtEmbedded

/// Machines whose QEMU does not do what it should.
@Suite(.enabled(if: TinyGuest.isPossible), .timeLimit(.minutes(4))) struct FaultTests {
    private static let stay = "while :; do /bin/busybox sleep 1; done"

    /// The error of a start that fails, after which nothing is left.
    private func failure(_ guest: TinyGuest, _ document: String) async throws -> VirtError? {
        let connection = try await Connection.open(guest.uri())
        let events = try connection.events()
        let error = await #expect(throws: VirtError.self) { _ = try await connection.create(document) }
        #expect(try await connection.domains().isEmpty)
        #expect(guest.leftovers().isEmpty && guest.emulators.isEmpty)
        await connection.close()
        var kinds: [DomainEvent.Kind] = []
        for try await event in events { kinds.append(event.kind) }
        #expect(kinds.isEmpty)
        return error
    }

    @Test("QEMU's own words stand in the error when it ends at once")
    func endsAtOnce() async throws {
        let guest = try TinyGuest(Self.stay)
        let disk = "<disk type='file'><source file='/nowhere/a.img'/><target dev='vda'/></disk>"
        let error = try await failure(guest, guest.document("m", devices: disk))
        #expect(error?.code == .operationFailed && error?.message.contains("/nowhere/a.img") == true, "\(error as Any)")
        #expect(error?.message.contains("exit status 1") == true)
    }

    @Test("an emulator that is not there, or is no program, is named")
    func missing() async throws {
        let guest = try TinyGuest(Self.stay)
        for path in ["/nowhere/qemu", guest.directory("image")] {
            let error = try await failure(guest, guest.document("m", emulator: path))
            #expect(error?.message.contains(path) == true, "\(error as Any)")
        }
    }

    @Test("an emulator that talks garbage, or ends in silence, is an error")
    func garbage() async throws {
        let guest = try TinyGuest(Self.stay)
        // The monitor is the first descriptor that it inherits.
        let talker = try guest.directory.write(
            "talker", "#!/bin/sh\necho '[1, 2, 3] garbage' >&3\nsleep 100\n", executable: true)
        var error = try await failure(guest, guest.document("m", emulator: talker))
        #expect(error?.message.contains("QEMU Machine Protocol") == true, "\(error as Any)")
        let silent = try guest.directory.write("silent", "#!/bin/sh\nexit 7\n", executable: true)
        error = try await failure(guest, guest.document("m", emulator: silent))
        #expect(error?.message.contains("exit status 7") == true, "\(error as Any)")
    }

    @Test("one that hangs before its greeting can be destroyed meanwhile, and delays nobody else")
    func hangs() async throws {
        let guest = try TinyGuest(Self.stay)
        let connection = try await Connection.open(guest.uri())
        // It answers what it can do, and then no more.
        let script = """
            #!/bin/sh
            case "$*" in *'-machine none'*) exec qemu-system-x86_64 "$@" ;; esac
            trap '' TERM
            exec sleep 100

            """
        let mute = try guest.directory.write("mute", script, executable: true)
        let stuck = try await connection.define(guest.document("stuck", emulator: mute))
        let start = Task { try await stuck.start() }
        try await eventually { guest.leftovers().contains("lib/qemu/domain-1-stuck") }
        let other = try await connection.create(guest.document("other"))
        #expect(try await other.status == .running(.booted))
        #expect(try await stuck.status == .paused(.startingUp))
        #expect(try await stuck.job?.name == "start")
        try await stuck.destroy()
        let error = await #expect(throws: VirtError.self) { try await start.value }
        #expect(error?.code == .operationAborted || error?.code == .operationFailed, "\(error as Any)")
        #expect(try await stuck.status == .shutoff(.destroyed))
        try await other.destroy()
        await connection.close()
    }

    @Test("a QEMU that is killed has crashed, and one that stands still can be destroyed")
    func killed() async throws {
        let guest = try TinyGuest(Self.stay)
        let connection = try await Connection.open(guest.uri())
        let domain = try await connection.define(guest.document("k"))
        let events = try connection.events(of: domain)
        try await domain.start()
        for emulator in guest.emulators { kill(emulator, SIGKILL) }
        #expect(try await events.untilStopped().last == .lifecycle(.stopped(.failed)))
        #expect(try await domain.status == .shutoff(.crashed))
        try await domain.start()
        for emulator in guest.emulators { kill(emulator, SIGSTOP) }
        let suspension = Task { try await domain.suspend() }
        try await domain.destroy()
        await #expect(throws: VirtError.self) { try await suspension.value }
        #expect(try await domain.status == .shutoff(.destroyed))
        #expect(guest.emulators.isEmpty && guest.leftovers() == ["etc/qemu/k.xml"])
        await connection.close()
    }

    @Test(
        "documents that cannot be are refused with the element's line",
        arguments: [
            ("<domain type='qemu'><name>x</name>", VirtError.Code.xmlDetail),
            ("<domain type='qemu'></domain>", .xmlError),
            (
                "<domain type='qemu'><name>x</name><os><type>hvm</type></os><colour/></domain>",
                .configurationUnsupported
            ), ("", .xmlDetail),
            ("<network/>", .xmlError),
        ])
    func documents(text: String, code: VirtError.Code) async throws {
        let directory = try TemporaryDirectory()
        let connection = try await Connection.open("qemu:///embed?root=\(directory.path)")
        let error = await #expect(throws: VirtError.self) { try await connection.define(text) }
        #expect(error?.code == code, "\(error as Any)")
        await connection.close()
    }
}
