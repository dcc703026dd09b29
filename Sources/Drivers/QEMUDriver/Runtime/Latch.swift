// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem
internal import Synchronization

/// Something that happens once and that any number of tasks may wait for.
package final class Latch: Sendable {
    private struct State {
        var isOpen = false
        var waiters: [Int: Promise<Bool>] = [:]
        var last = 0
    }
    private let state = Mutex(State())

    package init() {}

    /// Whether it has happened.
    package var isOpen: Bool { state.withLock { $0.isOpen } }

    /// Says that it has happened.
    package func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [:] }
            return state.waiters.values.map { $0 }
        }
        for waiter in waiters { waiter.resolve(.success(true)) }
    }

    /// Waits for it.
    ///
    /// - Returns: Whether it has happened; false when the time was over before, or the task was cancelled.
    package func wait(atMost limit: Duration, on loop: EventLoop) async -> Bool {
        let promise = Promise<Bool>()
        let number: Int? = state.withLock { state in
            if state.isOpen { return nil }
            state.last += 1
            state.waiters[state.last] = promise
            return state.last
        }
        guard let number else { return true }
        let timer = loop.schedule(after: limit) { promise.resolve(.success(false)) }
        defer {
            timer.cancel()
            _ = state.withLock { $0.waiters.removeValue(forKey: number) }
        }
        return (try? await promise.value()) ?? false
    }
}
