// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import LinuxSystem
internal import Synchronization
package import SystemPackage

/// Clients of one service, and the sockets that they come by.
package final class Server: Sendable {
    /// How much of the machine all clients together may use.
    package struct Limits: Sendable, Equatable {
        /// How many clients there may be; further ones wait to be accepted.
        package var clients = 5000
        /// What each of them may use.
        package var connection = ConnectionLimits()

        package init() {}
    }

    private struct Listener {
        var descriptor: FileDescriptor
        var watch: EventLoop.Watch
    }

    private struct State {
        var limits: Limits
        var listeners: [Listener] = []
        var clients: [UInt64: ClientConnection] = [:]
        var nextNumber: UInt64 = 1
        var isTicking = false
        var isPaused = false
        var isClosed = false
    }

    /// The name that administrators know it by.
    package let name: String
    private let loop: EventLoop
    private let service: AnyService
    private let state: Mutex<State>
    private let log: @Sendable (String) -> Void
    private let onChange: @Sendable () -> Void

    /// A server without sockets.
    ///
    /// - Parameters:
    ///   - log: Gets a sentence about each client that was disconnected for its own fault.
    ///   - onChange: Called when a client has come or gone.
    package init(
        name: String, service: some Service, limits: Limits = Limits(), loop: EventLoop,
        log: @escaping @Sendable (String) -> Void = { _ in }, onChange: @escaping @Sendable () -> Void = {}
    ) {
        self.name = name
        self.loop = loop
        self.service = AnyService(service)
        self.log = log
        self.onChange = onChange
        state = Mutex(State(limits: limits))
    }

    /// The limits. A change holds for clients that come later.
    package var limits: Limits {
        get { state.withLock { $0.limits } }
        set {
            state.withLock { $0.limits = newValue }
            resume()
        }
    }

    /// The clients, in the order in which they came.
    package var clients: [ClientConnection] {
        state.withLock { $0.clients.values.sorted { $0.number < $1.number } }
    }

    /// The number of clients.
    package var clientCount: Int { state.withLock { $0.clients.count } }

    /// The client of a number.
    package func client(_ number: UInt64) -> ClientConnection? { state.withLock { $0.clients[number] } }

    /// Takes clients from a socket that listens and never waits; the server closes it.
    ///
    /// - Parameters:
    ///   - readOnly: Whether clients that come by it may only read.
    ///   - transport: What kind of socket it is.
    /// - Throws: The error number when it cannot be watched.
    package func listen(
        on descriptor: FileDescriptor, readOnly: Bool = false, transport: ClientIdentity.Transport = .unix
    ) throws(Errno) {
        let watch = try loop.watch(descriptor, for: .readable) { [weak self] events in
            if events.contains(.readable) { self?.accept(descriptor, readOnly: readOnly, transport) }
        }
        state.withLock { $0.listeners.append(Listener(descriptor: descriptor, watch: watch)) }
    }

    /// Takes no more clients; those that are there stay.
    package func stopListening() {
        let listeners = state.withLock { state in
            defer { state.listeners = [] }
            return state.listeners
        }
        for listener in listeners {
            listener.watch.cancel()
            try? listener.descriptor.close()
        }
    }

    /// Takes no more clients, gives those that are there some time to get their answers, and disconnects them.
    package func drain(_ time: Duration) async {
        stopListening()
        let deadline = ContinuousClock.now + time
        while clients.contains(where: \.isBusy), .now < deadline { try? await Task.sleep(for: .milliseconds(20)) }
        for client in clients { client.close() }
        while clientCount > 0, .now < deadline { try? await Task.sleep(for: .milliseconds(5)) }
        for client in clients { client.disconnect("The daemon ends.") }
    }

    // MARK: - On the loop

    private func accept(_ listener: FileDescriptor, readOnly: Bool, _ transport: ClientIdentity.Transport) {
        // A bounded number at a time, so that clients that are there get their turn.
        for _ in 0..<64 {
            guard hasRoom() else { return }
            do throws(Errno) {
                let socket = try UnixSocket.accept(listener)
                if transport != .unix { TCPSocket.sendAtOnce(socket) }
                add(socket, readOnly: readOnly, transport)
            } catch .wouldBlock {
                return
            } catch .tooManyOpenFiles, .tooManyOpenFilesInSystem, .noMemory {
                log("Cannot accept a client: there are no more descriptors. Raise the limit of open files (ulimit -n).")
                pause()
                loop.schedule(after: .seconds(1)) { [weak self] in self?.resume() }
                return
            } catch {
                // The client is gone again.
                continue
            }
        }
    }

    /// Whether another client may come; else listening pauses until one has gone.
    private func hasRoom() -> Bool {
        let hasRoom = state.withLock { $0.clients.count < $0.limits.clients }
        if !hasRoom { pause() }
        return hasRoom
    }

    private func pause() {
        state.withLock { state in
            state.isPaused = true
            for listener in state.listeners { listener.watch.change(to: []) }
        }
    }

    private func resume() {
        state.withLock { state in
            guard state.isPaused, state.clients.count < state.limits.clients else { return }
            state.isPaused = false
            for listener in state.listeners { listener.watch.change(to: .readable) }
        }
    }

    private func add(_ socket: FileDescriptor, readOnly: Bool, _ transport: ClientIdentity.Transport) {
        let identity = ClientIdentity(
            transport: transport, peer: transport == .unix ? try? UnixSocket.peer(of: socket) : nil,
            isReadOnly: readOnly, connectedAt: Int64(time(nil)))
        let (client, startsTicking) = state.withLock { state in
            let client = ClientConnection(
                socket, number: state.nextNumber, identity: identity, limits: state.limits.connection, loop: loop
            ) { [weak self] client, failure in self?.remove(client, failure) }
            state.nextNumber += 1
            state.clients[client.number] = client
            defer { state.isTicking = true }
            return (client, !state.isTicking)
        }
        onChange()
        if startsTicking { scheduleTick() }
        do throws(Errno) {
            try client.start(service)
        } catch {
            client.disconnect("Its socket cannot be watched: \(error).")
        }
    }

    private func remove(_ client: ClientConnection, _ failure: String?) {
        state.withLock { _ = $0.clients.removeValue(forKey: client.number) }
        if let failure { log("Client \(client.number) of '\(name)' was disconnected. \(failure)") }
        resume()
        onChange()
    }

    private func scheduleTick() {
        loop.schedule(after: .seconds(1)) { [weak self] in self?.tick() }
    }

    /// Once a second, as long as there are clients.
    private func tick() {
        let clients = state.withLock { state in
            if state.clients.isEmpty { state.isTicking = false }
            return state.clients.values.map { $0 }
        }
        guard !clients.isEmpty else { return }
        let now = ContinuousClock.now
        for client in clients { client.tick(now: now) }
        scheduleTick()
    }
}
