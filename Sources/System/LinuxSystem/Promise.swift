// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// A value that one side brings, once, and the other side awaits, once; in either order.
///
/// A task that is cancelled while it awaits gets a `CancellationError` at once.
package final class Promise<Value: Sendable>: Sendable {
    private enum State {
        case empty
        case awaited(CheckedContinuation<Value, any Error>)
        case kept(Result<Value, any Error>)
        case taken
    }

    private let state = Mutex(State.empty)

    /// A promise that nobody has kept.
    package init() {}

    /// Brings the value or the error.
    ///
    /// - Returns: Whether it was the first to come; a later one is dropped.
    @discardableResult
    package func resolve(_ result: Result<Value, any Error>) -> Bool {
        let (isFirst, waiter) = state.withLock { state -> (Bool, CheckedContinuation<Value, any Error>?) in
            switch state {
            case .empty:
                state = .kept(result)
                return (true, nil)
            case .awaited(let continuation):
                state = .taken
                return (true, continuation)
            case .kept, .taken:
                return (false, nil)
            }
        }
        waiter?.resume(with: result)
        return isFirst
    }

    /// The value, once it is there.
    ///
    /// - Parameter ignoresCancellation: Whether it is awaited even in a task that is cancelled.
    package func value(ignoresCancellation: Bool = false) async throws -> Value {
        if ignoresCancellation { return try await kept() }
        return try await withTaskCancellationHandler {
            try await kept()
        } onCancel: {
            resolve(.failure(CancellationError()))
        }
    }

    private func kept() async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let early = state.withLock { state -> Result<Value, any Error>? in
                switch state {
                case .empty:
                    state = .awaited(continuation)
                    return nil
                case .kept(let result):
                    state = .taken
                    return result
                case .awaited, .taken:
                    preconditionFailure("A promise is awaited once.")
                }
            }
            if let early { continuation.resume(with: early) }
        }
    }
}
