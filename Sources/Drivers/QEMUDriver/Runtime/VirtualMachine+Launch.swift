// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import Synchronization
internal import SystemPackage
internal import VirtModel

extension VirtualMachine {
    /// How often a start is made whose ports others take, each time before QEMU can.
    static let launchLimit = 10

    /// The whole of a start, made again when somebody else took a port that was chosen for it.
    func launch(_ run: Run, _ definition: Domain, isPaused: Bool) async throws {
        var count = 0
        while true {
            count += 1
            var tried: Launch?
            do {
                return try await attempt(run, definition, &tried, isPaused: isPaused)
            } catch {
                let isOver = count == Self.launchLimit || !isWorthAnother(run, tried, after: error)
                // A task of its own, as what was made is undone even where the caller's is cancelled.
                let problems = await Task { [held = tried?.held] in
                    var held = held ?? HeldResources()
                    if isOver { await self.endEmulator(of: run) }
                    return await held.releaseAll(afterFailure: true)
                }.value
                for problem in problems { services.report(problem) }
                guard isOver else { continue }
                abandon(run)
                throw VirtError(error, task: error is VirtError ? nil : "start domain '\(definition.name)'")
            }
        }
    }

    /// One attempt. What is taken and made on the way is in `tried`, until the machine runs and it passes to the run.
    private func attempt(
        _ run: Run, _ definition: Domain, _ tried: inout Launch?, isPaused: Bool
    ) async throws {
        let capabilities = try await services.capabilities.capabilities(for: definition)
        var context = launchContext(run)
        context.awaitsIncomingState = run.isRestored
        if definition.os.firmware != nil {
            context.firmware = try await services.blockingWork.run("look for firmware") {
                FirmwareDescriptor.installed()
            }
        }
        if !definition.accountNames.isEmpty {
            context.host.accounts = try await services.blockingWork.run("look for users and groups") {
                try HostFacts.accounts(of: definition)
            }
        }
        let equipped = run.template?.equipped(
            definition, privateDirectory: context.privateDirectory(ofDomain: definition.name))
        let prepared = try PreparedDomain(
            equipped ?? definition, isDefined: run.isDefined && equipped == nil, capabilities: capabilities,
            context: context)
        var launch = Launch(domain: prepared.domain, context: context, services: services)
        launch.domain.id = run.id
        launch.resetsVariables = run.resetsVariables
        guard !run.resetsVariables || launch.domain.os.nvram == nil || launch.domain.os.nvram?.template != nil else {
            throw VirtError(
                .operationFailed,
                "Domain '\(launch.domain.name)' cannot begin with fresh firmware variables: no template of them is known. Name it in <nvram template='...'>."
            )
        }
        launch.spawn.endsWithUs = environment.endsWithUs
        launch.spawn.hasOwnProcessGroup = !environment.endsWithUs
        defer { tried = launch }
        launch = try await prepare(launch) { try $0.makeDirectories() }
        // The directories are held when this fails.
        if let template = run.template { launch = try await prepare(launch) { try template.provide(for: &$0) } }
        for resource in environment.resources {
            try checkStillWanted(run)
            try await resource.acquire(for: &launch)
        }
        try await boot(&launch, run, capabilities, isPaused: isPaused)
        launch.held = HeldResources()
    }

    /// Does a step that blocks, and that is waited for even where the caller's task is cancelled: else nobody knew what it makes.
    private func prepare(
        _ launch: Launch, _ step: @escaping @Sendable (inout Launch) throws -> Void
    ) async throws -> Launch {
        try await services.blockingWork.run(
            "prepare the directories of '\(launch.domain.name)'", ignoresCancellation: true
        ) {
            var launch = launch
            try step(&launch)
            return launch
        }
    }

    /// Whether an attempt failed for no fault of the domain's: its QEMU ended before it answered, and others have what was chosen
    /// for it.
    private func isWorthAnother(_ run: Run, _ tried: Launch?, after error: any Error) -> Bool {
        guard let tried, !tried.hasAnswered else { return false }
        let isEnded = state.withLock { state in
            state.run?.id == run.id && !state.lifecycle.isEnding && state.run?.process?.hasEnded == true
        }
        guard isEnded, environment.resources.contains(where: { $0.isOvertaken(tried, reason: "\(error)") }) else {
            return false
        }
        state.withLock { $0.run?.process = nil }
        return true
    }

    private func endEmulator(of run: Run) async {
        let process = state.withLock { $0.run?.id == run.id ? $0.run?.process : nil }
        if let process, !process.hasEnded { _ = await process.terminate() }
    }

    /// The start is over, and nothing is left of it.
    private func abandon(_ run: Run) {
        let isMine = state.withLock { $0.run?.id == run.id }
        if isMine { apply(.failed) { $0.run = nil } }
        run.finished.open()
    }
}
