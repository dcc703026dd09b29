// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import RemoteProtocol
internal import Synchronization
internal import SystemPackage
internal import XDR

/// The socket of a ``RemoteClient``, its machine, and those who wait for what it brings.
///
/// The loop holds it, not the client, which ends it when it goes. Input is read on the loop, and what it brings is handed out
/// there, in the order of the wire. Output is written by whoever has it, at once if there is room, and the rest by the loop.
final class ClientLink: Sendable {
    typealias Completion = @Sendable (Result<Packet, VirtError>) -> Void

    private struct State {
        var machine: ClientMachine
        var watch: EventLoop.Watch?
        var interest: EventLoop.Watch.Events = .readable
        var timer: (timer: EventLoop.Timer, due: ContinuousClock.Instant)?
        var completions: [UInt32: Completion] = [:]
        var streams: [UInt32: StreamInbox] = [:]
        var waitingForRoom: [Promise<Void>] = []
        var isTornDown = false
    }

    private let descriptor: FileDescriptor
    private let loop: EventLoop
    private let state: Mutex<State>
    private let onEvent: @Sendable (Packet) -> Void
    private let onEnd: @Sendable (VirtError) -> Void

    init(
        _ descriptor: FileDescriptor, peer: String, limits: ClientLimits, loop: EventLoop,
        onEvent: @escaping @Sendable (Packet) -> Void, onEnd: @escaping @Sendable (VirtError) -> Void
    ) throws(Errno) {
        self.descriptor = descriptor
        self.loop = loop
        self.onEvent = onEvent
        self.onEnd = onEnd
        state = Mutex(State(machine: ClientMachine(peer: peer, limits: limits, now: .now)))
        // The watch is stored before the first call of its handler could look for it: both take the lock.
        let result = state.withLock { state -> Result<Void, Errno> in
            do throws(Errno) {
                state.watch = try loop.watch(descriptor, for: .readable) { self.ready($0) }
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        if case .failure(let error) = result {
            try? descriptor.close()
            throw error
        }
    }

    /// Why the connection has ended; nil as long as it has not.
    var end: VirtError? { state.withLock { $0.machine.end } }
    /// The same, as clients of libvirt are told it.
    var closeReason: CloseReason? { state.withLock { $0.machine.closeReason } }

    // MARK: - Calls

    /// Sends a call. The completion is called once, on the loop; unless this throws, or the caller leaves.
    ///
    /// - Parameter stream: What is to become of the stream that the call opens, if it does.
    func send<Arguments: XDRCodable>(
        _ procedure: Int32, of program: ProgramFacts, _ arguments: Arguments, _ descriptors: [OwnedDescriptor],
        stream: (opening: StreamOpening, inbox: StreamInbox)?, within limit: Duration,
        _ completion: @escaping Completion
    ) throws -> UInt32 {
        var arguments = arguments
        let result: Result<UInt32, VirtError> = withState { state in
            do throws(VirtError) {
                let serial = try state.machine.call(
                    procedure, of: program, descriptors, stream: stream?.opening, within: limit, now: .now
                ) { xdr throws(XDRError) in try arguments.xdr(&xdr) }
                state.completions[serial] = completion
                if let stream { state.streams[serial] = stream.inbox }
                return .success(serial)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Nobody awaits the answer of a call any more.
    func leave(_ serial: UInt32) {
        withState { state in
            guard state.completions.removeValue(forKey: serial) != nil else { return }
            state.streams[serial] = nil
            state.machine.leave(serial)
        }
    }

    /// The daemon has told that it answers keepalive messages.
    func armKeepalive() { withState { $0.machine.armKeepalive(now: .now) } }

    func takeLeave() { withState { $0.machine.takeLeave() } }

    // MARK: - Streams

    /// - Returns: False when the stream is gone.
    func withStream(_ body: (inout ClientMachine) -> Bool) -> Bool { withState { body(&$0.machine) } }

    func consumed(_ count: Int, of serial: UInt32) { withState { $0.machine.consumed(count, of: serial) } }

    /// Waits until the daemon has read enough of what was sent, or is gone.
    func waitForRoom() async throws {
        let promise = Promise<Void>()
        let hasRoom = state.withLock { state in
            if state.machine.hasRoom { return true }
            state.waitingForRoom.append(promise)
            return false
        }
        if !hasRoom { try await promise.value() }
    }

    // MARK: - On the loop

    private func ready(_ events: EventLoop.Watch.Events) {
        if events.contains(.stopped) {
            return close(
                VirtError(.invalidConnection, "The event loop of the connection has stopped. Open another one."))
        }
        if events.contains(.writable) { withState { _ in } }
        if events.contains(.readable) || events.contains(.hungUp) { receive(isPeerGone: events.contains(.hungUp)) }
    }

    /// Reads what came: some of it, so that other connections have their turn.
    private func receive(isPeerGone: Bool) {
        withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
            for _ in 0..<16 {
                var isMore = false
                let actions = withState { state -> [ClientMachine.Action] in
                    guard !state.isTornDown else { return [] }
                    // Of a peer that is gone all is read, for it is not much any more, and would be reported on and on.
                    guard state.machine.wantsInput || isPeerGone else { return [] }
                    var descriptors: [FileDescriptor] = []
                    do throws(Errno) {
                        let count = try UnixSocket.receive(from: descriptor, into: buffer, descriptors: &descriptors)
                        let passed = descriptors.map { OwnedDescriptor($0) }
                        if count == 0 { return state.machine.endOfInput() }
                        isMore = count == buffer.count || isPeerGone
                        return state.machine.receive(
                            UnsafeRawBufferPointer(rebasing: buffer[..<count]), passed, now: .now)
                    } catch {
                        return error == .wouldBlock ? [] : state.machine.endOfInput()
                    }
                }
                perform(actions)
                if !isMore { return }
            }
        }
    }

    private func tick() {
        let actions = withState { state in
            state.timer = nil
            return state.machine.tick(now: .now)
        }
        perform(actions)
    }

    private func perform(_ actions: [ClientMachine.Action]) {
        for action in actions {
            switch action {
            case .answer(let serial, let result):
                let completion = state.withLock { state in
                    // A call that fails opens no stream.
                    if case .failure = result { state.streams[serial] = nil }
                    return state.completions.removeValue(forKey: serial)
                }
                completion?(result)
            case .event(let packet):
                onEvent(packet)
            case .stream(let serial, let arrival):
                let stream = state.withLock { state in
                    switch arrival {
                    case .closed, .failed: state.streams.removeValue(forKey: serial)
                    case .data, .hole, .end: state.streams[serial]
                    }
                }
                stream?.deliver(arrival)
            }
        }
    }

    // MARK: - Output

    /// Changes the state, then writes what there is to write, and sees to it that the loop does what is left.
    @discardableResult
    private func withState<Value: Sendable>(_ body: (inout State) -> Value) -> Value {
        let (value, failed, waiters) = state.withLock { state -> (Value, Bool, [Promise<Void>]) in
            let value = body(&state)
            if state.isTornDown { return (value, false, []) }
            let failed = !flush(&state)
            arm(&state)
            var waiters: [Promise<Void>] = []
            if state.machine.hasRoom, !state.waitingForRoom.isEmpty {
                waiters = state.waitingForRoom
                state.waitingForRoom = []
            }
            if state.machine.end != nil {
                state.isTornDown = true
                loop.submit { self.tearDown() }
            }
            return (value, failed, waiters)
        }
        for waiter in waiters { waiter.resolve(.success(())) }
        // What the peer said before it went away is read first: it may be why.
        if failed { loop.submit { self.receiveRest() } }
        return value
    }

    /// - Returns: False when the peer is gone.
    private func flush(_ state: inout State) -> Bool {
        var isThere = true
        if state.machine.end == nil {
            do throws(Errno) {
                try state.machine.output.flush(to: descriptor)
            } catch {
                state.machine.output.removeAll()
                isThere = false
            }
        }
        var interest: EventLoop.Watch.Events = []
        if state.machine.wantsInput { interest.insert(.readable) }
        if !state.machine.output.isEmpty { interest.insert(.writable) }
        if interest != state.interest {
            state.watch?.change(to: interest)
            state.interest = interest
        }
        return isThere
    }

    /// Sees to it that the clock is looked at in time. A timer that comes too early does no harm, and is cheaper than another.
    private func arm(_ state: inout State) {
        guard let due = state.machine.due else { return }
        if let timer = state.timer {
            if timer.due <= due { return }
            timer.timer.cancel()
        }
        let timer = loop.schedule(after: max(.zero, due - .now)) { [weak self] in self?.tick() }
        state.timer = (timer, due)
    }

    private func receiveRest() {
        receive(isPeerGone: true)
        perform(withState { $0.machine.endOfInput() })
    }

    // MARK: - The end

    /// Ends the connection, unless it has ended: all that waits fails with the reason.
    func close(_ reason: VirtError) {
        let actions = withState { $0.machine.close(reason) }
        if loop.isCurrent || !loop.submit({ self.perform(actions) }) { perform(actions) }
    }

    private func tearDown() {
        let (watch, timer, completions, streams, waiters, end) = state.withLock { state in
            defer {
                state.watch = nil
                state.timer = nil
                state.waitingForRoom = []
            }
            return (
                state.watch, state.timer?.timer, state.completions, state.streams, state.waitingForRoom,
                state.machine.end
            )
        }
        watch?.cancel()
        timer?.cancel()
        try? descriptor.close()
        for waiter in waiters { waiter.resolve(.success(())) }
        // Those of whom nobody told yet are told by the actions of the end.
        withExtendedLifetime((completions, streams)) {}
        if let end { onEnd(end) }
    }
}
