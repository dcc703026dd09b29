// SPDX-License-Identifier: Apache-2.0

/// The client's side of the QEMU Machine Protocol, as a value without I/O: bytes go in, replies and events come out.
///
/// ```
///                     greeting
///   greeting awaited ──────────▶ greeted ──┐
///          │                       │ ▲     │ replies, events
///          │                       │ └─────┘
///          └───────────┬───────────┘
///                      ▼ garbage, limits, a reply to nothing
///                   failed (each later call throws the same error)
/// ```
///
/// Commands may be encoded in every state but the last: QEMU reads them in order, so that they can be on their way before
/// the greeting has come. Replies find their commands by id. See QEMU's docs/interop/qmp-spec.rst.
public struct QMPSession: Sendable {
    /// What the peer may demand of our memory.
    public struct Limits: Sendable {
        /// The longest message, in bytes. QEMU's longest, the schema, has a quarter of a mebibyte.
        public var messageSize = 64 << 20
        /// How deep a message may nest.
        public var depth = 128

        /// The usual limits.
        public init() {}
    }

    /// What came.
    public enum Output: Sendable, Hashable {
        /// QEMU is there.
        case greeting(QMPGreeting)
        /// A command was done or refused.
        case reply(id: UInt64, Result<JSONValue, QMPError>)
        /// Something happened.
        case event(QMPEvent)
    }

    private enum State {
        case awaitingGreeting
        case greeted
        case failed(QMPProtocolError)
    }

    private let limits: Limits
    private var state = State.awaitingGreeting
    private var scanner = MessageScanner()
    private var nextID: UInt64 = 1
    /// The names of the commands whose replies are still to come, for the words of errors.
    private var outstanding: [UInt64: String] = [:]

    /// A session at its beginning.
    public init(limits: Limits = Limits()) { self.limits = limits }

    /// How many commands have no reply yet.
    public var outstandingCount: Int { outstanding.count }

    /// Whether QEMU has greeted.
    public var isGreeted: Bool { if case .greeted = state { true } else { false } }

    /// Appends a command to what goes out.
    ///
    /// - Returns: The id that its reply will have.
    public mutating func encode(_ command: QMPCommand, to out: inout [UInt8]) -> UInt64 {
        let id = nextID
        nextID += 1
        outstanding[id] = command.name
        command.write(id: id, to: &out)
        return id
    }

    /// Takes back a command that was encoded and not sent.
    mutating func retract(_ id: UInt64) { outstanding[id] = nil }

    /// Takes bytes as they came, cut anywhere, and says what they meant, in order.
    ///
    /// - Throws: Why they are not the protocol; the session is then of no further use. What came before the fault is lost
    ///   with it, so use ``receive(_:handle:)`` to have that too.
    public mutating func receive(_ bytes: some Sequence<UInt8>) throws(QMPProtocolError) -> [Output] {
        var outputs: [Output] = []
        let bytes = Array(bytes)
        let result = bytes.withUnsafeBytes { bytes -> Result<Void, QMPProtocolError> in
            do throws(QMPProtocolError) {
                return .success(try receive(bytes) { outputs.append($0) })
            } catch {
                return .failure(error)
            }
        }
        try result.get()
        return outputs
    }

    /// Takes bytes as they came, cut anywhere, and calls `handle` with what they meant, in order.
    ///
    /// - Throws: Why they are not the protocol; the session is then of no further use.
    public mutating func receive(
        _ bytes: UnsafeRawBufferPointer, handle: (Output) -> Void
    ) throws(QMPProtocolError) {
        if case .failed(let error) = state { throw error }
        do throws(QMPProtocolError) {
            var offset = 0
            while let message = try scanner.next(from: bytes, at: &offset, limits: limits) {
                handle(try interpret(message))
            }
        } catch {
            state = .failed(error)
            throw error
        }
    }

    private mutating func interpret(_ message: [UInt8]) throws(QMPProtocolError) -> Output {
        let value: JSONValue
        do {
            var parser = JSONParser(message)
            guard let next = try parser.next(), case .object = next else {
                throw QMPProtocolError(code: .malformed, description: "A message is no object.")
            }
            value = next
        } catch let error as QMPProtocolError {
            throw error
        } catch {
            throw QMPProtocolError(code: .malformed, description: "A message is malformed. \(error)")
        }
        guard case .greeted = state else { return .greeting(try greeting(value)) }
        if let name = value["event"]?.string { return .event(Self.event(name, value)) }
        return try reply(value)
    }

    private mutating func greeting(_ value: JSONValue) throws(QMPProtocolError) -> QMPGreeting {
        guard let hello = value["QMP"], let numbers = hello["version"]?["qemu"] else {
            throw QMPProtocolError(
                code: .unexpected, description: "The greeting was expected, but there came '\(Self.shown(value))'.")
        }
        state = .greeted
        return QMPGreeting(
            version: ["major", "minor", "micro"].map { Int(clamping: numbers[$0]?.integer ?? 0) },
            package: hello["version"]?["package"]?.string ?? "",
            capabilities: hello["capabilities"]?.array?.compactMap(\.string) ?? [])
    }

    private static func event(_ name: String, _ value: JSONValue) -> QMPEvent {
        var time: Int64?
        // Both are -1 when QEMU could not read its clock.
        if let seconds = value["timestamp"]?["seconds"]?.integer,
            let microseconds = value["timestamp"]?["microseconds"]?.integer, seconds >= 0, microseconds >= 0,
            seconds < Int64.max / 2_000_000
        {
            time = seconds * 1_000_000 + min(microseconds, 999_999)
        }
        return QMPEvent(name: name, data: value["data"] ?? .null, microseconds: time)
    }

    private mutating func reply(_ value: JSONValue) throws(QMPProtocolError) -> Output {
        guard let id = value["id"]?.integer, id > 0, let command = outstanding[UInt64(id)] else {
            throw QMPProtocolError(
                code: .unexpected, description: "A reply answers none of our commands: '\(Self.shown(value))'.")
        }
        let result: Result<JSONValue, QMPError>
        if let answer = value["return"] {
            result = .success(answer)
        } else if let error = value["error"] {
            result = .failure(
                QMPError(
                    command: command, errorClass: error["class"]?.string ?? "GenericError",
                    explanation: error["desc"]?.string ?? "It gives no reason."))
        } else {
            throw QMPProtocolError(
                code: .malformed, description: "A reply has neither a result nor an error: '\(Self.shown(value))'.")
        }
        outstanding[UInt64(id)] = nil
        return .reply(id: UInt64(id), result)
    }

    /// The beginning of a message, for an error.
    private static func shown(_ value: JSONValue) -> String {
        let text = value.text
        return text.utf8.count <= 120 ? text : "\(text.prefix(117))..."
    }
}
