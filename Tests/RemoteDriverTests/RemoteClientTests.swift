// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import Foundation
import Glibc
import LinuxSystem
import RemoteDriver
import RemoteProtocol
import Synchronization
import SystemPackage
import TestSupport
import Testing
import XDR

/// ``RemoteClient`` against daemons that misbehave.
@Suite(.timeLimit(.minutes(2)))
struct RemoteClientTests {
    private let loop: EventLoop
    private let hostname = RemoteProgram.connectGetHostname

    init() throws { loop = try EventLoop() }

    private func client(_ script: @escaping FakeDaemon.Script) throws -> RemoteClient {
        try RemoteClient(try FakeDaemon(script).socket, peer: "the daemon", loop: loop)
    }

    private func ask(_ client: RemoteClient, deadline: Duration? = nil) async throws -> String {
        try await client.call(hostname, of: RemoteProgram.facts, XDRVoid(), deadline: deadline).hostname
    }

    private static func answer(_ packet: Packet) -> FakeDaemon.Action {
        let bytes = try? DaemonMessages.reply(
            packet.header.proc, serial: packet.header.serial, RemoteProgram.ConnectGetHostnameResult(hostname: "box"))
        return .say(bytes ?? [])
    }

    @Test("A daemon that never answers costs a call its deadline, and no more")
    func silent() async throws {
        let asked = Mutex(0)
        let client = try client { packet in
            let isFirst = asked.withLock { count in
                count += 1
                return count == 1
            }
            return isFirst ? .nothing : Self.answer(packet)
        }
        let begin = ContinuousClock.now
        let error = await #expect(throws: VirtError.self) { try await ask(client, deadline: .milliseconds(200)) }
        #expect(error?.code == .operationTimeout)
        #expect(ContinuousClock.now - begin < .seconds(10))
        #expect(try await ask(client) == "box")
    }

    @Test("A daemon that closes in the middle of an answer fails the call with a sentence that says so")
    func cutOff() async throws {
        let script = Mutex(false)
        let client = try client { packet in
            // The first message is answered by half of an answer, and the ping that follows it by the end.
            guard
                script.withLock({ said in
                    defer { said = true }
                    return !said
                }), case .say(let bytes) = Self.answer(packet)
            else { return .close }
            return .say(Array(bytes.prefix(30)))
        }
        let first = Task { try await ask(client) }
        try await Task.sleep(for: .milliseconds(100))
        let second = Task { try await ask(client) }
        let error = await #expect(throws: VirtError.self) { try await first.value }
        #expect(error?.code == .rpc)
        #expect(error?.message.contains("closed the connection in the middle of a message") == true)
        await #expect(throws: VirtError.self) { try await second.value }
        #expect(client.end != nil)
    }

    @Test("A daemon that speaks another protocol is told apart")
    func garbage() async throws {
        let client = try client { _ in .say(Array("SSH-2.0-OpenSSH_9.2p1 Debian\r\n".utf8)) }
        let error = await #expect(throws: VirtError.self) { try await ask(client) }
        #expect(error?.message.contains("does not speak libvirt's protocol") == true)
    }

    @Test("An answer that cannot be read fails its call alone")
    func unreadable() async throws {
        let asked = Mutex(0)
        let client = try client { packet in
            let isFirst = asked.withLock { count in
                count += 1
                return count == 1
            }
            guard isFirst else { return Self.answer(packet) }
            return .say(
                DaemonMessages.stream(packet.header.proc, serial: packet.header.serial, .ok, [0xFF], type: .reply))
        }
        let error = await #expect(throws: VirtError.self) { try await ask(client) }
        #expect(error?.message.contains("CONNECT_GET_HOSTNAME cannot be read") == true)
        #expect(try await ask(client) == "box")
    }

    @Test("A cancelled call ends at once; its answer is dropped")
    func cancelled() async throws {
        let client = try client { packet in
            usleep(300_000)
            return Self.answer(packet)
        }
        let task = Task { try await ask(client) }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await ask(client) == "box")
    }

    @Test("Descriptors pass in both directions")
    func descriptors() async throws {
        let client = try client { packet in
            #expect(packet.header.type == .callWithFds)
            #expect(packet.descriptors.count == 1)
            let header = DaemonMessages.header(.replyWithFds, packet.header.proc, serial: packet.header.serial)
            let bytes = try? Packet.bytes(header) { xdr throws(XDRError) in
                var count: UInt32 = 1
                try xdr.integer(&count)
                var answer = RemoteProgram.ConnectGetHostnameResult(hostname: "box")
                try answer.xdr(&xdr)
            }
            return .pass(bytes ?? [], packet.descriptors)
        }
        let directory = try TemporaryDirectory("descriptors")
        let file = try FileDescriptor.open(FilePath(try directory.write("file", "content")), .readOnly)
        defer { try? file.close() }
        let (answer, passed) = try await client.callForDescriptors(
            hostname, of: RemoteProgram.facts, XDRVoid(), passing: [file])
        #expect(answer.hostname == "box")
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = try bytes.withUnsafeMutableBytes { try #require(passed.first).descriptor.read(into: $0) }
        #expect(String(decoding: bytes[..<count], as: UTF8.self) == "content")
    }

    @Test("A client that goes closes its socket, and no descriptor stays behind", .timeLimit(.minutes(5)))
    func noLeak() async throws {
        func count() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
        for _ in 0..<10 { _ = try await ask(try client(Self.answer)) }
        let before = try count()
        for _ in 0..<SeededGenerator.rounds(200) { _ = try await ask(try client(Self.answer)) }
        // Other tests run at the same time, and threads that play daemons end a little later.
        let isBack = try RunningProgram.wait(seconds: 20) { try count() < before + 100 }
        #expect(isBack)
    }

    @Test("Messages that come unasked are handed out in order, and before an answer that follows them")
    func events() async throws {
        let seen = Mutex<[Int32]>([])
        let daemon = try FakeDaemon { packet in
            var bytes: [UInt8] = []
            for number: Int32 in [318, 319, 320] {
                bytes += DaemonMessages.stream(number, serial: 1, .ok, type: .message)
            }
            if case .say(let answer) = Self.answer(packet) { bytes += answer }
            return .say(bytes)
        }
        let client = try RemoteClient(
            daemon.socket, peer: "the daemon", loop: loop,
            onEvent: { packet in seen.withLock { $0.append(packet.header.proc) } })
        _ = try await ask(client)
        #expect(seen.withLock { $0 } == [318, 319, 320])
    }

    @Test("A loop that stops ends the connection")
    func stopped() async throws {
        let client = try client { _ in .nothing }
        let task = Task { try await ask(client) }
        try await Task.sleep(for: .milliseconds(50))
        loop.stop()
        let error = await #expect(throws: VirtError.self) { try await task.value }
        #expect(error?.code == .invalidConnection)
    }
}
