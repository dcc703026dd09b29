// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

extension ChildProcess {
    /// Waits on a loop for the child to end and takes its status; no thread blocks. One task at a time may wait.
    ///
    /// - Throws: The error number; `CancellationError` when the task is cancelled, while the child lives on;
    ///   ``EventLoop/Stopped``.
    public borrowing func wait(on loop: EventLoop) async throws -> End {
        try await untilEnd(on: loop, atMost: nil)
        return try wait()
    }

    /// Waits on a loop for the child to end, but only for some time.
    ///
    /// - Returns: How it ended, or nil when it has not.
    public borrowing func wait(on loop: EventLoop, atMost limit: Duration) async throws -> End? {
        try await untilEnd(on: loop, atMost: limit) ? try wait() : nil
    }

    /// - Returns: Whether it has ended.
    @discardableResult
    private borrowing func untilEnd(on loop: EventLoop, atMost limit: Duration?) async throws -> Bool {
        let ended = Promise<Bool>()
        let watch = try loop.watch(descriptor, for: .readable) { events in
            ended.resolve(events.contains(.stopped) ? .failure(EventLoop.Stopped()) : .success(true))
        }
        let timer = limit.map { loop.schedule(after: $0) { ended.resolve(.success(false)) } }
        defer {
            timer?.cancel()
            watch.cancel()
        }
        return try await ended.value()
    }
}
