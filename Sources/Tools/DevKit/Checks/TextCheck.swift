// SPDX-License-Identifier: Apache-2.0

/// Sees that files are what the house wants: Swift, with the licence named on top.
public enum TextCheck {
    /// Objects to sources that do not name the licence in their first two lines.
    public static func licences(in tree: SourceTree) throws -> [Finding] {
        try tree.files().filter { [".swift", ".c", ".h"].contains(where: $0.hasSuffix) }.compactMap { path in
            let top = try tree.text(of: path).split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
            let isNamed = top.prefix(2).contains { $0.hasSuffix("SPDX-License-Identifier: Apache-2.0") }
            return isNamed
                ? nil : Finding(path, line: 1, "The line '// SPDX-License-Identifier: Apache-2.0' is missing on top.")
        }
    }

    /// Objects to scripts and build files of other languages.
    ///
    /// `.ci/run`, which only calls the README's test command, and `Tests/Clients`, where conformance scripts are in the
    /// client's own language, are the two places that may have them.
    public static func languages(in tree: SourceTree) throws -> [Finding] {
        let endings = [
            ".sh", ".bash", ".zsh", ".py", ".pl", ".rb", ".js", ".mk", ".m4", ".awk", ".cmake", ".rs", ".go",
        ]
        let names = ["Makefile", "GNUmakefile", "CMakeLists.txt", "meson.build", "configure", "Dockerfile"]
        return try tree.files().compactMap { path in
            if path == ".ci/run" || path.hasPrefix("Tests/Clients/") { return nil }
            let name = path.split(separator: "/").last.map(String.init) ?? path
            var isScript = endings.contains(where: name.hasSuffix) || names.contains(name)
            if !isScript && !name.contains(".") { isScript = try tree.text(of: path).hasPrefix("#!") }
            return isScript
                ? Finding(path, "The tree holds Swift and Markdown only. Make this a part of 'dev', or of a test.")
                : nil
        }
    }
}
