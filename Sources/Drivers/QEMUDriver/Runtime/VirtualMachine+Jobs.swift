// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import Synchronization
internal import VirtModel

extension VirtualMachine {
    /// How long a job may wait for those before it.
    static let jobDeadline = Duration.seconds(30)

    /// Runs a job as soon as the queue lets it.
    ///
    /// - Parameters:
    ///   - name: What it is called: "start".
    ///   - deadline: How long it may wait to begin.
    /// - Throws: `operationTimeout`, with the job that it waited for; what the body throws, translated.
    func perform<Value: Sendable>(
        _ kind: JobQueue.Kind, _ name: String, deadline: Duration = jobDeadline,
        _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        let promise = Promise<Void>()
        let number = state.withLock { state in
            let number = state.jobs.add(kind, name, at: .now)
            state.waiters[number] = promise
            return number
        }
        beginJobs()
        let timer = services.loop.schedule(after: deadline) { [weak self] in
            self?.jobIsLate(number, name, deadline, promise)
        }
        defer {
            timer.cancel()
            state.withLock { state in
                state.jobs.remove(number)
                state.waiters[number] = nil
            }
            beginJobs()
        }
        do {
            try await promise.value()
            timer.cancel()
            return try await body()
        } catch {
            throw VirtError(error, task: error is VirtError ? nil : "\(name) domain '\(self.name)'")
        }
    }

    /// Runs a job that needs the machine to be there, with its QEMU.
    ///
    /// - Throws: `operationInvalid` when it does not run.
    func perform<Value: Sendable>(
        _ kind: JobQueue.Kind, _ name: String, deadline: Duration = jobDeadline,
        _ body: @Sendable (QEMUProcess) async throws -> Value
    ) async throws -> Value {
        try await perform(kind, name, deadline: deadline) { try await body(try self.liveProcess(for: name)) }
    }

    /// The QEMU of a machine that can be worked with.
    func liveProcess(for task: String) throws -> QEMUProcess {
        try state.withLock { state in
            let domain = "domain '\(state.definition.name)'"
            guard let run = state.run, let process = run.process, state.lifecycle.isLive else {
                throw VirtError(.operationInvalid, "Cannot \(task) \(domain): it is not running. Start it first.")
            }
            guard !run.isMonitorLost else {
                throw VirtError(
                    .operationFailed,
                    "Cannot \(task) \(domain): the monitor of its QEMU is lost. Only destroying it is left.")
            }
            return process
        }
    }

    /// What the machine is busy with; always answered at once.
    var job: DomainJobInformation? {
        state.withLock { state in
            guard let job = state.jobs.principal, job.kind != .query else { return nil }
            let elapsed = UInt64(max(0, (ContinuousClock.now - job.since) / .milliseconds(1)))
            if job.kind == .longRunning, var known = state.longJob {
                known.elapsedInMilliseconds = elapsed
                return known
            }
            return DomainJobInformation(name: job.name, elapsedInMilliseconds: elapsed)
        }
    }

    private func beginJobs() {
        let begun = state.withLock { state in
            state.jobs.begin().compactMap { state.waiters.removeValue(forKey: $0) }
        }
        for promise in begun { promise.resolve(.success(())) }
    }

    private func jobIsLate(_ number: Int, _ name: String, _ deadline: Duration, _ promise: Promise<Void>) {
        let blocker = state.withLock { $0.jobs.blocker(of: number) }
        let reason = blocker.map { "it is busy with '\($0.name)'" } ?? "it is busy"
        promise.resolve(
            .failure(
                VirtError(
                    .operationTimeout,
                    "Cannot \(name) domain '\(self.name)' within \(deadline): \(reason). Wait for that, or destroy the domain."
                )))
    }
}
