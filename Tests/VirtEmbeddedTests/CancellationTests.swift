// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing
import VirtEmbedded

/// Tasks that are cancelled, and connections that are closed, in the middle of what they do.
@Suite(.enabled(if: TinyGuest.isPossible), .timeLimit(.minutes(4))) struct CancellationTests {
    private static let stay = "while :; do /bin/busybox sleep 1; done"

    /// Instants of a start, in milliseconds.
    private static let instants = [0, 5, 10, 20, 40, 60, 80, 120, 160, 200, 300, 400]

    /// Keeps what a connection reports.
    private final class Reports: Sendable {
        let all = Mutex<[String]>([])
        func add(_ sentence: String) { all.withLock { $0.append(sentence) } }
    }

    @Test("a start whose task is cancelled has ended its QEMU and removed its files when it returns")
    func start() async throws {
        let guest = try TinyGuest(Self.stay)
        let reports = Reports()
        let connection = try await Connection.open(guest.uri()) { reports.add($0) }
        for milliseconds in Self.instants {
            let start = Task { try await connection.create(guest.document("cut")) }
            try await Task.sleep(for: .milliseconds(milliseconds))
            start.cancel()
            switch await start.result {
            case .success(let domain): try await domain.destroy()
            case .failure(let error): #expect((error as? VirtError)?.code == .operationAborted, "\(error)")
            }
            #expect(guest.emulators.isEmpty, "after \(milliseconds) ms")
            #expect(guest.leftovers().isEmpty, "after \(milliseconds) ms")
        }
        #expect(reports.all.withLock { $0 }.isEmpty)
        await connection.close()
    }

    @Test("a connection that is closed during a start leaves no machine")
    func close() async throws {
        let guest = try TinyGuest(Self.stay)
        for milliseconds in Self.instants {
            let connection = try await Connection.open(guest.uri())
            let start = Task { try await connection.create(guest.document("cut")) }
            try await Task.sleep(for: .milliseconds(milliseconds))
            await connection.close()
            _ = await start.result
            #expect(guest.emulators.isEmpty, "after \(milliseconds) ms")
            #expect(guest.leftovers().isEmpty, "after \(milliseconds) ms")
        }
    }

    @Test("a task that is cancelled can still destroy and close")
    func cleanUp() async throws {
        let guest = try TinyGuest(Self.stay)
        let reports = Reports()
        let connection = try await Connection.open(guest.uri()) { reports.add($0) }
        let domain = try await connection.create(guest.document("one"))
        _ = try await connection.create(guest.document("two"))
        let work = Task {
            try? await Task.sleep(for: .seconds(60))
            try await domain.destroy()
            await connection.close()
        }
        work.cancel()
        try await work.value
        #expect(guest.emulators.isEmpty && guest.leftovers().isEmpty)
        #expect(reports.all.withLock { $0 }.isEmpty)
    }

    @Test("a FIFO to restore from is refused, and not waited for")
    func restoreFromFIFO() async throws {
        let directory = try TemporaryDirectory("fifo")
        let path = directory("kept")
        try #require(mkfifo(path, 0o600) == 0)
        let connection = try await Connection.open("qemu:///embed?root=\(directory("root"))")
        let error = await #expect(throws: VirtError.self) { try await connection.restore(from: path) }
        #expect(error?.code == .systemError && error?.message.contains(path) == true, "\(error as Any)")
        await connection.close()
    }

    @Test(
        "QEMU's own words tell of a failed start, and not the end of the TPM that goes with it",
        .enabled(if: Program.areInstalled("swtpm", "swtpm_setup")))
    func helperEnd() async throws {
        let guest = try TinyGuest(Self.stay)
        let connection = try await Connection.open(guest.uri())
        let devices = """
            <disk type='file'><source file='/nowhere/a.img'/><target dev='vda'/></disk>
            <tpm model='tpm-tis'><backend type='emulator' version='2.0'/></tpm>
            """
        for _ in 0..<3 {
            let error = await #expect(throws: VirtError.self) {
                try await connection.create(guest.document("x", devices: devices))
            }
            #expect(error?.message.contains("/nowhere/a.img") == true, "\(error as Any)")
        }
        await connection.close()
    }
}
