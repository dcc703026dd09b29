// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import Synchronization
internal import SystemPackage
internal import VirtModel

extension QEMUDomainDriver {
    /// What was in the tree beside the definitions themselves.
    struct Found: Sendable {
        var names: DomainStore.Names
        var documents: [DomainStatusDocument] = []
        var problems: [String] = []
        /// Names of domains whose next start goes on from a file.
        var saved: Set<String> = []
        /// Snapshots, by the names of their domains.
        var snapshots: [String: SnapshotStore.Found] = [:]

        init(_ store: DomainStore, _ directories: DriverDirectories) throws {
            names = try store.names()
            for name in (try? directories.managedSaves.entries()) ?? [] where name.hasSuffix(".save") {
                saved.insert(String(name.dropLast(5)))
            }
            let (snapshots, snapshotProblems) = SnapshotStore(directories: directories).load()
            self.snapshots = snapshots
            problems = snapshotProblems
            for name in (try? directories.state.entries()) ?? [] where name.hasSuffix(DomainStatusDocument.suffix) {
                let path = directories.state.appending(name)
                do {
                    documents.append(try DomainStatusDocument(text: try path.contents()))
                } catch {
                    problems.append(
                        "The state '\(path)' of a running domain cannot be read, so the domain is not found again. \(error)"
                    )
                }
            }
        }
    }

    /// Takes up what was found.
    func take(_ entries: [DomainStore.Entry], _ found: Found) async {
        for entry in entries {
            guard let uuid = entry.domain.uuid.flatMap({ ObjectUUID(bytes: $0.bytes) }) else { continue }
            guard state.withLock({ $0.machines.isFree(entry.domain.name, uuid) }) else {
                environment.services.report(
                    "Domain '\(entry.domain.name)' has the UUID \(uuid) of another one, so it is left out.")
                continue
            }
            let machine = VirtualMachine(
                uuid: uuid, definition: entry.domain, isPersistent: true, isAutostarted: entry.isAutostarted,
                environment)
            if found.saved.contains(entry.domain.name) { machine.state.withLock { $0.hasManagedSave = true } }
            state.withLock { $0.machines.insert(machine, named: entry.domain.name) }
        }
        for document in found.documents { ids.skip(to: document.domain.id ?? 0) }
        await reopen(found.documents.filter { $0.processID != 0 })
        // When it is known which files the others have.
        await reopen(found.documents.filter { $0.processID == 0 })
        await takeSnapshots(found.snapshots)
        await removeLeftovers(
            but: Set(found.documents.map { FilePath($0.monitorPath).removingLastComponent() }))
    }

    private func takeSnapshots(_ found: [String: SnapshotStore.Found]) async {
        for (name, snapshots) in found.sorted(by: { $0.key < $1.key }) {
            guard let machine = state.withLock({ $0.machines[name] }) else {
                if snapshots.tree.isEmpty, snapshots.pending.isEmpty { continue }
                environment.services.report("Snapshots of a domain '\(name)', which is not there, are left alone.")
                continue
            }
            machine.state.withLock { $0.snapshots = snapshots.tree }
            await machine.recoverSnapshots(snapshots.pending)
        }
    }

    /// Removes private directories of machines that ended together with an earlier process of ours.
    ///
    /// - Parameter kept: Those of machines that may live on.
    private func removeLeftovers(but kept: Set<FilePath>) async {
        let services = environment.services
        let machines = state.withLock { Array($0.machines.all) }
        let alive = Set(machines.filter(\.isActive).map { services.directories.linkNote(of: $0.uuid) })
        do {
            try await services.blockingWork.run("remove what an earlier process left behind") {
                let library = services.directories.library
                try services.directories.templates.removeAll()
                // Each of these has a directory for a run, of one name but for what stands in front of it.
                for (parent, prefix) in [("", "domain-"), ("channel/target", "domain-"), ("ram", "")] {
                    let parent = library.appending(parent)
                    guard parent.isDirectory else { continue }
                    for name in try parent.entries() where name.hasPrefix(prefix) {
                        let isKept = kept.contains(library.appending("domain-\(name.dropFirst(prefix.count))"))
                        if !isKept { try parent.appending(name).removeAll() }
                    }
                }
                try TPMEmulator.removeUnfinishedStates(in: services.directories.tpmStates)
                try MacVTap.removeAll { services.directories.owns(linkNote: $0) && !alive.contains($0) }
            }
        } catch {
            services.report(
                "What an earlier process left below '\(services.directories.library)' is not removed. \(error)")
        }
    }

    /// Takes machines up side by side, so that one stuck QEMU does not keep the others from being found.
    private func reopen(_ documents: [DomainStatusDocument]) async {
        await withTaskGroup(of: Void.self) { group in
            for document in documents { group.addTask { await self.reopen(document) } }
        }
    }

    private func reopen(_ document: DomainStatusDocument) async {
        let name = document.domain.name
        guard let uuid = document.domain.uuid.flatMap({ ObjectUUID(bytes: $0.bytes) }) else { return }
        let machine = state.withLock { state in
            if let machine = state.machines[uuid] { return machine }
            let machine = VirtualMachine(
                uuid: uuid, definition: document.domain, isPersistent: false, isAutostarted: false, environment)
            state.machines.insert(machine, named: name)
            return machine
        }
        do {
            if document.processID == 0 {
                try await machine.endUnknownEmulator(at: document.monitorPath)
            } else if try await machine.reopen(document) {
                return
            }
            // It ended while nobody looked.
            if environment.identity != nil { try await machine.giveBack(files(of: document)) }
            let path = machine.statusPath(name)
            let directory = FilePath(document.monitorPath).removingLastComponent()
            try await environment.services.blockingWork.run("remove '\(path)'") {
                try path.removeAll()
                if directory.starts(with: self.environment.services.directories.library) { try directory.removeAll() }
            }
        } catch {
            environment.services.report(
                "The QEMU of domain '\(name)' (process \(document.processID)) cannot be talked to, so it is left alone. \(error)"
            )
        }
        if !machine.isActive, document.isTransient { forget(machine) }
    }

    /// The files that were handed over for a run.
    private func files(of document: DomainStatusDocument) -> [Domain.HostFile] {
        let files = document.domain.hostFiles
        guard document.processID == 0 else { return files }
        // It may not have come to that, and what another machine has is that one's.
        let others = state.withLock { $0.machines.all }.filter(\.isActive)
        let taken = Set(others.flatMap { $0.state.withLock { $0.run?.domain.hostFiles ?? [] } }.map(\.path))
        return files.filter { !taken.contains($0.path) }
    }
}
