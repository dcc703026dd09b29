// SPDX-License-Identifier: Apache-2.0

internal import Glibc
public import SystemPackage

/// A build of the package by SwiftPM: where, and with which options.
///
/// `swift run` gives its lock on the build directory back before it becomes our program, so `dev` may build in the very
/// directory that it was built in.
public struct Build: Sendable, Equatable {
    /// What is built.
    public var tree: SourceTree
    /// Where SwiftPM puts what it builds, `--scratch-path`.
    public var scratch: FilePath
    /// `debug` or `release`.
    public var configuration: String
    /// Further options of `swift build`.
    public var options: [String] = []

    /// Builds as `dev` itself was built when it lies in a build directory of the tree; else the default debug build.
    public static func like(_ executable: FilePath? = ownExecutable(), in tree: SourceTree) -> Build {
        // <scratch>/<triple>/<configuration>/dev
        if let directory = executable?.removingLastComponent(), let configuration = directory.lastComponent?.string,
            ["debug", "release"].contains(configuration)
        {
            let scratch = directory.removingLastComponent().removingLastComponent()
            if scratch.starts(with: tree.root) {
                return Build(tree: tree, scratch: scratch, configuration: configuration)
            }
        }
        return Build(tree: tree, scratch: tree.root.appending(".build"), configuration: "debug")
    }

    /// What is installed and measured: release, the Swift libraries linked in, without symbols.
    public static func installed(in tree: SourceTree) -> Build {
        Build(
            tree: tree, scratch: tree.root.appending(".build-static"), configuration: "release",
            options: ["--static-swift-stdlib", "-Xlinker", "-s"])
    }

    /// The program of this process.
    public static func ownExecutable() -> FilePath? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard count > 0 else { return nil }
        return FilePath(String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    /// A SwiftPM command, as `swift build`, for this build.
    public func command(_ subcommand: String, _ arguments: [String] = []) -> Command {
        var all = [subcommand]
        if scratch != tree.root.appending(".build") { all += ["--scratch-path", scratch.string] }
        if configuration != "debug" { all += ["-c", configuration] }
        return Command("swift", all + options + arguments).in(tree.root)
    }

    /// Builds products, one after the other.
    ///
    /// - Returns: Their paths.
    /// - Throws: `DevError` when one does not build; the compiler has said why by then.
    @discardableResult
    public func products(_ names: [String]) throws -> [FilePath] {
        try names.map { name in
            try command("build", ["--product", name]).runOrThrow()
            return path(of: name)
        }
    }

    /// Where a product is, once it is built.
    public func path(of product: String) -> FilePath {
        scratch.appending(configuration).appending(product)
    }
}
