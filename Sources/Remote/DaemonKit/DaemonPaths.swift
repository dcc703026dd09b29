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
        let home = FilePath(environment["HOME"] ?? "/")
        func place(_ variable: String, _ usual: String) -> FilePath {
            (environment[variable].map { FilePath($0) } ?? home.appending(usual)).appending("libvirt")
        }
        var paths = DaemonPaths(systemBelow: "", isPrivileged: false)
        paths.configuration = place("XDG_CONFIG_HOME", ".config")
        paths.run = place("XDG_RUNTIME_DIR", ".cache")
        paths.logs = place("XDG_CACHE_HOME", ".cache").appending("log")
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
