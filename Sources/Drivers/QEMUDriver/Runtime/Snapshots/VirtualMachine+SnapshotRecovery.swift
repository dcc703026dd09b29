// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import QMP
internal import Synchronization
internal import VirtModel

extension VirtualMachine {
    /// Finds out what became of snapshots whose making was interrupted by the end of an earlier process, and says so: one whose data is
    /// whole takes its place among the others, of one whose data is not nothing is known any more.
    func recoverSnapshots(_ pending: [SnapshotDocument]) async {
        for snapshot in pending {
            let name = snapshot.name ?? ""
            do {
                let isWhole = try await snapshot.isExternal ? recoverImages(snapshot) : recoverMemory(snapshot)
                if isWhole { try await adopt(snapshot) }
                services.report(
                    "Snapshot '\(name)' of domain '\(self.name)' was being made when an earlier process ended. "
                        + (isWhole
                            ? "It is whole, and kept."
                            : "It is not whole, and forgotten. \(Self.leftovers(of: snapshot))"))
                await endPending(name)
            } catch {
                services.report(
                    "Snapshot '\(name)' of domain '\(self.name)' was being made when an earlier process ended, and nobody knows how far that came. \(error)"
                )
            }
        }
    }

    private static func leftovers(of snapshot: SnapshotDocument) -> String {
        let paths = snapshot.disks.compactMap { $0.location == .external ? $0.source?.path : nil }
        guard !paths.isEmpty else { return "Parts of it may be in the images; see 'qemu-img snapshot -l'." }
        return "Nothing uses \(paths.map { "'\($0)'" }.joined(separator: ", "))."
    }

    /// Whether the machine has the new images of a snapshot; takes them up when QEMU has them and nobody wrote that down.
    private func recoverImages(_ snapshot: SnapshotDocument) async throws -> Bool {
        let wanted = snapshot.disks.filter { $0.location == .external }
        let run = state.withLock { $0.run }
        guard run != nil, let process = run?.process else {
            let definition = state.withLock { $0.definition }
            return wanted.allSatisfy { disk in definition.hasImage(disk) }
        }
        let drives = try await process.execute(QMPCommand("query-block")).array ?? []
        var found: [SnapshotDisk] = []
        for var disk in wanted {
            let node = drives.lazy.compactMap { $0["inserted"] }.first { $0["file"]?.string == disk.source?.path }
            guard let name = node?["node-name"]?.string else {
                await removeUnused(wanted, process)
                return false
            }
            disk.source?.index = name.split(separator: "-").compactMap { Int($0) }.first
            found.append(disk)
        }
        if let before = snapshot.domain { try await takeFound(found, of: before) }
        return true
    }

    /// Takes images from QEMU that it was given and that no disk has got.
    private func removeUnused(_ disks: [SnapshotDisk], _ process: QEMUProcess) async {
        let query = QMPCommand("query-named-block-nodes", ["flat": true])
        let nodes = (try? await process.execute(query))?.array ?? []
        let paths = Set(disks.compactMap { $0.source?.path })
        let names = nodes.compactMap { node -> String? in
            guard let file = node["file"]?.string, paths.contains(file) else { return nil }
            return node["node-name"]?.string
        }
        // What stands on another node goes first.
        for name in names.sorted(by: { $0.hasSuffix("-format") && !$1.hasSuffix("-format") }) {
            _ = try? await process.execute(QMPCommand("blockdev-del", ["node-name": .string(name)]))
        }
    }

    /// Whether all images have a snapshot; lets a guest go on that stood still for it.
    private func recoverMemory(_ snapshot: SnapshotDocument) async throws -> Bool {
        let process = state.withLock { $0.run?.process }
        if let process {
            let jobs = try await process.execute(QMPCommand("query-jobs")).array ?? []
            for job in jobs where job["status"]?.string == "concluded" {
                guard let id = job["id"]?.string, id.hasPrefix("swift-virt-snapshot-") else { continue }
                _ = try? await process.execute(QMPCommand("job-dismiss", ["id": .string(id)]))
            }
        }
        var isWhole = true
        for path in try imagePaths(of: snapshot) {
            let isKept = try await imageTool.has(snapshot.name ?? "", in: path)
            isWhole = isWhole && isKept
        }
        if let process, snapshot.state == .running, case .paused(let reason) = status,
            reason == .snapshot || reason == .unknown
        {
            try await process.execute(QMPCommand("cont"))
        }
        return isWhole
    }
}

extension Domain {
    /// Whether a disk has the new image of a snapshot.
    fileprivate func hasImage(_ snapshot: SnapshotDisk) -> Bool {
        devices.disks.contains { $0.target == snapshot.name && $0.source.path == snapshot.source?.path }
    }
}
