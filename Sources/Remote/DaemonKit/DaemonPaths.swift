// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import SystemPackage

/// Where a daemon has what: libvirt's own places, below one root.
package struct DaemonPaths: Sendable, Equatable {
    /// Where configuration files are: `/etc/libvirt`.
    package var configuration: FilePath
    /// Where sockets and pid files are: `/run/libvirt`.
    package var run: FilePath
    /// Where logs are: `/var/log/libvirt`.
    package var logs: FilePath
    /// Whether the places are the system's; else they are one user's.
    package var isPrivileged: Bool
    /// What stands before the system's places, empty but in tests and side-by-side runs.
    package var root: FilePath

    /// The system's places below a root.
    package init(systemBelow root: FilePath, isPrivileged: Bool = true) {
        self.root = root
        self.isPrivileged = isPrivileged
        let base = root.isEmpty ? FilePath("/") : root
        configuration = base.appending("etc/libvirt")
        run = base.appending("run/libvirt")
        logs = base.appending("var/log/libvirt")
    }

    /// The places of the caller: the system's for root, else those of its own that the XDG variables name, as libvirt has them.
    package static func own(environment: [String: String] = Self.environment) -> DaemonPaths {
        if geteuid() == 0 { return DaemonPaths(systemBelow: "") }
        // A variable that is empty counts as none, for clients too.
        func directory(_ variable: String) -> FilePath? {
            environment[variable].flatMap { $0.isEmpty ? nil : FilePath($0) }
        }
        let home = directory("HOME") ?? "/"
        let cache = directory("XDG_CACHE_HOME") ?? home.appending(".cache")
        var paths = DaemonPaths(systemBelow: "", isPrivileged: false)
        paths.configuration = (directory("XDG_CONFIG_HOME") ?? home.appending(".config")).appending("libvirt")
        paths.run = (directory("XDG_RUNTIME_DIR") ?? cache).appending("libvirt")
        paths.logs = cache.appending("libvirt/log")
        return paths
    }

    /// A socket of a daemon: `virtqemud-sock`, `-sock-ro`, `-admin-sock`.
    package func socket(_ daemon: String, _ suffix: String) -> FilePath { run.appending("\(daemon)-\(suffix)") }

    /// The file that a daemon's process id is in, and that it holds a lock on. The system's is beside the directory of the sockets.
    package func pidFile(_ daemon: String) -> FilePath {
        isPrivileged ? run.removingLastComponent().appending("\(daemon).pid") : run.appending("\(daemon).pid")
    }

    /// The variables of the process.
    package static var environment: [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return variables
    }
}
