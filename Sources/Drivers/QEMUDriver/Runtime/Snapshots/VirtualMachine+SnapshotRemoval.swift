// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import Synchronization
internal import VirtModel

extension VirtualMachine {
    /// Forgets a snapshot or those that come of it, with what is kept for them.
    func deleteSnapshot(_ name: String, _ flags: DomainSnapshotDeleteFlags) async throws {
        if flags.isSuperset(of: [.children, .childrenOnly]) {
            throw VirtError(.invalidArgument, "A snapshot goes with its children or stays without them, not both.")
        }
        try await perform(.modify, "delete a snapshot of") {
            let tree = self.snapshots
            _ = try tree.snapshot(name)
            guard !flags.contains(.metadataOnly) else {
                try await self.changeSnapshots { $0.remove(name, flags) }
                return
            }
            // Those at the ends first, so that what is left after a failure is a tree.
            let takesChildren = !flags.isDisjoint(with: [.children, .childrenOnly])
            let below: [String] = takesChildren ? tree.descendants(of: name).reversed() : []
            let victims = below + (flags.contains(.childrenOnly) ? [] : [name])
            try self.checkRemovable(victims, in: tree)
            try await self.following(.snapshotDelete, "snapshot-delete") {
                for victim in victims {
                    try await self.removeData(of: try tree.snapshot(victim))
                    let isPartOfMore = victims.count > 1
                    try await self.changeSnapshots { tree in
                        tree.remove(victim, [], heir: isPartOfMore && victim != name ? name : nil)
                    }
                }
            }
        }
    }

    /// - Throws: `configurationUnsupported` when one of them is kept outside of the images.
    private func checkRemovable(_ names: [String], in tree: SnapshotTree) throws {
        for name in names where tree[name]?.isExternal == true {
            throw VirtError(
                .configurationUnsupported,
                "Snapshot '\(name)' of domain '\(self.name)' is external: its image is part of a chain, and that cannot be joined yet. Forget it with 'metadata'."
            )
        }
    }

    /// Removes what is kept for a snapshot in images. What is not there any more is no obstacle.
    private func removeData(of snapshot: SnapshotDocument) async throws {
        let name = snapshot.name ?? ""
        guard snapshot.domain != nil else {
            throw VirtError(
                .operationInvalid,
                "Snapshot '\(name)' does not tell which images it is kept in. Forget it with 'metadata'.")
        }
        if isActive {
            try await removeFromImages(snapshot, in: try liveProcess(for: "delete a snapshot of"))
            return
        }
        for path in try imagePaths(of: snapshot) {
            let isKept = try await imageTool.has(name, in: path)
            if isKept { try await imageTool.remove(name, from: path) }
        }
    }

    // MARK: With the domain

    /// - Throws: `operationInvalid` when a domain that is off has snapshots that are not to go with it.
    func checkSnapshotsGo(_ flags: DomainUndefineFlags) throws {
        let (name, count, isActive) = state.withLock { ($0.definition.name, $0.snapshots.count, $0.run != nil) }
        guard !isActive, count > 0, !flags.contains(.snapshotsMetadata) else { return }
        throw VirtError(
            .operationInvalid,
            "Domain '\(name)' has \(count) snapshots, so it is not undefined. Delete them, or forget them with 'snapshots-metadata'."
        )
    }

    /// Forgets all snapshots, because the domain is gone.
    func forgetSnapshots() async {
        guard !snapshots.isEmpty else { return }
        do {
            try await dropSnapshots(of: name)
            state.withLock { $0.snapshots = SnapshotTree() }
        } catch {
            services.report("What is known of the snapshots of domain '\(name)' is not removed. \(error)")
        }
    }

    /// Writes all snapshots down for the name that the domain is going to have.
    func copySnapshots(to name: String) async throws {
        var tree = snapshots
        guard !tree.isEmpty else { return }
        tree.renameDomain(to: name)
        let (final, store) = (tree, snapshotStore)
        try await services.blockingWork.run("write the snapshots of '\(name)'", deadline: .seconds(60)) {
            try store.removeAll(of: name)
            try store.apply(.init(written: final.names.compactMap { final[$0] }), of: name)
        }
        state.withLock { $0.snapshots = final }
    }

    /// Removes what is written of the snapshots of a name.
    func dropSnapshots(of name: String) async throws {
        guard !snapshots.isEmpty else { return }
        let store = snapshotStore
        try await services.blockingWork.run("remove the snapshots of '\(name)'", deadline: .seconds(60)) {
            try store.removeAll(of: name)
        }
    }
}
