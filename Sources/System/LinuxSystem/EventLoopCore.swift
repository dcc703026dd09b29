// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
internal import Synchronization
internal import SystemPackage

/// What the thread of an ``EventLoop`` shares with those who hold the loop, a watch or a timer.
///
/// It is apart from the loop so that the thread does not keep the loop alive, whose end ends the thread.
final class EventLoopCore: Sendable {
    typealias Handler = @Sendable (EventLoop.Watch.Events) -> Void

    private struct Watched {
        var descriptor: FileDescriptor
        var handler: Handler
    }

    private struct State {
        var submitted: [@Sendable () -> Void] = []
        var watches: [UInt64: Watched] = [:]
        var timers = TimerQueue()
        var nextToken: UInt64 = 1
        var isStopping = false
        var hasEnded = false
        var thread: UInt?
    }

    private let state = Mutex(State())
    private let epoll: FileDescriptor
    /// Readable when the thread is to look for something new; its token is 0.
    private let wake: FileDescriptor

    init() throws(Errno) {
        let epoll = clinux_epoll()
        guard epoll >= 0 else { throw Errno(rawValue: -epoll) }
        self.epoll = FileDescriptor(rawValue: epoll)
        let wake = clinux_event_descriptor()
        guard wake >= 0 else {
            try? self.epoll.close()
            throw Errno(rawValue: -wake)
        }
        self.wake = FileDescriptor(rawValue: wake)
        let result = clinux_epoll_add(epoll, wake, UInt32(CLINUX_READABLE), 0)
        guard result >= 0 else {
            try? self.wake.close()
            try? self.epoll.close()
            throw Errno(rawValue: -result)
        }
    }

    deinit {
        try? wake.close()
        try? epoll.close()
    }

    // MARK: From any thread

    var isCurrent: Bool { state.withLock { $0.thread } == SystemThread.current }

    func submit(_ body: @escaping @Sendable () -> Void) -> Bool {
        let wasEmpty = state.withLock { state -> Bool? in
            guard !state.hasEnded else { return nil }
            state.submitted.append(body)
            return state.submitted.count == 1
        }
        guard let wasEmpty else { return false }
        if wasEmpty { wakeUp() }
        return true
    }

    func stop() {
        state.withLock { $0.isStopping = true }
        wakeUp()
    }

    private func wakeUp() { clinux_event_add(wake.rawValue, 1) }

    func add(_ descriptor: FileDescriptor, _ events: EventLoop.Watch.Events, _ handler: @escaping Handler) throws(Errno)
        -> UInt64
    {
        let result = state.withLock { state -> Result<UInt64, Errno> in
            guard !state.hasEnded else { return .failure(.canceled) }
            let token = state.nextToken
            let result = clinux_epoll_add(epoll.rawValue, descriptor.rawValue, events.rawValue, token)
            guard result >= 0 else { return .failure(Errno(rawValue: -result)) }
            state.nextToken += 1
            state.watches[token] = Watched(descriptor: descriptor, handler: handler)
            return .success(token)
        }
        return try result.get()
    }

    func change(_ token: UInt64, _ events: EventLoop.Watch.Events) {
        state.withLock { state in
            guard let watched = state.watches[token] else { return }
            _ = clinux_epoll_change(epoll.rawValue, watched.descriptor.rawValue, events.rawValue, token)
        }
    }

    func cancelWatch(_ token: UInt64) {
        // The handler goes outside of the lock, for what it holds may use the loop when it goes.
        let watched = state.withLock { state -> Watched? in
            guard let watched = state.watches.removeValue(forKey: token) else { return nil }
            _ = clinux_epoll_remove(epoll.rawValue, watched.descriptor.rawValue)
            return watched
        }
        withExtendedLifetime(watched) {}
    }

    func schedule(after time: Duration, _ handler: @escaping @Sendable () -> Void) -> UInt64 {
        let deadline = MonotonicTime.now().advanced(by: time)
        let (token, isNext) = state.withLock { state -> (UInt64, Bool) in
            let token = state.nextToken
            guard !state.hasEnded else { return (token, false) }
            state.nextToken += 1
            return (token, state.timers.add(token, at: deadline, handler))
        }
        if isNext, !isCurrent { wakeUp() }
        return token
    }

    func cancelTimer(_ token: UInt64) {
        let handler = state.withLock { $0.timers.remove(token) }
        withExtendedLifetime(handler) {}
    }

    // MARK: On the loop's thread

    func run() {
        state.withLock { $0.thread = SystemThread.current }
        var ready = [clinux_readiness](repeating: clinux_readiness(), count: 64)
        while true {
            runSubmitted()
            guard let milliseconds = timeToWait() else { break }
            let count = ready.withUnsafeMutableBufferPointer {
                clinux_epoll_wait(epoll.rawValue, $0.baseAddress, CInt($0.count), milliseconds)
            }
            for readiness in ready.prefix(Int(max(0, count))) {
                if readiness.token == 0 {
                    clinux_event_take(wake.rawValue)
                } else {
                    state.withLock { $0.watches[readiness.token]?.handler }?(.init(rawValue: readiness.events))
                }
            }
            let now = MonotonicTime.now()
            while let handler = state.withLock({ $0.timers.takeDue(at: now) }) { handler() }
        }
        end()
    }

    private func runSubmitted() {
        let bodies = state.withLock { state in
            defer { state.submitted = [] }
            return state.submitted
        }
        for body in bodies { body() }
    }

    /// How long to wait for descriptors, -1 for ever; nil when the loop is to end.
    private func timeToWait() -> CInt? {
        state.withLock { state in
            if !state.submitted.isEmpty { return 0 }
            if state.isStopping { return nil }
            guard let next = state.timers.next else { return -1 }
            // Rounded up, so that a timer is due when its wait ends.
            let microseconds = (next.nanoseconds - MonotonicTime.now().nanoseconds) / 1000
            return CInt(clamping: max(0, (microseconds + 999) / 1000))
        }
    }

    private func end() {
        while let watched = state.withLock({ state in
            state.watches.keys.min().flatMap { state.watches.removeValue(forKey: $0) }
        }) {
            _ = clinux_epoll_remove(epoll.rawValue, watched.descriptor.rawValue)
            watched.handler(.stopped)
        }
        while true {
            runSubmitted()
            let dropped = state.withLock { state -> TimerQueue? in
                guard state.submitted.isEmpty else { return nil }
                state.hasEnded = true
                defer { state.timers = TimerQueue() }
                return state.timers
            }
            if dropped != nil { return }
        }
    }
}
