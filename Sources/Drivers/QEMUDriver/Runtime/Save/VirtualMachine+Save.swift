// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import QMP
internal import Synchronization
internal import SystemPackage
internal import VirtModel
internal import XMLCoding

extension VirtualMachine {
    /// Writes the machine to a file and ends it; when that fails it goes on as before, and nothing stays of the file.
    ///
    /// - Parameter xml: The document to keep with it; nil for that of the run.
    func save(to path: FilePath, xml: String? = nil, _ flags: DomainSaveFlags = []) async throws {
        try Self.check(flags)
        try await perform(.longRunning, "save") { process in
            try self.checkSavable()
            let isRunning = try self.guestRuns(to: "save")
            let document = try self.savedDocument(xml)
            let wasRunning = flags.contains(.running) || isRunning && !flags.contains(.paused)
            let header = SaveImageHeader(document: document, wasRunning: wasRunning)
            let image = try await self.services.blockingWork.run("make '\(path)'", deadline: .seconds(60)) {
                try NewSaveImage(path, header)
            }
            try await self.following(.save, "save") {
                try await self.write(process, image, isRunning: isRunning)
            }
            try await self.endSaved(process)
        }
    }

    /// Whether the guest whose state is to be kept runs, or stands still.
    ///
    /// - Throws: `operationInvalid` when it does neither.
    func guestRuns(to task: String) throws -> Bool {
        switch status {
        case .running: return true
        case .paused: return false
        default:
            throw VirtError(
                .operationInvalid, "Cannot \(task) domain '\(name)': its guest is off, crashed or asleep.")
        }
    }

    private static func check(_ flags: DomainSaveFlags) throws {
        if flags.isSuperset(of: [.running, .paused]) {
            throw VirtError(.invalidArgument, "A guest is either running or paused after it is restored, not both.")
        }
    }

    /// The document that goes with the machine: as another start takes it.
    private func savedDocument(_ xml: String?) throws -> String {
        let own = try runningDomain.xmlText(form: XMLForm(includesSecrets: true))
        guard let xml else { return own }
        try SavedDocument.check(xml, against: own)
        return xml
    }

    /// Has QEMU write to the file, and lets the guest go on when that fails.
    private func write(_ process: QEMUProcess, _ image: NewSaveImage, isRunning: Bool) async throws {
        try await standingStill(process, isRunning: isRunning) {
            try await self.writeState(of: process, to: image.file)
            try await self.services.blockingWork.run("complete '\(image.path)'", deadline: .seconds(600)) {
                var image = image
                try image.complete()
            }
        } undo: {
            try? await self.services.blockingWork.run("remove '\(image.path)'") { image.remove() }
        }
    }

    /// Does something while the guest stands still, and lets it go on when that fails.
    func standingStill(
        _ process: QEMUProcess, isRunning: Bool, _ body: @Sendable () async throws -> Void,
        undo: @escaping @Sendable () async -> Void
    ) async throws {
        do {
            if isRunning {
                apply(.pausing(.save))
                do {
                    try await process.execute(QMPCommand("stop"))
                } catch {
                    apply(.pausingFailed)
                    throw error
                }
            }
            try await body()
        } catch {
            // In a task of its own, which is not cancelled with this one.
            await Task {
                await undo()
                guard isRunning, !process.hasEnded, self.status == .paused(.save) else { return }
                do {
                    try await process.execute(QMPCommand("cont"))
                } catch {
                    services.report("Domain '\(name)' was not saved, and stands still. \(error)")
                }
            }.value
            throw error
        }
    }

    /// Ends a QEMU whose machine is in a file.
    func endSaved(_ process: QEMUProcess) async throws {
        let finished = state.withLock { $0.run?.finished }
        apply(.ending(.saved, .saved))
        let hasEnded = await process.terminate()
        guard hasEnded, await finished?.wait(atMost: .seconds(30), on: services.loop) ?? true else {
            throw VirtError(
                .operationFailed,
                "Domain '\(name)' is saved, and its QEMU (process \(process.identifier)) does not end. Destroy it.")
        }
    }

    // MARK: QEMU's state in a file

    /// The name by which QEMU knows the file.
    static let stateFileName = "swift-virt-state"

    /// Has QEMU write its state behind what is in a file.
    func writeState(of process: QEMUProcess, to file: OwnedDescriptor) async throws {
        try await process.execute(
            QMPCommand("getfd", ["fdname": .string(Self.stateFileName)]), passing: [file.descriptor])
        do {
            let results = try await process.execute(
                pipelined: [
                    // As fast as the disk takes it.
                    QMPCommand("migrate-set-parameters", ["max-bandwidth": .integer(.max)]),
                    // Who follows a save is told of each pass over the memory.
                    QMPCommand(
                        "migrate-set-capabilities",
                        ["capabilities": .array([.object([.init("capability", "events"), .init("state", true)])])]),
                    QMPCommand("migrate", ["uri": .string("fd:\(Self.stateFileName)")]),
                ])
            for result in results { _ = try result.get() }
        } catch {
            _ = try? await process.execute(QMPCommand("closefd", ["fdname": .string(Self.stateFileName)]))
            throw error
        }
        do {
            try await follow(process, "saved")
        } catch {
            await Task { await self.cancelMigration(of: process) }.value
            throw error
        }
    }

    /// Has a QEMU that was started for it read its state.
    func readState(of process: QEMUProcess, from image: SaveImageFile) async throws {
        try await process.execute(
            QMPCommand("getfd", ["fdname": .string(Self.stateFileName)]), passing: [image.file.descriptor])
        try await process.execute(QMPCommand("migrate-incoming", ["uri": .string("fd:\(Self.stateFileName)")]))
        try await follow(process, "restored")
    }

    /// Waits until QEMU has its state written or read, and keeps the progress for those who ask.
    func follow(_ process: QEMUProcess, _ done: String) async throws {
        var pause = Duration.milliseconds(5)
        while true {
            let progress = MigrationProgress(try await process.execute(QMPCommand("query-migrate")))
            state.withLock { state in
                if let known = progress.progress { state.longJob?.progress = known }
                if !progress.statistics.isEmpty { state.longJob?.statistics = progress.statistics }
            }
            switch progress.phase {
            case .completed: return
            case .cancelled: throw VirtError(.operationAborted, "Domain '\(name)' was not \(done): that was aborted.")
            case .failed(let reason):
                throw VirtError(
                    .operationFailed,
                    "Domain '\(name)' was not \(done): \(reason). See whether there is room for its memory.")
            case .active: break
            }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(200))
        }
    }

    /// Sees to it that QEMU writes no more.
    private func cancelMigration(of process: QEMUProcess) async {
        guard !process.hasEnded else { return }
        _ = try? await process.execute(QMPCommand("migrate_cancel"))
        for _ in 0..<150 {
            guard let reply = try? await process.execute(QMPCommand("query-migrate")),
                MigrationProgress(reply).phase == .active, reply["status"] != nil
            else { return }
            try? await Task.sleep(for: .milliseconds(200))
        }
    }

    // MARK: Jobs

    /// Does a long job whose progress can be asked for and whose end is announced.
    func following(
        _ operation: DomainJobInformation.Operation, _ name: String, _ body: @Sendable () async throws -> Void
    ) async throws {
        let begin = ContinuousClock.now
        state.withLock { state in
            state.longJob = DomainJobInformation(name: name, elapsedInMilliseconds: 0)
            state.longJob?.operation = operation
        }
        func finish(_ outcome: DomainJobInformation.Outcome, _ message: String? = nil) {
            let elapsed = UInt64(max(0, (ContinuousClock.now - begin) / .milliseconds(1)))
            let job = state.withLock { state -> DomainJobInformation? in
                guard var job = state.longJob else { return nil }
                job.outcome = outcome
                job.elapsedInMilliseconds = elapsed
                if let message { job.statistics.append(.init("errmsg", .string(message))) }
                state.longJob = nil
                state.lastJob = job
                return job
            }
            // Of the others libvirt announces no end, and who asked for one is answered at its end.
            if let job, operation == .save { announce(.jobCompleted(job)) }
        }
        do {
            try await body()
            finish(.completed)
        } catch {
            let error = VirtError(error, task: error is VirtError ? nil : "\(name) domain '\(self.name)'")
            finish(error.code == .operationAborted ? .cancelled : .failed, error.message)
            throw error
        }
    }

    /// Ends the long job.
    func abortJob() async throws {
        let process = try liveProcess(for: "abort the job of")
        let job = state.withLock { $0.longJob }
        guard job?.operation == .save else {
            throw VirtError(.operationInvalid, "Domain '\(name)' is busy with nothing that could be aborted.")
        }
        try await process.execute(QMPCommand("migrate_cancel"))
    }
}

/// Documents that go with files in which machines are kept.
enum SavedDocument {
    /// Checks that a document describes the machine whose memory is in a file: the guest must not notice a change.
    static func check(_ text: String, against original: String) throws {
        let one: Domain
        do {
            one = try Domain(xml: text)
        } catch {
            throw VirtError(error, task: "keep the document with the domain")
        }
        let other = try Domain(xml: original)
        let parts: [(String, Bool)] = [
            ("UUID", one.uuid == other.uuid), ("type", one.kind == other.kind),
            ("architecture", one.os.architecture == other.os.architecture),
            ("machine", one.os.machine == other.os.machine), ("memory", one.memory.kib == other.memory.kib),
            ("number of vCPUs", one.vcpus.maximum == other.vcpus.maximum),
            ("number of disks", one.devices.disks.map(\.target) == other.devices.disks.map(\.target)),
            ("number of interfaces", one.devices.interfaces.count == other.devices.interfaces.count),
        ]
        if let (part, _) = parts.first(where: { !$0.1 }) {
            throw VirtError(
                .configurationUnsupported,
                "The document is not for the machine '\(other.name)' that was saved: its \(part) is another. Change only what the guest does not see."
            )
        }
    }
}
