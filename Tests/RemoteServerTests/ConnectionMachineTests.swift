// SPDX-License-Identifier: Apache-2.0

import RemoteProtocol
import RemoteServer
import Testing
import XDR

@Suite struct ConnectionMachineTests {
    private static let start = ContinuousClock.now

    private static func bytes(
        _ serial: UInt32, _ type: NetMessage.Kind = .call, _ status: NetMessage.Status = .ok, program: UInt32 = 1,
        procedure: Int32 = 1, data: [UInt8] = []
    ) -> [UInt8] {
        let header = NetMessage.Header(
            prog: program, vers: 1, proc: procedure, type: type, serial: serial, status: status)
        return Packet.bytes(header, raw: data[...])
    }

    private static var ping: [UInt8] {
        bytes(0, .message, program: KeepaliveProgram.facts.number, procedure: KeepaliveProgram.ping.number)
    }

    private static func machine(_ change: (inout ConnectionLimits) -> Void = { _ in }) -> ConnectionMachine {
        var limits = ConnectionLimits()
        change(&limits)
        return ConnectionMachine(limits: limits, now: start)
    }

    @Test("As many calls run as may, the others wait for their turn, and answers may come in any order")
    func callLimit() {
        var machine = Self.machine { $0.runningCalls = 2 }
        let actions = machine.take((0..<5).flatMap { Self.bytes($0) })
        #expect(actions.startedSerials == [0, 1])
        #expect(machine.waitingCount == 3)
        let second = actions.startedIDs[1]
        let next = machine.finish(second, Self.bytes(1, .reply), succeeded: true) ?? []
        #expect(next.startedSerials == [2])
        #expect(machine.output.count == 28)
    }

    @Test("A ping is answered when all calls run and wait that may")
    func pingAtLimit() {
        var machine = Self.machine { $0.runningCalls = 1 }
        _ = machine.take((0..<20).flatMap { Self.bytes($0) })
        #expect(machine.output.isEmpty)
        _ = machine.take(Self.ping)
        #expect(machine.output.count == 28)
        #expect(machine.phase == .open)
    }

    @Test("When too much waits the socket is left unread, and the client is told that we live")
    func tooMuchWaits() {
        var machine = Self.machine {
            $0.runningCalls = 1
            $0.waitingCalls = 4
        }
        let actions = machine.take((0..<5).flatMap { Self.bytes($0) })
        #expect(!machine.wantsInput)
        _ = machine.tick(now: Self.start + .seconds(5))
        #expect(machine.output.count == 28)
        #expect(machine.phase == .open)
        _ = machine.finish(actions.startedIDs[0], Self.bytes(0, .reply), succeeded: true)
        #expect(machine.wantsInput)
    }

    @Test("A silent client that answers pings is asked, and is dead after so many")
    func keepalive() {
        var machine = Self.machine()
        machine.armKeepalive(now: Self.start)
        var pings = 0
        for second in 1...29 {
            let before = machine.output.count
            _ = machine.tick(now: Self.start + .seconds(second))
            pings += (machine.output.count - before) / 28
        }
        #expect(pings == 5)
        #expect(machine.phase == .open)
        _ = machine.tick(now: Self.start + .seconds(30))
        #expect(machine.phase == .closed)
        #expect(machine.failure != nil)
    }

    @Test("A client that did not offer to answer is never asked")
    func noKeepalive() {
        var machine = Self.machine()
        for second in 1...100 { _ = machine.tick(now: Self.start + .seconds(second)) }
        #expect(machine.output.isEmpty)
        #expect(machine.phase == .open)
    }

    @Test("A call that takes longer than it may is answered with an error, and its own answer is dropped")
    func deadline() {
        var machine = Self.machine()
        let id = machine.take(Self.bytes(7)).startedIDs[0]
        machine.setDeadline(Self.start + .seconds(2), ofCall: id)
        let result1 = machine.tick(now: Self.start + .seconds(1)).isEmpty
        #expect(result1)
        let result2 = machine.tick(now: Self.start + .seconds(2)).count
        #expect(result2 == 1)
        let size = machine.output.count
        #expect(size > 28)
        let result3 = machine.finish(id, Self.bytes(7, .reply), succeeded: true)
        #expect(result3 == nil)
        #expect(machine.output.count == size)
    }

    @Test("Replies, messages and stray stream data are dropped, and the connection lives on")
    func dropped() {
        var machine = Self.machine()
        let odd =
            Self.bytes(1, .reply) + Self.bytes(2, .message) + Self.bytes(3, .stream, .continue)
            + Self.bytes(4, .streamHole)
        let result4 = machine.take(odd).isEmpty
        #expect(result4)
        #expect(machine.phase == .open)
        #expect(machine.output.isEmpty)
        let result5 = machine.take(Self.bytes(5)).startedSerials
        #expect(result5 == [5])
    }

    @Test("Events that a client does not read end its connection at a limit")
    func unreadEvents() {
        var machine = Self.machine { $0.unreadEventBytes = 1000 }
        for _ in 0..<35 { machine.send(event: Self.bytes(1, .message)) }
        #expect(machine.phase == .open)
        machine.send(event: Self.bytes(1, .message))
        #expect(machine.phase == .closed)
        #expect(machine.output.isEmpty)
    }

    @Test("Input is left unread while a client does not read its replies")
    func unreadReplies() {
        var machine = Self.machine { $0.unreadBytes = 100 }
        let id = machine.take(Self.bytes(1)).startedIDs[0]
        _ = machine.finish(id, Self.bytes(1, .reply, data: [UInt8](repeating: 0, count: 100)), succeeded: true)
        #expect(!machine.wantsInput)
    }

    @Test("A download ends by our end, the client's OK, and ours")
    func download() {
        var machine = Self.machine()
        let (key, header) = Self.openStream(&machine)
        let result6 = machine.send([1, 2, 3], on: key)
        #expect(result6)
        #expect(machine.output.count == 28 + 31)
        machine.finishSending(on: key)
        let result7 = machine.send([4], on: key)
        #expect(!result7)
        #expect(machine.output.count == 28 + 31 + 28)
        let result8 = machine.take(Self.bytes(header.serial, .stream, .ok)).inputs
        #expect(result8 == [.finished])
        #expect(machine.output.count == 28 + 31 + 28 + 28)
        #expect(!machine.isBusyButOutput)
    }

    @Test("An upload is confirmed only when it has arrived")
    func upload() {
        var machine = Self.machine()
        let (key, header) = Self.openStream(&machine)
        let data = machine.take(Self.bytes(header.serial, .stream, .continue, data: [1, 2]))
        #expect(data.inputs == [.data([1, 2])])
        let result9 = machine.take(Self.bytes(header.serial, .stream, .ok)).inputs
        #expect(result9 == [.finished])
        #expect(machine.output.count == 28)
        machine.complete(key)
        #expect(machine.output.count == 56)
        #expect(!machine.isBusyButOutput)
    }

    @Test("An abort is confirmed, and what comes later is dropped")
    func abort() {
        var machine = Self.machine()
        let (key, header) = Self.openStream(&machine)
        let result10 = machine.take(Self.bytes(header.serial, .stream, .error)).inputs
        #expect(result10 == [.aborted])
        #expect(machine.output.count == 56)
        let result11 = machine.send([1], on: key)
        #expect(!result11)
        let result12 = machine.take(Self.bytes(header.serial, .stream, .continue, data: [1])).isEmpty
        #expect(result12)
        #expect(machine.phase == .open)
    }

    @Test("Our error ends a stream")
    func streamError() {
        var machine = Self.machine()
        let (key, header) = Self.openStream(&machine)
        machine.fail(key, RemoteError(.operationFailed, "The disk is full."))
        #expect(machine.output.count > 56)
        let result13 = machine.take(Self.bytes(header.serial, .stream, .continue, data: [1])).isEmpty
        #expect(result13)
    }

    @Test("Data that nobody reads here stops the socket, until somebody does")
    func streamFlow() {
        var machine = Self.machine { $0.streamBytes = 10 }
        let (key, header) = Self.openStream(&machine)
        _ = machine.take(Self.bytes(header.serial, .stream, .continue, data: [UInt8](repeating: 1, count: 11)))
        #expect(!machine.wantsInput)
        machine.consumed(11, of: key)
        #expect(machine.wantsInput)
    }

    @Test("A hole in a stream that has none ends the connection; a sparse stream takes it")
    func holes() throws {
        let hole = try NetMessage.StreamHole(length: 4096, flags: 0).xdrBytes()
        var machine = Self.machine()
        var header = Self.openStream(&machine).header
        _ = machine.take(Self.bytes(header.serial, .streamHole, .continue, data: hole))
        #expect(machine.phase == .closed)
        machine = Self.machine()
        header = Self.openStream(&machine, isSparse: true).header
        let result14 = machine.take(Self.bytes(header.serial, .streamHole, .continue, data: hole)).inputs
        #expect(result14 == [.hole(4096)])
    }

    private static func openStream(_ machine: inout ConnectionMachine, isSparse: Bool = false) -> (
        key: StreamKey, header: NetMessage.Header
    ) {
        let header = NetMessage.Header(prog: 1, vers: 1, proc: 1, type: .call, serial: 9, status: .ok)
        let key = StreamKey(header)
        let id = machine.take(Self.bytes(9)).startedIDs[0]
        let result15 = machine.openStream(key, isSparse: isSparse)
        #expect(result15)
        _ = machine.finish(id, Self.bytes(9, .reply), succeeded: true)
        return (key, header)
    }
}

extension ConnectionMachine {
    fileprivate mutating func take(_ bytes: [UInt8]) -> [Action] {
        bytes.withUnsafeBytes { receive($0, now: .now) }
    }

    /// Whether a call or a stream is under way.
    fileprivate var isBusyButOutput: Bool {
        var copy = self
        copy.output.removeAll()
        return copy.isBusy
    }
}

extension [ConnectionMachine.Action] {
    fileprivate var startedIDs: [UInt64] { compactMap { if case .start(let id, _) = $0 { id } else { nil } } }
    fileprivate var startedSerials: [UInt32] {
        compactMap { if case .start(_, let packet) = $0 { packet.header.serial } else { nil } }
    }
    fileprivate var inputs: [StreamInput] { compactMap { if case .stream(_, let input) = $0 { input } else { nil } } }
}
