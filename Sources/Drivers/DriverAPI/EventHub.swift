// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Hands events to any number of subscribers, each with a queue of its own, in the order in which they were sent.
///
/// A subscriber that does not keep up ends with an error that says so: its queue is bounded, and an event is never left out
/// in silence.
package final class EventHub<Event: Sendable>: Sendable {
    private struct State: Sendable {
        var next = 0
        var subscribers: [Int: Subscriber] = [:]
        var end: Result<Void, any Error>?
    }
    private struct Subscriber: Sendable {
        var isWanted: @Sendable (Event) -> Bool
        var continuation: AsyncThrowingStream<Event, any Error>.Continuation
    }
    private let state = Mutex(State())
    private let capacity: Int

    /// A hub whose subscribers may fall behind by so many events.
    package init(capacity: Int = 4096) { self.capacity = capacity }

    /// Events from now on, as far as the condition holds.
    package func subscribe(where isWanted: @escaping @Sendable (Event) -> Bool = { _ in true }) -> EventSequence<Event>
    {
        let (stream, continuation) = AsyncThrowingStream.makeStream(
            of: Event.self, bufferingPolicy: .bufferingOldest(capacity))
        let (number, end) = state.withLock { state -> (Int, Result<Void, any Error>?) in
            guard state.end == nil else { return (0, state.end) }
            state.next += 1
            state.subscribers[state.next] = Subscriber(isWanted: isWanted, continuation: continuation)
            return (state.next, nil)
        }
        if let end {
            Self.finish(continuation, end)
            return EventSequence(stream)
        }
        continuation.onTermination = { [weak self] _ in self?.remove(number) }
        return EventSequence(stream)
    }

    /// Sends an event. Calls from one thread, or under one lock, arrive in their order.
    package func send(_ event: Event) {
        let overrun = state.withLock { state in
            var overrun: [Subscriber] = []
            for (number, subscriber) in state.subscribers where subscriber.isWanted(event) {
                if case .dropped = subscriber.continuation.yield(event) {
                    state.subscribers[number] = nil
                    overrun.append(subscriber)
                }
            }
            return overrun
        }
        for subscriber in overrun {
            subscriber.continuation.finish(
                throwing: VirtError(
                    .operationFailed,
                    "A subscriber fell behind by more than \(capacity) events, so its events end. Read them faster, or subscribe to fewer."
                ))
        }
    }

    /// Ends the events of all subscribers, once they have read what was sent before, and of those who come later.
    ///
    /// - Parameter error: Why there are no more; nil when that is as it should be.
    package func finish(throwing error: (any Error)? = nil) {
        let end: Result<Void, any Error> = error.map { .failure($0) } ?? .success(())
        let subscribers = state.withLock { state in
            guard state.end == nil else { return [Subscriber]() }
            state.end = end
            defer { state.subscribers = [:] }
            return state.subscribers.values.map { $0 }
        }
        for subscriber in subscribers { Self.finish(subscriber.continuation, end) }
    }

    private static func finish(
        _ continuation: AsyncThrowingStream<Event, any Error>.Continuation, _ end: Result<Void, any Error>
    ) {
        switch end {
        case .success: continuation.finish()
        case .failure(let error): continuation.finish(throwing: error)
        }
    }

    private func remove(_ number: Int) { _ = state.withLock { $0.subscribers.removeValue(forKey: number) } }
}

/// Events of a connection, from the moment at which they were subscribed to.
///
/// It ends when the connection is closed, and with an error when its reader falls behind too far. Leaving the loop ends the
/// subscription.
///
/// ```swift
/// for try await event in connection.events() {
///     print(event.domain.name, event.kind)
/// }
/// ```
public struct EventSequence<Event: Sendable>: AsyncSequence, Sendable {
    private let stream: AsyncThrowingStream<Event, any Error>

    init(_ stream: AsyncThrowingStream<Event, any Error>) { self.stream = stream }

    /// Iterates over the events; there is one iterator for each subscription.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var iterator: AsyncThrowingStream<Event, any Error>.AsyncIterator
        /// The next event; nil at the end.
        public mutating func next() async throws -> Event? { try await iterator.next() }
        /// The next event; nil at the end.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> Event? {
            try await iterator.next(isolation: actor)
        }
    }

    /// Begins to read.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(iterator: stream.makeAsyncIterator()) }
}
