// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A user with a home and runtime directories that are a test's own, for daemons and clients of one user: root, who has the system's
/// ones only, becomes nobody for it.
public struct PrivateUser {
    /// Nobody, on Debian.
    static let nobody: UInt32 = 65534

    /// What holds the directories.
    public let directory: TemporaryDirectory
    /// The variables that name them.
    public let variables: [String: String]

    /// Whether there can be one; says aloud when not.
    public static var isPossible: Bool { getuid() != 0 || Program.areInstalled("setpriv") }

    /// Makes the directories.
    public init(_ label: String) throws {
        directory = try TemporaryDirectory(label)
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
        self.variables = variables
    }

    /// A command as the user runs it; ``variables`` go with it.
    public func command(_ words: [String]) -> [String] {
        let become = ["setpriv", "--reuid=\(Self.nobody)", "--regid=\(Self.nobody)", "--clear-groups"]
        return (getuid() == 0 ? become : []) + words
    }

    /// Runs a command of the user's to its end.
    public func run(
        _ words: [String], environment: [String: String] = [:], seconds: Double = 60
    ) throws -> ProgramResult {
        try Program.run(
            command(words), environment: variables.merging(environment) { $1 }, directory: directory("home"),
            seconds: seconds)
    }

    /// Starts a program of the user's.
    public func start(_ words: [String], errors: RunningProgram.Stream = .null) throws -> RunningProgram {
        try RunningProgram(command(words), errors: errors, environment: variables)
    }
}
