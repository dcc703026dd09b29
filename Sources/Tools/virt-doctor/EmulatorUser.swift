// SPDX-License-Identifier: Apache-2.0

import DaemonKit
import Glibc
import LinuxSystem
import QEMUDriver
import SystemPackage

/// The user that the system's QEMUs run as, where that is not root.
struct EmulatorUser {
    private let identity: ProcessIdentity
    /// Whether the files of a machine are handed over to it: `dynamic_ownership` in `qemu.conf`.
    let getsFiles: Bool

    /// Nil where QEMUs run as root, or where ``DaemonCheck`` has to say what is wrong with the settings.
    init?(_ paths: DaemonPaths) {
        let file = paths.configuration.appending("qemu.conf")
        var settings: ConfigurationFile?
        if access(file.string, F_OK) == 0 {
            guard let text = try? TextFile.read(file), let found = try? ConfigurationFile(text) else { return nil }
            settings = found
        }
        let (user, group) = (try? settings?["user"]?.text(), try? settings?["group"]?.text())
        guard let identity = try? ProcessIdentity.ofEmulators(user: user, group: group) else { return nil }
        self.identity = identity
        getsFiles = (try? settings?["dynamic_ownership"]?.number(0...1)) != 0
    }

    /// Its name, or its number where it has none.
    var name: String { FileAccess.name(of: identity.user) }

    /// Whether it may do something to a file, by conditions of test(1): the kernel's own answer to a process of that user's, for
    /// which lists (acl(5)) count, too.
    func may(_ conditions: String..., for path: FilePath) async -> Bool {
        var arguments = ["test"]
        for condition in conditions {
            if arguments.count > 1 { arguments.append("-a") }
            arguments += [condition, path.string]
        }
        var request = ChildProcess.Request(program: "/usr/bin/test", arguments: arguments, environment: [])
        request.identity = identity
        // It ends by itself, and the thread that starts it may end before.
        request.parentDeathSignal = nil
        do {
            let child = try ChildProcess.start(request)
            guard let end = try await child.wait(on: EventLoop(), atMost: .seconds(10)) else {
                child.send(SIGKILL)
                _ = try child.wait()
                return true
            }
            return end != .exited(1)
        } catch {
            // What cannot be tried is not said to be wrong.
            return true
        }
    }

    /// A directory through which it cannot go.
    func finding(closed directory: FilePath, to domains: Set<String>) -> Finding {
        .wrong(
            "virtqemud",
            "QEMU runs as '\(name)', who may not go through '\(directory)', which is \(FileAccess(of: directory).owner), to files of \(Self.list(domains)).",
            mend:
                "Let it: 'setfacl -m u:\(name):x \(directory)', or 'chmod o+x \(directory)' for all users. Or move the files, for instance to '/var/lib/libvirt/images', and edit the domain."
        )
    }

    /// A file that it cannot use and does not get.
    func finding(unusable file: FilePath, to domains: Set<String>) -> Finding {
        .wrong(
            "virtqemud",
            "QEMU runs as '\(name)', who may not use '\(file)', which is \(FileAccess(of: file).owner), for \(Self.list(domains)).",
            mend:
                "Give it: 'chown \(name) \(file)'. Or set 'dynamic_ownership = 1' in qemu.conf, so that machines get their files."
        )
    }

    private static func list(_ domains: Set<String>) -> String {
        let names = domains.sorted().map { "'\($0)'" }
        let shown = names.prefix(3).joined(separator: ", ")
        let rest = names.count > 3 ? " and \(names.count - 3) more" : ""
        return "\(names.count == 1 ? "domain" : "domains") \(shown)\(rest)"
    }
}
