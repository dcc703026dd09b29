// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import QMP
internal import Synchronization
internal import VirtModel
internal import XMLCoding

extension VirtualMachine {
    /// Changes a device that is there, in what runs, in the definition, or in both.
    func update(_ xml: String, _ flags: DomainDeviceFlags) async throws {
        try await perform(.modify, "update a device of") {
            let scope = try self.scope(of: flags, for: "update a device of")
            let device = try HotPlugDevice(xml: xml)
            let definition =
                scope.isConfig ? try await self.definition { try $0.devices.replace(with: device) } : nil
            if scope.isLive {
                switch device {
                case .disk(let disk): try await self.changeMedium(disk, isForced: flags.contains(.force))
                case .interface(let interface): try await self.setLink(interface)
                case .graphics(let graphics): try await self.setPassword(graphics)
                default:
                    throw VirtError(
                        .operationUnsupported,
                        "The \(device.description) cannot be changed while the machine runs. Detach and attach it.")
                }
                self.saveStatus()
            }
            if let definition { try await self.saveChanged(definition, scope) }
        }
    }

    /// The link of an interface, up or down.
    private func setLink(_ wanted: NetworkInterface) async throws {
        let process = try liveProcess(for: "update a device of")
        let devices = state.withLock { $0.run?.domain.devices } ?? Devices()
        let place = try HotPlugDevice.interface(wanted).place(in: devices)
        let present = devices.interfaces[place.index]
        guard wanted.kind == present.kind, wanted.model == nil || wanted.model == present.model,
            wanted.source == present.source || wanted.source == NetworkInterface.Source()
        else {
            throw VirtError(
                .operationUnsupported,
                "Only the link of interface '\(present.mac?.xml ?? "")' can be changed while the machine runs. Detach and attach it."
            )
        }
        guard let alias = present.info.alias else { return }
        let isUp = wanted.linkState != "down"
        try await process.execute(QMPCommand("set_link", ["name": .string(alias), "up": .bool(isUp)]))
        state.withLock { $0.run?.domain.devices.interfaces[place.index].linkState = wanted.linkState }
    }

    /// The password of a screen.
    private func setPassword(_ wanted: Graphics) async throws {
        let process = try liveProcess(for: "update a device of")
        let screens = state.withLock { $0.run?.domain.devices.graphics } ?? []
        guard let index = screens.firstIndex(where: { $0.kind == wanted.kind }) else {
            throw VirtError(.deviceMissing, "Domain '\(name)' has no screen of type '\(wanted.kind.rawValue)'.")
        }
        for command in wanted.passwordCommands(environment.configuration) { try await process.execute(command) }
        state.withLock { state in
            state.run?.domain.devices.graphics[index].password = wanted.password
            state.run?.domain.devices.graphics[index].passwordValidTo = wanted.passwordValidTo
            state.run?.domain.devices.graphics[index].connected = wanted.connected
        }
    }

    // MARK: Media

    /// Puts another medium into a drive, or none. The one before stays usable until the other is in.
    private func changeMedium(_ wanted: Disk, isForced: Bool) async throws {
        let process = try liveProcess(for: "update a device of")
        guard let run = state.withLock({ $0.run }) else {
            throw VirtError(.operationInvalid, "Domain '\(name)' is not running.")
        }
        let place = try HotPlugDevice.disk(wanted).place(in: run.domain.devices)
        let present = run.domain.devices.disks[place.index]
        guard present.kind == .cdrom || present.kind == .floppy, wanted.kind == present.kind,
            let alias = present.info.alias
        else {
            throw VirtError(
                .operationUnsupported,
                "Disk '\(present.target)' is no drive whose medium can be changed. Detach it and attach another.")
        }
        var changed = run.domain
        changed.devices.disks[place.index].source = wanted.source
        changed.devices.disks[place.index].source.index = nil
        if !wanted.source.isEmpty, wanted.source.format == nil {
            changed.devices.disks[place.index].source.format = .raw
        }
        changed.devices.disks[place.index].backing = wanted.backing
        let context = try await deviceContext(run, run.domain)
        // The medium that is in the drive keeps its nodes until the other one is in.
        changed.numberImages(below: context.transientOverlays, after: run.domain.lastImageNumber)
        let domain = changed
        let capabilities = try await services.capabilities.capabilities(for: domain)
        let before = try HotPlugPlan([alias], of: run.domain, capabilities: capabilities, context: context)
        let after = try HotPlugPlan([alias], of: domain, capabilities: capabilities, context: context)

        var part = Domain()
        (part.name, part.uuid) = (domain.name, domain.uuid)
        part.devices = domain.devices.only([alias])
        let resources = try await resources(for: after, part)
        do {
            try await execute(after, with: resources, on: process, includesDevices: false)
            do {
                try await exchange(before.drive, after.drive, in: alias, isForced: isForced, process)
            } catch {
                await removeBackends(of: after, process, alias)
                throw error
            }
        } catch {
            await resources.release()
            throw error
        }
        await removeBackends(of: before, process, alias)
        var held = state.withLock { state -> HeldResources? in
            state.run?.domain.devices.disks[place.index] = domain.devices.disks[place.index]
            let held = state.run?.held.take(device: alias)
            state.run?.held.add("The medium of '\(alias)'", with: alias) { await resources.release() }
            return held
        }
        for problem in await held?.releaseAll(afterFailure: false) ?? [] { services.report(problem) }
    }

    /// Exchanges the top node of a drive; puts the old one back when the new one is not taken.
    private func exchange(
        _ old: String?, _ new: String?, in alias: String, isForced: Bool, _ process: QEMUProcess
    ) async throws {
        func command(_ name: String) -> QMPCommand { QMPCommand(name, ["id": .string(alias)]) }
        func insert(_ node: String) -> QMPCommand {
            QMPCommand("blockdev-insert-medium", ["id": .string(alias), "node-name": .string(node)])
        }
        try await openTray(alias, isForced: isForced, process)
        do {
            if old != nil { try await process.execute(command("blockdev-remove-medium")) }
            if let new { try await process.execute(insert(new)) }
        } catch {
            if let old { _ = try? await process.execute(insert(old)) }
            _ = try? await process.execute(command("blockdev-close-tray"))
            throw error
        }
        try await process.execute(command("blockdev-close-tray"))
    }

    /// Opens a tray. A guest that has locked it is asked by that to give it free, and gets a moment for it.
    private func openTray(_ alias: String, isForced: Bool, _ process: QEMUProcess) async throws {
        let command = QMPCommand("blockdev-open-tray", ["id": .string(alias), "force": .bool(isForced)])
        for _ in 0..<10 {
            do {
                try await process.execute(command)
                return
            } catch let error as QMPError where error.explanation.contains("locked") {
                try await Task.sleep(for: .milliseconds(500))
            }
        }
        throw VirtError(
            .operationFailed,
            "The guest of domain '\(name)' keeps the drive '\(alias)' locked. Have it unmount the medium, or force it.")
    }
}

extension Devices {
    /// Replaces a device of a definition by another description of it, which keeps the address that it has.
    fileprivate mutating func replace(with device: HotPlugDevice) throws {
        if case .graphics(let graphics) = device {
            guard let index = self.graphics.firstIndex(where: { $0.kind == graphics.kind }) else {
                throw VirtError(.deviceMissing, "The domain has no screen of type '\(graphics.kind.rawValue)'.")
            }
            self.graphics[index] = graphics
            return
        }
        let place = try device.place(in: self)
        let address = info(at: place).address
        switch device {
        case .disk(var disk):
            if disk.info.address == nil { disk.info.address = address }
            if disk.bus == nil { disk.bus = disks[place.index].bus }
            disks[place.index] = disk
        case .interface(var interface):
            if interface.info.address == nil { interface.info.address = address }
            interfaces[place.index] = interface
        default:
            throw VirtError(
                .operationUnsupported, "The \(device.description) cannot be updated. Detach and attach it.")
        }
    }
}
