// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
package import RemoteProtocol
internal import Synchronization
internal import SystemPackage
package import XDR

/// A client and its socket.
///
/// Input is read on the event loop. Output is written by whoever has it, at once if there is room, and the rest by the loop.
package final class ClientConnection: Sendable {
    struct State {
        var machine: ConnectionMachine
        var watch: EventLoop.Watch?
        var interest: EventLoop.Watch.Events = []
        var session: AnyService.Session?
        var tasks: [UInt64: Task<Void, Never>] = [:]
        var streams: [StreamKey: ServerStream] = [:]
        var waitingForRoom: [CheckedContinuation<Void, Never>] = []
        var isReadOnly: Bool
        var isTornDown = false
    }

    /// A number that no other client of the server has had.
    package let number: UInt64
    /// Who the client is.
    package let identity: ClientIdentity
    private let socket: FileDescriptor
    private let loop: EventLoop
    let state: Mutex<State>
    private let onEnd: @Sendable (ClientConnection, String?) -> Void

    /// Takes a socket over.
    ///
    /// - Parameter onEnd: Called on the loop when the connection is gone, with the reason if it is the client's fault.
    init(
        _ socket: FileDescriptor, number: UInt64, identity: ClientIdentity, limits: ConnectionLimits, loop: EventLoop,
        onEnd: @escaping @Sendable (ClientConnection, String?) -> Void
    ) {
        self.socket = socket
        self.number = number
        self.identity = identity
        self.loop = loop
        self.onEnd = onEnd
        state = Mutex(
            State(machine: ConnectionMachine(limits: limits, now: .now), isReadOnly: identity.isReadOnly))
    }

    // MARK: - For services

    /// Whether the client may only read.
    package var isReadOnly: Bool { state.withLock { $0.isReadOnly } }

    /// From now on the client may only read.
    package func restrictToReading() { state.withLock { $0.isReadOnly = true } }

    /// The client has been told that we answer keepalive messages, so it may be asked as well.
    package func armKeepalive() { withMachine { $0.armKeepalive(now: .now) } }

    /// Sends an event; ends the connection when the client does not read.
    package func send<Message: XDRCodable>(_ event: Event<Message>, of program: ProgramFacts, _ message: Message) {
        let header = NetMessage.Header(
            prog: program.number, vers: program.version, proc: event.number, type: .message, serial: 1, status: .ok)
        var message = message
        guard let bytes = try? Packet.bytes(header, { stream throws(XDRError) in try message.xdr(&stream) }) else {
            return
        }
        send(event: bytes)
    }

    /// Passes an event on: a whole message.
    package func send(event bytes: [UInt8]) { withMachine { $0.send(event: bytes) } }

    /// Ends the connection; what is on its way is still written.
    package func close() { withMachine { $0.close() } }

    /// Ends the connection at once.
    package func disconnect(_ reason: String) { withMachine { $0.fail(reason) } }

    /// Whether a call, a stream or output is under way.
    package var isBusy: Bool { state.withLock { $0.machine.isBusy } }

    /// How many calls run, and how many wait.
    package var calls: (running: Int, waiting: Int) {
        state.withLock { ($0.machine.runningCount, $0.machine.waitingCount) }
    }

    // MARK: - For the server, on the loop

    /// Begins to read.
    func start(_ service: AnyService) throws(Errno) {
        let session = service.makeSession(self)
        state.withLock { $0.session = session }
        let watch = try loop.watch(socket, for: .readable) { [self] events in ready(events) }
        state.withLock {
            $0.watch = watch
            $0.interest = .readable
        }
    }

    /// Looks at the clock.
    func tick(now: ContinuousClock.Instant) {
        perform(withMachine { $0.tick(now: now) })
    }

    private func ready(_ events: EventLoop.Watch.Events) {
        if events.contains(.stopped) { return disconnect("The server ends.") }
        if events.contains(.readable) || events.contains(.hungUp) { receive(isPeerGone: events.contains(.hungUp)) }
        if events.contains(.writable) { withMachine { _ in } }
    }

    private func receive(isPeerGone: Bool) {
        let actions = withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
            withMachine { machine -> [ConnectionMachine.Action] in
                guard machine.wantsInput else {
                    // It comes again and again, and nobody is there to get an answer.
                    if isPeerGone { machine.endOfInput() }
                    return []
                }
                var descriptors: [FileDescriptor] = []
                do throws(Errno) {
                    let count = try UnixSocket.receive(from: socket, into: buffer, descriptors: &descriptors)
                    let passed = descriptors.map { OwnedDescriptor($0) }
                    if count == 0 {
                        machine.endOfInput()
                        return []
                    }
                    return machine.receive(UnsafeRawBufferPointer(rebasing: buffer[..<count]), passed, now: .now)
                } catch .wouldBlock {
                    return []
                } catch {
                    machine.endOfInput()
                    return []
                }
            }
        }
        perform(actions)
    }

    // MARK: - Streams

    func openStream(_ key: StreamKey, isSparse: Bool) throws -> ServerStream {
        let stream = ServerStream(key, on: self)
        let isOpen = state.withLock { state in
            guard state.machine.openStream(key, isSparse: isSparse) else { return false }
            state.streams[key] = stream
            return true
        }
        guard isOpen else {
            throw RemoteError(.operationFailed, in: .streams, "The connection has too many streams. Close one first.")
        }
        return stream
    }

    func send(_ data: ArraySlice<UInt8>, on key: StreamKey) -> Bool { withMachine { $0.send(data, on: key) } }
    func sendHole(_ length: Int64, on key: StreamKey) -> Bool { withMachine { $0.sendHole(length, on: key) } }
    func consumed(_ count: Int, of key: StreamKey) { withMachine { $0.consumed(count, of: key) } }

    func forgetStream(_ key: StreamKey) { _ = state.withLock { $0.streams.removeValue(forKey: key) } }

    /// Waits until the client has read enough of what was sent, or is gone.
    func waitForRoom() async {
        await withCheckedContinuation { continuation in
            let hasRoom = state.withLock { state in
                if state.machine.hasRoom { return true }
                state.waitingForRoom.append(continuation)
                return false
            }
            if hasRoom { continuation.resume() }
        }
    }

    // MARK: - Output

    /// Changes the state, then writes what there is to write, and sees to it that the loop does what is left.
    @discardableResult
    func withMachine<Result: Sendable>(_ body: (inout ConnectionMachine) -> Result) -> Result {
        let (result, isOver, waiters) = state.withLock {
            state -> (Result, Bool, [CheckedContinuation<Void, Never>]) in
            let result = body(&state.machine)
            if state.isTornDown { return (result, false, []) }
            flush(&state)
            var waiters: [CheckedContinuation<Void, Never>] = []
            if state.machine.hasRoom, !state.waitingForRoom.isEmpty {
                waiters = state.waitingForRoom
                state.waitingForRoom = []
            }
            let isOver = state.machine.phase == .closed
            if isOver { state.isTornDown = true }
            return (result, isOver, waiters)
        }
        for waiter in waiters { waiter.resume() }
        // Not from within a handler that may hold what the end needs, and only there may the descriptor be closed.
        if isOver, !loop.submit({ [self] in tearDown() }) { tearDown() }
        return result
    }

    private func flush(_ state: inout State) {
        if state.machine.phase != .closed {
            do throws(Errno) {
                try state.machine.output.flush(to: socket)
                if state.machine.output.isEmpty { state.machine.wroteAll() }
            } catch {
                state.machine.endOfInput()
            }
        }
        var interest: EventLoop.Watch.Events = []
        if state.machine.wantsInput { interest.insert(.readable) }
        if !state.machine.output.isEmpty { interest.insert(.writable) }
        if interest != state.interest, let watch = state.watch {
            watch.change(to: interest)
            state.interest = interest
        }
    }

    private func tearDown() {
        let (session, watch, tasks, streams, waiters, failure) = state.withLock { state in
            defer {
                state.session = nil
                state.watch = nil
                state.tasks = [:]
                state.streams = [:]
                state.waitingForRoom = []
            }
            return (
                state.session, state.watch, state.tasks, state.streams, state.waitingForRoom, state.machine.failure
            )
        }
        watch?.cancel()
        try? socket.close()
        for waiter in waiters { waiter.resume() }
        for stream in streams.values { stream.deliver(.aborted) }
        // Calls that run go on to their end, as what they do may be half done; nobody gets their answer.
        withExtendedLifetime(tasks) {}
        session?.end()
        onEnd(self, failure)
    }
}
