// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import QMP
internal import Synchronization
internal import VirtModel
internal import XMLCoding

/// Going back to snapshots.
///
/// ```
///   snapshot of a machine that ran      machine runs, the same devices    its QEMU stops and loads memory and images
///                                       machine runs otherwise, or is off a new QEMU loads them
///   snapshot of a machine that was off  any QEMU ends, the images go back; a start follows when flags ask for it
/// ```
extension VirtualMachine {
    /// Makes the machine what it was; what it is now is lost.
    func revert(to name: String, _ flags: DomainSnapshotRevertFlags) async throws {
        try await perform(.modify, "revert") {
            let snapshot = try self.snapshots.snapshot(name)
            let domain = try self.checkRevertible(snapshot, flags)
            let hasMemory = snapshot.state?.hasMemory == true
            let runs = Self.goesOn(after: snapshot, flags)
            let resets = flags.contains(.resetNVRAM)
            try await self.following(.snapshotRevert, "snapshot-revert") {
                if hasMemory {
                    try await self.revertMemory(snapshot, domain, goesOn: runs ?? true, resets)
                } else {
                    try await self.revertOff(snapshot, domain, isStarted: runs, resets)
                }
            }
            try await self.changeSnapshots { $0.setCurrent(name) }
        }
    }

    /// Whether the guest runs after that, or stands still; nil for a machine that is off.
    private static func goesOn(after snapshot: SnapshotDocument, _ flags: DomainSnapshotRevertFlags) -> Bool? {
        if flags.contains(.running) { return true }
        if flags.contains(.paused) { return false }
        return snapshot.state?.hasMemory == true ? snapshot.state != .paused : nil
    }

    /// - Returns: The machine as it was, under the name that it has now.
    private func checkRevertible(
        _ snapshot: SnapshotDocument, _ flags: DomainSnapshotRevertFlags
    ) throws -> Domain {
        let (name, isPersistent, isActive) = state.withLock {
            ($0.definition.name, $0.isPersistent, $0.run != nil)
        }
        let task = "Cannot take domain '\(name)' back to snapshot '\(snapshot.name ?? "")'"
        if flags.isSuperset(of: [.running, .paused]) {
            throw VirtError(.invalidArgument, "\(task): its guest either runs after that or is paused, not both.")
        }
        guard !snapshot.isExternal else {
            throw VirtError(
                .configurationUnsupported,
                "\(task): it is external, and that is not supported yet. Define the domain with the image below.")
        }
        guard var domain = snapshot.domain else {
            // Without the machine nobody knows which images those were.
            throw VirtError(
                .snapshotRevertRisky,
                "\(task): it does not tell what the machine was. Define the snapshot anew with its domain.")
        }
        let hasMemory = snapshot.state?.hasMemory == true
        if !isPersistent, !hasMemory {
            throw VirtError(
                .operationInvalid, "\(task): the domain has no definition, and was off then. Define it first.")
        }
        let wantsStart = !flags.isDisjoint(with: [.running, .paused])
        if isActive, !hasMemory, wantsStart, !flags.contains(.force) {
            throw VirtError(
                .snapshotRevertRisky,
                "\(task) and start it there: the QEMU that runs has to end for that. Say 'force', or destroy the domain first."
            )
        }
        domain.name = name
        return domain
    }

    // MARK: Machines that ran

    private func revertMemory(
        _ snapshot: SnapshotDocument, _ domain: Domain, goesOn: Bool, _ resetsVariables: Bool
    ) async throws {
        let name = snapshot.name ?? ""
        for path in try imagePaths(of: snapshot) { try await checkKept(name, in: path) }
        let run = state.withLock { $0.run }
        // A QEMU that is there has its firmware's variables already.
        let keepsVariables = !resetsVariables || domain.os.nvram == nil
        if let run, keepsVariables, try Domain(xml: run.domain.xmlText()).isSameMachine(as: domain) {
            let process = try liveProcess(for: "revert")
            try await revertInPlace(snapshot, process, goesOn: goesOn)
        } else {
            if run != nil {
                guard state.withLock({ $0.isPersistent }) else {
                    throw VirtError(
                        .operationInvalid,
                        "Domain '\(self.name)' has other devices than at snapshot '\(name)', and no definition: it would be gone with its QEMU. Define it first."
                    )
                }
                try await destroy(reason: .fromSnapshot, detail: .fromSnapshot)
            }
            if hasManagedSave { try await discardManagedSave() }
            try await start(at: snapshot, as: domain, isPaused: !goesOn, resetsVariables: resetsVariables)
        }
        var definition = snapshot.inactiveDomain ?? domain
        definition.name = domain.name
        try await redefine(as: definition)
    }

    /// Has the QEMU that is there load memory and images.
    private func revertInPlace(_ snapshot: SnapshotDocument, _ process: QEMUProcess, goesOn: Bool) async throws {
        let wasRunning = status.isRunning
        if wasRunning { try await pause(process, .fromSnapshot) }
        // When this fails the guest stands still, for nobody knows what is left of it.
        try await loadMemory(snapshot, in: process, runningDomain)
        apply(.reverted(goesOn: goesOn))
        if goesOn { try await process.execute(QMPCommand("cont")) }
        if let memory = snapshot.domain?.currentMemory {
            state.withLock { $0.run?.domain.currentMemory = memory }
        }
        saveStatus()
    }

    // MARK: Machines that were off

    private func revertOff(
        _ snapshot: SnapshotDocument, _ domain: Domain, isStarted: Bool?, _ resetsVariables: Bool
    ) async throws {
        let name = snapshot.name ?? ""
        for path in try imagePaths(of: snapshot) { try await checkKept(name, in: path) }
        if isActive { try await destroy(reason: .fromSnapshot, detail: .fromSnapshot) }
        // The memory that is kept would not fit.
        if hasManagedSave { try await discardManagedSave() }
        try await revertImages(to: snapshot)
        apply(.wentBack)
        try await redefine(as: domain)
        if let isStarted {
            try await start(at: nil, as: domain, isPaused: !isStarted, resetsVariables: resetsVariables)
        }
    }

    /// Gives the machine the definition that it had then.
    private func redefine(as definition: Domain) async throws {
        let (present, isPersistent) = state.withLock { ($0.definition, $0.isPersistent) }
        guard isPersistent else { return }
        if present != definition { try await save(definition) }
        announce(.lifecycle(.defined(.fromSnapshot)))
    }
}

extension Domain {
    /// Whether a QEMU of one can load the memory of the other: all that the guest sees is the same.
    fileprivate func isSameMachine(as other: Domain) -> Bool {
        func comparable(_ domain: Domain) -> Domain {
            var domain = domain
            (domain.title, domain.summary, domain.metadata, domain.currentMemory) = (nil, nil, nil, nil)
            domain.name = ""
            return domain
        }
        return comparable(self) == comparable(other)
    }
}
