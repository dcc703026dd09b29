// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import TestSupport
import Testing
import VirtEmbedded

/// Children of a program that lets its machines live on: none stays as a zombie, whoever looks when they end.
@Suite(.enabled(if: TinyGuest.isPossible), .timeLimit(.minutes(2))) struct ReapingTests {
    private let guest: TinyGuest
    private var uri: String { guest.uri("root", "&autodestroy=no") }

    init() throws { guest = try TinyGuest("while :; do /bin/busybox sleep 1; done") }

    /// Waits until nothing is left of processes, not even a status that nobody took.
    private func expectGone(_ processes: [Int32]) {
        func left() -> [String] {
            processes.compactMap { try? String(contentsOfFile: "/proc/\($0)/stat", encoding: .utf8) }
        }
        let areGone = RunningProgram.wait(seconds: 20) { left().isEmpty }
        #expect(areGone, "\(left())")
    }

    @Test("a machine that ends after its connection was closed leaves no zombie")
    func afterClose() async throws {
        let connection = try await Connection.open(uri)
        _ = try await connection.create(guest.document("one"))
        let emulators = guest.emulators
        #expect(emulators.count == 1)
        await connection.close()
        for emulator in emulators { kill(emulator, SIGTERM) }
        expectGone(emulators)
    }

    @Test("a machine that another connection of the program ends leaves none")
    func afterReopening() async throws {
        var connection = try await Connection.open(uri)
        _ = try await connection.create(guest.document("one"))
        let emulators = guest.emulators
        await connection.close()
        connection = try await Connection.open(uri)
        try await connection.domain(named: "one").destroy()
        expectGone(emulators)
        await connection.close()
    }

    @Test("helper programs leave none", .enabled(if: Program.areInstalled("passt", "swtpm", "swtpm_setup")))
    func helpers() async throws {
        let connection = try await Connection.open(uri)
        _ = try await connection.create(
            guest.document(
                "one",
                devices: """
                    <interface type='user'><backend type='passt'/><model type='virtio'/></interface>
                    <tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>
                    """))
        let children = children()
        #expect(children.count > guest.emulators.count, "\(children)")
        await connection.close()
        for emulator in guest.emulators { kill(emulator, SIGTERM) }
        expectGone(children)
    }

    /// Our children that have the guest's directory in their arguments.
    private func children() -> [Int32] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { Int32($0) } ?? []
        return all.filter { process in
            let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
            let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
            return line.range(of: Data(guest.directory.path.utf8)) != nil && status.contains("PPid:\t\(getpid())\n")
        }
    }
}
