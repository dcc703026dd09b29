// SPDX-License-Identifier: Apache-2.0

internal import RemoteDriver
internal import RemoteProtocol
package import RemoteServer
internal import Synchronization

/// What the proxy keeps for a client: which daemon its connection leads to, and those that serve the rest.
///
/// ```
///   closed --CONNECT_OPEN--> opening(daemon): calls are passed on, and wait there --the daemon has opened--> open(daemon)
///     ^                         |
///     +-------refused-----------+
/// ```
package final class ForwardingSession: OpeningSession {
    private struct State {
        var primary: Neighbour?
        var forwarder: Forwarder?
        var wantsCloseCallback = false
    }

    package let client: ClientConnection
    private let neighbourhood: Neighbourhood
    private let state = Mutex(State())

    init(_ client: ClientConnection, _ neighbourhood: Neighbourhood) {
        self.client = client
        self.neighbourhood = neighbourhood
    }

    /// The daemon of the address that the client has opened; nil before.
    var primary: Neighbour? { state.withLock { $0.primary } }

    package var isOpen: Bool { primary != nil }

    package var wantsCloseCallback: Bool {
        get { state.withLock { $0.wantsCloseCallback } }
        set { state.withLock { $0.wantsCloseCallback = newValue } }
    }

    func end() { state.withLock { $0.forwarder }?.close() }

    // MARK: - Opening

    /// Opens the daemon that an address leads to.
    func opening(_ call: Call, _ arguments: RemoteProgram.ConnectOpenArguments) throws -> Forwarding {
        guard let name = arguments.name else { throw RemoteError.internalError("connection not open") }
        let (neighbour, address) = try destination(of: name)
        let forwarder = Forwarder(client, neighbourhood) { [weak self] in self?.lost($0, $1) }
        let isFirst = state.withLock { state in
            guard state.primary == nil else { return false }
            state.primary = neighbour
            state.forwarder = forwarder
            return true
        }
        guard isFirst else { throw RemoteError.internalError("connection already open") }
        // VIR_CONNECT_RO; other bits are the client library's own.
        if arguments.flags & 1 != 0 { client.restrictToReading() }
        return { [self] answer in
            forwarder.open(neighbour, address) { [self] error in
                guard let error else { return answer(Result { try call.emptyAnswer() }) }
                state.withLock { state in
                    state.primary = nil
                    state.forwarder = nil
                }
                answer(.failure(ForwardingFailure.told(by: error)))
            }
        }
    }

    /// The daemon that an address leads to, and how it is asked for. No address leads to the first hypervisor that is there.
    private func destination(of name: String) throws -> (Neighbour, String) {
        if name.isEmpty {
            let hypervisors = Neighbour.hypervisors
            if let first = hypervisors.first(where: { neighbourhood.isThere($0) }) ?? hypervisors.first {
                return (first, neighbourhood.uri(of: first))
            }
        }
        guard let neighbour = Neighbour(scheme: String(name.prefix { $0 != ":" && $0 != "+" })) else {
            throw RemoteError(.noConnect, in: .none, format: "no connection driver available for %s", name)
        }
        return (neighbour, name)
    }

    // MARK: - Calls

    /// Passes a call on to the daemon whose it is.
    func forwarding(_ call: Call, _ facts: ProcedureFacts) -> Forwarding? {
        let (primary, forwarder) = state.withLock { ($0.primary, $0.forwarder) }
        guard let primary, let forwarder else { return nil }
        // Only machines use what the other daemons have: who connects to one of those has its objects alone.
        if primary.isHypervisor, let neighbour = Neighbour(serving: facts.slot) {
            return forwarder.forward(call, facts, to: neighbour)
        }
        return forwarder.forward(call, facts, to: primary, isEssential: true)
    }

    /// The next call connects again; until then the client may want to know that something was missed.
    ///
    /// A wish is for one loss: libvirt's library calls a callback once, and asks again when one is registered anew.
    private func lost(_ neighbour: Neighbour, _ reason: CloseReason) {
        let isWanted = state.withLock { state in
            guard state.primary == neighbour, state.wantsCloseCallback else { return false }
            state.wantsCloseCallback = false
            return true
        }
        guard isWanted else { return }
        client.send(
            RemoteProgram.connectEventConnectionClosed, of: RemoteProgram.facts,
            RemoteProgram.ConnectEventConnectionClosedMessage(reason: reason.rawValue))
    }
}
