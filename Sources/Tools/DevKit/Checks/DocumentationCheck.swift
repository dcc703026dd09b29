// SPDX-License-Identifier: Apache-2.0

/// Sees that every part that users meet is explained to them.
public enum DocumentationCheck {
    /// Objects to executables without a page in `Documentation` or without a word in the README, and to library products
    /// without a DocC catalog.
    ///
    /// Executables whose names begin with `dev-` are parts of `dev` and need neither, nor do those of tests.
    public static func findings(in tree: SourceTree, _ manifest: Manifest) throws -> [Finding] {
        let readme = try tree.text(of: "README.md")
        var findings: [Finding] = []
        for target in manifest.targets where target.type == "executable" && !target.name.hasPrefix("dev-") {
            if target.path.hasPrefix("Sources/Guest/") || target.path.hasPrefix("Tests/") { continue }
            let page = "Documentation/\(target.name).md"
            if !tree.has(page) {
                findings.append(Finding(page, "The executable '\(target.name)' has no page. Write one."))
            }
            if readme.range(of: "`\(target.name)`") == nil && readme.range(of: "[`\(target.name)`]") == nil {
                findings.append(Finding("README.md", "It does not mention the executable `\(target.name)`."))
            }
        }
        for library in manifest.libraries {
            guard let target = manifest.targetsByName[library] else { continue }
            let catalog = "\(target.path)/Documentation.docc"
            if !tree.has("\(catalog)/\(library).md") {
                findings.append(
                    Finding("\(catalog)/\(library).md", "The library '\(library)' has no DocC page. Write one."))
            }
        }
        return findings
    }
}
