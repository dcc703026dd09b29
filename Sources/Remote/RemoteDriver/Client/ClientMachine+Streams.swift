// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
internal import RemoteProtocol
internal import XDR

/// How the stream is that a call opens.
package struct StreamOpening: Sendable, Equatable {
    /// Whether holes may come and go in it.
    package var isSparse: Bool
    package init(isSparse: Bool = false) { self.isSparse = isSparse }
}

/// What comes for a stream.
package enum StreamArrival: Sendable {
    /// Bytes.
    case data([UInt8])
    /// So many bytes that are zero and were not sent.
    case hole(Int64)
    /// The daemon has sent all.
    case end
    /// The stream is gone, as we asked.
    case closed
    /// The stream is gone.
    case failed(VirtError)
}

/// One stream of a connection, known by the serial of the call that opened it.
///
/// ```
///   open --we finish: STREAM OK--> finishing --STREAM OK--> gone
///     |  \--we abort: STREAM ERROR--> aborting --STREAM OK--> gone; what comes before is dropped
///     +--the daemon's STREAM ERROR--> gone; what comes later is dropped
/// ```
struct StreamState: Sendable {
    enum Phase: Sendable { case open, finishing, aborting }

    var program: UInt32
    var procedure: Int32
    var version: UInt32
    var serial: UInt32
    var isSparse: Bool
    var phase = Phase.open
    /// How many bytes nobody has read yet.
    var unreadBytes = 0
    /// By when the daemon is to confirm the end.
    var deadline: ContinuousClock.Instant?

    init(_ call: NetMessage.Header, _ opening: StreamOpening) {
        program = call.prog
        procedure = call.proc
        version = call.vers
        serial = call.serial
        isSparse = opening.isSparse
    }

    func header(_ status: NetMessage.Status, _ type: NetMessage.Kind = .stream) -> NetMessage.Header {
        NetMessage.Header(prog: program, vers: version, proc: procedure, type: type, serial: serial, status: status)
    }
}

extension ClientMachine {
    mutating func takeStream(_ packet: Packet, _ actions: inout [Action]) {
        let serial = packet.header.serial
        // What was on its way when the stream ended is for nobody.
        guard var state = streams[serial], state.program == packet.header.prog, state.procedure == packet.header.proc
        else { return }
        switch (packet.header.type, packet.header.status) {
        case (_, .error):
            streams[serial] = nil
            let error = VirtError(packet, of: "a stream", from: peer)
            actions.append(.stream(serial: serial, state.phase == .aborting ? .closed : .failed(error)))
        case (_, .ok):
            streams[serial] = nil
            actions.append(.stream(serial: serial, .closed))
        case (.streamHole, _) where state.phase != .aborting:
            guard state.isSparse, let hole = try? NetMessage.StreamHole(xdr: packet.bytes, from: packet.offset),
                hole.length >= 0
            else { return fail("it sent a hole into a stream that has none", &actions) }
            actions.append(.stream(serial: serial, .hole(hole.length)))
        case (_, .continue):
            guard state.phase != .aborting else { return }
            let data = Array(packet.bytes[packet.offset...])
            state.unreadBytes += data.count
            streams[serial] = state
            actions.append(.stream(serial: serial, data.isEmpty ? .end : .data(data)))
        }
    }

    /// Somebody has read bytes of a stream.
    package mutating func consumed(_ count: Int, of serial: UInt32) { streams[serial]?.unreadBytes -= count }

    /// Sends bytes, at most ``Packet/maximumStreamData`` in one call.
    ///
    /// - Returns: False when the stream is gone.
    package mutating func send(_ data: ArraySlice<UInt8>, on serial: UInt32) -> Bool {
        guard let state = streams[serial], state.phase == .open else { return false }
        // Without bytes it would say that all is sent.
        if !data.isEmpty { output.append(Packet.bytes(state.header(.continue), raw: data)) }
        return true
    }

    /// Sends a hole.
    ///
    /// - Returns: False when the stream is gone, or has no holes.
    package mutating func sendHole(_ length: Int64, on serial: UInt32) -> Bool {
        guard let state = streams[serial], state.phase == .open, state.isSparse else { return false }
        var hole = NetMessage.StreamHole(length: length, flags: 0)
        let bytes = try? Packet.bytes(state.header(.continue, .streamHole)) { xdr throws(XDRError) in try hole.xdr(&xdr)
        }
        guard let bytes else { return false }
        output.append(bytes)
        return true
    }

    /// Tells the daemon that all is sent, or read; it confirms.
    ///
    /// - Returns: False when the stream is gone.
    package mutating func finish(_ serial: UInt32, by deadline: ContinuousClock.Instant) -> Bool {
        end(serial, .finishing, .ok, by: deadline)
    }

    /// Ends a stream before its end; the daemon confirms.
    ///
    /// - Returns: False when the stream is gone.
    package mutating func abort(_ serial: UInt32, by deadline: ContinuousClock.Instant) -> Bool {
        streams[serial]?.unreadBytes = 0
        return end(serial, .aborting, .error, by: deadline)
    }

    private mutating func end(
        _ serial: UInt32, _ phase: StreamState.Phase, _ status: NetMessage.Status, by deadline: ContinuousClock.Instant
    ) -> Bool {
        guard var state = streams[serial], state.phase == .open else { return false }
        state.phase = phase
        state.deadline = deadline
        streams[serial] = state
        output.append(Packet.bytes(state.header(status), raw: []))
        return true
    }

    /// A call whose caller has left has opened a stream.
    mutating func abandonStream(_ call: NetMessage.Header) {
        var state = StreamState(call, StreamOpening())
        state.phase = .aborting
        streams[call.serial] = state
        output.append(Packet.bytes(state.header(.error), raw: []))
    }

    mutating func endLateStreams(now: ContinuousClock.Instant, _ actions: inout [Action]) {
        for (serial, state) in streams {
            guard let deadline = state.deadline, deadline <= now else { continue }
            streams[serial] = nil
            let error = VirtError(
                .operationTimeout,
                "\(subject) did not confirm the end of a stream in time. What was sent may not have arrived.")
            actions.append(.stream(serial: serial, .failed(error)))
        }
    }
}
