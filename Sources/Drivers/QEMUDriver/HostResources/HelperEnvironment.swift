// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import LinuxSystem
package import SystemPackage

/// What helper programs of one domain have in common.
package struct HelperEnvironment: Sendable {
    /// Whose thread spawns them.
    package var loop: EventLoop
    /// The directory of their logs; nil to keep them in memory.
    package var logDirectory: FilePath?
    /// The domain's name, which begins the names of logs.
    package var domainName = ""
    /// As whom they run; nil for the caller.
    package var identity: ProcessIdentity?

    /// Whether they die with us; else they live until their QEMU leaves them.
    package var endsWithUs = true

    package init(loop: EventLoop) { self.loop = loop }

    /// The variables of a helper: a search path, and nothing of the caller's.
    static let variables = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"]

    /// The log of one helper.
    func logFile(_ device: String, _ program: String) -> FilePath? {
        logDirectory?.appending("\(domainName)-\(device)-\(program).log")
    }

    /// A request for a program.
    func request(_ program: FilePath, _ arguments: [String]) -> ChildProcess.Request {
        var request = ChildProcess.Request(
            program: program, arguments: [program.string] + arguments, environment: Self.variables)
        request.identity = identity
        return request
    }

    /// The first of some programs that is there: by its path, or found in the usual directories by its name.
    static func find(_ candidates: [String]) -> FilePath? {
        let directories = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"]
        let paths = candidates.flatMap { name in name.hasPrefix("/") ? [name] : directories.map { "\($0)/\(name)" } }
        return paths.first { access($0, X_OK) == 0 }.map { FilePath($0) }
    }
}
