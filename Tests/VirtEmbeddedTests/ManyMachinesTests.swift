// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import TestSupport
import Testing
import VirtEmbedded

/// Many machines of one process.
@Suite(.enabled(if: TinyGuest.isPossible), .timeLimit(.minutes(5))) struct ManyMachinesTests {
    @Test("fifty machines started side by side all run, and cost less than a MiB each")
    func fifty() throws {
        let directory = try TemporaryDirectory("many")
        // A process of its own, whose memory is not that of other tests.
        let result = try Program.run([Program.built("many-machines"), directory("root"), "50"], seconds: 240)
        #expect(result.status == 0, "\(result.errorText)")
        let lines = result.text.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1).map(String.init) }
        let values = Dictionary(lines.map { ($0[0], $0.last ?? "") }) { first, _ in first }
        #expect(values["running"] == "50", "\(result.text)")
        let memory = try #require(values["memory"].flatMap { Int($0) })
        print("A running machine costs this process \(memory) KiB.")
        #expect(memory < 1024)
    }

    @Test("a machine whose QEMU stands still delays no other")
    func stuck() async throws {
        let guest = try TinyGuest("while :; do /bin/busybox sleep 1; done")
        let connection = try await Connection.open(guest.uri())
        let stuck = try await connection.create(guest.document("stuck"))
        let emulator = try #require(guest.emulators.first)
        kill(emulator, SIGSTOP)
        let waiting = Task { try await stuck.suspend() }
        try await Task.sleep(for: .milliseconds(100))
        let clock = ContinuousClock()
        let time = try await clock.measure {
            let other = try await connection.create(guest.document("other"))
            try await other.suspend()
            try await other.resume()
            #expect(try await connection.domains().count == 2)
            #expect(try await stuck.status == .running(.booted))
            try await other.destroy()
        }
        // Far below the deadline of the command that waits.
        #expect(time < .seconds(15), "\(time)")
        kill(emulator, SIGCONT)
        try await waiting.value
        #expect(try await stuck.status == .paused(.user))
        await connection.close()
        #expect(guest.emulators.isEmpty)
    }
}
