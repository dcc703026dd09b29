// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import Glibc
internal import LinuxSystem
package import QMP
internal import Synchronization
package import SystemPackage
internal import VirtModel

/// A QEMU that runs: its process, the connection to its monitor, and its end.
///
/// It is our child, or one that outlived an earlier process of ours and was found again. Its end is known once both the process has
/// ended and what it had sent before has been read, so that the last event is never lost.
package final class QEMUProcess: Sendable {
    /// The process id.
    package let identifier: Int32
    /// When it started, by which it is told from a stranger of the same id.
    let startTime: UInt64
    /// Where its messages go; nil for one that was found again.
    let log: EmulatorLog?
    private let keeper: Keeper
    private let services: RuntimeServices
    private let monitor: QMPClient
    private let state: Mutex<State>
    private let ended = Latch()

    /// How long a command may take unless its caller knows better.
    package static let usualDeadline = Duration.seconds(30)
    /// How long a new QEMU may take to its greeting and the first answers.
    static let greetingDeadline = Duration.seconds(30)
    /// How long QEMU may take to end by itself before it is killed.
    static let endGrace = Duration.seconds(5)

    /// What is told to the machine, always on the loop and in order.
    struct Handlers: Sendable {
        var event: @Sendable (QMPEvent) -> Void
        /// The monitor is lost while the process goes on; a sentence why.
        var monitorLost: @Sendable (String) -> Void
        /// The process has ended. Called once, when nothing else comes any more.
        var end: @Sendable () -> Void
    }

    private struct State {
        var exit: ChildProcess.End?
        var isProcessGone = false
        var isMonitorGone = false
        var isEndTold = false
        var watch: EventLoop.Watch?
    }

    /// What holds the process: reaps a child, and only watches another one.
    private enum Keeper: Sendable {
        case child(EmulatorChild)
        case foreign(ProcessHandle)
    }

    // MARK: Coming by one

    /// Spawns a QEMU on the loop's thread, which lives as long as we do.
    static func spawn(
        _ invocation: QEMUInvocation, _ launch: Launch, _ resources: HostResources, _ monitor: MonitorSocket,
        log: EmulatorLog, handlers: Handlers
    ) async throws -> QEMUProcess {
        let child: EmulatorChild
        do {
            child = try await launch.services.loop.perform(ignoresCancellation: true) {
                try EmulatorChild(
                    invocation, inheriting: launch.inherited, resources: resources, messages: log.file.descriptor,
                    launch.spawn)
            }
        } catch let error as Errno {
            throw VirtError(
                .operationFailed,
                "The emulator '\(invocation.program)' cannot be executed: \(error). Name one that is installed in <emulator>.",
                cause: error)
        }
        do {
            return try QEMUProcess(
                keeper: .child(child), identifier: child.identifier, log: log,
                descriptor: try monitor.connect(),
                peer: "the QEMU of domain '\(launch.domain.name)'", services: launch.services, handlers: handlers)
        } catch {
            child.send(SIGKILL)
            _ = await child.process.wait(on: launch.services.loop, atMost: .seconds(15))
            throw error
        }
    }

    /// Takes up a QEMU that is not our child; blocks.
    ///
    /// - Throws: `noSuchProcess` when it is gone.
    static func find(
        identifier: Int32, startTime: UInt64, monitor: FilePath, name: String, services: RuntimeServices,
        handlers: Handlers
    ) throws -> QEMUProcess {
        let process = try ProcessHandle(identifier: identifier, startTime: startTime)
        return try QEMUProcess(
            keeper: .foreign(process), identifier: identifier, log: nil,
            descriptor: try MonitorSocket.listening(monitor).connect(), peer: "the QEMU of domain '\(name)'",
            services: services, handlers: handlers)
    }

    private init(
        keeper: Keeper, identifier: Int32, log: EmulatorLog?, descriptor: FileDescriptor, peer: String,
        services: RuntimeServices, handlers: Handlers
    ) throws {
        self.keeper = keeper
        self.identifier = identifier
        self.log = log
        self.services = services
        startTime = ProcessHandle.startTime(of: identifier) ?? 0
        state = Mutex(State())
        // The handlers below may come before this initialiser has returned, so they find the process by a box.
        let box = Box()
        monitor = try QMPClient(
            descriptor: descriptor, peer: peer, loop: services.loop, onEvent: handlers.event,
            onEnd: { error in box.process?.monitorEnded(error, handlers) })
        let waitable =
            switch keeper {
            case .child(let child): child.descriptor
            case .foreign(let process): process.descriptor
            }
        box.process = self
        // The watch keeps us alive until the process has ended.
        let watch = try services.loop.watch(waitable, for: .readable) { events in
            self.processEnded(isStopped: events.contains(.stopped), handlers)
        }
        state.withLock { $0.watch = watch }
    }

    /// Holds the process for handlers that are made before it.
    private final class Box: Sendable {
        private let content = Mutex<Weak>(Weak())
        private struct Weak: Sendable { weak var process: QEMUProcess? }
        var process: QEMUProcess? {
            get { content.withLock { $0.process } }
            set { content.withLock { $0.process = newValue } }
        }
    }

    // MARK: Talking

    /// Sends a command and awaits its reply.
    ///
    /// - Throws: `QMPError` when QEMU refuses it, `QMPConnectionError` when it does not answer.
    @discardableResult
    package func execute(_ command: QMPCommand, deadline: Duration = usualDeadline) async throws -> JSONValue {
        try await monitor.execute(command, deadline: deadline)
    }

    /// Sends a command with descriptors, which stay the caller's, and awaits its reply.
    @discardableResult
    package func execute(
        _ command: QMPCommand, passing descriptors: [FileDescriptor], deadline: Duration = usualDeadline
    ) async throws -> JSONValue {
        try await monitor.execute(command, passing: descriptors, deadline: deadline)
    }

    /// Sends commands in one write and awaits all replies.
    package func execute(
        pipelined commands: [QMPCommand], deadline: Duration = usualDeadline
    ) async throws -> [Result<JSONValue, QMPError>] {
        try await monitor.execute(pipelined: commands, deadline: deadline)
    }

    /// Greets, and sends the first commands in the same write.
    func negotiate(with commands: [QMPCommand], deadline: Duration) async throws -> [Result<JSONValue, QMPError>] {
        try await monitor.negotiate(with: commands, deadline: deadline).results
    }

    // MARK: The end

    /// Whether the process has ended.
    var hasEnded: Bool { state.withLock { $0.isProcessGone } }
    /// How it ended; nil while it has not, and for one that was not our child.
    var exit: ChildProcess.End? { state.withLock { $0.exit } }

    /// Waits for the end.
    ///
    /// - Returns: Whether it came in time.
    func waitForEnd(atMost limit: Duration) async -> Bool { await ended.wait(atMost: limit, on: services.loop) }

    /// Ends QEMU: asks it to write back what it holds and go, and kills it when it does not.
    ///
    /// - Parameter force: Whether it may be killed.
    /// - Returns: Whether it has ended.
    func terminate(force: Bool = true) async -> Bool {
        send(SIGTERM)
        if await waitForEnd(atMost: Self.endGrace) { return true }
        guard force else { return false }
        send(SIGKILL)
        return await waitForEnd(atMost: .seconds(15))
    }

    private func send(_ signal: Int32) {
        switch keeper {
        case .child(let child): child.send(signal)
        case .foreign(let process): process.send(signal)
        }
    }

    /// Lets go of a process that lives on: hangs up, and tells nothing of it any more.
    func detach() {
        let watch = state.withLock { state in
            state.isEndTold = true
            defer { state.watch = nil }
            return state.watch
        }
        watch?.cancel()
        monitor.close()
        if case .child(let child) = keeper { child.process.reapAtEnd(on: services.loop) }
    }

    private func processEnded(isStopped: Bool, _ handlers: Handlers) {
        let watch = state.withLock { state in
            defer { state.watch = nil }
            return state.watch
        }
        watch?.cancel()
        // The loop stops, and with it everything that could be told.
        guard !isStopped else { return }
        var exit: ChildProcess.End?
        switch keeper {
        case .child(let child): exit = child.end
        // An earlier connection of this program may have started it.
        case .foreign(let process): process.reap()
        }
        let isComplete = state.withLock { state in
            state.exit = exit
            state.isProcessGone = true
            return state.isMonitorGone
        }
        if isComplete {
            tellEnd(handlers)
        } else {
            // What it sent is there to be read; the end of the stream follows, unless a child of it holds it open.
            services.loop.schedule(after: .seconds(1)) { self.monitor.close() }
        }
    }

    private func monitorEnded(_ error: QMPConnectionError, _ handlers: Handlers) {
        let isComplete = state.withLock { state in
            state.isMonitorGone = true
            return state.isProcessGone
        }
        if isComplete {
            tellEnd(handlers)
        } else {
            // Usually its process is about to end.
            services.loop.schedule(after: .seconds(1)) {
                let isNews = self.state.withLock { !$0.isProcessGone && !$0.isEndTold }
                if isNews { handlers.monitorLost(error.description) }
            }
        }
    }

    private func tellEnd(_ handlers: Handlers) {
        let isFirst = state.withLock { state in
            defer { state.isEndTold = true }
            return !state.isEndTold
        }
        guard isFirst else { return }
        handlers.end()
        ended.open()
    }
}
