// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import Synchronization
internal import SystemPackage
internal import VirtModel

extension VirtualMachine {
    /// Ends the machine at once, whatever it is busy with; all is given back when this returns.
    ///
    /// Once asked for it is done, even when the task that asks is cancelled, as tasks that clean up often are.
    func destroy(
        _ flags: DomainDestroyFlags = [], reason: DomainStatus.ShutoffReason = .destroyed,
        detail: DomainEvent.StoppedDetail = .destroyed
    ) async throws { try await Task { try await end(flags, reason, detail) }.value }

    private func end(
        _ flags: DomainDestroyFlags, _ reason: DomainStatus.ShutoffReason, _ detail: DomainEvent.StoppedDetail
    ) async throws {
        try await perform(.destroy, "destroy") {
            guard let run = self.state.withLock({ $0.run }) else {
                throw VirtError(.operationInvalid, "Cannot destroy domain '\(self.name)': it is not running.")
            }
            let isForced = !flags.contains(.graceful)
            self.apply(isForced ? .ending(reason, detail) : .askingToEnd)
            if let process = run.process {
                guard await process.terminate(force: isForced) else {
                    if !isForced { self.apply(.askedInVain) }
                    let remedy =
                        isForced
                        ? "Look what its process \(process.identifier) waits for." : "Destroy it without 'graceful'."
                    throw VirtError(
                        .operationFailed, "Domain '\(self.name)' cannot be destroyed: its QEMU does not end. \(remedy)")
                }
            }
            guard await run.finished.wait(atMost: .seconds(30), on: self.services.loop) else {
                throw VirtError(
                    .operationTimeout,
                    "Domain '\(self.name)' has ended, but what it had is not given back within 30 seconds.")
            }
            if flags.contains(.removeLogs) { try await self.removeLog() }
        }
    }

    private func removeLog() async throws {
        let path = services.directories.logs.appending("\(name).log")
        try await services.blockingWork.run("remove '\(path)'") { try path.removeAll() }
    }

    /// The process of a run has ended; called on the loop.
    func processEnded(runID: Int) {
        // A start that has not got far enough cleans up after itself.
        guard state.withLock({ $0.run?.id == runID && $0.run?.isTaken == true }) else { return }
        Task { await finish(runID: runID) }
    }

    /// Gives everything back, then says that the domain has stopped.
    private func finish(runID: Int) async {
        let taken = state.withLock { state -> (held: HeldResources, finished: Latch, statusPath: FilePath)? in
            guard let run = state.run, run.id == runID else { return nil }
            state.run?.held = HeldResources()
            if case .draft(let template) = run.template { template.note(run.process?.exit) }
            return (run.held, run.finished, statusPath(state.definition.name))
        }
        guard var taken else { return }
        for problem in await taken.held.releaseAll(afterFailure: false) { services.report(problem) }
        if !environment.endsWithUs {
            let path = taken.statusPath
            do {
                try await services.blockingWork.run("remove '\(path)'") { try path.removeAll() }
            } catch {
                services.report("The state '\(path)' of a domain that has ended cannot be removed. \(error)")
            }
        }
        apply(.ended) { state in
            state.run = nil
            state.isUpdated = false
        }
        let isGone = state.withLock { !$0.isPersistent && $0.run == nil }
        if isGone {
            await forgetSnapshots()
            environment.forget(self)
        }
        taken.finished.open()
    }

    /// The monitor broke down while the process goes on; called on the loop.
    func monitorLost(_ reason: String, runID: Int) {
        let isNews = state.withLock { state in
            guard state.run?.id == runID, state.run?.isTaken == true, !state.lifecycle.isEnding else { return false }
            state.run?.isMonitorLost = true
            return true
        }
        guard isNews else { return }
        services.report("Domain '\(name)' can only be destroyed. \(reason)")
        announce(.controlError)
    }
}
