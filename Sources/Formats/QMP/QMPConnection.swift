// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import Synchronization
internal import SystemPackage

/// The socket of a ``QMPClient``, its session, and the calls that wait for replies.
///
/// The loop holds it, not the client, which ends it when it goes. The descriptor is used under the lock only, or on the
/// loop, and closed on the loop after both know that the connection has ended.
final class QMPConnection: Sendable {
    /// One call that waits for the replies to its commands.
    private struct Call {
        var promise: Promise<[Result<JSONValue, QMPError>]>
        var results: [Result<JSONValue, QMPError>?]
        var missing: Int
        var timer: EventLoop.Timer?
    }

    private struct State {
        var session: QMPSession
        var output = QMPOutput()
        var calls: [UInt64: Call] = [:]
        /// Which call awaits a reply, and the place of the reply in it.
        var slots: [UInt64: (call: UInt64, index: Int)] = [:]
        var nextCall: UInt64 = 1
        var greeting: QMPGreeting?
        var end: QMPConnectionError?
        var watch: EventLoop.Watch?
        var waitsForRoom = false
    }

    let peer: String
    private let descriptor: FileDescriptor
    private let loop: EventLoop
    private let state: Mutex<State>
    private let onEvent: @Sendable (QMPEvent) -> Void
    private let onEnd: @Sendable (QMPConnectionError) -> Void

    init(
        descriptor: FileDescriptor, peer: String, loop: EventLoop, limits: QMPSession.Limits,
        onEvent: @escaping @Sendable (QMPEvent) -> Void, onEnd: @escaping @Sendable (QMPConnectionError) -> Void
    ) throws(Errno) {
        self.descriptor = descriptor
        self.peer = peer
        self.loop = loop
        self.onEvent = onEvent
        self.onEnd = onEnd
        state = Mutex(State(session: QMPSession(limits: limits)))
        // The watch is stored before the first call of its handler could look for it: both take the lock.
        let result = state.withLock { state -> Result<Void, Errno> in
            do throws(Errno) {
                state.watch = try loop.watch(descriptor, for: .readable) { self.handle($0) }
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

    /// The peer, as the beginning of a sentence.
    var subject: String { peer.prefix(1).uppercased() + peer.dropFirst() }

    var greeting: QMPGreeting? { state.withLock { $0.greeting } }

    // MARK: Commands

    func execute(
        _ commands: [QMPCommand], passing descriptors: [FileDescriptor], deadline: Duration
    ) async throws -> [Result<JSONValue, QMPError>] {
        guard !commands.isEmpty else { return [] }
        try Task.checkCancellation()
        let promise = Promise<[Result<JSONValue, QMPError>]>()
        let (call, failure) = state.withLock { state in begin(commands, descriptors, promise, &state) }
        if let failure { fail(failure) }
        guard let call else { return try await promise.value() }
        let timer = loop.schedule(after: deadline) { self.late(call, commands, deadline, promise) }
        // The call may be over already, and then its timer is for nobody.
        let isOver = state.withLock { state in
            state.calls[call]?.timer = timer
            return state.calls[call] == nil
        }
        if isOver { timer.cancel() }
        defer { forget(call) }
        return try await promise.value()
    }

    /// Encodes and sends. Returns the call, or nil when the promise already has its error; and why nothing goes any more.
    private func begin(
        _ commands: [QMPCommand], _ descriptors: [FileDescriptor],
        _ promise: Promise<[Result<JSONValue, QMPError>]>, _ state: inout State
    ) -> (call: UInt64?, failure: QMPConnectionError?) {
        if let end = state.end {
            promise.resolve(.failure(end))
            return (nil, nil)
        }
        var bytes: [UInt8] = []
        var ids: [UInt64] = []
        for command in commands { ids.append(state.session.encode(command, to: &bytes)) }
        let call = state.nextCall
        state.nextCall += 1
        for (index, id) in ids.enumerated() { state.slots[id] = (call, index) }
        state.calls[call] = Call(
            promise: promise, results: Array(repeating: nil, count: ids.count), missing: ids.count)
        do throws(Errno) {
            try state.output.append(bytes, descriptors: descriptors, id: ids[0])
        } catch {
            // Nothing of it goes out, so no reply will come.
            for id in ids {
                state.slots[id] = nil
                state.session.retract(id)
            }
            state.calls[call] = nil
            promise.resolve(.failure(systemError("pass descriptors to", error)))
            return (nil, nil)
        }
        return (call, flush(&state))
    }

    /// Writes what there is room for, and sees to it that the loop tells when there is more room.
    private func flush(_ state: inout State) -> QMPConnectionError? {
        do throws(Errno) {
            let isDone = try state.output.send(on: descriptor)
            if isDone == state.waitsForRoom {
                state.waitsForRoom = !isDone
                state.watch?.change(to: isDone ? .readable : [.readable, .writable])
            }
            return nil
        } catch {
            return systemError("write to", error)
        }
    }

    private func late(
        _ call: UInt64, _ commands: [QMPCommand], _ deadline: Duration,
        _ promise: Promise<[Result<JSONValue, QMPError>]>
    ) {
        let (isGreeted, index) = state.withLock { state in
            (state.session.isGreeted, state.calls[call]?.results.firstIndex { $0 == nil })
        }
        guard let index else { return }
        let what = isGreeted ? "did not answer '\(commands[index].name)'" : "did not send its greeting"
        promise.resolve(
            .failure(
                QMPConnectionError(
                    code: .timedOut,
                    description: "\(subject) \(what) within \(deadline). It may be stuck; look at its log.")))
    }

    /// Nobody awaits the replies of a call any more; they are dropped when they come.
    private func forget(_ call: UInt64) {
        let timer = state.withLock { $0.calls.removeValue(forKey: call)?.timer }
        timer?.cancel()
    }

    // MARK: On the loop

    private func handle(_ events: EventLoop.Watch.Events) {
        if events.contains(.stopped) {
            end(QMPConnectionError(code: .closed, description: "The event loop of \(peer) has stopped."))
            return
        }
        if events.contains(.writable), let failure = state.withLock({ flush(&$0) }) { fail(failure) }
        if events.contains(.readable) || events.contains(.hungUp) { read() }
    }

    /// Reads what came: some of it, so that other connections have their turn.
    private func read() {
        withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
            for _ in 0..<16 {
                guard state.withLock({ $0.end == nil }) else { return }
                do throws(Errno) {
                    guard let count = try descriptor.receive(into: buffer) else { return }
                    guard count > 0 else {
                        end(ended)
                        return
                    }
                    take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                    if count < buffer.count { return }
                } catch {
                    end(systemError("read from", error))
                    return
                }
            }
        }
    }

    private func take(_ bytes: UnsafeRawBufferPointer) {
        var outputs: [QMPSession.Output] = []
        let fault = state.withLock { state -> QMPProtocolError? in
            do throws(QMPProtocolError) {
                try state.session.receive(bytes) { outputs.append($0) }
                return nil
            } catch {
                return error
            }
        }
        for output in outputs {
            switch output {
            case .greeting(let greeting): state.withLock { $0.greeting = greeting }
            case .event(let event): onEvent(event)
            case .reply(let id, let result): deliver(id, result)
            }
        }
        if let fault {
            end(
                QMPConnectionError(
                    code: .notTheProtocol,
                    description: "\(subject) does not speak the QEMU Machine Protocol. \(fault)"))
        }
    }

    private func deliver(_ id: UInt64, _ result: Result<JSONValue, QMPError>) {
        let (finished, failure) = state.withLock { state -> (Call?, QMPConnectionError?) in
            // Descriptors that wait behind those of this command may go now.
            let failure = state.output.replied(to: id) ? flush(&state) : nil
            guard let slot = state.slots.removeValue(forKey: id) else { return (nil, failure) }
            state.calls[slot.call]?.results[slot.index] = result
            state.calls[slot.call]?.missing -= 1
            guard let call = state.calls[slot.call], call.missing == 0 else { return (nil, failure) }
            state.calls[slot.call] = nil
            return (call, failure)
        }
        if let failure { fail(failure) }
        guard let finished else { return }
        finished.timer?.cancel()
        finished.promise.resolve(.success(finished.results.compactMap { $0 }))
    }

    // MARK: The end

    /// A write failed, which ends the connection once what the peer said before is read.
    private func fail(_ error: QMPConnectionError) {
        loop.submit {
            self.read()
            self.end(error)
        }
    }

    /// Ends the connection for a reason, unless it has ended.
    func end(_ reason: QMPConnectionError) {
        let ended = state.withLock { state -> State? in
            guard state.end == nil else { return nil }
            let old = state
            state.end = reason
            state.calls = [:]
            state.slots = [:]
            state.output = QMPOutput()
            state.watch = nil
            return old
        }
        guard let ended else { return }
        ended.output.discard()
        for call in ended.calls.values {
            call.timer?.cancel()
            call.promise.resolve(.failure(reason))
        }
        let finish: @Sendable () -> Void = { [descriptor, onEnd, watch = ended.watch] in
            watch?.cancel()
            try? descriptor.close()
            onEnd(reason)
        }
        if loop.isCurrent || !loop.submit(finish) { finish() }
    }

    private var ended: QMPConnectionError {
        QMPConnectionError(
            code: .ended, description: "\(subject) closed its monitor connection: it has ended, or crashed.")
    }

    private func systemError(_ step: String, _ error: Errno) -> QMPConnectionError {
        // A peer that closes with our bytes unread resets the connection (unix(7)).
        error == .brokenPipe || error == .connectionReset
            ? ended : QMPConnectionError(code: .system, description: "Cannot \(step) \(peer): \(error).")
    }
}
