// SPDX-License-Identifier: Apache-2.0

import QMP
import TestSupport
import Testing

@Suite struct QMPSessionTests {
    private static let greeting = #"""
        {"QMP": {"version": {"qemu": {"micro": 17, "minor": 2, "major": 7}, "package": "Debian"}, "capabilities": ["oob"]}}
        """#

    /// A conversation of two commands as QEMU answers it, with events in between.
    private static let answers =
        greeting + "\r\n" + #"{"return": {}, "id": 1}"# + "\r\n"
        + #"{"timestamp": {"seconds": 1700000000, "microseconds": 25}, "event": "STOP"}"# + "\r\n"
        + #"{"id": 2, "error": {"class": "CommandNotFound", "desc": "The command foo has not been found {[\"}"}}"#
        + "\r\n"
        + #"{"timestamp": {"seconds": -1, "microseconds": -1}, "event": "X", "data": {"a": ["}", "\\"]}}"# + "\r\n"

    private static let expected: [QMPSession.Output] = [
        .greeting(QMPGreeting(version: [7, 2, 17], package: "Debian", capabilities: ["oob"])),
        .reply(id: 1, .success(.object([]))),
        .event(QMPEvent(name: "STOP", data: .null, microseconds: 1_700_000_000_000_025)),
        .reply(
            id: 2,
            .failure(
                QMPError(
                    command: "foo", errorClass: "CommandNotFound",
                    explanation: "The command foo has not been found {[\"}"))),
        .event(
            QMPEvent(
                name: "X", data: .object([.init("a", .array(["}", "\\"]))]), microseconds: nil)),
    ]

    private func session() -> QMPSession {
        var session = QMPSession()
        var out: [UInt8] = []
        #expect(session.encode(QMPCommand("qmp_capabilities"), to: &out) == 1)
        #expect(session.encode(QMPCommand("foo", ["a": 1, "b": "ö\n"]), to: &out) == 2)
        #expect(
            String(decoding: out, as: UTF8.self) == """
                {"execute":"qmp_capabilities","id":1}
                {"execute":"foo","arguments":{"a":1,"b":"ö\\n"},"id":2}

                """)
        #expect(session.outstandingCount == 2)
        return session
    }

    @Test("a conversation is understood whole")
    func whole() throws {
        var session = session()
        #expect(try session.receive(Self.answers.utf8) == Self.expected)
        #expect(session.outstandingCount == 0)
        #expect(session.isGreeted)
    }

    @Test("a conversation is understood byte by byte")
    func byteByByte() throws {
        var session = session()
        var outputs: [QMPSession.Output] = []
        for byte in Self.answers.utf8 { outputs += try session.receive([byte]) }
        #expect(outputs == Self.expected)
    }

    @Test("a conversation is understood cut at any place")
    func split() throws {
        let bytes = Array(Self.answers.utf8)
        for cut in 1..<bytes.count {
            var session = session()
            let outputs = try session.receive(bytes[..<cut]) + session.receive(bytes[cut...])
            #expect(outputs == Self.expected, "cut at \(cut)")
        }
    }

    @Test("replies find their commands by id, in whatever order they come")
    func disorder() throws {
        var session = session()
        _ = try session.receive(Self.greeting.utf8)
        let outputs = try session.receive(#"{"return": 2, "id": 2}{"return": 1, "id": 1}"#.utf8)
        #expect(outputs == [.reply(id: 2, .success(2)), .reply(id: 1, .success(1))])
    }

    private static let malformed: [(String, QMPProtocolError.Code)] = [
        ("SSH-2.0-OpenSSH\r\n", .malformed),
        ("}", .malformed),
        ("[]", .malformed),
        ("{]", .malformed),
        (#"{"a":}"#, .malformed),
        ("{\"\u{1}\":1}", .malformed),
        (#"{"return": {}, "id": 1}"#, .unexpected),
        ("\(greeting)\(greeting)", .unexpected),
        (#"\#(greeting){"return": {}, "id": 3}"#, .unexpected),
        (#"\#(greeting){"return": {}}"#, .unexpected),
        (#"\#(greeting){"id": 1}"#, .malformed),
        (#"\#(greeting){"id": "1", "return": 1}"#, .unexpected),
        (#"\#(greeting){"return": 1, "id": 1}{"return": 1, "id": 1}"#, .unexpected),
    ]

    @Test(
        "what is not the protocol is refused, and the session stays refused",
        arguments: malformed)
    func refused(text: String, code: QMPProtocolError.Code) {
        var session = session()
        let error = #expect(throws: QMPProtocolError.self) { try session.receive(text.utf8) }
        #expect(error?.code == code)
        #expect(error?.description.hasSuffix(".") == true)
        #expect(throws: QMPProtocolError.self) { try session.receive([]) }
    }

    @Test("messages that are too long or too deep are refused before they are whole")
    func limits() {
        var limits = QMPSession.Limits()
        limits.messageSize = 1000
        limits.depth = 10
        var long = QMPSession(limits: limits)
        let error = #expect(throws: QMPProtocolError.self) {
            _ = try long.receive("{\"QMP\":\"".utf8)
            for _ in 0..<1000 { _ = try long.receive("xx".utf8) }
        }
        #expect(error?.code == .tooLarge)
        var deep = QMPSession(limits: limits)
        #expect(throws: QMPProtocolError.self) {
            try deep.receive(("{\"QMP\":" + String(repeating: "[", count: 11)).utf8)
        }
    }

    @Test("what came before a fault is told before it")
    func faultAfterReply() {
        var session = session()
        var outputs: [QMPSession.Output] = []
        let bytes = Array((Self.greeting + #"{"return": {}, "id": 1} garbage"#).utf8)
        #expect(throws: QMPProtocolError.self) {
            try bytes.withUnsafeBytes { try session.receive($0) { outputs.append($0) } }
        }
        #expect(outputs == Array(Self.expected.prefix(2)))
    }

    @Test("no bytes crash a session: bytes changed, dropped and doubled, in random cuts")
    func fuzz() {
        var generator = SeededGenerator(seed: 2)
        let original = Array(Self.answers.utf8)
        for _ in 0..<SeededGenerator.rounds(3000) {
            var bytes = original
            for _ in 0..<Int.random(in: 1..<6, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
                default: bytes[place] = Array("{}[]\",:\\".utf8).randomElement(using: &generator) ?? 0
                }
            }
            var session = session()
            var rest = bytes[...]
            do {
                while !rest.isEmpty {
                    let count = min(rest.count, Int.random(in: 1..<64, using: &generator))
                    _ = try session.receive(rest.prefix(count))
                    rest = rest.dropFirst(count)
                }
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
    }
}
