// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem
package import RemoteServer
internal import Synchronization

/// A daemon that runs: its servers, its limits, its log, and when it may go.
package final class Daemon: Sendable {
    private struct State {
        var servers: [Server] = []
        var workers: DaemonConfiguration.Workers
        var timeout: Duration?
        var timer: EventLoop.Timer?
        var isEnding = false
    }

    /// What a daemon serves, and what it needs to know of it.
    package struct Parts: Sendable {
        /// What stands behind the sockets.
        package var service: any Service
        /// Whether something other than clients needs the daemon, as a domain that runs.
        package var isNeeded: @Sendable () async -> Bool
        /// What the daemon reads beside its own configuration is to be read again; it must have an end, for signals wait for it.
        package var reload: @Sendable () async -> Void
        /// The daemon ends; no client is there any more.
        package var stop: @Sendable () async -> Void

        package init(
            service: any Service, isNeeded: @escaping @Sendable () async -> Bool = { false },
            reload: @escaping @Sendable () async -> Void = {}, stop: @escaping @Sendable () async -> Void = {}
        ) {
            self.service = service
            self.isNeeded = isNeeded
            self.reload = reload
            self.stop = stop
        }
    }

    /// What a daemon is made of before it has its parts.
    package struct Context: Sendable {
        /// Its name, such as `virtqemud`.
        package let name: String
        /// Where it has what.
        package let paths: DaemonPaths
        /// What it says.
        package let log: DaemonLog
        /// The thread of its sockets and children.
        package let loop: EventLoop
    }

    package let context: Context
    private let state: Mutex<State>
    private let isNeeded = Mutex<@Sendable () async -> Bool>({ false })
    private let onIdle: @Sendable () -> Void

    init(
        _ context: Context, workers: DaemonConfiguration.Workers, timeout: Duration?,
        onIdle: @escaping @Sendable () -> Void
    ) {
        self.context = context
        self.onIdle = onIdle
        state = Mutex(State(workers: workers, timeout: timeout))
    }

    /// The servers: that of the daemon's own name, and `admin`.
    package var servers: [Server] { state.withLock { $0.servers } }

    func add(_ server: Server) { state.withLock { $0.servers.append(server) } }

    /// The numbers of workers that administrators see and set.
    package var workers: DaemonConfiguration.Workers {
        get { state.withLock { $0.workers } }
        set { state.withLock { $0.workers = newValue } }
    }

    /// Sets who is asked whether something needs the daemon.
    func setNeed(_ body: @escaping @Sendable () async -> Bool) { isNeeded.withLock { $0 = body } }

    // MARK: - Going when nobody needs it

    /// Sets after which time without a client the daemon ends; nil for never.
    package func setTimeout(_ timeout: Duration?) {
        state.withLock { $0.timeout = timeout }
        clientsChanged()
    }

    /// A client has come or gone.
    func clientsChanged() {
        let isIdle = servers.allSatisfy { $0.clientCount == 0 }
        state.withLock { state in
            state.timer?.cancel()
            state.timer = nil
            guard isIdle, let timeout = state.timeout, !state.isEnding else { return }
            state.timer = context.loop.schedule(after: timeout) { [weak self] in self?.timeIsUp() }
        }
    }

    private func timeIsUp() {
        let need = isNeeded.withLock { $0 }
        Task { [weak self] in
            let isNeeded = await need()
            guard let self else { return }
            if isNeeded || servers.contains(where: { $0.clientCount > 0 }) { return clientsChanged() }
            context.log.say(.information, "Nobody has needed the daemon for a while, so it ends.")
            onIdle()
        }
    }

    /// Lets clients get their answers, and disconnects them.
    func drain(_ time: Duration) async {
        state.withLock { state in
            state.isEnding = true
            state.timer?.cancel()
            state.timer = nil
        }
        for server in servers { server.stopListening() }
        await withTaskGroup(of: Void.self) { group in
            for server in servers { group.addTask { await server.drain(time) } }
        }
    }
}
