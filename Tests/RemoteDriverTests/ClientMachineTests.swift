// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import RemoteDriver
import RemoteProtocol
import TestSupport
import Testing
import XDR

struct ClientMachineTests {
    private let start = ContinuousClock.now
    private let facts = RemoteProgram.facts
    private let list = RemoteProgram.connectListAllDomains.number
    private let hostname = RemoteProgram.connectGetHostname.number
    private var machine: ClientMachine

    init() { machine = ClientMachine(peer: "the daemon", limits: ClientLimits(), now: start) }

    @Test("Serials begin at zero, answers come in any order, and each finds its call")
    mutating func order() throws {
        var serials: [UInt32] = []
        for _ in 0..<3 { serials.append(try machine.call(hostname, of: facts, within: .seconds(1), now: start)) }
        #expect(serials == [0, 1, 2])
        #expect(machine.unansweredCalls == 3)
        for serial: UInt32 in [2, 0, 1] {
            let bytes = try DaemonMessages.reply(
                hostname, serial: serial, RemoteProgram.ConnectGetHostnameResult(hostname: "host \(serial)"))
            guard case .answer(let number, .success(let packet))? = machine.receive(bytes, now: start).first else {
                Issue.record("no answer")
                return
            }
            #expect(number == serial)
            let answer = try RemoteProgram.ConnectGetHostnameResult(xdr: packet.bytes, from: packet.offset)
            #expect(answer.hostname == "host \(serial)")
        }
        #expect(machine.unansweredCalls == 0)
    }

    @Test("A late call fails alone; its answer is dropped, and the connection goes on")
    mutating func late() throws {
        let slow = try machine.call(hostname, of: facts, within: .seconds(1), now: start)
        let patient = try machine.call(list, of: facts, within: .seconds(60), now: start)
        #expect(machine.due == start + .seconds(1))
        let actions = machine.tick(now: start + .seconds(1))
        guard case .answer(slow, .failure(let error))? = actions.first, actions.count == 1 else {
            Issue.record("\(actions)")
            return
        }
        #expect(error.code == .operationTimeout)
        #expect(error.message.contains("CONNECT_GET_HOSTNAME within 1.0 seconds"))
        let late = try DaemonMessages.reply(
            hostname, serial: slow, RemoteProgram.ConnectGetHostnameResult(hostname: "x"))
        #expect(machine.receive(late, now: start).isEmpty)
        #expect(machine.end == nil)
        let answer = try DaemonMessages.reply(list, serial: patient)
        #expect(machine.receive(answer, now: start).count == 1)
    }

    @Test("A daemon that answers nothing cannot make us keep more calls than the limit")
    mutating func unanswered() throws {
        for _ in 0..<machine.limits.unansweredCalls {
            machine.leave(try machine.call(hostname, of: facts, within: .seconds(1), now: start))
        }
        #expect(throws: VirtError.self) { try machine.call(hostname, of: facts, within: .seconds(1), now: start) }
    }

    private static let garbageOfDaemons: [(String, [UInt8])] = [
        ("a length", [0, 0, 0, 4]), ("a huge length", [0xFF, 0xFF, 0xFF, 0xFF]),
        ("text", Array("HTTP/1.1 400 Bad Request\r\n\r\n1234567890".utf8)),
        ("a call", DaemonMessages.stream(1, serial: 0, .ok, type: .call)),
        ("an answer to nothing", DaemonMessages.stream(59, serial: 9, .ok, type: .reply)),
        ("an answer to another procedure", DaemonMessages.stream(60, serial: 0, .ok, type: .reply)),
        ("neither result nor error", DaemonMessages.stream(59, serial: 0, .continue, type: .reply)),
        (
            "a header of no type",
            Array(DaemonMessages.stream(59, serial: 0, .ok)[..<16]) + [0, 0, 0, 99, 0, 0, 0, 0, 0, 0, 0, 0]
        ),
        (
            "descriptors that did not come",
            DaemonMessages.stream(59, serial: 0, .ok, [0, 0, 0, 1], type: .replyWithFds) + [0]
        ),
        ("too many descriptors", DaemonMessages.stream(59, serial: 0, .ok, [0, 0, 1, 0], type: .replyWithFds)),
    ]

    @Test("What no daemon says ends the connection, and fails what waits with a reason", arguments: garbageOfDaemons)
    mutating func garbage(name: String, bytes: [UInt8]) throws {
        _ = try machine.call(hostname, of: facts, within: .seconds(1), now: start)
        let actions = machine.receive(bytes, now: start)
        guard case .answer(0, .failure(let error))? = actions.first else {
            Issue.record("\(name): \(actions)")
            return
        }
        #expect(error.code == .rpc)
        #expect(error.message.contains("does not speak libvirt's protocol"))
        #expect(throws: VirtError.self) { try machine.call(hostname, of: facts, within: .seconds(1), now: start) }
    }

    @Test("An error keeps its code and words; an unknown procedure is what is not supported")
    mutating func errors() throws {
        func error(_ message: NetMessage.Error) throws -> VirtError? {
            let serial = try machine.call(hostname, of: facts, within: .seconds(1), now: start)
            let bytes = try DaemonMessages.reply(hostname, serial: serial, message, status: .error)
            guard case .answer(_, .failure(let error))? = machine.receive(bytes, now: start).first else { return nil }
            return error
        }
        let plain = try error(DaemonMessages.error(42, "Domain not found: x"))
        #expect(plain?.code == .noDomain)
        #expect(plain?.message == "Domain not found: x")
        #expect(try error(DaemonMessages.error(39, "unknown procedure: 9999", domain: 7))?.code == .noSupport)
        #expect(try error(DaemonMessages.error(39, "unknown procedure: 9999", domain: 10))?.code == .rpc)
        #expect(try error(DaemonMessages.error(31_337, "New."))?.code.rawValue == 31_337)
        let serial = try machine.call(hostname, of: facts, within: .seconds(1), now: start)
        let empty = DaemonMessages.stream(hostname, serial: serial, .error, type: .reply)
        guard case .answer(_, .failure(let unreadable))? = machine.receive(empty, now: start).first else {
            Issue.record("no answer")
            return
        }
        #expect(unreadable.code == .rpc)
        #expect(machine.end == nil)
    }

    @Test("Pings are answered; a daemon that is armed and silent is asked, and then given up")
    mutating func keepalive() throws {
        _ = machine.receive(DaemonMessages.keepalive(1), now: start)
        #expect(machine.output.count == 28)
        machine.output.removeAll()
        #expect(machine.due == nil)
        machine.armKeepalive(now: start)
        var now = start
        for count in 1...5 {
            now += .seconds(5)
            #expect(machine.due == now)
            #expect(machine.tick(now: now).isEmpty)
            #expect(machine.output.count == 28 * count)
        }
        _ = machine.receive(DaemonMessages.keepalive(2), now: now)
        for _ in 1...5 {
            now += .seconds(5)
            _ = machine.tick(now: now)
        }
        #expect(machine.end == nil)
        _ = machine.tick(now: now + .seconds(5))
        #expect(machine.end?.code == .rpc)
        #expect(machine.end?.message.contains("silent for 30.0 seconds") == true)
        #expect(machine.closeReason == .keepalive)
    }

    @Test("The end of input fails what waits, and says when it came within a message")
    mutating func cutOff() throws {
        _ = try machine.call(hostname, of: facts, within: .seconds(1), now: start)
        _ = machine.receive([0, 0, 0, 60, 1, 2, 3], now: start)
        guard case .answer(0, .failure(let error))? = machine.endOfInput().first else {
            Issue.record("no answer")
            return
        }
        #expect(error.message.contains("in the middle of a message"))
        #expect(machine.closeReason == .endOfInput)
    }

    @Test("Whatever comes, whole or in pieces, the machine takes it or ends, and never more")
    func fuzz() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<SeededGenerator.rounds(2000) {
            var machine = ClientMachine(peer: "the daemon", limits: ClientLimits(), now: start)
            _ = try machine.call(hostname, of: facts, within: .seconds(1), now: start)
            _ = try machine.call(
                RemoteProgram.domainScreenshot.number, of: facts, stream: StreamOpening(isSparse: true),
                within: .seconds(1),
                now: start)
            var bytes = try DaemonMessages.reply(
                hostname, serial: 0, RemoteProgram.ConnectGetHostnameResult(hostname: "host"))
            bytes += try DaemonMessages.reply(
                RemoteProgram.domainScreenshot.number, serial: 1, RemoteProgram.DomainScreenshotResult(mime: "a"))
            bytes += DaemonMessages.stream(211, serial: 1, .continue, [1, 2, 3])
            bytes += DaemonMessages.stream(
                211, serial: 1, .continue, [0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0], type: .streamHole)
            bytes += try DaemonMessages.reply(
                RemoteProgram.domainScreenshot.number, serial: 1, DaemonMessages.error(1, "x"), status: .error)
            for _ in 0..<Int.random(in: 0..<6, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            var rest = bytes[...]
            while !rest.isEmpty {
                let part = rest.prefix(Int.random(in: 1...bytes.count, using: &generator))
                rest = rest.dropFirst(part.count)
                for action in machine.receive(Array(part), now: start) {
                    if case .answer(_, .success(let packet)) = action {
                        _ = try? RemoteProgram.ConnectListAllDomainsResult(xdr: packet.bytes, from: packet.offset)
                    }
                }
            }
            _ = machine.endOfInput()
            #expect(machine.end != nil)
            #expect(machine.unansweredCalls == 0)
        }
    }
}
