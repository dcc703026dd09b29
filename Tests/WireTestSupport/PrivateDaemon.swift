// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import LinuxSystem
internal import SystemPackage
package import TestSupport

/// A C libvirtd of the system's packages, as one user's daemon in a directory of its own: root's would use the host's tree, so
/// root runs it as nobody.
package final class PrivateDaemon {
    /// Nobody, on Debian.
    private static let nobody: UInt32 = 65534

    /// Whether it can be had; says aloud when not.
    package static var isAvailable: Bool {
        getuid() == 0 ? Program.areInstalled("libvirtd", "setpriv") : Program.areInstalled("libvirtd")
    }

    package let directory: TemporaryDirectory
    package let program: RunningProgram
    /// Its socket.
    package let socket: String

    package init() async throws {
        directory = try TemporaryDirectory("libvirtd")
        var variables: [String: String] = [:]
        for (name, folder) in [
            ("HOME", "home"), ("XDG_RUNTIME_DIR", "run"), ("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            variables[name] = directory(folder)
            try FileManager.default.createDirectory(atPath: directory(folder), withIntermediateDirectories: true)
            if getuid() == 0 { chown(directory(folder), Self.nobody, Self.nobody) }
        }
        if getuid() == 0 {
            chmod(directory.path, 0o755)
            chown(directory.path, Self.nobody, Self.nobody)
        }
        let become = ["setpriv", "--reuid=\(Self.nobody)", "--regid=\(Self.nobody)", "--clear-groups"]
        socket = "\(directory("run"))/libvirt/libvirt-sock"
        program = try RunningProgram(
            (getuid() == 0 ? become : []) + ["libvirtd", "--timeout=300"], environment: variables)
        let deadline = ContinuousClock.now + .seconds(60)
        while (try? UnixSocket.connect(to: FilePath(socket))) == nil {
            if ContinuousClock.now > deadline { throw WireClient.Failure.timeout }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    deinit {
        // libvirtd 9.0 takes far longer than this to end when it is asked to.
        program.send(SIGTERM)
        _ = program.wait(seconds: 0.5)
    }
}
