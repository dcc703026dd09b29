// SPDX-License-Identifier: Apache-2.0

import Foundation
import RemoteProtocol
import SystemPackage
import TestSupport
import Testing
import WireTestSupport
import XDR

/// Arguments of every procedure of every program, as they should be and broken in each way, against the drivers of a real daemon.
@Suite(.enabled(if: Program.areInstalled("qemu-system-x86_64")), .timeLimit(.minutes(30)))
struct ProcedureFuzzTests {
    /// Those that, if they were served, would change the machine that the test runs on.
    private static let dangerous = ["NODE_SUSPEND", "NODE_SET", "NODE_ALLOC", "NODE_DEVICE_", "STORAGE_", "INTERFACE_"]

    private let served: ServedDomains
    private let texts: [String]

    init() throws {
        served = try ServedDomains(1)
        let root = served.daemon.root
        let disk = try root.write("disk.raw", Data(count: 1 << 16))
        texts = [
            "", "m0", "off", "vda", "net0", "serial0", "relative", root("new.save"), disk, root.path, "qemu:///system",
            "<domain/>", "<domain type='qemu'><name>x</name></domain>", "<disk type='file'><target dev='vda'/></disk>",
            "<interface type='user'><mac address='52:54:00:00:00:09'/></interface>", "<cpu/>", "{}",
            #"{"execute":"query-status"}"#, "a\u{0}b", "\u{1F600}", String(repeating: "x", count: 5000), "%s%n%d",
            "../../etc/passwd", "total_bytes_sec", "cpu_shares", "x86_64", "pc", "/usr/bin/qemu-system-x86_64",
        ]
    }

    private func fuzz(_ name: String, rounds: Int, _ connect: @escaping @Sendable () throws -> WireClient) async throws
    {
        var maker = try ArgumentMaker(name)
        maker.texts = texts
        maker.uuids = served.domains.map(\.uuid.bytes)
        let settled = Unchecked(maker)
        try await onThread {
            let maker = settled.value
            var generator = SeededGenerator(seed: UInt64(maker.program))
            for procedure in maker.procedures {
                let isDangerous = Self.dangerous.contains { procedure.name.hasPrefix($0) }
                // Each call has an answer, whatever it says; a stream that one opens is left in the middle of it.
                let client = try connect()
                var open: Set<UInt32> = []
                do {
                    for round in 0..<rounds {
                        let isWhole = round % 3 == 0 && !isDangerous
                        let arguments =
                            isWhole
                            ? maker.arguments(of: procedure, using: &generator)
                            : maker.brokenArguments(of: procedure, using: &generator)
                        let serial = UInt32(round + 100)
                        let header = NetMessage.Header(
                            prog: maker.program, vers: maker.version, proc: procedure.number, type: .call,
                            serial: serial,
                            status: .ok)
                        try client.send(Packet.bytes(header, raw: arguments[...]))
                        open.insert(serial)
                    }
                    while !open.isEmpty {
                        let packet = try client.receive(seconds: 120)
                        guard packet.header.type == .reply else { continue }
                        #expect(packet.header.proc == procedure.number && packet.header.prog == maker.program)
                        #expect(open.remove(packet.header.serial) != nil)
                        if packet.header.status == .error { _ = try RefusedCall(packet) }
                    }
                } catch WireClient.Failure.end where procedure.name.hasSuffix("CLOSE") {
                    continue
                } catch is Errno where procedure.name.hasSuffix("CLOSE") {
                    // The connection went before all calls were sent.
                    continue
                } catch {
                    Issue.record("\(name) \(procedure.name): \(error), \(open.count) calls have no answer")
                    return
                }
            }
        }
    }

    @Test("each call of every procedure has an answer, the daemon goes on, and its memory stays bounded")
    func procedures() async throws {
        let rounds = SeededGenerator.rounds(12)
        let access = Unchecked(served)
        let admin = served.daemon.adminSocket
        for program in ["remote", "qemu"] {
            try await fuzz(program, rounds: rounds) { try access.value.open() }
        }
        try await fuzz("admin", rounds: rounds) {
            let client = try WireClient(FilePath(admin))
            _ = try client.result(AdminProgram.connectOpen, .init(flags: 0), of: AdminProgram.facts.number)
            return client
        }
        let type = try await onThread { try access.value.open().result(RemoteProgram.connectGetType, XDRVoid()).type }
        #expect(type == "QEMU")
        #expect(RunningProgram.isAlive(served.daemon.program.identifier))
        #expect((served.daemon.residentMemoryInKiB ?? .max) < 400 << 10)
        #expect(try served.daemon.virsh("qemu", "list", "--all").status == 0)
    }
}
