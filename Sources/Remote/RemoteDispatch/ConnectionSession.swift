// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteForwarding
internal import RemoteProtocol
package import RemoteServer
internal import Synchronization

/// What is kept for a client: whether it has opened its connection, and by which address, and which domains end with it.
package final class ConnectionSession: OpeningSession {
    private struct State {
        var uri: String?
        var wantsCloseCallback = false
        var isDaemon = false
        var isOver = false
        /// The runs of domains that end with the client.
        var dependents: [ObjectUUID: DomainIdentity] = [:]
    }

    /// The client.
    package let client: ClientConnection
    /// What passes on calls that other daemons answer; nil when all are answered here.
    let forwarder: Forwarder?
    private let state = Mutex(State())

    init(_ client: ClientConnection, forwarder: Forwarder? = nil) {
        self.client = client
        self.forwarder = forwarder
    }

    /// The address that was opened; nil before.
    package var uri: String? { state.withLock { $0.uri } }

    package var isOpen: Bool { uri != nil }

    /// Opens the connection.
    ///
    /// - Returns: False when it is open already.
    func open(_ uri: String) -> Bool {
        state.withLock { state in
            guard state.uri == nil else { return false }
            state.uri = uri
            return true
        }
    }

    /// Whether the client has shown that it is another daemon of this machine.
    var isDaemon: Bool {
        get { state.withLock { $0.isDaemon } }
        set { state.withLock { $0.isDaemon = newValue } }
    }

    /// Has the present run of a domain end with the client.
    ///
    /// - Returns: False when the client is gone already.
    func keep(_ domain: DomainIdentity) -> Bool {
        state.withLock { state in
            guard !state.isOver else { return false }
            state.dependents[domain.uuid] = domain
            return true
        }
    }

    /// The client is gone.
    ///
    /// - Returns: The runs of domains that end with it.
    func end() -> [DomainIdentity] {
        state.withLock { state in
            state.isOver = true
            defer { state.dependents = [:] }
            return Array(state.dependents.values)
        }
    }

    package var wantsCloseCallback: Bool {
        get { state.withLock { $0.wantsCloseCallback } }
        set { state.withLock { $0.wantsCloseCallback = newValue } }
    }
}
