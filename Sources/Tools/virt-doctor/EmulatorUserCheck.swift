// SPDX-License-Identifier: Apache-2.0

import DaemonKit
import Glibc
import LinuxSystem
import QEMUDriver
import SystemPackage
import VirtModel
import XMLCoding

/// Whether the user that the system's QEMUs run as gets to what machines need: root, who runs the daemon, does not notice that it
/// may not. Only root can try it.
struct EmulatorUserCheck {
    let paths: DaemonPaths
    let device: FilePath

    func findings() async -> [Finding] {
        guard geteuid() == 0, paths.isPrivileged, let user = EmulatorUser(paths) else { return [] }
        let (documents, unreadable) = definitions()
        return await kvm(user) + unreadable + places(of: documents, user)
    }

    private func kvm(_ user: EmulatorUser) async -> [Finding] {
        guard access(device.string, F_OK) == 0, await !user.may("-r", "-w", for: device) else { return [] }
        let access = FileAccess(of: device)
        let group = access.sharingGroup
        let mend =
            group == nil
            ? "Let a group in, as distributions do: 'chgrp kvm \(device)' and 'chmod 0660 \(device)'. " : ""
        return [
            .wrong(
                "KVM",
                "QEMU runs as '\(user.name)', who may not use '\(device)', which is \(access.owner), so machines of type 'kvm' do not start.",
                mend:
                    "\(mend)Type 'usermod -a -G \(group ?? "kvm") \(user.name)', and restart virtqemud. Machines live on."
            )
        ]
    }

    // MARK: - Files of domains

    /// The domains that are defined, and what is to be said of those that cannot be read.
    private func definitions() -> ([Domain], [Finding]) {
        let directory = DriverDirectories(systemPrefix: paths.root.isEmpty ? "/" : paths.root).configuration
        var domains: [Domain] = []
        var findings: [Finding] = []
        for name in ((try? directory.entries()) ?? []).sorted() where name.hasSuffix(".xml") {
            let path = directory.appending(name)
            do {
                domains.append(try XMLReader.read(from: try XMLParser().parse(Array(try TextFile.read(path).utf8))))
            } catch {
                findings.append(
                    .wrong(
                        "virtqemud", "The definition '\(path)' cannot be read, so its domain is not there. \(error)",
                        mend: "Define the domain anew, or mend the file and restart virtqemud."))
            }
        }
        return (domains, findings)
    }

    /// The first place on the way to each file that is closed to the user, with the domains that need it.
    private func places(of domains: [Domain], _ user: EmulatorUser) async -> [Finding] {
        var isOpen: [FilePath: Bool] = [:]
        var closed: [FilePath: Set<String>] = [:]
        var unusable: [FilePath: Set<String>] = [:]
        for domain in domains {
            for file in domain.hostFiles where access(file.path, F_OK) == 0 {
                let path = FilePath(file.path)
                var barrier: FilePath?
                for directory in path.directories where barrier == nil {
                    if isOpen[directory] == nil { isOpen[directory] = await user.may("-x", for: directory) }
                    if isOpen[directory] == false { barrier = directory }
                }
                if let barrier {
                    closed[barrier, default: []].insert(domain.name)
                } else if !user.getsFiles, await !user.may("-r", file.isWritten ? "-w" : "-r", for: path) {
                    unusable[path, default: []].insert(domain.name)
                }
            }
        }
        return closed.sorted { $0.key.string < $1.key.string }.map { user.finding(closed: $0.key, to: $0.value) }
            + unusable.sorted { $0.key.string < $1.key.string }.map { user.finding(unusable: $0.key, to: $0.value) }
    }
}

extension FilePath {
    /// The directories on the way to a file, from the first one.
    fileprivate var directories: [FilePath] {
        var directories: [FilePath] = []
        var directory = removingLastComponent()
        while !directory.components.isEmpty {
            directories.insert(directory, at: 0)
            directory.removeLastComponent()
        }
        return directories
    }
}
