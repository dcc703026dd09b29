// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import QMP
internal import Synchronization
internal import SystemPackage
internal import VirtModel
internal import XMLCoding

extension VirtualMachine {
    /// Where the state of a run is kept, by which a later process of ours finds it.
    func statusPath(_ name: String) -> FilePath {
        services.directories.state.appending(name + DomainStatusDocument.suffix)
    }

    /// Writes down what a later process needs to find the run again; of no use for one that ends with us.
    ///
    /// Writes in the background, the last state at last: what is written is read when its turn has come.
    func saveStatus() {
        guard !environment.endsWithUs else { return }
        Task { await keepStatus() }
    }

    /// The same, and it is written when this returns.
    func keepStatus() async {
        guard !environment.endsWithUs else { return }
        do {
            try await services.blockingWork.run("write the state of '\(name)'") { [self] in try writeStatus() }
        } catch {
            services.report(
                "The state of domain '\(name)' is not written, so it is not found again after a restart. \(error)")
        }
    }

    /// Writes it down before anything else is done.
    func saveStatusNow() async throws {
        guard !environment.endsWithUs else { return }
        try await services.blockingWork.run("write the state of '\(name)'", deadline: .seconds(60)) { [self] in
            try writeStatus()
        }
    }

    private func writeStatus() throws {
        try statusWriter.withLock { _ in
            guard let (document, path) = statusDocument else { return }
            try AtomicFile.write(Array(try document.text().utf8), to: path, isDurable: false)
        }
    }

    /// Leaves a run to itself, for a later process or connection of ours to find.
    func letGoOn() async {
        guard let process = state.withLock({ $0.run?.process }) else { return }
        do {
            try await perform(.control, "leave") {
                try await self.services.blockingWork.run("write the state of '\(self.name)'") { try self.writeStatus() }
            }
        } catch {
            services.report("The state of domain '\(name)' is not written, so it is not found again. \(error)")
        }
        process.detach()
        // Nothing is given back by us; helper programs are left to whoever takes their status.
        state.withLock { $0.run?.held = HeldResources() }
    }

    private var statusDocument: (DomainStatusDocument, FilePath)? {
        state.withLock { state in
            guard let run = state.run, run.isTaken, let process = run.process, let monitor = run.monitorPath else {
                return nil
            }
            let document = DomainStatusDocument(
                status: state.lifecycle.status, processID: process.identifier, processStartTime: process.startTime,
                monitorPath: monitor, isTransient: !state.isPersistent, domain: run.domain, vcpuThreads: run.vcpuThreads
            )
            return (document, statusPath(state.definition.name))
        }
    }

    /// Takes up the run that a document tells of.
    ///
    /// - Returns: Whether it is still there.
    func reopen(_ document: DomainStatusDocument) async throws -> Bool {
        var run = Run(id: document.domain.id ?? environment.nextID(), domain: document.domain)
        run.monitorPath = document.monitorPath
        run.vcpuThreads = document.vcpuThreads
        let newRun = run
        let process: QEMUProcess
        do {
            process = try await services.blockingWork.run("find the QEMU of '\(name)'", deadline: .seconds(10)) {
                [self] in
                try QEMUProcess.find(
                    identifier: document.processID, startTime: document.processStartTime,
                    monitor: FilePath(document.monitorPath), name: document.domain.name, services: services,
                    handlers: handlers(newRun))
            }
        } catch let error as Errno
            where error == .noSuchProcess || error == .connectionRefused || error == .noSuchFileOrDirectory
        {
            return false
        }
        if document.isStarting {
            // Nobody was told that it runs, and nobody knows how far it got.
            guard await process.terminate() else { throw Self.doesNotEnd }
            return false
        }
        let replies = try await process.negotiate(
            with: [QMPCommand("query-status")], deadline: QEMUProcess.greetingDeadline)
        let status = Self.status(told: try replies[0].get(), remembered: document.status)
        run.process = process
        run.isTaken = true
        let directory = FilePath(document.monitorPath).removingLastComponent()
        run.held.add("The directory '\(directory)'") { [blockingWork = services.blockingWork] in
            try await blockingWork.run("remove '\(directory)'") { try directory.removeAll() }
        }
        if environment.identity != nil { try await findFiles(&run) }
        let note = services.directories.linkNote(of: uuid)
        run.held.add("What domain '\(name)' had of the host's interfaces") { [blockingWork = services.blockingWork] in
            try await blockingWork.run("remove macvtaps") { try MacVTap.removeAll { $0 == note } }
        }
        if (try? ResourceLimits.limits(of: document.domain))?.isEmpty == false {
            run.held.add("The control group of domain '\(name)'") { [blockingWork = services.blockingWork] in
                try await blockingWork.run("remove a control group") {
                    ControlGroup.removeAbandoned(in: try ControlGroupTree())
                }
            }
        }
        let policy = try policy(of: document.domain)
        apply(.found(status, policy)) { [run] in $0.run = run }
        if process.hasEnded { processEnded(runID: run.id) }
        keepLogsSmall(of: run.id)
        return true
    }

    /// Has the files that an earlier process handed over given back when the run ends.
    private func findFiles(_ run: inout Run) async throws {
        let ownership = try await ownership(found: run.domain.hostFiles)
        run.held.add("What domain '\(name)' had of the host") { [self] in try await giveBack(ownership) }
    }

    /// Gives files back that an earlier process handed over for a run that is over.
    func giveBack(_ files: [Domain.HostFile]) async throws { try await giveBack(ownership(found: files)) }

    private func ownership(found files: [Domain.HostFile]) async throws -> ImageOwnership {
        try await services.blockingWork.run("look at the files of '\(name)'", deadline: .seconds(30)) {
            ImageOwnership(found: files)
        }
    }

    private func giveBack(_ ownership: ImageOwnership) async throws {
        for problem in try await services.blockingWork.run("give files back", { ownership.giveBack() }) {
            services.report(problem)
        }
    }

    /// What a machine is doing: QEMU knows whether it runs, the document why. Where they differ, the last command came through and its
    /// note did not: a guest that stands still without a reason of QEMU's was paused, and one that goes on was resumed.
    private static func status(told reply: JSONValue, remembered: DomainStatus) -> DomainStatus {
        switch reply["status"]?.string {
        case "running": remembered.isRunning ? remembered : .running(.unpaused)
        case "shutdown": .shutdown
        case "guest-panicked": .crashed(.panicked)
        case "suspended": .suspended
        case "io-error": .paused(.ioError)
        case "watchdog": .paused(.watchdog)
        default: if case .paused = remembered { remembered } else { .paused(.user) }
        }
    }
}
