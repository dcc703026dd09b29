// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import RemoteDriver
internal import RemoteProtocol
internal import Synchronization
internal import SystemPackage

/// The connection of one client to one daemon behind us: made by the first call, and anew by the next one after it has ended.
///
/// ```
///   idle --call--> opening; calls wait --opened--> open --it ends: what is under way fails--> idle
///                     |
///                     +--refused: those that wait fail--> idle                any --the client goes--> closed
/// ```
final class Upstream: Sendable {
    /// What the daemon is asked to open.
    struct Opening: Sendable {
        var name: String
        var isReadOnly: Bool
        /// For whom; nil when that is not known.
        var peer: UnixSocket.Peer?
    }

    /// Who hears of what happens here, on the loop or while the connection is opened.
    struct Handlers: Sendable {
        /// A message that came unasked.
        var event: @Sendable (Packet) -> Void
        /// The connection is open, and nothing was called yet.
        var opened: @Sendable (RemoteClient) -> Void
        /// The connection was open and has ended by itself; before another one is made.
        var lost: @Sendable (CloseReason) -> Void
    }

    typealias Use = @Sendable (Result<RemoteClient, any Error>) -> Void

    private enum Phase {
        case idle
        case opening([Use])
        case open(RemoteClient)
        case closed
    }

    let neighbour: Neighbour
    let neighbourhood: Neighbourhood
    let opening: Opening
    private let handlers: Handlers
    private let phase = Mutex(Phase.idle)

    init(_ neighbour: Neighbour, in neighbourhood: Neighbourhood, _ opening: Opening, _ handlers: Handlers) {
        self.neighbour = neighbour
        self.neighbourhood = neighbourhood
        self.opening = opening
        self.handlers = handlers
    }

    /// Whether there is a connection.
    var isOpen: Bool {
        phase.withLock { phase in
            if case .open(let client) = phase { client.end == nil } else { false }
        }
    }

    /// Hands the connection over, which is made if there is none: at once, or when it is open.
    func use(_ body: @escaping Use) {
        enum Step {
            case use(RemoteClient), open(CloseReason?), wait, refuse
        }
        let step = phase.withLock { phase -> Step in
            switch phase {
            case .open(let client):
                guard let reason = client.closeReason else { return .use(client) }
                phase = .opening([body])
                return .open(reason)
            case .opening(let waiting):
                phase = .opening(waiting + [body])
                return .wait
            case .idle:
                phase = .opening([body])
                return .open(nil)
            case .closed: return .refuse
            }
        }
        switch step {
        case .use(let client): body(.success(client))
        case .open(let reason):
            if let reason { handlers.lost(reason) }
            Task { await open() }
        case .wait: break
        case .refuse: body(.failure(CancellationError()))
        }
    }

    /// Ends the connection for good.
    func close() {
        let (client, waiting) = phase.withLock { phase -> (RemoteClient?, [Use]) in
            defer { phase = .closed }
            switch phase {
            case .open(let client): return (client, [])
            case .opening(let waiting): return (nil, waiting)
            case .idle, .closed: return (nil, [])
            }
        }
        client?.close()
        for use in waiting { use(.failure(CancellationError())) }
    }

    private func open() async {
        let result: Result<RemoteClient, any Error>
        do {
            let client = try await connect(handlers.event) { [weak self] in self?.ended() }
            handlers.opened(client)
            result = .success(client)
        } catch {
            result = .failure(error)
        }
        let waiting = phase.withLock { phase -> [Use]? in
            guard case .opening(let waiting) = phase else { return nil }
            if case .success(let client) = result { phase = .open(client) } else { phase = .idle }
            return waiting
        }
        // The client of ours is gone, and was told.
        guard let waiting else {
            try? result.get().close()
            return
        }
        for use in waiting { use(result) }
        // It may have ended before the phase said that it was open.
        ended()
    }

    /// Tells of the end of an open connection, once.
    private func ended() {
        let reason = phase.withLock { phase -> CloseReason? in
            guard case .open(let client) = phase, let reason = client.closeReason else { return nil }
            phase = .idle
            return reason
        }
        if let reason { handlers.lost(reason) }
    }
}
