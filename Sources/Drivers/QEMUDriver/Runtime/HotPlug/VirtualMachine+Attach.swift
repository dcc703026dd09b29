// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import QMP
internal import Synchronization
internal import VirtModel
internal import XMLCoding

extension VirtualMachine {
    /// Adds a device to what runs, to the definition, or to both; to neither when one of them fails.
    func attach(_ xml: String, _ flags: DomainDeviceFlags) async throws {
        let alias = try await perform(.modify, "attach a device to") { () -> String? in
            let scope = try self.scope(of: flags, for: "attach a device to")
            var device = try HotPlugDevice(xml: xml)
            if case .interface(var interface) = device, interface.mac == nil {
                // The same one for what runs and for the definition.
                interface.mac = .random()
                device = .interface(interface)
            }
            let chosen = device
            let definition =
                scope.isConfig ? try await self.definition { try chosen.insert(into: &$0.devices) } : nil
            let alias = scope.isLive ? try await self.plug(chosen) : nil
            if let definition {
                do {
                    try await self.saveChanged(definition, scope)
                } catch {
                    if let alias { _ = try? await self.unplug(alias) }
                    throw error
                }
            }
            return alias
        }
        if let alias { announce(.deviceAdded(alias: alias)) }
    }

    /// What a change of devices concerns.
    struct DeviceScope: Sendable {
        var isLive: Bool
        var isConfig: Bool
    }

    /// - Throws: `operationInvalid` when what the flags ask for is not there.
    func scope(of flags: DomainDeviceFlags, for task: String) throws -> DeviceScope {
        let (isActive, isPersistent) = state.withLock { ($0.run != nil, $0.isPersistent) }
        let isConfig = flags.contains(.config) || (!flags.contains(.live) && !isActive)
        let scope = DeviceScope(isLive: flags.contains(.live) || !isConfig, isConfig: isConfig)
        if scope.isLive { _ = try liveProcess(for: task) }
        guard !isConfig || isPersistent else {
            throw VirtError(
                .operationInvalid, "Cannot \(task) domain '\(name)': it has no definition that stays. Change what runs."
            )
        }
        return scope
    }

    /// The definition after a change, with all defaults and addresses; nothing is saved.
    func definition(after change: (inout Domain) throws -> Void) async throws -> Domain {
        var domain = state.withLock { $0.definition }
        try change(&domain)
        let capabilities = try await services.capabilities.capabilities(for: domain)
        var context = try await deviceContext(nil, domain)
        context.updatesABI = true
        return try domain.defined(capabilities: capabilities, context: context, form: XMLForm())
    }

    /// Saves a definition whose devices were changed.
    func saveChanged(_ definition: Domain, _ scope: DeviceScope) async throws {
        try await save(definition)
        if !scope.isLive { state.withLock { $0.isUpdated = $0.run != nil || $0.isUpdated } }
    }

    /// What commands for devices depend on.
    func deviceContext(_ run: Run?, _ domain: Domain) async throws -> LaunchContext {
        var context = launchContext(run)
        if domain.os.firmware != nil {
            context.firmware = try await services.blockingWork.run("look for firmware") {
                FirmwareDescriptor.installed()
            }
        }
        return context
    }

    // MARK: What runs

    /// Gives a device to QEMU, with a controller where it needs a new one.
    ///
    /// - Returns: Its alias.
    private func plug(_ device: HotPlugDevice) async throws -> String {
        let process = try liveProcess(for: "attach a device to")
        guard let run = state.withLock({ $0.run }) else {
            throw VirtError(.operationInvalid, "Domain '\(name)' is not running.")
        }
        try device.checkPluggable()
        let capabilities = try await services.capabilities.capabilities(for: run.domain)
        let context = try await deviceContext(run, run.domain)
        let addition = try DeviceAddition(of: device, to: run.domain, capabilities: capabilities, context: context)
        let plan = try HotPlugPlan(
            addition.aliases, of: addition.domain, capabilities: capabilities, context: context)
        var domain = addition.domain
        try await give(plan, for: addition, to: process, of: run, &domain)
        if case .interface(let interface) = device, interface.linkState == "down" {
            try await process.execute(QMPCommand("set_link", ["name": .string(addition.alias), "up": false]))
        }
        let devices = domain.devices
        state.withLock { $0.run?.domain.devices.adopt(devices) }
        saveStatus()
        return addition.alias
    }

    /// Executes a plan, with what it needs of the host; undoes all of it when a step fails.
    private func give(
        _ plan: HotPlugPlan, for addition: DeviceAddition, to process: QEMUProcess, of run: Run, _ domain: inout Domain
    ) async throws {
        var part = Domain()
        (part.name, part.uuid) = (run.domain.name, run.domain.uuid)
        part.devices = domain.devices.only(addition.aliases)
        let resources = try await resources(for: plan, part)
        do {
            for index in domain.devices.interfaces.indices {
                guard let alias = domain.devices.interfaces[index].info.alias else { continue }
                if let name = resources.interfaceNames[alias] { domain.devices.interfaces[index].target = name }
            }
            try await execute(plan, with: resources, on: process)
        } catch {
            await resources.release()
            throw error
        }
        var held = HeldResources()
        held.add("What '\(addition.alias)' of domain '\(part.name)' had of the host", with: addition.alias) {
            await resources.release()
        }
        let mine = held
        let isKept = state.withLock { state in
            guard state.run?.id == run.id, state.run?.process?.hasEnded == false else { return false }
            state.run?.held.add(mine)
            return true
        }
        guard isKept else {
            await resources.release()
            throw VirtError(.operationAborted, "Domain '\(part.name)' ended while it got '\(addition.alias)'.")
        }
    }

    /// Takes what a plan needs of the host for a part of a domain's devices.
    func resources(for plan: HotPlugPlan, _ part: Domain) async throws -> HostResources {
        var invocation = QEMUInvocation(program: "")
        invocation.descriptors = plan.descriptors
        return try await HostResources.acquire(
            for: part, invocation, hostEnvironment(part.name, privateDirectory: nil))
    }

    /// Executes a plan; undoes what was done when a step fails.
    ///
    /// - Parameter includesDevices: Whether the devices come too, and not only what is behind them.
    func execute(
        _ plan: HotPlugPlan, with resources: HostResources, on process: QEMUProcess, includesDevices: Bool = true
    ) async throws {
        var undo: [HotPlugPlan.Step] = []
        var names: [String] = []
        do {
            for (ours, theirs) in resources.descriptors {
                let name = QEMUInvocation.Descriptor.monitorName(Int(theirs))
                try await process.execute(QMPCommand("getfd", ["fdname": .string(name)]), passing: [ours])
                names.append(name)
            }
            resources.closeDescriptors()
            for step in plan.steps where includesDevices || !step.isDevice {
                switch step.act {
                case .command(let command): try await process.execute(command)
                case .secret(let id, let purpose):
                    try await process.execute(SecretObject.add(id: id, try await secretValue(purpose)))
                }
                undo.append(step)
            }
            try resources.settle()
        } catch {
            for step in undo.reversed() { _ = try? await process.execute(step.undo) }
            // Those that a step has taken are not there any more, which is no harm.
            for name in names { _ = try? await process.execute(QMPCommand("closefd", ["fdname": .string(name)])) }
            throw error
        }
    }

    private func secretValue(_ purpose: QEMUInvocation.Descriptor.Purpose) async throws -> SecretValue {
        switch purpose {
        case .secret(let reference, let usage):
            return try await hostEnvironment(name, privateDirectory: nil).value(of: reference, usage: usage)
        case .secretValue(let bytes):
            if let value = SecretValue(bytes) { return value }
            throw VirtError(.xmlError, "A secret of \(bytes.count) bytes in the document cannot be handed to QEMU.")
        default: throw VirtError(.internalError, "A descriptor that is no secret was taken for one.")
        }
    }
}

extension MACAddress {
    /// One of those that are for virtual machines.
    fileprivate static func random() -> MACAddress? {
        MACAddress(bytes: [0x52, 0x54, 0x00] + (0..<3).map { _ in UInt8.random(in: 0...255) })
    }
}
