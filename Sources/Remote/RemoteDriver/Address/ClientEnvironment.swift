// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
package import SystemPackage

/// What decides where a connection leads, beside its address; a value, so that any answer can be had in a test.
package struct ClientEnvironment: Sendable {
    /// The variables of the process.
    package var variables: [String: String]
    /// Who runs the process: its effective user id.
    package var user: UInt32
    /// The user's home.
    package var home: FilePath
    /// Where the system's daemons keep their sockets.
    package var systemSockets: FilePath
    /// Where daemons are installed, in the order of search.
    package var daemonDirectories: [FilePath]
    /// Whether there is something at a path.
    package var exists: @Sendable (FilePath) -> Bool

    package init(
        variables: [String: String], user: UInt32, home: FilePath, systemSockets: FilePath = "/run/libvirt",
        daemonDirectories: [FilePath] = ["/usr/local/sbin", "/usr/sbin", "/usr/local/bin", "/usr/bin"],
        exists: @escaping @Sendable (FilePath) -> Bool
    ) {
        self.variables = variables
        self.user = user
        self.home = home
        self.systemSockets = systemSockets
        self.daemonDirectories = daemonDirectories
        self.exists = exists
    }

    /// That of this process.
    package static var current: ClientEnvironment {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let pair = String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { variables[String(pair[0])] = String(pair[1]) }
            next += 1
        }
        return ClientEnvironment(
            variables: variables, user: geteuid(), home: FilePath(variables["HOME"] ?? "/"),
            exists: { access($0.string, F_OK) == 0 })
    }

    /// That of a daemon: its sisters are looked for beside it first. Who started it has kept `VIRTD_PATH` to itself.
    package static var besideThisProgram: ClientEnvironment {
        var environment = current
        if let program = try? FilePath.realPath(of: "/proc/self/exe") {
            environment.daemonDirectories.insert(program.removingLastComponent(), at: 0)
        }
        return environment
    }

    /// Where the user's own daemons keep their sockets.
    package var userSockets: FilePath {
        if let runtime = set("XDG_RUNTIME_DIR") { return FilePath(runtime).appending("libvirt") }
        let cache = set("XDG_CACHE_HOME").map { FilePath($0) } ?? home.appending(".cache")
        return cache.appending("libvirt")
    }

    /// A variable that is there and not empty.
    func set(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// The file of a daemon; nil when it is not installed. `VIRTD_PATH` and `LIBVIRTD_PATH` name the directory.
    package func daemon(_ name: String) -> FilePath? {
        let own = (set("VIRTD_PATH") ?? set("LIBVIRTD_PATH")).map { [FilePath($0)] }
        return (own ?? daemonDirectories).map { $0.appending(name) }.first(where: exists)
    }
}
