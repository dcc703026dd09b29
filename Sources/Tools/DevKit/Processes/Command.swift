// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import Glibc
internal import LinuxSystem
public import SystemPackage

/// A program with its arguments and surroundings, ready to be started.
///
/// ```swift
/// let outcome = try Command("swift", ["build"]).in(root).run()
/// ```
public struct Command: Sendable, Equatable {
    /// The program: a path, or a name that is looked for in `PATH`.
    public var program: String
    /// Its arguments, without its own name.
    public var arguments: [String]
    /// Variables that it gets beside ours.
    public var environment: [String: String] = [:]
    /// Its working directory; nil for ours.
    public var directory: FilePath?
    /// Whether it reads our standard input; otherwise its input is empty.
    public var readsInput = false

    /// A program and its arguments.
    public init(_ program: String, _ arguments: [String] = []) {
        self.program = program
        self.arguments = arguments
    }

    /// The same in another working directory.
    public func `in`(_ directory: FilePath) -> Command {
        var copy = self
        copy.directory = directory
        return copy
    }

    /// The same with more variables.
    public func with(_ environment: [String: String]) -> Command {
        var copy = self
        copy.environment.merge(environment) { $1 }
        return copy
    }

    /// The same, reading our standard input.
    public var interactive: Command {
        var copy = self
        copy.readsInput = true
        return copy
    }

    /// The command as one would type it in a shell.
    public var shellText: String {
        let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\(ShellWord.quote($0.value))" }
        return (variables + [ShellWord.line([program] + arguments)]).joined(separator: " ")
    }

    /// The full path of a program as a shell would find it, system directories included; nil when it is not installed.
    public static func find(_ name: String) -> FilePath? {
        if name.contains("/") { return access(name, X_OK) == 0 ? FilePath(name) : nil }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let directories = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/sbin"]
        for directory in directories where access("\(directory)/\(name)", X_OK) == 0 {
            return FilePath("\(directory)/\(name)")
        }
        return nil
    }
}
