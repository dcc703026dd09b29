// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import QMP
internal import VirtModel

/// Snapshots that are kept inside of qcow2 images.
extension VirtualMachine {
    /// How long QEMU may take to write or read the memory of a guest, during which it answers nothing else.
    private static let memoryDeadline = Duration.seconds(3600)

    // MARK: A machine that is off

    /// Keeps what is in the images of a machine that is off; in all of them or in none.
    func keepImages(_ plan: SnapshotPlan) async throws {
        let name = plan.document.name ?? ""
        let paths = try await freeImages(plan)
        var done: [String] = []
        do {
            for path in paths {
                try await imageTool.keep(name, in: path)
                done.append(path)
            }
        } catch {
            for path in done { try? await imageTool.remove(name, from: path) }
            throw error
        }
    }

    /// The images that are to keep a snapshot, none of which has one of that name.
    private func freeImages(_ plan: SnapshotPlan) async throws -> [String] {
        let name = plan.document.name ?? ""
        let paths = try imagePaths(of: plan.document)
        for path in paths {
            guard try await imageTool.has(name, in: path) else { continue }
            throw VirtError(
                .operationFailed,
                "The image '\(path)' has a snapshot '\(name)' of which the domain does not know. Choose another name, or remove it with 'qemu-img snapshot -d'."
            )
        }
        return paths
    }

    /// Makes the images of a machine that is off what they were.
    func revertImages(to snapshot: SnapshotDocument) async throws {
        let name = snapshot.name ?? ""
        let paths = try imagePaths(of: snapshot)
        // All are looked at before one is changed.
        for path in paths { try await checkKept(name, in: path) }
        for path in paths { try await imageTool.revert(path, to: name) }
    }

    /// - Throws: `operationFailed` when an image has no snapshot of a name.
    func checkKept(_ name: String, in path: String) async throws {
        guard try await imageTool.has(name, in: path) else {
            throw VirtError(
                .operationFailed,
                "The image '\(path)' has no snapshot '\(name)' any more. Delete what is known of it with 'metadata'.")
        }
    }

    /// The images in which a snapshot is kept.
    func imagePaths(of snapshot: SnapshotDocument) throws -> [String] {
        try snapshot.disks.filter { $0.location == .internal }.map { kept in
            let disk = snapshot.domain?.devices.disks.first { $0.target == kept.name }
            guard let path = disk?.source.path else {
                throw VirtError(
                    .operationInvalid,
                    "Snapshot '\(snapshot.name ?? "")' does not tell which image its disk '\(kept.name)' had. Define it anew with its domain."
                )
            }
            return path
        }
    }

    // MARK: A machine that runs

    /// Keeps the memory and the images of a machine that runs.
    ///
    /// - Parameter staysStill: Whether the guest does not go on after that.
    func keepMemory(_ plan: SnapshotPlan, staysStill: Bool) async throws {
        let process = try liveProcess(for: "make a snapshot of")
        let name = plan.document.name ?? ""
        // QEMU itself only looks at the first of them.
        _ = try await freeImages(plan)
        let kept = try nodes(of: plan.document)
        try await whileStill(process, .snapshot, staysStill: staysStill) {
            try await self.runSnapshotJob("snapshot-save", name, kept, on: process)
        }
    }

    /// Makes the memory and the images of a machine that runs what they were; its guest stands still after that.
    func loadMemory(_ snapshot: SnapshotDocument, in process: QEMUProcess, _ domain: Domain) async throws {
        let name = snapshot.name ?? ""
        try await runSnapshotJob("snapshot-load", name, nodes(of: snapshot, in: domain), on: process)
    }

    /// Removes a snapshot from the images of a machine that runs.
    func removeFromImages(_ snapshot: SnapshotDocument, in process: QEMUProcess) async throws {
        let name = snapshot.name ?? ""
        try await runSnapshotJob("snapshot-delete", name, nodes(of: snapshot), on: process)
    }

    /// Does something while the guest stands still, and lets it go on after that, also when it fails.
    private func whileStill(
        _ process: QEMUProcess, _ reason: DomainStatus.PausedReason, staysStill: Bool,
        _ body: @Sendable () async throws -> Void
    ) async throws {
        let wasRunning = status.isRunning
        if wasRunning { try await pause(process, reason) }
        do {
            try await body()
        } catch {
            if wasRunning, !process.hasEnded {
                do {
                    try await process.execute(QMPCommand("cont"))
                } catch {
                    services.report("The guest of domain '\(name)' stands still. \(error)")
                }
            }
            throw error
        }
        if wasRunning, !staysStill { try await process.execute(QMPCommand("cont")) }
    }

    /// Lets the guest stand still for a reason of ours.
    func pause(_ process: QEMUProcess, _ reason: DomainStatus.PausedReason) async throws {
        apply(.pausing(reason))
        do {
            try await process.execute(QMPCommand("stop"))
        } catch {
            apply(.pausingFailed)
            throw error
        }
    }

    /// The nodes of the images in which a snapshot is kept.
    ///
    /// - Throws: `operationInvalid` when a disk has another image by now.
    private func nodes(of snapshot: SnapshotDocument, in domain: Domain? = nil) throws -> [String] {
        let present = domain ?? runningDomain
        let paths = try imagePaths(of: snapshot)
        return try zip(snapshot.disks.filter { $0.location == .internal }, paths).map { kept, path in
            let disk = present.devices.disks.first { $0.target == kept.name }
            guard let disk, disk.source.path == path, let index = disk.source.index else {
                throw VirtError(
                    .operationInvalid,
                    "Snapshot '\(snapshot.name ?? "")' is in the image '\(path)', which is not the one that disk '\(kept.name)' has now. Shut the domain down first."
                )
            }
            return "libvirt-\(index)-format"
        }
    }

    /// Has QEMU do one of its jobs with snapshots, and waits for its end (QEMU, qapi/migration.json, since 6.0).
    private func runSnapshotJob(
        _ command: String, _ snapshot: String, _ nodes: [String], on process: QEMUProcess
    ) async throws {
        let job = "swift-virt-\(command)-\(String(UInt32.random(in: 0 ... .max), radix: 36))"
        var members: [JSONValue.Member] = [
            .init("job-id", .string(job)), .init("tag", .string(snapshot)),
            .init("devices", .array(nodes.map { .string($0) })),
        ]
        if command != "snapshot-delete", let first = nodes.first { members.append(.init("vmstate", .string(first))) }
        try await process.execute(QMPCommand(command, members: members), deadline: Self.memoryDeadline)
        var pause = Duration.milliseconds(2)
        while true {
            let jobs = try await process.execute(QMPCommand("query-jobs"), deadline: Self.memoryDeadline)
            let mine = jobs.array?.first { $0["id"]?.string == job }
            guard let mine, mine["status"]?.string != "null" else {
                throw VirtError(.operationFailed, "QEMU forgot its job '\(command)' of snapshot '\(snapshot)'.")
            }
            if mine["status"]?.string == "concluded" {
                _ = try? await process.execute(QMPCommand("job-dismiss", ["id": .string(job)]))
                if let reason = mine["error"]?.string {
                    throw VirtError(
                        .operationFailed, "QEMU did not do '\(command)' of snapshot '\(snapshot)': \(reason).")
                }
                return
            }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(200))
        }
    }
}
