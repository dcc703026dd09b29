// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import Glibc
internal import LinuxSystem
internal import SystemPackage
internal import VirtModel
internal import XMLCoding

extension DriverDirectories {
    /// What is known of snapshots: `DOMAIN/NAME.xml`.
    var snapshots: FilePath { library.appending("snapshot") }
}

/// Documents of snapshots on disk, in libvirt's own form and places. All of it blocks, so it is called on threads for that.
struct SnapshotStore: Sendable {
    let directories: DriverDirectories

    /// What begins the name of a document of a snapshot that is just being made.
    private static let pendingPrefix = ".swift-virt-pending-"
    private static let notice =
        "<!-- The QEMU driver writes this file. Change the snapshot by 'virsh snapshot-edit'. -->\n"

    /// What was found of one domain.
    struct Found: Sendable {
        var tree = SnapshotTree()
        /// Those whose making was interrupted.
        var pending: [SnapshotDocument] = []
    }

    /// Reads the snapshots of all domains, by their names, and says what is wrong with those that cannot be read, which stay where
    /// they are.
    func load() -> (found: [String: Found], problems: [String]) {
        var found: [String: Found] = [:]
        var problems: [String] = []
        for domain in (try? directories.snapshots.entries()) ?? [] {
            guard directories.snapshots.appending(domain).isDirectory else { continue }
            found[domain] = load(domain, &problems)
        }
        return (found, problems)
    }

    private func load(_ domain: String, _ problems: inout [String]) -> Found {
        var documents: [SnapshotDocument] = []
        var result = Found()
        for name in (try? directory(of: domain).entries())?.sorted() ?? [] {
            let path = directory(of: domain).appending(name)
            if name.hasPrefix(AtomicFile.temporaryPrefix) {
                // Left behind by a crash before it was in place.
                try? path.removeAll()
                continue
            }
            guard name.hasSuffix(".xml") else { continue }
            do {
                let document = try SnapshotDocument(bytes: try path.contents())
                let isPending = name.hasPrefix(Self.pendingPrefix)
                guard let own = document.name, name == (isPending ? Self.pendingPrefix : "") + "\(own).xml" else {
                    throw XMLError(.invalid, "It describes a snapshot of another name than its file.")
                }
                if isPending { result.pending.append(document) } else { documents.append(document) }
            } catch {
                problems.append("The snapshot '\(path)' is left alone, for it cannot be read. \(error)")
            }
        }
        result.tree = SnapshotTree(found: documents, problems: &problems)
        return result
    }

    /// Writes what a change asks for. When this returns it is on the disk.
    func apply(_ change: SnapshotTree.Change, of domain: String) throws {
        do {
            if !change.written.isEmpty { try makeDirectory(domain) }
            for snapshot in change.written {
                try write(snapshot, to: file(of: snapshot.name ?? "", of: domain))
            }
            for name in change.removed { try AtomicFile.remove(file(of: name, of: domain)) }
        } catch let error as Errno {
            throw VirtError(
                .systemError,
                "What is known of the snapshots of domain '\(domain)' cannot be written to '\(directory(of: domain))': \(error).",
                cause: error)
        }
    }

    private func makeDirectory(_ domain: String) throws {
        let made = try directory(of: domain).createDirectories()
        for directory in made { try AtomicFile.synchronise(directory: directory.removingLastComponent()) }
    }

    private func write(_ snapshot: SnapshotDocument, to path: FilePath) throws {
        try AtomicFile.write(Array((Self.notice + (try snapshot.xmlText(isForDriver: true))).utf8), to: path)
    }

    // MARK: Snapshots that are being made

    /// Notes that a snapshot is going to be made, so that a crash meanwhile is found out.
    func begin(_ snapshot: SnapshotDocument, of domain: String) throws {
        do {
            try makeDirectory(domain)
            try write(snapshot, to: pendingFile(of: snapshot.name ?? "", of: domain))
        } catch let error as Errno {
            throw VirtError(
                .systemError, "The snapshot cannot be noted in '\(directory(of: domain))': \(error).", cause: error)
        }
    }

    /// Notes that its making has ended, in whatever way.
    func end(_ name: String, of domain: String) throws {
        try AtomicFile.remove(pendingFile(of: name, of: domain))
    }

    // MARK: Whole domains

    /// Removes all that is known of the snapshots of a domain.
    func removeAll(of domain: String) throws {
        let directory = directory(of: domain)
        guard directory.exists else { return }
        try directory.removeAll()
        try AtomicFile.synchronise(directory: directories.snapshots)
    }

    private func directory(of domain: String) -> FilePath { directories.snapshots.appending(domain) }
    private func file(of name: String, of domain: String) -> FilePath {
        directory(of: domain).appending("\(name).xml")
    }
    private func pendingFile(of name: String, of domain: String) -> FilePath {
        directory(of: domain).appending("\(Self.pendingPrefix)\(name).xml")
    }
}
