// SPDX-License-Identifier: Apache-2.0

internal import RemoteForwarding
internal import RemoteProtocol
package import RemoteServer
internal import Synchronization

/// What is kept for a client: whether it has opened its connection, and by which address.
package final class ConnectionSession: OpeningSession {
    private struct State {
        var uri: String?
        var wantsCloseCallback = false
        var isDaemon = false
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

    package var wantsCloseCallback: Bool {
        get { state.withLock { $0.wantsCloseCallback } }
        set { state.withLock { $0.wantsCloseCallback = newValue } }
    }
}
