// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Synchronization
public import SystemPackage

/// A child process that more than one part of a program holds: its status is taken once, and remembered.
///
/// Nothing happens to it when the last reference goes; see ``kill()``.
public final class SharedChild: Sendable {
    private let process: ChildProcess
    private let takesGroupAlong: Bool
    private let end = Mutex<ChildProcess.End?>(nil)

    /// Starts a program on the calling thread; see ``ChildProcess/start(_:)``.
    ///
    /// - Parameter takesGroupAlong: Whether what else is in its process group is killed when it has ended. For one that has a
    ///   group or a session of its own.
    public init(_ request: ChildProcess.Request, takesGroupAlong: Bool = false) throws(Errno) {
        process = try ChildProcess.start(request)
        self.takesGroupAlong = takesGroupAlong
    }

    /// Its process id; see getpid(2).
    public var identifier: Int32 { process.identifier }
    /// Becomes readable when it ends; for poll(2) and the event loop.
    public var descriptor: FileDescriptor { process.descriptor }

    /// Sends a signal; does nothing when it has ended.
    public func send(_ signal: Int32) { process.send(signal) }

    /// How it ended, without waiting; nil while it runs.
    public var endSoFar: ChildProcess.End? {
        end.withLock { end in
            if let end { return end }
            guard hasEnded(withinMilliseconds: 0) else { return nil }
            return take(&end)
        }
    }

    /// Waits for it to end by itself; blocks.
    ///
    /// - Returns: How it ended; nil when it still runs after that time.
    public func wait(atMost limit: Duration) -> ChildProcess.End? {
        let deadline = ContinuousClock.now + limit
        while true {
            let left = (deadline - .now) / .milliseconds(1)
            // A signal of ours may cut the wait short.
            let isOver = hasEnded(withinMilliseconds: Int32(clamping: Int(max(0, left).rounded(.up))))
            if isOver || left <= 0 { return endSoFar }
        }
    }

    /// Ends it by force and takes its status; blocks for moments.
    @discardableResult
    public func kill() -> ChildProcess.End? {
        send(SIGKILL)
        return end.withLock { end in end ?? take(&end) }
    }

    private func hasEnded(withinMilliseconds time: Int32) -> Bool {
        var waiting = pollfd(fd: descriptor.rawValue, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, time) > 0
    }

    private func take(_ end: inout ChildProcess.End?) -> ChildProcess.End? {
        // Its number is nobody else's as long as it was not waited for.
        if takesGroupAlong { Glibc.kill(-identifier, SIGKILL) }
        end = try? process.wait()
        return end
    }

    /// Waits on a loop for it to end; no thread blocks.
    ///
    /// - Returns: How it ended; nil when it still runs after that time, or the loop has stopped.
    public func wait(on loop: EventLoop, atMost limit: Duration) async -> ChildProcess.End? {
        if let end = endSoFar { return end }
        // A descriptor has one watch in a loop, and that of this one is the owner's.
        guard let copy = try? descriptor.duplicateCloseOnExec() else { return endSoFar }
        let change = Promise<Void>()
        let watch = try? loop.watch(copy, for: .readable) { _ in change.resolve(.success(())) }
        let timer = loop.schedule(after: limit) { change.resolve(.success(())) }
        defer {
            timer.cancel()
            watch?.cancel()
            try? copy.close()
        }
        try? await change.value()
        return endSoFar
    }
}
