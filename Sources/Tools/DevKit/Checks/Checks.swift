// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// All that `dev check` looks at, under the names that it prints.
public enum Checks {
    /// The result of one check.
    public struct Result: Sendable {
        /// What was looked at.
        public var name: String
        /// What is wrong; empty when nothing is.
        public var findings: [Finding]
    }

    /// Runs all checks of a tree, and hands each result over as it is there.
    ///
    /// - Throws: `DevError` when a check cannot be made at all.
    public static func run(in tree: SourceTree, report: (Result) -> Void) throws {
        let manifest = try Manifest.read(tree)
        report(Result(name: "layering", findings: try LayeringCheck(manifest: manifest).findings(in: tree)))
        report(Result(name: "licence lines", findings: try TextCheck.licences(in: tree)))
        report(Result(name: "languages", findings: try TextCheck.languages(in: tree)))
        report(Result(name: "links", findings: try LinkCheck.findings(in: tree)))
        report(Result(name: "documentation", findings: try DocumentationCheck.findings(in: tree, manifest)))
        report(Result(name: "format", findings: try formatFindings(in: tree)))
    }

    /// What swift-format, which comes with the toolchain, objects to. It prints its findings itself.
    static func formatFindings(in tree: SourceTree) throws -> [Finding] {
        let parts = ["Package.swift", "Sources", "Tests", "Plugins"].filter(tree.has)
        let outcome = try Command("swift", ["format", "lint", "--strict", "--parallel", "--recursive"] + parts)
            .in(tree.root).run()
        return outcome.succeeded
            ? [] : [Finding("Sources", "The format differs. 'dev check --fix' formats all files.")]
    }

    /// Formats all Swift files.
    public static func fixFormat(in tree: SourceTree) throws {
        let parts = ["Package.swift", "Sources", "Tests", "Plugins"].filter(tree.has)
        try Command("swift", ["format", "--in-place", "--parallel", "--recursive"] + parts).in(tree.root).runOrThrow()
    }
}
