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
        let used = Set(drives.compactMap { $0["inserted"]?["node-name"]?.string })
        let nodes = try await process.execute(QMPCommand("query-named-block-nodes", ["flat": true])).array ?? []
        let numbers = wanted.map { disk in Self.imageNumber(of: disk.source?.path, in: nodes) }
        guard numbers.allSatisfy({ number in number.map { used.contains("libvirt-\($0)-format") } ?? false }) else {
            await removeUnused(numbers.compactMap(\.self), process)
            return false
        }
        let found = zip(wanted, numbers).map { disk, number in
            var disk = disk
            disk.source?.index = number
            return disk
        }
        if let before = snapshot.domain { try await takeFound(found, of: before) }
        return true
    }

    /// The number of the nodes that an image has. It is known by the node of its file: that of its format tells no path but a
    /// description as JSON while the image has nothing below it.
    private static func imageNumber(of path: String?, in nodes: [JSONValue]) -> Int? {
        nodes.lazy.filter { $0["file"]?.string == path }.compactMap { node in
            node["node-name"]?.string.flatMap { $0.split(separator: "-").lazy.compactMap { Int($0) }.first }
        }.first
    }

    /// Takes images from QEMU that it was given and that no disk has got; QEMU refuses to give up one that is used.
    private func removeUnused(_ numbers: [Int], _ process: QEMUProcess) async {
        // What stands on another node goes first.
        for name in numbers.flatMap({ ["libvirt-\($0)-format", "libvirt-\($0)-storage"] }) {
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
        // `user` is what a pause is taken for whose note the end of that process cut off.
        if let process, snapshot.state == .running, case .paused(let reason) = status,
            [.snapshot, .unknown, .user].contains(reason)
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
