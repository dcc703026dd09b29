// SPDX-License-Identifier: Apache-2.0

package import RemoteProtocol
internal import XDR

/// A stream is known by the call that opened it.
package struct StreamKey: Hashable, Sendable {
    package var program: UInt32
    package var procedure: Int32
    package var serial: UInt32

    package init(_ header: NetMessage.Header) {
        program = header.prog
        procedure = header.proc
        serial = header.serial
    }

    /// The header of a message of the stream.
    func header(_ status: NetMessage.Status, _ type: NetMessage.Kind = .stream) -> NetMessage.Header {
        NetMessage.Header(prog: program, vers: 1, proc: procedure, type: type, serial: serial, status: status)
    }
}

/// What a client sends into a stream.
package enum StreamInput: Sendable, Equatable {
    /// Bytes.
    case data([UInt8])
    /// So many bytes that are zero and were not sent.
    case hole(Int64)
    /// The client has sent all, and waits for our word that it arrived.
    case finished
    /// The client wants no more; nothing follows.
    case aborted
}

/// One stream of a connection.
///
/// ```
///   open --we have sent all--> sent --STREAM OK--> answered by OK, gone
///     |                          (also: client's ERROR, answered by OK, gone)
///     +--client's STREAM OK--> finished --we complete: OK, or ERROR--> gone
///     +--our error: STREAM ERROR--> gone; what comes later is dropped
/// ```
package struct StreamState: Sendable {
    /// How many bytes nobody has read yet.
    var unreadBytes = 0
    /// Whether we have sent all.
    var hasSentAll = false
    /// Whether the client has sent all.
    var hasReceivedAll = false
    /// Whether holes may come.
    var isSparse: Bool
}

extension ConnectionMachine {
    /// Adds a stream for a call that runs.
    ///
    /// - Returns: False when there are too many.
    package mutating func openStream(_ key: StreamKey, isSparse: Bool) -> Bool {
        guard phase == .open, streams.count < limits.streams else { return false }
        streams[key] = StreamState(isSparse: isSparse)
        return true
    }

    mutating func takeStream(_ packet: Packet, _ actions: inout [Action]) {
        let key = StreamKey(packet.header)
        guard var state = streams[key] else { return }
        switch (packet.header.type, packet.header.status) {
        case (.stream, .continue) where !state.hasReceivedAll:
            let data = Array(packet.bytes[packet.offset...])
            state.unreadBytes += data.count
            streams[key] = state
            actions.append(.stream(key, .data(data)))
        case (.streamHole, .continue) where !state.hasReceivedAll && state.isSparse:
            guard let hole = try? NetMessage.StreamHole(xdr: packet.bytes, from: packet.offset), hole.length >= 0 else {
                return fail("It sent a hole without a length.")
            }
            actions.append(.stream(key, .hole(hole.length)))
        case (.streamHole, _):
            fail("It sent a hole into a stream that has none.")
        case (_, .ok) where state.hasSentAll:
            streams[key] = nil
            output.append(Packet.bytes(key.header(.ok), raw: []))
            actions.append(.stream(key, .finished))
        case (_, .ok) where !state.hasReceivedAll:
            state.hasReceivedAll = true
            streams[key] = state
            actions.append(.stream(key, .finished))
        case (_, .error):
            streams[key] = nil
            output.append(Packet.bytes(key.header(.ok), raw: []))
            actions.append(.stream(key, .aborted))
        default:
            break
        }
    }

    /// Somebody has read bytes of a stream.
    package mutating func consumed(_ count: Int, of key: StreamKey) { streams[key]?.unreadBytes -= count }

    /// Sends bytes, at most ``Packet/maximumStreamData`` in one call.
    ///
    /// - Returns: False when the stream is gone.
    package mutating func send(_ data: ArraySlice<UInt8>, on key: StreamKey) -> Bool {
        guard phase == .open, let state = streams[key], !state.hasSentAll else { return false }
        output.append(Packet.bytes(key.header(.continue), raw: data))
        return true
    }

    /// Sends a hole.
    package mutating func sendHole(_ length: Int64, on key: StreamKey) -> Bool {
        guard phase == .open, let state = streams[key], !state.hasSentAll else { return false }
        var hole = NetMessage.StreamHole(length: length, flags: 0)
        let bytes = try? Packet.bytes(key.header(.continue, .streamHole)) { stream throws(XDRError) in
            try hole.xdr(&stream)
        }
        if let bytes { output.append(bytes) }
        return true
    }

    /// Tells the client that it has all; it answers, and then the stream is gone.
    package mutating func finishSending(on key: StreamKey) {
        guard phase == .open, var state = streams[key], !state.hasSentAll else { return }
        state.hasSentAll = true
        output.append(Packet.bytes(key.header(.continue), raw: []))
        if state.hasReceivedAll {
            streams[key] = nil
            output.append(Packet.bytes(key.header(.ok), raw: []))
        } else {
            streams[key] = state
        }
    }

    /// Confirms that all that the client sent has arrived.
    package mutating func complete(_ key: StreamKey) {
        guard phase == .open, let state = streams[key], state.hasReceivedAll else { return }
        streams[key] = nil
        output.append(Packet.bytes(key.header(.ok), raw: []))
    }

    /// Ends a stream with an error.
    package mutating func fail(_ key: StreamKey, _ error: RemoteError) {
        guard phase == .open, streams.removeValue(forKey: key) != nil else { return }
        output.append(error.message(key.header(.error)))
    }
}
