// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import QMP
internal import Synchronization
internal import SystemPackage
internal import VirtModel

/// Snapshots by a new image above the one that stays as it is.
extension VirtualMachine {
    /// Puts new images above those of the disks; above all of them or above none.
    ///
    /// - Parameter reusing: Whether somebody has made the new images.
    func addImages(_ plan: SnapshotPlan, reusing: Bool) async throws {
        let domain = plan.isActive ? runningDomain : state.withLock { $0.definition }
        let disks = plan.disks(.external, of: domain)
        var made: [FilePath] = []
        var given: Given?
        do {
            for (disk, snapshot) in disks {
                guard let path = snapshot.source?.path else { continue }
                if reusing {
                    try await checkReusable(path, for: disk)
                } else {
                    made.append(try await reserve(FilePath(path), for: disk))
                    let size = plan.isActive ? try await virtualSize(of: disk) : nil
                    try await imageTool.make(path, above: disk.source, size: size)
                }
            }
            if plan.isActive {
                given = try await exchangeImages(disks)
            } else {
                try await save(domain.withNewImages(disks.map { $0.snapshot }, in: domain))
            }
        } catch {
            let files = made
            try? await services.blockingWork.run("remove new images of '\(name)'", deadline: .seconds(60)) {
                for file in files { try AtomicFile.remove(file) }
            }
            throw error
        }
        // From here on QEMU writes to them, whatever becomes of what is written down.
        if let given { try await take(given.snapshots, of: domain, given.held) }
    }

    /// New images that QEMU has, with their numbers, and what they hold of the host.
    private struct Given {
        var snapshots: [SnapshotDisk]
        var held: HeldResources
    }

    /// Makes an empty file that is ours.
    private func reserve(_ path: FilePath, for disk: Disk) async throws -> FilePath {
        try await services.blockingWork.run("make '\(path)'", deadline: .seconds(60)) {
            do {
                let file = try FileDescriptor.open(
                    path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
                try file.close()
                return path
            } catch let error as Errno {
                let remedy =
                    error == .fileExists ? "Name another one, or take it with 'reuse-external'." : "Name another one."
                throw VirtError(
                    .configurationUnsupported,
                    "The new image '\(path)' of disk '\(disk.target)' cannot be made: \(error). \(remedy)",
                    cause: error)
            }
        }
    }

    private func checkReusable(_ path: String, for disk: Disk) async throws {
        let isThere = try await services.blockingWork.run("look for '\(path)'", deadline: .seconds(60)) {
            FilePath(path).exists
        }
        guard isThere else {
            throw VirtError(
                .configurationUnsupported,
                "The new image '\(path)' of disk '\(disk.target)' is not there. Make it, or leave 'reuse-external' out."
            )
        }
    }

    /// The size of a disk that is in use, in bytes.
    private func virtualSize(of disk: Disk) async throws -> Int64 {
        let process = try liveProcess(for: "make a snapshot of")
        let node = "libvirt-\(disk.source.index ?? 0)-format"
        let nodes = try await process.execute(QMPCommand("query-named-block-nodes", ["flat": true]))
        guard
            let size = nodes.array?.first(where: { $0["node-name"]?.string == node })?["image"]?["virtual-size"]?
                .integer
        else {
            throw VirtError(.internalError, "QEMU does not tell the size of disk '\(disk.target)' ('\(node)').")
        }
        return size
    }

    /// Gives QEMU the new images and has all of them take the writes from one moment on.
    private func exchangeImages(_ disks: [(disk: Disk, snapshot: SnapshotDisk)]) async throws -> Given? {
        let process = try liveProcess(for: "make a snapshot of")
        guard let run = state.withLock({ $0.run }) else { return nil }
        let capabilities = try await services.capabilities.capabilities(for: run.domain)
        let context = try await deviceContext(run, run.domain)
        var number = run.domain.lastImageNumber
        var snapshots: [SnapshotDisk] = []
        var actions: [JSONValue] = []
        var given: [(plan: HotPlugPlan, resources: HostResources, alias: String)] = []
        do {
            for (disk, snapshot) in disks {
                number += 1
                var snapshot = snapshot
                snapshot.source?.index = number
                snapshots.append(snapshot)
                guard let source = snapshot.source, let alias = disk.info.alias, let old = disk.source.index else {
                    continue
                }
                // The image alone: what is below it comes with the exchange.
                var alone = run.domain
                for index in alone.devices.disks.indices where alone.devices.disks[index].target == disk.target {
                    alone.devices.disks[index].source = source
                    alone.devices.disks[index].backing = Disk.BackingStore()
                    alone.devices.disks[index].driver.copyOnRead = nil
                }
                let plan = try HotPlugPlan([alias], of: alone, capabilities: capabilities, context: context)
                var part = Domain()
                (part.name, part.uuid, part.devices) = (
                    run.domain.name, run.domain.uuid, alone.devices.only([alias])
                )
                let resources = try await resources(for: plan, part)
                do {
                    try await execute(plan, with: resources, on: process, includesDevices: false)
                } catch {
                    await resources.release()
                    throw error
                }
                given.append((plan, resources, alias))
                actions.append(Self.exchange(of: "libvirt-\(old)-format", for: "libvirt-\(number)-format"))
            }
            try await process.execute(QMPCommand("transaction", ["actions": .array(actions)]))
        } catch {
            for (plan, resources, _) in given.reversed() {
                for step in plan.steps.reversed() where !step.isDevice { _ = try? await process.execute(step.undo) }
                await resources.release()
            }
            throw error
        }
        var held = HeldResources()
        for (_, resources, alias) in given {
            held.add("The new image of '\(alias)'", with: alias) { await resources.release() }
        }
        return Given(snapshots: snapshots, held: held)
    }

    /// A part of a transaction that puts a node above another one (QEMU, qapi/block-core.json).
    private static func exchange(of node: String, for overlay: String) -> JSONValue {
        .object([
            .init("type", "blockdev-snapshot"),
            .init("data", .object([.init("node", .string(node)), .init("overlay", .string(overlay))])),
        ])
    }

    /// Writes down that a machine has new images; within a job.
    ///
    /// - Parameter before: The machine without them.
    private func take(_ snapshots: [SnapshotDisk], of before: Domain, _ held: HeldResources) async throws {
        let definition = state.withLock { state -> Domain? in
            if let domain = state.run?.domain { state.run?.domain = domain.withNewImages(snapshots, in: before) }
            state.run?.held.add(held)
            return state.isPersistent ? state.definition.withNewImages(snapshots, in: before) : nil
        }
        try await saveStatusNow()
        if let definition { try await save(definition) }
    }

    /// Takes up what a machine that is running has done while nobody looked; see ``recoverSnapshots(_:)``.
    func takeFound(_ snapshots: [SnapshotDisk], of before: Domain) async throws {
        try await take(snapshots, of: before, HeldResources())
    }
}

extension Domain {
    /// The domain after new images came above those that its disks have.
    ///
    /// - Parameter before: A machine without them; a disk that has another image than there stays as it is.
    func withNewImages(_ snapshots: [SnapshotDisk], in before: Domain) -> Domain {
        var domain = self
        for snapshot in snapshots {
            guard var source = snapshot.source,
                let index = domain.devices.disks.firstIndex(where: { $0.target == snapshot.name })
            else { continue }
            let disk = domain.devices.disks[index]
            let old = before.devices.disks.first { $0.target == snapshot.name }
            guard disk.source.path == old?.source.path, !disk.source.isEmpty else { continue }
            // Only images of a run have numbers.
            if disk.source.index == nil { source.index = nil }
            var below = disk.source
            below.startupPolicy = nil
            source.startupPolicy = disk.source.startupPolicy
            domain.devices.disks[index].source = source
            domain.devices.disks[index].backing = Disk.BackingStore(
                source: below, next: disk.backing, isEnd: false,
                metadataCacheMaxSize: disk.driver.metadataCacheMaxSize)
        }
        return domain
    }
}
