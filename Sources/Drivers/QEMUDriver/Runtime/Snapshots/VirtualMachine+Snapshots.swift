// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import Glibc
internal import LinuxSystem
internal import Synchronization
internal import VirtModel
internal import XMLCoding

extension VirtualMachine {
    /// The snapshots, as they are known now.
    var snapshots: SnapshotTree { state.withLock { $0.snapshots } }
    var snapshotStore: SnapshotStore { SnapshotStore(directories: services.directories) }
    var imageTool: ImageTool { ImageTool(loop: services.loop) }

    /// Makes a snapshot.
    ///
    /// It is noted on disk before anything is done, and its place among the others is taken last, so that a crash in between is found
    /// out when the driver is opened again; see ``recoverSnapshots(_:)``.
    ///
    /// - Returns: Its name.
    func createSnapshot(_ xml: String, _ flags: DomainSnapshotCreateFlags) async throws -> String {
        let document = try SnapshotDocument(xml: xml)
        if flags.contains(.redefine) { return try await redefineSnapshot(document, flags) }
        if flags.contains(.current) {
            throw VirtError(.invalidArgument, "A snapshot that is made is always the current one. Leave 'current' out.")
        }
        return try await perform(.modify, "make a snapshot of") {
            let plan = try self.plan(document, flags)
            let snapshot = plan.document
            let name = snapshot.name ?? ""
            guard self.snapshots[name] == nil else {
                throw VirtError(
                    .operationFailed,
                    "Domain '\(self.name)' has a snapshot '\(name)' already. Choose another name, or delete that one.")
            }
            let isKnown = !flags.contains(.noMetadata)
            let domainName = self.name
            let store = self.snapshotStore
            if isKnown {
                try await self.services.blockingWork.run("note snapshot '\(name)'", deadline: .seconds(60)) {
                    try store.begin(snapshot, of: domainName)
                }
            }
            do {
                try await self.following(.snapshot, "snapshot") { try await self.keep(plan, flags) }
                if isKnown { try await self.adopt(snapshot) }
            } catch {
                if isKnown { await self.endPending(name) }
                throw error
            }
            if isKnown { await self.endPending(name) }
            if flags.contains(.halt), plan.isActive {
                try await self.destroy(reason: .fromSnapshot, detail: .fromSnapshot)
            }
            return name
        }
    }

    /// Decides what a snapshot comes to.
    private func plan(_ document: SnapshotDocument, _ flags: DomainSnapshotCreateFlags) throws -> SnapshotPlan {
        let (run, definition, isPersistent, status, current) = state.withLock {
            ($0.run, $0.definition, $0.isPersistent, $0.lifecycle.status, $0.snapshots.current)
        }
        if run != nil { _ = try liveProcess(for: "make a snapshot of") }
        if flags.contains(.halt), run != nil, !isPersistent {
            throw VirtError(
                .operationInvalid,
                "Domain '\(name)' has no definition, so it and its snapshot would be gone with a halt.")
        }
        switch status {
        case .running, .paused, .shutoff: break
        default:
            throw VirtError(
                .operationInvalid, "Cannot make a snapshot of domain '\(name)': its guest is off, crashed or asleep.")
        }
        // As another start takes it, without what was chosen for this run.
        let domain = try run.map { try Domain(xml: $0.domain.xmlText()) } ?? definition
        var plan = try SnapshotPlan(document, of: domain, status, now: time(nil), flags)
        plan.document.parent = current
        if run != nil, isPersistent { plan.document.inactiveDomain = definition }
        return plan
    }

    /// Does what a plan says.
    private func keep(_ plan: SnapshotPlan, _ flags: DomainSnapshotCreateFlags) async throws {
        if plan.isExternal {
            try await addImages(plan, reusing: flags.contains(.reuseExternal))
        } else if plan.isActive {
            try await keepMemory(plan, staysStill: flags.contains(.halt))
        } else {
            try await keepImages(plan)
        }
    }

    /// Takes a snapshot that is made among the others, as the current one.
    func adopt(_ snapshot: SnapshotDocument) async throws {
        var snapshot = snapshot
        snapshot.isCurrent = true
        let document = snapshot
        try await changeSnapshots { try $0.insert(document, named: document.name ?? "") }
    }

    /// Changes what is known of the snapshots, on disk first.
    func changeSnapshots(_ change: @Sendable (inout SnapshotTree) throws -> SnapshotTree.Change) async throws {
        var tree = snapshots
        let changes = try change(&tree)
        let (store, name) = (snapshotStore, self.name)
        try await services.blockingWork.run("write the snapshots of '\(name)'", deadline: .seconds(60)) {
            try store.apply(changes, of: name)
        }
        let final = tree
        state.withLock { $0.snapshots = final }
    }

    /// Notes that the making of a snapshot has ended.
    func endPending(_ snapshot: String) async {
        let (store, name) = (snapshotStore, self.name)
        do {
            try await services.blockingWork.run("note snapshot '\(snapshot)'", deadline: .seconds(60)) {
                try store.end(snapshot, of: name)
            }
        } catch {
            services.report("The note of snapshot '\(snapshot)' of domain '\(name)' is not removed. \(error)")
        }
    }

    // MARK: Documents that are handed in

    /// Takes up a snapshot that is there, or gives one another document.
    private func redefineSnapshot(
        _ document: SnapshotDocument, _ flags: DomainSnapshotCreateFlags
    ) async throws -> String {
        guard flags.isSubset(of: [.redefine, .current, .diskOnly, .validate]) else {
            throw VirtError(.invalidArgument, "A snapshot that is redefined is not made: leave the other flags out.")
        }
        return try await perform(.modify, "redefine a snapshot of") {
            guard let name = document.name, document.creationTime != nil, let documentState = document.state else {
                throw VirtError(
                    .xmlError,
                    "A snapshot that is redefined needs its name, its state and its time of creation. Take them from 'snapshot-dumpxml'."
                )
            }
            var taken = document
            let old = self.snapshots[name]
            if taken.domain == nil { taken.domain = old?.domain }
            if taken.cookie == nil { taken.cookie = old?.cookie }
            if taken.inactiveDomain == nil { taken.inactiveDomain = old?.inactiveDomain }
            if let uuid = taken.domain?.uuid, ObjectUUID(bytes: uuid.bytes) != self.uuid {
                throw VirtError(
                    .invalidArgument,
                    "Snapshot '\(name)' is of a domain of UUID \(uuid.xml), and '\(self.name)' has UUID \(self.uuid).")
            }
            if let old, old.state?.hasMemory != documentState.hasMemory || old.isExternal != taken.isExternal {
                throw VirtError(
                    .invalidArgument,
                    "Snapshot '\(name)' cannot become one of another kind: what is kept of it stays as it is.")
            }
            taken.isCurrent = flags.contains(.current)
            let final = taken
            try await self.changeSnapshots { try $0.insert(final, named: name) }
            return name
        }
    }
}
