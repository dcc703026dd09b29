// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

/// What is written for users from the code itself: manual pages, completions, DocC archives.
public struct Documentation {
    /// A shell that completions are written for, and where it looks for them below a prefix.
    public enum Shell: String, CaseIterable, Sendable {
        /// GNU bash with bash-completion.
        case bash
        /// The Z shell.
        case zsh
        /// fish.
        case fish

        /// The file for a tool, relative to the prefix.
        public func path(of tool: String) -> String {
            switch self {
            case .bash: "share/bash-completion/completions/\(tool)"
            case .zsh: "share/zsh/site-functions/_\(tool)"
            case .fish: "share/fish/vendor_completions.d/\(tool).fish"
            }
        }
    }

    private let build: Build
    private let say: (String) -> Void

    /// What is written for a build.
    public init(of build: Build, say: @escaping (String) -> Void) {
        self.build = build
        self.say = say
    }

    /// The version that manual pages name: the topmost of `CHANGELOG.md`.
    public static func version(of tree: SourceTree) throws -> String {
        let headings = try tree.text(of: "CHANGELOG.md").split(separator: "\n").filter { $0.hasPrefix("## ") }
        return headings.first.flatMap { $0.dropFirst(3).split(separator: " ").first }.map(String.init) ?? "unreleased"
    }

    /// The manual page of a tool that is built.
    public func manual(of tool: String) throws -> String {
        let program = build.path(of: tool).string
        let (outcome, json) = try Command(program, ["--experimental-dump-help"]).capture()
        guard outcome.succeeded else { throw DevError("'\(program)' does not describe its command line.") }
        return ManualPage(of: try ToolInfo(json: json), version: try Self.version(of: build.tree)).text
    }

    /// The completions of a tool that is built.
    public func completions(of tool: String, for shell: Shell) throws -> String {
        let program = build.path(of: tool).string
        let (outcome, text) = try Command(program, ["--generate-completion-script", shell.rawValue]).capture()
        guard outcome.succeeded else { throw DevError("'\(program)' does not describe its completions.") }
        return text
    }

    /// Writes the manual pages and completions of tools below a prefix.
    ///
    /// - Parameter compresses: Whether the pages are compressed, as they are when installed.
    public func writePages(of tools: [String], below prefix: FilePath, compresses: Bool = false) throws {
        for tool in tools {
            let page = prefix.appending("share/man/man1/\(tool).1")
            try File.write(try manual(of: tool).utf8, to: page)
            if compresses { try Command("gzip", ["-9", "-n", "-f", page.string]).runOrThrow() }
            say("\(page)\(compresses ? ".gz" : "")")
            for shell in Shell.allCases {
                let path = prefix.appending(shell.path(of: tool))
                try File.write(try completions(of: tool, for: shell).utf8, to: path)
                say(path.string)
            }
        }
    }

    /// Writes a DocC archive for each library that has a catalog, and one for the articles in `Documentation`.
    ///
    /// The symbols come from `swift package dump-symbol-graph`; `docc` comes with the toolchain.
    public func writeArchives(of manifest: Manifest, into directory: FilePath) throws {
        let tree = build.tree
        let catalogs = manifest.targets.filter { tree.has("\($0.path)/Documentation.docc") }
        guard !catalogs.isEmpty else { return }
        var graph = build
        graph.configuration = "debug"
        graph.options = []
        try graph.command("package", ["dump-symbol-graph", "--minimum-access-level", "public"]).runOrThrow()
        for target in catalogs {
            let workspace = try Workspace()
            for path in Directory.matches("\(graph.scratch)/*/symbolgraph/\(target.name)*.symbols.json") {
                let name = FilePath(path).lastComponent?.string ?? ""
                guard name.hasPrefix("\(target.name).") || name.hasPrefix("\(target.name)@") else { continue }
                try File.write(try File.bytes(of: FilePath(path)), to: workspace(name))
            }
            let archive = directory.appending("\(target.name).doccarchive")
            try File.makeDirectories(directory)
            try Command(
                "docc",
                [
                    "convert", tree.root.appending("\(target.path)/Documentation.docc").string,
                    "--additional-symbol-graph-dir", workspace.path.string, "--output-dir", archive.string,
                    "--fallback-display-name", target.name, "--fallback-bundle-identifier", "swift-virt.\(target.name)",
                ]
            ).runOrThrow()
            say(archive.string)
        }
    }
}
