// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import QMP
import Synchronization
import SystemPackage
import TestSupport
import Testing

@Suite(.enabled(if: Program.areInstalled("qemu-system-x86_64")))
struct RealMonitorTests {
    private let loop: EventLoop

    init() throws { loop = try EventLoop() }

    private final class QEMU: Sendable {
        let process: ChildProcess
        let client: QMPClient
        init(_ process: consuming ChildProcess, _ client: QMPClient) {
            self.process = process
            self.client = client
        }
    }

    private func start(
        _ arguments: [String] = [], onEvent: @escaping @Sendable (QMPEvent) -> Void = { _ in }
    ) async throws -> QEMU {
        let program = try #require(Program.find("qemu-system-x86_64"))
        return try await loop.perform { [loop] in
            let pair = try SocketPair()
            var request = ChildProcess.Request(
                program: FilePath(program),
                arguments: [
                    program, "-machine", "none", "-nodefaults", "-no-user-config", "-display", "none", "-S",
                    "-chardev", "socket,id=monitor,fd=3", "-mon", "chardev=monitor,mode=control",
                ] + arguments,
                environment: ["PATH=/usr/bin:/bin"])
            request.descriptors = [(pair.theirs, 3)]
            let process = try ChildProcess.start(request)
            let client = try QMPClient(descriptor: pair.ours.duplicate(), loop: loop, onEvent: onEvent)
            return QEMU(process, client)
        }
    }

    @Test("QEMU greets, answers, refuses, tells events and ends")
    func conversation() async throws {
        let events = Mutex<[QMPEvent]>([])
        let qemu = try await start(onEvent: { event in events.withLock { $0.append(event) } })
        let (greeting, results) = try await qemu.client.negotiate(
            with: [QMPCommand("query-status"), QMPCommand("no-such-command"), QMPCommand("query-qmp-schema")],
            deadline: .seconds(30))
        #expect(greeting.version.count == 3)
        #expect(try results[0].get()["status"] == "prelaunch")
        let error = #expect(throws: QMPError.self) { try results[1].get() }
        #expect(error?.errorClass == "CommandNotFound")
        #expect(try results[2].get().array?.count ?? 0 > 100)
        _ = try await qemu.client.execute(QMPCommand("cont"), deadline: .seconds(10))
        _ = try await qemu.client.execute(QMPCommand("quit"), deadline: .seconds(10))
        #expect(try await qemu.process.wait(on: loop, atMost: .seconds(10)) == .exited(0))
        let all = events.withLock { $0 }
        #expect(all.map(\.name).contains("RESUME"))
        #expect(all.allSatisfy { $0.microseconds ?? 0 > 1_700_000_000_000_000 })
    }

    @Test("descriptors reach the commands that they were given with, many at once")
    func descriptors() async throws {
        let qemu = try await start()
        _ = try await qemu.client.negotiate(deadline: .seconds(30))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let file = try MemoryFile("test")
                    _ = try await qemu.client.execute(
                        QMPCommand("getfd", ["fdname": .string("fd\(number)")]), passing: [file.descriptor],
                        deadline: .seconds(30))
                    _ = try await qemu.client.execute(
                        QMPCommand("closefd", ["fdname": .string("fd\(number)")]), deadline: .seconds(30))
                }
            }
            try await group.waitForAll()
        }
        await #expect(throws: QMPError.self) {
            try await qemu.client.execute(QMPCommand("getfd", ["fdname": "none"]), deadline: .seconds(10))
        }
        qemu.process.send(SIGKILL)
        #expect(try await qemu.process.wait(on: loop, atMost: .seconds(10)) == .signaled(SIGKILL))
    }

    @Test("a QEMU that is killed, or stopped, in the middle of a command is reported")
    func killed() async throws {
        let qemu = try await start()
        _ = try await qemu.client.negotiate(deadline: .seconds(30))
        qemu.process.send(SIGSTOP)
        let late = await #expect(throws: QMPConnectionError.self) {
            try await qemu.client.execute(QMPCommand("query-status"), deadline: .milliseconds(50))
        }
        #expect(late?.code == .timedOut)
        let answer = Task { try await qemu.client.execute(QMPCommand("query-status"), deadline: .seconds(30)) }
        try await Task.sleep(for: .milliseconds(10))
        qemu.process.send(SIGKILL)
        let error = await #expect(throws: QMPConnectionError.self) { try await answer.value }
        #expect(error?.code == .ended)
        #expect(try await qemu.process.wait(on: loop, atMost: .seconds(10)) == .signaled(SIGKILL))
    }
}
