// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import Synchronization
internal import SystemPackage

/// A VM that was started from a template and runs its command on a thread of its own.
public final class TemplateRun: Sendable {
    private enum State {
        case running([CheckedContinuation<TinyVM.Result, any Error>])
        case ended(Result<TinyVM.Result, any Error>)
    }

    private let state = Mutex(State.running([]))

    /// - Throws: The error number of pthread_create(3).
    init(_ body: @escaping @Sendable () throws -> TinyVM.Result) throws(Errno) {
        try SystemThread.start { [self] in finish(Result(catching: body)) }
    }

    private func finish(_ result: Result<TinyVM.Result, any Error>) {
        let waiting = state.withLock { state in
            guard case .running(let waiting) = state else { return [CheckedContinuation<TinyVM.Result, any Error>]() }
            state = .ended(result)
            return waiting
        }
        for continuation in waiting { continuation.resume(with: result) }
    }

    /// How the run ended; waits for that.
    ///
    /// - Throws: A ``TinyVMError`` when the command could not be run.
    public var result: TinyVM.Result {
        get async throws {
            try await withCheckedThrowingContinuation { continuation in
                let result = state.withLock { state -> Result<TinyVM.Result, any Error>? in
                    switch state {
                    case .running(let waiting):
                        state = .running(waiting + [continuation])
                        return nil
                    case .ended(let result): return result
                    }
                }
                if let result { continuation.resume(with: result) }
            }
        }
    }
}
