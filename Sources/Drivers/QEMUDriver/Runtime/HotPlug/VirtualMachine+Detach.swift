// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import QMP
internal import Synchronization
internal import VirtModel
internal import XMLCoding

extension VirtualMachine {
    /// How long a guest may take to let go of a device before the caller is told that it was asked to.
    private static let removalPatience = Duration.seconds(5)

    /// Takes a device from what runs, from the definition, or from both.
    ///
    /// A guest that does not let go in time may do so later: then it is gone with an event.
    ///
    /// - Parameter find: Where among devices the one is.
    func detach(
        _ flags: DomainDeviceFlags, _ find: @Sendable (Devices) throws -> DevicePlace
    ) async throws {
        try await perform(.modify, "detach a device from") {
            let scope = try self.scope(of: flags, for: "detach a device from")
            let definition =
                scope.isConfig
                ? try await self.definition { $0.devices.remove(at: try find($0.devices)) } : nil
            if scope.isLive {
                let devices = self.state.withLock { $0.run?.domain.devices } ?? Devices()
                let place = try find(devices)
                try devices.checkDetachable(place)
                guard let alias = devices.info(at: place).alias else {
                    throw VirtError(.internalError, "A device of domain '\(self.name)' has no alias.")
                }
                try await self.unplug(alias)
            }
            if let definition { try await self.saveChanged(definition, scope) }
        }
    }

    /// Asks the guest to let go of a device, and takes away what is behind it when it has.
    ///
    /// - Returns: Whether it has in time.
    @discardableResult
    func unplug(_ alias: String) async throws -> Bool {
        let process = try liveProcess(for: "detach a device from")
        // What cannot be taken away is refused before the guest is asked.
        _ = try await removalPlan(alias)
        let promise = Promise<Bool>()
        state.withLock { $0.run?.removals[alias] = promise }
        defer { state.withLock { $0.run?.removals[alias] = nil } }
        do {
            try await process.execute(QMPCommand("device_del", ["id": .string(alias)]))
        } catch let error as QMPError where error.errorClass == "DeviceNotFound" {
            throw VirtError(.deviceMissing, "The QEMU of domain '\(name)' has no device '\(alias)'.", cause: error)
        }
        let timer = services.loop.schedule(after: Self.removalPatience) {
            promise.resolve(.failure(VirtError(.operationTimeout, "")))
        }
        defer { timer.cancel() }
        let isGone: Bool
        do {
            isGone = try await promise.value()
        } catch let error as VirtError where error.code == .operationTimeout {
            return false
        }
        guard isGone else {
            throw VirtError(.operationFailed, "The guest of domain '\(name)' refuses to let go of '\(alias)'.")
        }
        try await finishRemoval(alias)
        return true
    }

    /// QEMU says that a device has gone, or that the guest keeps it; called on the loop.
    func deviceLeft(_ alias: String, isGone: Bool) {
        let (waiter, isOurs) = state.withLock { state in
            (state.run?.removals[alias], state.run?.domain.devices.place(aliased: alias) != nil)
        }
        if waiter?.resolve(.success(isGone)) == true { return }
        guard isGone else { return announce(.deviceRemovalFailed(alias: alias)) }
        guard isOurs else { return announce(.deviceRemoved(alias: alias)) }
        // Nobody waits for it any more, or the guest gave it back unasked.
        Task {
            do {
                try await perform(.modify, "remove a device of") { try await self.finishRemoval(alias) }
            } catch {
                services.report("What was behind '\(alias)' of domain '\(name)' is not removed. \(error)")
            }
        }
    }

    private func removalPlan(_ alias: String) async throws -> HotPlugPlan {
        guard let run = state.withLock({ $0.run }) else {
            throw VirtError(.operationInvalid, "Domain '\(name)' is not running.")
        }
        return try HotPlugPlan(
            [alias], of: run.domain, capabilities: await services.capabilities.capabilities(for: run.domain),
            context: await deviceContext(run, run.domain))
    }

    /// Takes away what is behind a device that has gone, and gives back what it had of the host.
    private func finishRemoval(_ alias: String) async throws {
        let plan = try await removalPlan(alias)
        let process = try liveProcess(for: "detach a device from")
        await removeBackends(of: plan, process, alias)
        let held = state.withLock { state -> HeldResources? in
            guard let place = state.run?.domain.devices.place(aliased: alias) else { return nil }
            state.run?.domain.devices.remove(at: place)
            return state.run?.held.take(device: alias)
        }
        guard var held else { return }
        for problem in await held.releaseAll(afterFailure: false) { services.report(problem) }
        saveStatus()
        announce(.deviceRemoved(alias: alias))
    }

    /// Takes away all of a plan but the devices themselves.
    func removeBackends(of plan: HotPlugPlan, _ process: QEMUProcess, _ alias: String) async {
        for step in plan.steps.reversed() where !step.isDevice {
            do {
                try await process.execute(step.undo)
            } catch {
                services.report("What was behind '\(alias)' of domain '\(name)' is not removed. \(error)")
            }
        }
    }
}

extension Devices {
    /// - Throws: `operationUnsupported` for what stays while the machine runs; `operationFailed` for a controller with devices.
    fileprivate func checkDetachable(_ place: DevicePlace) throws {
        guard let device = device(at: place) else {
            throw VirtError(.operationUnsupported, "A hub cannot be detached while the machine runs.")
        }
        try device.checkPluggable()
        guard case .controller(let controller) = device else { return }
        let index = controller.index ?? 0
        let isUsed =
            switch controller.kind {
            case .scsi: disks.contains { $0.bus == .scsi && $0.info.drive?.controller == index }
            default: (channels + consoles).contains { $0.info.virtioSerial?.controller == index }
            }
        if isUsed {
            throw VirtError(
                .operationFailed, "The \(device.description) has devices on it. Detach them first.")
        }
    }
}
