// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A C libvirtd of the system's packages, as one user's daemon in a directory of its own: root's would use the host's tree, so
/// root runs it as nobody.
public final class PrivateDaemon {
    /// Nobody, on Debian.
    private static let nobody: UInt32 = 65534

    /// Whether it can be had; says aloud when not.
    public static var isAvailable: Bool {
        getuid() == 0 ? Program.areInstalled("libvirtd", "setpriv") : Program.areInstalled("libvirtd")
    }

    /// What stands before a command that root has run as the user of the daemon.
    public static var become: [String] {
        getuid() == 0 ? ["setpriv", "--reuid=\(nobody)", "--regid=\(nobody)", "--clear-groups"] : []
    }

    /// Its directory.
    public let directory: TemporaryDirectory
    /// Its process.
    public let program: RunningProgram
    /// Its socket.
    public let socket: String

    /// Starts it and waits until it listens.
    public init() async throws {
        directory = try TemporaryDirectory("libvirtd")
        let variables = try UserFolders.make(in: directory, owner: Self.nobody)
        // What guests say goes to their files from QEMU itself, not by another daemon.
        try directory.write("config/libvirt/qemu.conf", "stdio_handler = \"file\"\n")
        if getuid() == 0 { chown(directory("config/libvirt"), Self.nobody, Self.nobody) }
        socket = "\(directory("run"))/libvirt/libvirt-sock"
        program = try RunningProgram(Self.become + ["libvirtd", "--timeout=300"], environment: variables)
        let deadline = ContinuousClock.now + .seconds(60)
        while access(socket, F_OK) != 0 {
            if ContinuousClock.now > deadline { throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: socket]) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    deinit {
        program.send(SIGTERM)
        _ = program.wait(seconds: 10)
    }
}

/// The folders of a user whom nothing is known of yet.
public enum UserFolders {
    /// Makes them, root for another user.
    ///
    /// - Returns: The variables that name them.
    public static func make(in directory: TemporaryDirectory, owner: UInt32) throws -> [String: String] {
        var variables: [String: String] = [:]
        for (name, folder) in [
            ("HOME", "home"), ("XDG_RUNTIME_DIR", "run"), ("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            variables[name] = directory(folder)
            try FileManager.default.createDirectory(atPath: directory(folder), withIntermediateDirectories: true)
            if getuid() == 0 { chown(directory(folder), owner, owner) }
        }
        if getuid() == 0 {
            chmod(directory.path, 0o755)
            chown(directory.path, owner, owner)
        }
        return variables
    }
}
