// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
package import RemoteDriver
package import RemoteProtocol
package import RemoteServer
internal import Synchronization
internal import XDR

/// Passes calls of one client on to the daemons whose they are, and brings back what they answer and tell.
///
/// Arguments, results and events go through as they are. What is changed are the serials, which each connection has of its own, and the
/// ids of wishes for events, which each daemon gives. Each client has connections of its own, so no daemon takes one for another, and
/// what one daemon does to its connection concerns only the calls it was to answer.
package final class Forwarder: Sendable {
    private struct State {
        var upstreams: [Neighbour: Upstream] = [:]
        var wishes = WishList()
        var isClosed = false
    }

    private typealias Answer = @Sendable (Result<Packet, any Error>) -> Void

    private let client: ClientConnection
    private let neighbourhood: Neighbourhood
    private let onLoss: @Sendable (Neighbour, CloseReason) -> Void
    private let state = Mutex(State())

    /// Connects to nobody yet.
    ///
    /// - Parameter onLoss: Called when a daemon has gone that was there.
    package init(
        _ client: ClientConnection, _ neighbourhood: Neighbourhood,
        onLoss: @escaping @Sendable (Neighbour, CloseReason) -> Void = { _, _ in }
    ) {
        self.client = client
        self.neighbourhood = neighbourhood
        self.onLoss = onLoss
    }

    /// Leaves all daemons.
    package func close() {
        let upstreams = state.withLock { state in
            state.isClosed = true
            defer { state.upstreams = [:] }
            return state.upstreams
        }
        for upstream in upstreams.values { upstream.close() }
    }

    /// Opens a daemon by an address, or tells why not.
    func open(_ neighbour: Neighbour, _ name: String, _ done: @escaping @Sendable ((any Error)?) -> Void) {
        let upstream = upstream(to: neighbour, name)
        upstream.use { [weak self] result in
            switch result {
            case .success: done(nil)
            case .failure(let error):
                self?.forget(upstream)
                done(error)
            }
        }
    }

    private func forget(_ upstream: Upstream) {
        state.withLock { state in
            if state.upstreams[upstream.neighbour] === upstream { state.upstreams[upstream.neighbour] = nil }
        }
        upstream.close()
    }

    private func upstream(to neighbour: Neighbour, _ name: String? = nil) -> Upstream {
        state.withLock { state in
            if let upstream = state.upstreams[neighbour] { return upstream }
            let upstream = Upstream(
                neighbour, in: neighbourhood,
                Upstream.Opening(
                    name: name ?? neighbourhood.uri(of: neighbour), isReadOnly: client.isReadOnly,
                    peer: client.identity.peer),
                Upstream.Handlers(
                    event: { [weak self] in self?.receive($0, from: neighbour) },
                    opened: { [weak self] in self?.renewWishes(at: neighbour, $0) },
                    lost: { [onLoss] reason in onLoss(neighbour, reason) }))
            if state.isClosed { upstream.close() } else { state.upstreams[neighbour] = upstream }
            return upstream
        }
    }

    // MARK: - Calls

    /// Passes a call on.
    ///
    /// - Parameter isEssential: Whether the client has nothing without this daemon; else it is told that what the daemon serves is
    ///   not supported, when it is not there.
    package func forward(
        _ call: Call, _ facts: ProcedureFacts, to neighbour: Neighbour, isEssential: Bool = false
    ) -> Forwarding {
        let upstream = upstream(to: neighbour)
        return { [self] answer in
            switch facts.wish {
            case .none:
                if let wish = PlainWish(call.packet) {
                    sendPlain(wish, call, facts, to: upstream, isEssential, answer)
                } else {
                    send(call, call.packet, facts, to: upstream, isEssential, answer)
                }
            case .made: make(call, facts, at: upstream, isEssential, answer)
            case .takenBack: takeBack(call, facts, at: upstream, isEssential, answer)
            }
        }
    }

    private func send(
        _ call: Call, _ packet: Packet, _ facts: ProcedureFacts, to upstream: Upstream, _ isEssential: Bool,
        isAgain: Bool = false, _ answer: @escaping Answer
    ) {
        upstream.use { [self] result in
            let client: RemoteClient
            switch result {
            case .success(let there): client = there
            case .failure(let error):
                let socket = neighbourhood.socket(of: upstream.neighbour, isReadOnly: upstream.opening.isReadOnly)
                return answer(
                    .failure(
                        ForwardingFailure.unreachable(
                            upstream.neighbour, at: socket, error, facts, isEssential: isEssential)))
            }
            do {
                let stream = facts.stream == .none ? nil : try call.openStream(isSparse: true)
                try client.forward(packet, of: Self.program(of: packet), opensStream: stream != nil) { result in
                    switch result {
                    case .success(let (packet, remote)):
                        if let stream, let remote { call.afterReply { StreamRelay(stream, remote).start() } }
                        answer(.success(packet))
                    case .failure(let error):
                        answer(.failure(ForwardingFailure.told(by: error)))
                    }
                }
            } catch {
                // It was not sent, so it can be sent again if the connection has ended just now.
                if client.end != nil, !isAgain, facts.stream == .none {
                    return send(call, packet, facts, to: upstream, isEssential, isAgain: true, answer)
                }
                answer(.failure(ForwardingFailure.told(by: error)))
            }
        }
    }

    private static func program(of packet: Packet) -> ProgramFacts {
        packet.header.prog == QEMUProgram.facts.number ? QEMUProgram.facts : RemoteProgram.facts
    }

    // MARK: - Events

    private func make(
        _ call: Call, _ facts: ProcedureFacts, at upstream: Upstream, _ isEssential: Bool, _ answer: @escaping Answer
    ) {
        guard hasRoom(for: call) else { return answer(.failure(Self.tooMany)) }
        send(call, call.packet, facts, to: upstream, isEssential) { [self] result in
            answer(
                result.map { packet in
                    guard let id = packet.bytes.number(at: packet.offset) else { return packet }
                    let wish = WishList.Wish(
                        neighbour: upstream.neighbour, call: call.packet, theirs: Int32(bitPattern: id))
                    var packet = packet
                    packet.bytes.put(
                        UInt32(bitPattern: state.withLock { $0.wishes.add(wish) }), at: packet.offset)
                    return packet
                })
        }
    }

    private func hasRoom(for call: Call) -> Bool {
        !state.withLock { $0.wishes.isFull } && call.packet.bytes.count <= WishList.callLimit
    }

    private static var tooMany: RemoteError {
        RemoteError(
            .operationFailed, in: .event, "The connection has too many wishes for events. Take some back first.")
    }

    /// Passes on a wish of a client that knows of no ids, which goes through as it is.
    private func sendPlain(
        _ wish: PlainWish, _ call: Call, _ facts: ProcedureFacts, to upstream: Upstream, _ isEssential: Bool,
        _ answer: @escaping Answer
    ) {
        if case .made = wish, !hasRoom(for: call) { return answer(.failure(Self.tooMany)) }
        send(call, call.packet, facts, to: upstream, isEssential) { [self] result in
            if case .success = result {
                state.withLock { state in
                    switch wish {
                    case .made(let eventID):
                        state.wishes.add(.init(neighbour: upstream.neighbour, eventID: eventID), call.packet)
                    case .takenBack(let eventID):
                        state.wishes.remove(.plain(.init(neighbour: upstream.neighbour, eventID: eventID)))
                    }
                }
            }
            answer(result)
        }
    }

    private func takeBack(
        _ call: Call, _ facts: ProcedureFacts, at upstream: Upstream, _ isEssential: Bool, _ answer: @escaping Answer
    ) {
        guard let id = call.packet.bytes.number(at: call.packet.offset).map(Int32.init(bitPattern:)) else {
            return answer(.failure(XDRError(.truncated, "The id of the wish is missing.")))
        }
        guard let wish = state.withLock({ $0.wishes[id] }), wish.neighbour == upstream.neighbour else {
            return answer(.failure(RemoteError.internalError("event callback \(id) not registered", in: .event)))
        }
        guard let theirs = wish.theirs, upstream.isOpen else {
            // A daemon that is gone has forgotten it already.
            state.withLock { $0.wishes.remove(.id(id)) }
            return answer(Result { try call.emptyAnswer() })
        }
        var packet = call.packet
        packet.bytes.put(UInt32(bitPattern: theirs), at: packet.offset)
        send(call, packet, facts, to: upstream, isEssential) { [self] result in
            if case .success = result { state.withLock { $0.wishes.remove(.id(id)) } }
            answer(result)
        }
    }

    /// The daemon is there anew: what was asked of the one before is asked again.
    private func renewWishes(at neighbour: Neighbour, _ client: RemoteClient) {
        for (name, call) in state.withLock({ $0.wishes.restart(neighbour) }) {
            try? client.forward(call, of: Self.program(of: call)) { [weak self] result in
                guard let self else { return }
                switch (name, result) {
                case (.id(let id), .success(let (packet, _))):
                    guard let theirs = packet.bytes.number(at: packet.offset) else { break }
                    return state.withLock { $0.wishes.renew(id, theirs: Int32(bitPattern: theirs)) }
                case (.plain, .success): return
                // The connection has ended again: the next one is asked.
                case (_, .failure(let error)): guard error.cause is NetMessage.Error else { return }
                }
                // What it was about is gone.
                state.withLock { $0.wishes.remove(name) }
            }
        }
    }

    /// Brings an event; on the loop, so after the answer to the wish that it is for.
    private func receive(_ packet: Packet, from neighbour: Neighbour) {
        var bytes = packet.bytes
        if Self.program(of: packet).eventsOfWishes.contains(packet.header.proc) {
            let id = bytes.number(at: packet.offset).flatMap { theirs in
                state.withLock {
                    $0.wishes.id(of: Int32(bitPattern: theirs), program: packet.header.prog, from: neighbour)
                }
            }
            // One that was on its way when the wish was taken back is for nobody.
            guard let id else { return }
            bytes.put(UInt32(bitPattern: id), at: packet.offset)
        }
        client.send(event: bytes)
    }
}
