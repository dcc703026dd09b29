// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import QMP
import Synchronization
import SystemPackage
import TestSupport
import Testing

@Suite struct QMPClientTests {
    private let loop: EventLoop
    private let log = Log()

    init() throws { loop = try EventLoop() }

    private final class Log: Sendable {
        let events = Mutex<[String]>([])
        let end = Promise<QMPConnectionError>()
    }

    private func client(_ monitor: FakeMonitor) throws -> QMPClient {
        try QMPClient(
            descriptor: monitor.socket, peer: "the QEMU of domain 'x'", loop: loop,
            onEvent: { [log] event in log.events.withLock { $0.append(event.name) } },
            onEnd: { [log] error in log.end.resolve(.success(error)) })
    }

    @Test("negotiation and the first commands give a greeting and results in order, refusals among them")
    func negotiate() async throws {
        let monitor = try FakeMonitor { name, id in
            switch name {
            case "query-name": #"{"return": {"name": "x"}, "id": \#(id)}"#
            case "foo": #"{"error": {"class": "CommandNotFound", "desc": "There is no foo"}, "id": \#(id)}"#
            default: nil
            }
        }
        let client = try client(monitor)
        let (greeting, results) = try await client.negotiate(
            with: [QMPCommand("query-name"), QMPCommand("foo")], deadline: .seconds(10))
        #expect(greeting.version == [7, 2, 0])
        #expect(try results[0].get()["name"]?.string == "x")
        let error = #expect(throws: QMPError.self) { try results[1].get() }
        #expect(error?.description == "QEMU refused 'foo': There is no foo")
        #expect(try await client.execute(pipelined: [], deadline: .seconds(1)).isEmpty)
    }

    @Test("hundreds of calls at once each get their own reply")
    func concurrent() async throws {
        let monitor = try FakeMonitor { name, id in #"{"return": "\#(name)", "id": \#(id)}"# }
        let client = try client(monitor)
        _ = try await client.negotiate(deadline: .seconds(10))
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<500 {
                group.addTask {
                    let padding = JSONValue.string(String(repeating: "x", count: number * 7))
                    let command = QMPCommand("c\(number)", ["padding": padding])
                    return try await client.execute(command, deadline: .seconds(20)).string == "c\(number)"
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test("events come in order, and before the reply that follows them")
    func events() async throws {
        let monitor = try FakeMonitor { name, id in
            guard name == "stop" else { return nil }
            return #"{"event": "A"}{"event": "B"}{"return": {}, "id": \#(id)}{"event": "C"}"#
        }
        let client = try client(monitor)
        _ = try await client.negotiate(deadline: .seconds(10))
        _ = try await client.execute(QMPCommand("stop"), deadline: .seconds(10))
        #expect(log.events.withLock { $0.prefix(2) } == ["A", "B"])
    }

    @Test("a monitor that does not greet is reported in time")
    func silent() async throws {
        let client = try client(FakeMonitor { _ in .say("") })
        let error = await #expect(throws: QMPConnectionError.self) {
            try await client.negotiate(deadline: .milliseconds(50))
        }
        #expect(error?.code == .timedOut)
        #expect(error?.description.contains("domain 'x' did not send its greeting within 0.05 seconds.") == true)
    }

    @Test("a command without an answer is late alone, and its reply is dropped when it comes")
    func late() async throws {
        let held = Mutex("")
        let monitor = try FakeMonitor { name, id in
            held.withLock { held in
                if name == "slow" {
                    held = #"{"return": "slow", "id": \#(id)}"#
                    return ""
                }
                return name == "next" ? held + #"{"return": "next", "id": \#(id)}"# : nil
            }
        }
        let client = try client(monitor)
        _ = try await client.negotiate(deadline: .seconds(10))
        let error = await #expect(throws: QMPConnectionError.self) {
            try await client.execute(QMPCommand("slow"), deadline: .milliseconds(50))
        }
        #expect(error?.description.contains("did not answer 'slow' within 0.05 seconds.") == true)
        #expect(try await client.execute(QMPCommand("next"), deadline: .seconds(10)) == "next")
    }

    @Test("a call that is cancelled fails alone")
    func cancelled() async throws {
        let client = try client(FakeMonitor { name, _ in name == "slow" ? "" : nil })
        _ = try await client.negotiate(deadline: .seconds(10))
        let slow = Task { try await client.execute(QMPCommand("slow"), deadline: .seconds(100)) }
        try await Task.sleep(for: .milliseconds(20))
        slow.cancel()
        await #expect(throws: CancellationError.self) { try await slow.value }
        _ = try await client.execute(QMPCommand("next"), deadline: .seconds(10))
    }

    @Test("a monitor that goes away fails the calls that wait, and those that come later")
    func gone() async throws {
        let monitor = try FakeMonitor { command in
            guard let command else { return .say(FakeMonitor.greeting) }
            return command["execute"] == "quit" ? .close : .say(#"{"return": {}, "id": \#(command["id"]?.text ?? "")}"#)
        }
        let client = try client(monitor)
        _ = try await client.negotiate(deadline: .seconds(10))
        let error = await #expect(throws: QMPConnectionError.self) {
            try await client.execute(pipelined: [QMPCommand("quit"), QMPCommand("x")], deadline: .seconds(10))
        }
        #expect(error?.code == .ended)
        #expect(
            error?.description
                == "The QEMU of domain 'x' closed its monitor connection: it has ended, or crashed.")
        #expect(try await log.end.value() == error)
        await #expect(throws: QMPConnectionError.self) {
            try await client.execute(QMPCommand("x"), deadline: .seconds(10))
        }
    }

    @Test("a monitor that answers garbage is given up, after what it said before")
    func garbage() async throws {
        let monitor = try FakeMonitor { name, id in
            name == "x" ? #"{"return": 5, "id": \#(id)}Segmentation fault"# : nil
        }
        let client = try client(monitor)
        _ = try await client.negotiate(deadline: .seconds(10))
        #expect(try await client.execute(QMPCommand("x"), deadline: .seconds(10)) == 5)
        let error = try await log.end.value()
        #expect(error.code == .notTheProtocol)
        #expect(
            error.description
                == "The QEMU of domain 'x' does not speak the QEMU Machine Protocol. "
                + "A message was expected, but there came 'Segmentation fault'.")
    }

    @Test("closing fails the calls that wait and tells the end once, also when the loop stops")
    func closing() async throws {
        let client = try client(FakeMonitor { name, _ in name == "slow" ? "" : nil })
        _ = try await client.negotiate(deadline: .seconds(10))
        let slow = Task { try await client.execute(QMPCommand("slow"), deadline: .seconds(100)) }
        try await Task.sleep(for: .milliseconds(20))
        client.close()
        client.close()
        await #expect(throws: QMPConnectionError.self) { try await slow.value }
        #expect(try await log.end.value().code == .closed)

        let second = Log()
        let monitor = try FakeMonitor { name, _ in name == "slow" ? "" : nil }
        let other = try QMPClient(
            descriptor: monitor.socket, loop: loop, onEnd: { second.end.resolve(.success($0)) })
        let stuck = Task { try await other.execute(QMPCommand("slow"), deadline: .seconds(100)) }
        try await Task.sleep(for: .milliseconds(20))
        loop.stop()
        await #expect(throws: QMPConnectionError.self) { try await stuck.value }
        #expect(try await second.end.value().code == .closed)
    }

    @Test("a client that goes closes its end")
    func goes() async throws {
        let ended = Promise<Void>()
        let monitor = try FakeMonitor { _ in .say(FakeMonitor.greeting) }
        do {
            let client = try QMPClient(
                descriptor: monitor.socket, loop: loop, onEnd: { _ in ended.resolve(.success(())) })
            withExtendedLifetime(client) {}
        }
        try await ended.value()
    }

    @Test("a peer that does not read delays nobody: the deadline holds with the socket full")
    func full() async throws {
        let pair = try SocketPair()
        let client = try QMPClient(descriptor: pair.ours.duplicate(), loop: loop)
        let command = QMPCommand("x", ["padding": .string(String(repeating: "x", count: 4 << 20))])
        let error = await #expect(throws: QMPConnectionError.self) {
            try await client.execute(command, deadline: .milliseconds(100))
        }
        #expect(error?.code == .timedOut)
        pair.closeTheirs()
        await #expect(throws: QMPConnectionError.self) { try await client.execute(command, deadline: .seconds(10)) }
    }
}
