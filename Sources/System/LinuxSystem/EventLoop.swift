// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
internal import Synchronization
public import SystemPackage

/// A thread of our own that waits for descriptors and times, and calls handlers, one after the other.
///
/// The thread lives until ``stop()``, or until the last reference to the loop goes, so a child that it starts may ask for a
/// signal at the end of its parent (prctl(2), PR_SET_PDEATHSIG). It takes no signals. Handlers must not block: what does
/// belongs to ``BlockingWork``.
///
/// ```swift
/// let loop = try EventLoop()
/// let watch = try loop.watch(socket, for: .readable) { _ in readWhatCame() }
/// let timer = loop.schedule(after: .seconds(5)) { watch.cancel() }
/// ```
public final class EventLoop: Sendable {
    private let core: EventLoopCore

    /// Starts the thread.
    ///
    /// - Throws: The error number when there are no more descriptors or threads.
    public init() throws(Errno) {
        core = try EventLoopCore()
        let core = core
        try SystemThread.start { core.run() }
    }

    deinit { core.stop() }

    /// Ends the thread, after what was submitted before. Each watch is called once more, with ``Watch/Events/stopped``;
    /// timers are dropped.
    public func stop() { core.stop() }

    /// Whether the caller is on the loop's thread.
    public var isCurrent: Bool { core.isCurrent }

    /// Calls a closure on the loop, after those submitted before.
    ///
    /// - Returns: False when the loop has stopped; the closure is then never called.
    @discardableResult
    public func submit(_ body: @escaping @Sendable () -> Void) -> Bool { core.submit(body) }

    /// Calls a closure on the loop and awaits what it returns.
    ///
    /// - Parameter ignoresCancellation: Whether a task that is cancelled awaits it too, as what it makes must not be lost.
    /// - Throws: What the closure throws; ``Stopped`` when the loop has stopped.
    public func perform<Value: Sendable>(
        ignoresCancellation: Bool = false, _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        let promise = Promise<Value>()
        if !submit({ promise.resolve(Result { try body() }) }) { throw Stopped() }
        return try await promise.value(ignoresCancellation: ignoresCancellation)
    }

    /// Calls a handler on the loop whenever a descriptor is ready, until the watch is cancelled.
    ///
    /// The descriptor must stay open until then. A descriptor has at most one watch in a loop.
    ///
    /// - Throws: The error number: regular files cannot be watched (EPERM).
    public func watch(
        _ descriptor: FileDescriptor, for events: Watch.Events, handler: @escaping @Sendable (Watch.Events) -> Void
    ) throws(Errno) -> Watch {
        let token = try core.add(descriptor, events, handler)
        return Watch(core: core, token: token)
    }

    /// Calls a handler on the loop after some time, unless the timer is cancelled before.
    @discardableResult
    public func schedule(after time: Duration, handler: @escaping @Sendable () -> Void) -> Timer {
        Timer(core: core, token: core.schedule(after: time, handler))
    }

    /// A descriptor under watch; the watch goes on when this value goes, until it is cancelled.
    public struct Watch: Sendable {
        fileprivate let core: EventLoopCore
        fileprivate let token: UInt64

        /// What a descriptor is ready for.
        public struct Events: OptionSet, Sendable {
            /// The bits.
            public let rawValue: UInt32
            /// Events of these bits.
            public init(rawValue: UInt32) { self.rawValue = rawValue }

            /// There is something to read, or the end.
            public static let readable = Events(rawValue: UInt32(CLINUX_READABLE))
            /// There is room to write.
            public static let writable = Events(rawValue: UInt32(CLINUX_WRITABLE))
            /// The peer is gone, or the descriptor is in error; comes unasked.
            public static let hungUp = Events(rawValue: UInt32(CLINUX_HUNG_UP))
            /// The loop stops, and this is the last call; comes unasked.
            public static let stopped = Events(rawValue: 1 << 31)
        }

        /// Waits for other events from now on.
        public func change(to events: Events) { core.change(token, events) }

        /// Ends the watch; again does nothing. Called on the loop, no call of the handler follows; called elsewhere, the
        /// handler may be in the middle of its last call.
        public func cancel() { core.cancelWatch(token) }
    }

    /// A time that is waited for.
    public struct Timer: Sendable {
        fileprivate let core: EventLoopCore
        fileprivate let token: UInt64

        /// Drops the timer; again, or after its time, does nothing.
        public func cancel() { core.cancelTimer(token) }
    }

    /// The loop was stopped, so nothing runs on it.
    public struct Stopped: Error, CustomStringConvertible {
        /// One sentence.
        public var description: String { "The event loop has stopped. Ask before its owner closes it." }
    }
}
