// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import Synchronization
internal import SystemPackage
internal import VirtModel

extension VirtualMachine {
    /// Gives the machine another definition; what runs goes on as it is.
    func define(_ definition: Domain) async throws {
        let wasPersistent = state.withLock { $0.isPersistent }
        try await perform(.modify, "define") {
            try await self.save(definition)
            self.state.withLock { state in
                state.isPersistent = true
                state.isUpdated = state.run != nil
            }
            self.saveStatus()
        }
        announce(.lifecycle(.defined(wasPersistent ? .updated : .added)))
    }

    /// Takes the definition away; what runs goes on until it ends.
    func undefine(_ flags: DomainUndefineFlags) async throws {
        try await perform(.modify, "undefine") {
            let (definition, isPersistent) = self.state.withLock { ($0.definition, $0.isPersistent) }
            guard isPersistent else {
                throw VirtError(
                    .operationInvalid, "Domain '\(definition.name)' has no definition. It is gone when it ends.")
            }
            try self.checkSnapshotsGo(flags)
            let nvram = try self.nvramToRemove(definition, flags)
            if self.hasManagedSave {
                guard flags.contains(.managedSave) else {
                    throw VirtError(
                        .operationInvalid,
                        "Domain '\(definition.name)' has a saved state. Undefine it with 'managed-save', or start it.")
                }
                try await self.discardManagedSave()
            }
            let store = self.environment.store
            try await self.services.blockingWork.run("remove the definition of '\(definition.name)'") {
                if let nvram { try AtomicFile.remove(nvram) }
                try store.remove(definition.name)
            }
            self.state.withLock { state in
                state.isPersistent = false
                state.isAutostarted = false
            }
            self.saveStatus()
        }
        announce(.lifecycle(.undefined(.removed)))
        if !isActive {
            await forgetSnapshots()
            environment.forget(self)
        }
    }

    /// The file of firmware variables that goes with a definition, if there is one.
    private func nvramToRemove(_ definition: Domain, _ flags: DomainUndefineFlags) throws -> FilePath? {
        guard let path = definition.os.nvram?.source?.path.map({ FilePath($0) }), path.exists else { return nil }
        if flags.contains(.nvram) { return path }
        guard flags.contains(.keepNVRAM) else {
            throw VirtError(
                .operationInvalid,
                "Domain '\(definition.name)' has firmware variables in '\(path)'. Say whether they go (nvram) or stay (keep-nvram)."
            )
        }
        return nil
    }

    /// Gives the machine another name.
    ///
    /// - Parameters:
    ///   - takeName: Claims the new name, given the old one.
    ///   - restoreName: Undoes that.
    func rename(
        to name: String, takeName: @Sendable (_ old: String) throws -> Void,
        restoreName: @Sendable (_ old: String) -> Void
    ) async throws {
        let old = try await perform(.modify, "rename") {
            let (definition, isActive, isPersistent, isAutostarted) = self.state.withLock {
                ($0.definition, $0.run != nil, $0.isPersistent, $0.isAutostarted)
            }
            guard !isActive else {
                throw VirtError(
                    .operationInvalid, "Cannot rename domain '\(definition.name)': it is running. Shut it down first.")
            }
            guard isPersistent else {
                throw VirtError(.operationInvalid, "Cannot rename domain '\(definition.name)': it has no definition.")
            }
            guard !self.hasManagedSave else {
                throw VirtError(
                    .operationInvalid,
                    "Cannot rename domain '\(definition.name)': it has a saved state. Start it, or remove that.")
            }
            var renamed = definition
            renamed.name = name
            try takeName(definition.name)
            do {
                try await self.copySnapshots(to: name)
                try await self.save(renamed)
                let store = self.environment.store
                try await self.services.blockingWork.run("rename '\(definition.name)'") {
                    if isAutostarted { try store.setAutostart(name, true) }
                    try store.remove(definition.name)
                }
                try await self.dropSnapshots(of: definition.name)
            } catch {
                self.state.withLock { $0.definition = definition }
                restoreName(definition.name)
                throw error
            }
            return definition.name
        }
        let identity = DomainIdentity(name: old, uuid: uuid)
        environment.events.send(DomainEvent(domain: identity, kind: .lifecycle(.undefined(.renamed))))
        announce(.lifecycle(.defined(.renamed)))
    }

    /// Has the machine started with the host, or not.
    func setAutostart(_ isOn: Bool) async throws {
        try await perform(.modify, "set the autostart of") {
            let (name, isPersistent) = self.state.withLock { ($0.definition.name, $0.isPersistent) }
            guard isPersistent else {
                throw VirtError(
                    .operationInvalid,
                    "Domain '\(name)' cannot be started with the host: it has no definition. Define it.")
            }
            let store = self.environment.store
            try await self.services.blockingWork.run("set the autostart of '\(name)'") {
                try store.setAutostart(name, isOn)
            }
            self.state.withLock { $0.isAutostarted = isOn }
        }
    }

    /// Whether the machine is one of those that a list is asked for: of each group of flags one fits, where any is given.
    func matches(_ flags: DomainListFlags) -> Bool {
        if flags.isEmpty { return true }
        let (status, isActive, isPersistent, isAutostarted, isSaved, hasSnapshots) = state.withLock {
            (
                $0.lifecycle.status, $0.run != nil, $0.isPersistent, $0.isAutostarted, $0.hasManagedSave,
                !$0.snapshots.isEmpty
            )
        }
        var own: DomainListFlags = [
            isActive ? .active : .inactive, isPersistent ? .persistent : .transient,
            isAutostarted ? .autostart : .noAutostart, isSaved ? .managedSave : .noManagedSave,
            hasSnapshots ? .hasSnapshot : .noSnapshot, .noCheckpoint,
        ]
        switch status {
        case .running: own.insert(.running)
        case .paused: own.insert(.paused)
        case .shutoff: own.insert(.shutoff)
        case .shutdown, .crashed, .suspended: own.insert(.other)
        }
        let groups: [DomainListFlags] = [
            [.active, .inactive], [.persistent, .transient], [.running, .paused, .shutoff, .other],
            [.managedSave, .noManagedSave], [.autostart, .noAutostart], [.hasSnapshot, .noSnapshot],
            [.hasCheckpoint, .noCheckpoint],
        ]
        return groups.allSatisfy { group in
            let asked = flags.intersection(group)
            return asked.isEmpty || !asked.isDisjoint(with: own)
        }
    }
}
