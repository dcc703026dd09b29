// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import RemoteDriver
import RemoteProtocol
import Testing
import XDR

/// Streams of ``ClientMachine``.
struct ClientStreamTests {
    private let start = ContinuousClock.now
    private let procedure = RemoteProgram.domainScreenshot.number
    private var machine: ClientMachine

    init() throws {
        machine = ClientMachine(peer: "the daemon", limits: ClientLimits(), now: start)
        _ = try machine.call(
            procedure, of: RemoteProgram.facts, stream: StreamOpening(), within: .seconds(9), now: start)
    }

    private mutating func open() throws {
        let reply = try DaemonMessages.reply(procedure, serial: 0, RemoteProgram.DomainScreenshotResult(mime: "a"))
        #expect(machine.receive(reply, now: start).count == 1)
        machine.output.removeAll()
    }

    private mutating func arrivals(_ bytes: [UInt8]) -> [String] {
        machine.receive(bytes, now: start).map { action in
            guard case .stream(0, let arrival) = action else { return "other" }
            return switch arrival {
            case .data(let data): "data \(data.count)"
            case .hole(let length): "hole \(length)"
            case .end: "end"
            case .closed: "closed"
            case .failed(let error): "failed \(error.code.rawValue)"
            }
        }
    }

    @Test("Data, the end, and the confirmation of ours")
    mutating func whole() throws {
        try open()
        #expect(arrivals(DaemonMessages.stream(procedure, serial: 0, .continue, [1, 2, 3])) == ["data 3"])
        #expect(arrivals(DaemonMessages.stream(procedure, serial: 0, .continue)) == ["end"])
        let isOpen = machine.finish(0, by: start + .seconds(1))
        #expect(isOpen)
        #expect(machine.output.count == 28)
        #expect(arrivals(DaemonMessages.stream(procedure, serial: 0, .ok)) == ["closed"])
        let isOpenStill = machine.send([1], on: 0)
        #expect(!isOpenStill)
    }

    @Test("The daemon's error ends a stream alone; what was on its way is dropped")
    mutating func failure() throws {
        try open()
        var error = DaemonMessages.error(38, "No space left on device")
        let bytes = try Packet.bytes(DaemonMessages.header(.stream, procedure, serial: 0, .error)) {
            xdr throws(XDRError) in
            try error.xdr(&xdr)
        }
        #expect(arrivals(bytes) == ["failed 38"])
        #expect(arrivals(DaemonMessages.stream(procedure, serial: 0, .continue, [1])).isEmpty)
        #expect(machine.end == nil)
    }

    @Test("After an abort data is dropped until the confirmation")
    mutating func aborted() throws {
        try open()
        let isOpen = machine.abort(0, by: start + .seconds(1))
        #expect(isOpen)
        #expect(arrivals(DaemonMessages.stream(procedure, serial: 0, .continue, [1])).isEmpty)
        #expect(arrivals(DaemonMessages.stream(procedure, serial: 0, .ok)) == ["closed"])
    }

    @Test("A daemon that does not confirm the end is not waited for longer than the deadline")
    mutating func lateEnd() throws {
        try open()
        _ = machine.finish(0, by: start + .seconds(1))
        #expect(machine.due == start + .seconds(1))
        #expect(machine.tick(now: start + .seconds(1)).count == 1)
    }

    @Test("A stream that was opened for a caller who has left is aborted")
    mutating func left() throws {
        machine.leave(0)
        machine.output.removeAll()
        let reply = try DaemonMessages.reply(procedure, serial: 0, RemoteProgram.DomainScreenshotResult(mime: "a"))
        #expect(machine.receive(reply, now: start).isEmpty)
        #expect(machine.output.count == 28)
        #expect(arrivals(DaemonMessages.stream(procedure, serial: 0, .continue, [1])).isEmpty)
        #expect(machine.end == nil)
    }

    @Test("A hole in a stream without holes ends the connection")
    mutating func hole() throws {
        try open()
        let hole = DaemonMessages.stream(
            procedure, serial: 0, .continue, [0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0], type: .streamHole)
        #expect(arrivals(hole) == ["failed 39"])
        #expect(machine.end != nil)
    }

    @Test(
        "While a reader is far behind the socket is left unread, the daemon is told that we live, and is not given up")
    mutating func slowReader() throws {
        try open()
        machine.armKeepalive(now: start)
        let data = [UInt8](repeating: 0, count: Packet.maximumStreamData)
        var count = 0
        while machine.wantsInput {
            _ = machine.receive(DaemonMessages.stream(procedure, serial: 0, .continue, data), now: start)
            count += data.count
        }
        #expect(count <= machine.limits.unreadStreamBytes + data.count)
        var now = start
        for _ in 0..<20 {
            now += .seconds(5)
            _ = machine.tick(now: now)
        }
        #expect(machine.end == nil)
        #expect(machine.output.count == 28 * 20)
        machine.consumed(data.count, of: 0)
        #expect(machine.wantsInput)
    }
}
