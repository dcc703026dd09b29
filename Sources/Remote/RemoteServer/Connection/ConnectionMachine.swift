// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem
package import RemoteProtocol
internal import XDR

/// A client's connection without its socket and clock: messages go in, and out come calls to start and bytes to write.
///
/// ```
///           call, room                reply
///   wire ---------------> running ------------> output ---> wire
///     |                      ^
///     | call, no room        | a call ends
///     +------------> waiting +
///
///   open --CONNECT_CLOSE answered--> closing --all is written--> closed
///     +----- the peer is gone, or cannot be understood ----------^
/// ```
///
/// Pings are answered whatever runs or waits. Only when too much waits is the socket left unread, and then the client is told
/// from time to time that we live: it counts any message as a sign of life.
package struct ConnectionMachine: Sendable {
    /// What the owner has to do.
    package enum Action: Sendable {
        /// Start a call.
        case start(id: UInt64, Packet)
        /// A call took longer than it may and is answered; its task can end.
        case cancel(id: UInt64)
        /// Something came for a stream.
        case stream(StreamKey, StreamInput)
    }

    /// Where the connection stands.
    package enum Phase: Sendable, Equatable { case open, closing, closed }

    private struct Running: Sendable {
        var header: NetMessage.Header
        var deadline: ContinuousClock.Instant?
    }

    package let limits: ConnectionLimits
    package private(set) var phase = Phase.open
    package var output = OutputQueue()
    /// Why it ended or will end, for the log; nil as long as it is open, and at an orderly end.
    package private(set) var failure: String?

    private var reader = PacketReader()
    private var keepalive: Keepalive
    private var lastSign: ContinuousClock.Instant
    private var nextID: UInt64 = 1
    private var running: [UInt64: Running] = [:]
    private var waiting: [Packet] = []
    private var waitingBytes = 0
    var streams: [StreamKey: StreamState] = [:]

    package init(limits: ConnectionLimits, now: ContinuousClock.Instant) {
        self.limits = limits
        keepalive = Keepalive(interval: limits.keepaliveInterval, count: limits.keepaliveCount, now: now)
        lastSign = now
    }

    /// How many calls run.
    package var runningCount: Int { running.count }
    /// How many calls wait.
    package var waitingCount: Int { waiting.count }
    /// Whether a call, a stream or output is under way.
    package var isBusy: Bool { !running.isEmpty || !waiting.isEmpty || !streams.isEmpty || !output.isEmpty }

    /// Whether the socket is to be read now.
    package var wantsInput: Bool {
        phase == .open && waiting.count < limits.waitingCalls && waitingBytes < limits.waitingBytes
            && output.count < limits.unreadBytes && !streams.values.contains { $0.unreadBytes > limits.streamBytes }
    }

    /// Whether streams may send more.
    package var hasRoom: Bool { phase != .open || output.count < limits.unreadBytes }

    // MARK: - Input

    /// Takes what the socket gave.
    package mutating func receive(
        _ bytes: UnsafeRawBufferPointer, _ descriptors: [OwnedDescriptor] = [], now: ContinuousClock.Instant
    ) -> [Action] {
        guard phase == .open else { return [] }
        keepalive.heard(now: now)
        reader.append(bytes, descriptors)
        var actions: [Action] = []
        do throws(PacketReader.Failure) {
            while phase == .open, let packet = try reader.next() { take(packet, &actions) }
        } catch {
            switch error {
            case .badLength(let length): fail("It sent a message of \(length) bytes.")
            case .badHeader: fail("It sent a header that is none.")
            case .badDescriptors: fail("It sent descriptors that belong to no message.")
            }
        }
        return actions
    }

    private mutating func take(_ packet: Packet, _ actions: inout [Action]) {
        switch packet.header.type {
        case .call, .callWithFds:
            if running.count < limits.runningCalls {
                start(packet, &actions)
            } else {
                waiting.append(packet)
                waitingBytes += packet.bytes.count
            }
        case .message where packet.header.prog == KeepaliveProgram.facts.number:
            if packet.header.proc == KeepaliveProgram.ping.number { sendKeepalive(KeepaliveProgram.pong.number) }
        case .stream, .streamHole:
            takeStream(packet, &actions)
        case .reply, .replyWithFds, .message:
            // Nothing was asked, so nothing is answered; libvirt drops them as well.
            break
        }
    }

    private mutating func start(_ packet: Packet, _ actions: inout [Action]) {
        let id = nextID
        nextID += 1
        running[id] = Running(header: packet.header)
        actions.append(.start(id: id, packet))
    }

    /// Ends the connection because of what the client did; what waits to be written is dropped.
    package mutating func fail(_ reason: String) {
        guard phase != .closed else { return }
        failure = reason
        phase = .closed
        output.removeAll()
        waiting = []
    }

    /// The peer is gone: an orderly end.
    package mutating func endOfInput() {
        phase = .closed
        output.removeAll()
        waiting = []
    }

    /// Ends the connection; what waits to be written is still written.
    package mutating func close() {
        guard phase == .open else { return }
        phase = .closing
        waiting = []
    }

    // MARK: - Calls

    /// Sets when a call that was started has to be answered.
    package mutating func setDeadline(_ deadline: ContinuousClock.Instant, ofCall id: UInt64) {
        running[id]?.deadline = deadline
    }

    /// Takes the answer of a call: a whole message, and what is to be passed with it.
    ///
    /// - Returns: Calls that can start now; nil when the answer comes too late.
    package mutating func finish(
        _ id: UInt64, _ reply: [UInt8], _ descriptors: [OwnedDescriptor] = [], succeeded: Bool
    ) -> [Action]? {
        guard let call = running.removeValue(forKey: id), phase != .closed else { return nil }
        output.append(reply, descriptors)
        if !succeeded { streams[StreamKey(call.header)] = nil }
        var actions: [Action] = []
        while phase == .open, running.count < limits.runningCalls, !waiting.isEmpty {
            let packet = waiting.removeFirst()
            waitingBytes -= packet.bytes.count
            start(packet, &actions)
        }
        return actions
    }

    /// Sends an event, or ends the connection when too many have not been read.
    package mutating func send(event bytes: [UInt8]) {
        guard phase == .open else { return }
        guard output.count + bytes.count <= limits.unreadEventBytes else {
            return fail("It does not read its events.")
        }
        output.append(bytes)
    }

    // MARK: - Time

    /// The client answers questions whether it lives, so it is asked from now on.
    package mutating func armKeepalive(now: ContinuousClock.Instant) { keepalive.arm(now: now) }

    /// Looks at the clock, about once a second.
    package mutating func tick(now: ContinuousClock.Instant) -> [Action] {
        guard phase == .open else { return [] }
        if wantsInput {
            switch keepalive.step(now: now) {
            case .nothing: break
            case .ping: sendKeepalive(KeepaliveProgram.ping.number)
            case .dead: fail("It did not answer \(limits.keepaliveCount) questions whether it lives.")
            }
        } else {
            // What it says now is not read: that is no reason to call it dead, nor for it to call us so.
            keepalive.heard(now: now)
            if now - lastSign >= .seconds(4), output.count < limits.unreadEventBytes {
                lastSign = now
                sendKeepalive(KeepaliveProgram.pong.number)
            }
        }
        var actions: [Action] = []
        for (id, call) in running {
            guard let deadline = call.deadline, deadline <= now else { continue }
            let error = RemoteError(
                .operationTimeout,
                "The call took longer than it may. See whether what it concerns hangs, and try again.")
            actions.append(.cancel(id: id))
            actions += finish(id, error.reply(to: call.header), succeeded: false) ?? []
        }
        return actions
    }

    private mutating func sendKeepalive(_ procedure: Int32) {
        let header = NetMessage.Header(
            prog: KeepaliveProgram.facts.number, vers: KeepaliveProgram.facts.version, proc: procedure, type: .message,
            serial: 0, status: .ok)
        if let bytes = try? Packet.bytes(header) { output.append(bytes) }
    }

    /// All is written.
    package mutating func wroteAll() { if phase == .closing { phase = .closed } }
}
