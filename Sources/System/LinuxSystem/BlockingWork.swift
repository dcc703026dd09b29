// SPDX-License-Identifier: Apache-2.0

internal import Synchronization
public import SystemPackage

/// Threads of our own for calls that block: files, locks, name look-ups, waits.
///
/// Swift's cooperative pool has as many threads as there are cores, so a few blocked tasks would stall all others. Here a
/// thread is started when none is idle, and ends after some idle seconds.
///
/// ```swift
/// let files = try BlockingWork(loop: loop)
/// let bytes = try await files.run("read '\(path)'", deadline: .seconds(10)) { try contents(of: path) }
/// ```
public final class BlockingWork: Sendable {
    /// The most threads at a time, those that were abandoned not counted; further work waits for its turn.
    public static let maximumThreads = 64

    private let loop: EventLoop
    private let core: BlockingWorkCore

    /// Starts no thread yet.
    ///
    /// - Parameter loop: Where deadlines are waited for.
    /// - Throws: The error number when there are no more descriptors.
    public init(loop: EventLoop) throws(Errno) {
        self.loop = loop
        core = try BlockingWorkCore()
    }

    deinit { core.close() }

    /// Runs a closure that may block, and awaits its result.
    ///
    /// When the deadline passes, or the task is cancelled, the caller gets its error at once and the thread is left to its
    /// fate: it ends when the closure does.
    ///
    /// - Parameters:
    ///   - name: What is done, as in "Cannot <name>", for the error.
    ///   - deadline: How long it may take; nil for as long as it needs.
    ///   - ignoresCancellation: Whether a task that is cancelled awaits it too, as what it makes must not be lost.
    /// - Throws: What the closure throws, ``TimedOut``, or the error number when no thread could be started.
    public func run<Value: Sendable>(
        _ name: String, deadline: Duration? = nil, ignoresCancellation: Bool = false,
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        let promise = Promise<Value>()
        let job = BlockingWorkCore.Job {
            let result = Result { try body() }
            return { promise.resolve(result) }
        }
        try core.submit(job)
        let timer = deadline.map { deadline in
            loop.schedule(after: deadline) {
                promise.resolve(.failure(TimedOut(name: name, deadline: deadline)))
            }
        }
        defer {
            timer?.cancel()
            core.leave(job)
        }
        return try await promise.value(ignoresCancellation: ignoresCancellation)
    }

    /// Work that took longer than it may.
    public struct TimedOut: Error, CustomStringConvertible {
        /// What was done, as in "Cannot <name>".
        public let name: String
        /// How long it might take.
        public let deadline: Duration

        /// One sentence.
        public var description: String {
            "Cannot \(name): it took longer than \(deadline). See whether its disk or server hangs."
        }
    }
}

/// What the threads share with their owner, whose end ends them.
final class BlockingWorkCore: Sendable {
    /// One closure to run, which returns another that tells its result.
    final class Job: Sendable {
        enum State { case waiting, running, abandoned, done }

        let state = Mutex(State.waiting)
        let run: @Sendable () -> () -> Void
        init(_ run: @escaping @Sendable () -> () -> Void) { self.run = run }
    }

    private struct State {
        var queue: [Job] = []
        var threads = 0
        var idle = 0
        var isClosed = false
    }

    private static let idleSeconds = 5

    private let state = Mutex(State())
    /// Counts the jobs that idle threads have not yet seen.
    private let wake: Semaphore

    init() throws(Errno) { wake = try Semaphore() }

    func close() {
        let idle = state.withLock { state in
            state.isClosed = true
            return state.idle
        }
        for _ in 0..<idle { wake.post() }
    }

    func submit(_ job: Job) throws(Errno) {
        let needsThread = state.withLock { state in
            state.queue.append(job)
            let needsThread = state.queue.count > state.idle && state.threads < BlockingWork.maximumThreads
            if needsThread { state.threads += 1 }
            return needsThread
        }
        guard needsThread else {
            wake.post()
            return
        }
        do {
            try SystemThread.start { self.work() }
        } catch {
            let isAlone = state.withLock { state in
                state.threads -= 1
                guard state.threads == 0 else { return false }
                state.queue.removeAll { $0 === job }
                return true
            }
            // Others will do it when there are others.
            if isAlone { throw error }
        }
    }

    /// The caller waits no more: a job that did not begin will not, and one that runs has its thread to itself.
    func leave(_ job: Job) {
        let wasRunning = job.state.withLock { state -> Bool in
            defer { if state != .done { state = .abandoned } }
            return state == .running
        }
        if wasRunning {
            let needsThread = state.withLock { state in
                // The thread that is lost makes room for another one, when there is work.
                let needsThread = state.queue.count > state.idle
                if !needsThread { state.threads -= 1 }
                return needsThread
            }
            if needsThread { _ = try? SystemThread.start { self.work() } }
        }
    }

    private func work() {
        while let job = next() {
            let begins = job.state.withLock { state in
                guard state == .waiting else { return false }
                state = .running
                return true
            }
            guard begins else { continue }
            let tell = job.run()
            let wasAbandoned = job.state.withLock { state in
                defer { state = .done }
                return state == .abandoned
            }
            tell()
            if wasAbandoned { return }
        }
    }

    /// The next job; nil when the thread is to end, which is then counted no more.
    private func next() -> Job? {
        var isIdle = false
        var isLate = false
        while true {
            let (job, ends) = state.withLock { state -> (Job?, Bool) in
                if isIdle { state.idle -= 1 }
                if !state.queue.isEmpty { return (state.queue.removeFirst(), false) }
                if isLate || state.isClosed {
                    state.threads -= 1
                    return (nil, true)
                }
                state.idle += 1
                return (nil, false)
            }
            if let job { return job }
            if ends { return nil }
            isIdle = true
            isLate = !wake.wait(seconds: Self.idleSeconds)
        }
    }
}
