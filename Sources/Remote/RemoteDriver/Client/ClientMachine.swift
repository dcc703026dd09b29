// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
package import LinuxSystem
package import RemoteProtocol
package import XDR

/// A connection to a daemon without its socket and clock: calls go in, and out come bytes to write, answers, events, and what
/// streams bring.
///
/// ```
///             call                      reply
///   caller ---------> awaited(serial) ---------> caller
///                       |
///                       +--deadline, or the caller leaves--> left(serial) --reply--> dropped
///
///   open --the peer is gone, is silent, or cannot be understood; or we close--> closed: each call fails with the reason
/// ```
///
/// Answers come in any order; each names the serial of its call. Nothing that a peer sends makes this take more memory than
/// the bytes that came and ``ClientLimits`` allow.
package struct ClientMachine: Sendable {
    /// What the owner has to tell somebody.
    package enum Action: Sendable {
        /// A call is over.
        case answer(serial: UInt32, Result<Packet, VirtError>)
        /// Something happened at the other end.
        case event(Packet)
        /// Something came for a stream.
        case stream(serial: UInt32, StreamArrival)
    }

    struct Awaited: Sendable {
        var program: UInt32
        var procedure: Int32
        var name: String
        var stream: StreamOpening?
        var deadline: ContinuousClock.Instant
        var limit: Duration
    }

    package let limits: ClientLimits
    /// Who is at the other end, for errors: "the daemon at '/run/libvirt/virtqemud-sock'".
    package let peer: String
    /// Why the connection has ended; nil as long as it has not.
    package private(set) var end: VirtError?
    /// The same, as clients of libvirt are told it.
    package private(set) var closeReason: CloseReason?
    package var output = OutputQueue()

    private var reader = PacketReader()
    var keepalive: Keepalive
    var lastSign: ContinuousClock.Instant
    private var isLeaving = false
    private var nextSerial: UInt32 = 0
    var awaited: [UInt32: Awaited] = [:]
    private var left: [UInt32: StreamOpening?] = [:]
    var streams: [UInt32: StreamState] = [:]

    package init(peer: String, limits: ClientLimits, now: ContinuousClock.Instant) {
        self.peer = peer
        self.limits = limits
        keepalive = Keepalive(interval: limits.keepaliveInterval, count: limits.keepaliveCount, now: now)
        lastSign = now
    }

    /// Whether the socket is to be read now: not while the reader of a stream is far behind.
    package var wantsInput: Bool {
        end == nil && !streams.values.contains { $0.unreadBytes > limits.unreadStreamBytes }
    }

    /// Whether streams may send more.
    package var hasRoom: Bool { end != nil || output.count < limits.unwrittenStreamBytes }

    /// How many calls are not answered.
    package var unansweredCalls: Int { awaited.count + left.count }

    // MARK: - Calls

    /// Writes a call.
    ///
    /// - Parameters:
    ///   - stream: How its stream is, for a call that opens one.
    ///   - arguments: Writes the arguments.
    /// - Returns: Its serial.
    package mutating func call(
        _ procedure: Int32, of program: ProgramFacts, _ descriptors: [OwnedDescriptor] = [],
        stream: StreamOpening? = nil, within limit: Duration, now: ContinuousClock.Instant,
        _ arguments: (inout XDRStream) throws(XDRError) -> Void = { _ in }
    ) throws(VirtError) -> UInt32 {
        let name = program[procedure]?.name ?? "procedure \(procedure)"
        if let end { throw end }
        guard unansweredCalls < limits.unansweredCalls else {
            throw VirtError(
                .operationFailed,
                "Cannot call \(name): \(peer) has not answered \(unansweredCalls) calls. Wait for some of them.")
        }
        // VIR_NET_MESSAGE_NUM_FDS_MAX
        guard descriptors.count <= 32 else {
            throw VirtError(.invalidArgument, "\(name) cannot pass \(descriptors.count) descriptors. Pass 32 at most.")
        }
        if stream != nil, streams.count >= limits.streams {
            throw VirtError(
                .operationFailed, "Cannot call \(name): there are \(streams.count) streams already. Close one first.")
        }
        let serial = nextSerial
        let header = NetMessage.Header(
            prog: program.number, vers: program.version, proc: procedure,
            type: descriptors.isEmpty ? .call : .callWithFds, serial: serial, status: .ok)
        let bytes: [UInt8]
        do throws(XDRError) {
            bytes = try Packet.bytes(header) { xdr throws(XDRError) in
                var count = UInt32(descriptors.count)
                if count > 0 { try xdr.integer(&count) }
                try arguments(&xdr)
            }
        } catch {
            throw VirtError(
                .invalidArgument, "The arguments of \(name) do not fit into a message. \(error)", cause: error)
        }
        guard bytes.count <= Packet.maximumLength, output.count + bytes.count <= limits.unwrittenBytes else {
            throw VirtError(
                .operationFailed,
                "Cannot call \(name): \(bytes.count) bytes are too many, with \(output.count) that \(peer) has not read."
            )
        }
        nextSerial &+= 1
        awaited[serial] = Awaited(
            program: program.number, procedure: procedure, name: name, stream: stream, deadline: now + limit,
            limit: limit)
        output.append(bytes, descriptors)
        return serial
    }

    /// Nobody awaits the answer of a call any more; it is dropped when it comes.
    package mutating func leave(_ serial: UInt32) {
        if let call = awaited.removeValue(forKey: serial) { left[serial] = .some(call.stream) }
    }

    // MARK: - Input

    /// Takes what the socket gave.
    package mutating func receive(
        _ bytes: UnsafeRawBufferPointer, _ descriptors: [OwnedDescriptor] = [], now: ContinuousClock.Instant
    ) -> [Action] {
        guard end == nil else { return [] }
        keepalive.heard(now: now)
        reader.append(bytes, descriptors)
        var actions: [Action] = []
        do throws(PacketReader.Failure) {
            while end == nil, let packet = try reader.next() { take(packet, &actions) }
        } catch {
            switch error {
            case .badLength(let length): fail("it sent a message of \(length) bytes", &actions)
            case .badHeader: fail("it sent a header that is none", &actions)
            case .badDescriptors: fail("it sent descriptors that belong to no message", &actions)
            }
        }
        return actions
    }

    private mutating func take(_ packet: Packet, _ actions: inout [Action]) {
        switch packet.header.type {
        case .reply, .replyWithFds: takeReply(packet, &actions)
        case .stream, .streamHole: takeStream(packet, &actions)
        case .message where packet.header.prog == KeepaliveProgram.facts.number:
            if packet.header.proc == KeepaliveProgram.ping.number { sendKeepalive(KeepaliveProgram.pong.number) }
        case .message:
            actions.append(.event(packet))
        case .call, .callWithFds:
            fail("it called us, which only clients do", &actions)
        }
    }

    private mutating func takeReply(_ packet: Packet, _ actions: inout [Action]) {
        let serial = packet.header.serial
        if let opening = left.removeValue(forKey: serial) {
            // The stream that it opened is for nobody.
            if opening != nil, packet.header.status == .ok { abandonStream(packet.header) }
            return
        }
        guard let call = awaited[serial], call.program == packet.header.prog, call.procedure == packet.header.proc
        else { return fail("it answered a call that was not made", &actions) }
        switch packet.header.status {
        case .ok:
            awaited[serial] = nil
            if let opening = call.stream { streams[serial] = StreamState(packet.header, opening) }
            actions.append(.answer(serial: serial, .success(packet)))
        case .error:
            awaited[serial] = nil
            actions.append(.answer(serial: serial, .failure(VirtError(packet, of: call.name, from: peer))))
        case .continue:
            fail("it answered \(call.name) with neither a result nor an error", &actions)
        }
    }

    mutating func sendKeepalive(_ procedure: Int32) {
        let facts = KeepaliveProgram.facts
        let header = NetMessage.Header(
            prog: facts.number, vers: facts.version, proc: procedure, type: .message, serial: 0, status: .ok)
        output.append(Packet.bytes(header, raw: []))
    }

    // MARK: - The end

    /// The peer, as the beginning of a sentence.
    var subject: String { peer.prefix(1).uppercased() + peer.dropFirst() }

    /// We take leave: from now on it is as it should be that the peer closes the connection.
    package mutating func takeLeave() { isLeaving = true }

    /// The peer has closed the connection.
    package mutating func endOfInput() -> [Action] {
        var actions: [Action] = []
        if isLeaving {
            close(.closedHere, as: .client, &actions)
            return actions
        }
        let place = reader.isInsideMessage ? " in the middle of a message" : ""
        close(
            VirtError(
                .rpc,
                "\(subject) closed the connection\(place). It has ended, or refused us; see its log, then open another one."
            ),
            as: .endOfInput, &actions)
        return actions
    }

    /// Ends the connection for a reason; all that waits fails with it.
    package mutating func close(_ reason: VirtError) -> [Action] {
        var actions: [Action] = []
        close(reason, as: .client, &actions)
        return actions
    }

    mutating func fail(_ fault: String, _ actions: inout [Action]) {
        close(
            VirtError(.rpc, "\(subject) does not speak libvirt's protocol: \(fault). Connect to another address."),
            as: .error, &actions)
    }

    mutating func close(_ reason: VirtError, as closeReason: CloseReason, _ actions: inout [Action]) {
        guard end == nil else { return }
        end = reason
        self.closeReason = closeReason
        for serial in awaited.keys.sorted() { actions.append(.answer(serial: serial, .failure(reason))) }
        for serial in streams.keys.sorted() { actions.append(.stream(serial: serial, .failed(reason))) }
        awaited = [:]
        left = [:]
        streams = [:]
        reader = PacketReader()
        output.removeAll()
    }
}
