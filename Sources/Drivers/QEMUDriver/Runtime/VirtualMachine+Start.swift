// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import QMP
internal import Synchronization
internal import SystemPackage
internal import VirtModel
internal import XMLCoding

extension VirtualMachine {
    /// Starts the machine; everything that a failed start has made is undone when this throws.
    ///
    /// - Parameters:
    ///   - document: What this start is made of; nil for the definition.
    ///   - image: What it goes on from rather than boots; nil for its managed save, if there is one.
    ///   - template: The template that the machine becomes, or goes on from.
    ///   - isDefined: Whether what it is made of was completed by this emulator's capabilities just before.
    func start(
        _ flags: DomainStartFlags, with document: Domain? = nil, from image: SaveImageFile? = nil,
        template: MachineTemplate.Role? = nil, isDefined: Bool = false
    ) async throws -> DomainIdentity {
        try await perform(.modify, "start") {
            let saved = try await self.savedMachine(flags, document, image)
            let managed = try saved?.isManaged == true ? saved.map { try Domain(xml: $0.image.header.document) } : nil
            let (run, definition) = try self.begin(document ?? managed, isUpdate: document != nil) {
                $0.endsWithConnection = flags.contains(.autodestroy)
                $0.resetsVariables = flags.contains(.resetNVRAM)
                $0.saved = saved
                $0.template = template
                $0.isDefined = isDefined && managed == nil
            }
            let isPaused = flags.contains(.paused) || saved?.image.header.wasRunning == false
            try await self.launch(run, definition, isPaused: isPaused)
            return self.identity
        }
    }

    /// Starts the machine as it was at a snapshot that is kept in its images, or boots it; within a job.
    func start(
        at snapshot: SnapshotDocument?, as domain: Domain, isPaused: Bool, resetsVariables: Bool
    ) async throws {
        let (run, definition) = try begin(domain, isUpdate: false) {
            $0.snapshot = snapshot.map { .init($0) }
            $0.resetsVariables = resetsVariables
        }
        try await launch(run, definition, isPaused: isPaused)
    }

    /// What a start goes on from.
    private func savedMachine(
        _ flags: DomainStartFlags, _ document: Domain?, _ image: SaveImageFile?
    ) async throws -> SavedMachine? {
        guard !isActive else { return nil }
        if image != nil || document != nil || flags.contains(.forceBoot) {
            // The memory that is kept would not fit what this start does to the disks.
            if hasManagedSave { try await discardManagedSave() }
            return image.map { SavedMachine(image: $0) }
        }
        return try await managedSaveImage().map { SavedMachine(image: $0, isManaged: true) }
    }

    /// Decides that the machine starts.
    private func begin(
        _ document: Domain?, isUpdate: Bool, _ choose: (inout Run) -> Void
    ) throws -> (Run, Domain) {
        let policy = try policy(of: document ?? state.withLock { $0.definition })
        let (run, definition) = try state.withLock { state in
            guard state.run == nil else {
                throw VirtError(.operationInvalid, "Domain '\(state.definition.name)' is running already.")
            }
            let definition = document ?? state.definition
            var run = Run(id: environment.nextID(), domain: definition)
            choose(&run)
            state.run = run
            state.isUpdated = isUpdate
            state.lastJob = nil
            return (run, definition)
        }
        // Whoever closes the driver ends the runs that it finds, after it has said that it closes.
        guard environment.isOpen() else {
            state.withLock { $0.run = nil }
            run.finished.open()
            throw QEMUDomainDriver.closed
        }
        apply(.begin(policy))
        return (run, definition)
    }

    /// What the document says about the guest's own acts.
    func policy(of domain: Domain) throws -> DomainLifecycle.Policy {
        func reaction(_ text: String?, _ element: String, _ standard: DomainLifecycle.Policy.Reaction) throws
            -> DomainLifecycle.Policy.Reaction
        {
            switch text {
            case nil: return standard
            case "destroy"?: return .destroy
            case "restart"?: return .restart
            case "preserve"? where element == "on_crash": return .preserve
            case let other?:
                throw VirtError(
                    .configurationUnsupported,
                    "The action '\(other)' in <\(element)> is not supported. Use 'destroy' or 'restart'.")
            }
        }
        return DomainLifecycle.Policy(
            onPowerOff: try reaction(domain.onPowerOff, "on_poweroff", .destroy),
            onReboot: try reaction(domain.onReboot, "on_reboot", .restart),
            onCrash: try reaction(domain.onCrash, "on_crash", .destroy))
    }

    /// From the command line to a guest that runs.
    func boot(
        _ launch: inout Launch, _ run: Run, _ capabilities: QEMUCapabilities, isPaused: Bool
    ) async throws {
        try checkStillWanted(run)
        let made: Result<(MonitorSocket, QEMUInvocation, EmulatorLog), any Error>
        (launch, made) = try await services.blockingWork.run(
            "make the files of '\(launch.domain.name)'", ignoresCancellation: true
        ) { [launch] in
            var launch = launch
            let made = Result { try self.makeFiles(for: &launch, capabilities) }
            // What was made before a failure is held, too.
            return (launch, made)
        }
        let (monitor, invocation, log) = try made.get()
        try checkStillWanted(run)
        let resources = try await takeHostResources(for: &launch, invocation)
        try checkStillWanted(run)
        let process = try await QEMUProcess.spawn(
            invocation, launch, resources, monitor, log: log, handlers: handlers(run))
        launch.closeInherited()
        state.withLock { $0.run?.process = process }
        do {
            if !environment.endsWithUs {
                try await services.blockingWork.run("note the start of '\(launch.domain.name)'") { [launch] in
                    try self.noteStart(of: process, launch, monitor)
                }
            }
            try checkStillWanted(run)
            try await meet(process, &launch, run, resources)
        } catch {
            let explained = await explain(error, process, launch.domain.name)
            throw reason(for: explained, resources, launch.domain.name)
        }
        try await letGo(process, &launch, run, monitor, isPaused: isPaused)
    }

    /// Makes all that QEMU finds when it begins; blocks.
    private func makeFiles(
        for launch: inout Launch, _ capabilities: QEMUCapabilities
    ) throws -> (MonitorSocket, QEMUInvocation, EmulatorLog) {
        let monitor = try MonitorSocket.prepare(&launch)
        holdNote(of: &launch)
        // Before anything is taken from the host, so that a later process can give it back.
        try noteStart(of: nil, launch, monitor)
        launch.context.descriptors.firstFree = launch.inherited.firstFreeNumber
        let invocation = try QEMUInvocation(
            PreparedDomain(completed: launch.domain), capabilities: capabilities, context: launch.context)
        let logPath = services.directories.logs.appending("\(launch.domain.name).log")
        do {
            try launch.make(invocation.files)
            try launch.open(invocation.descriptors)
            return (monitor, invocation, try EmulatorLog(logPath, starting: invocation))
        } catch let error as Errno {
            throw VirtError(.systemError, "The log '\(logPath)' cannot be opened: \(error).", cause: error)
        }
    }

    /// Asks a new QEMU for what is not known before it runs, all in one write.
    private func meet(
        _ process: QEMUProcess, _ launch: inout Launch, _ run: Run, _ resources: HostResources
    ) async throws {
        var commands = [QMPCommand("query-cpus-fast"), QMPCommand("query-chardev")]
        if launch.domain.onReboot == "destroy" { commands.append(QMPCommand("set-action", ["reboot": "shutdown"])) }
        let replies = try await process.negotiate(with: commands, deadline: QEMUProcess.greetingDeadline)
        launch.hasAnswered = true
        var threads = RuntimeFacts.vcpuThreads(try replies[0].get())
        RuntimeFacts.complete(&launch.domain, characterDevices: try replies[1].get())
        if replies.count > 2 { _ = try replies[2].get() }
        if launch.domain.vcpus.startCount < launch.domain.vcpus.enabledCount {
            threads = try await plugVCPUs(of: launch.domain, into: process)
        }
        state.withLock { [threads] in $0.run?.vcpuThreads = threads }
        try await settle(resources, process, launch, vcpuThreads: threads)
        for resource in environment.resources { try await resource.attach(to: process, launch.domain) }
        if let saved = run.saved {
            try await following(.restore, "restore") { try await self.readState(of: process, from: saved.image) }
        } else if let template = run.template, template.isInstance {
            try await following(.restore, "restore") {
                try await self.readState(of: process, from: template.template)
            }
        }
        if let snapshot = run.snapshot { try await loadMemory(snapshot.value, in: process, launch.domain) }
    }

    /// Makes the machine one that can be worked with, and lets its CPUs go.
    private func letGo(
        _ process: QEMUProcess, _ launch: inout Launch, _ run: Run, _ monitor: MonitorSocket, isPaused: Bool
    ) async throws {
        let domain = launch.domain
        let held = launch.held
        let isTaken = state.withLock { state in
            guard !process.hasEnded, !state.lifecycle.isEnding else { return false }
            state.run?.domain = domain
            state.run?.held = held
            // From here on the end of the process gives back what is held.
            state.run?.isTaken = true
            if case .listening(let path) = monitor { state.run?.monitorPath = path.string }
            return true
        }
        guard isTaken else {
            throw await explain(
                VirtError(.operationAborted, "Domain '\(domain.name)' was ended while it started."), process,
                domain.name)
        }
        launch.held = HeldResources()
        if let isConnected = domain.isAgentConnected { announce(.agent(isConnected: isConnected, isStart: true)) }
        apply(.started(run.isRestored ? .restored : run.snapshot != nil ? .fromSnapshot : .booted))
        do {
            // Once the guest runs it changes its disks, and the memory that is kept fits them no more.
            if run.saved?.isManaged == true { try await discardManagedSave() }
            if !isPaused { try await process.execute(QMPCommand("cont")) }
            apply(.settled(paused: isPaused))
            await keepStatus()
            keepLogsSmall(of: run.id)
        } catch {
            apply(.ending(.failed, .failed))
            let explained = await explain(error, process, domain.name)
            _ = await Task { await run.finished.wait(atMost: .seconds(30), on: services.loop) }.value
            throw explained
        }
    }

    /// What the process tells while it lives.
    func handlers(_ run: Run) -> QEMUProcess.Handlers {
        QEMUProcess.Handlers(
            event: { [weak self] event in self?.handle(event) },
            monitorLost: { [weak self] reason in self?.monitorLost(reason, runID: run.id) },
            end: { [weak self] in self?.processEnded(runID: run.id) })
    }

    /// - Throws: `operationAborted` when the machine was destroyed while it started.
    func checkStillWanted(_ run: Run) throws {
        let (isWanted, name) = state.withLock { ($0.run?.id == run.id && !$0.lifecycle.isEnding, $0.definition.name) }
        if !isWanted { throw VirtError(.operationAborted, "Domain '\(name)' was destroyed while it started.") }
    }

    /// The error of a start that failed with a QEMU there: ends it, and lets it have the last word when it went by itself.
    private func explain(_ error: any Error, _ process: QEMUProcess, _ name: String) async -> any Error {
        let isEndedByUs = state.withLock { $0.lifecycle.isEnding }
        // One that is about to end says why; of one that is silent, or not wanted any more, nothing is awaited.
        let isSilent = (error as? QMPConnectionError)?.code == .timedOut || error is CancellationError
        // A task of its own, as QEMU ends even where the caller's is cancelled.
        let wentByItself = await Task {
            let wentByItself = await process.waitForEnd(atMost: .milliseconds(isSilent ? 0 : 500))
            if !wentByItself { _ = await process.terminate() }
            return wentByItself
        }.value
        guard wentByItself, let log = process.log, (error as? VirtError)?.code != .operationAborted || !isEndedByUs
        else {
            return error
        }
        let template = state.withLock { $0.run?.template?.template }
        if let failure = template?.failure(of: process.exit, name) { return failure }
        let words = (try? await services.blockingWork.run("read the log of '\(name)'") { log.lastWords() }) ?? ""
        let end = process.exit.map { " with \($0)" } ?? ""
        return VirtError(
            .operationFailed,
            "Cannot start domain '\(name)': its QEMU ended\(end). "
                + (words.isEmpty ? "It did not say why." : "It said: \(words)"), cause: error)
    }
}
