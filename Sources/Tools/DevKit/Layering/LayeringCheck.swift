// SPDX-License-Identifier: Apache-2.0

/// Sees that the arrows of the house run down: in the manifest, and in every import of every Swift file.
public struct LayeringCheck {
    private let manifest: Manifest
    private let rules: LayeringRules
    private let targets: [String: Manifest.Target]

    /// A check of a manifest, and of the files that it speaks of.
    public init(manifest: Manifest, rules: LayeringRules = .house) {
        self.manifest = manifest
        self.rules = rules
        targets = manifest.targetsByName
    }

    /// All that is wrong in a tree, in the order of its files; empty when the house is in order.
    public func findings(in tree: SourceTree) throws -> [Finding] {
        let files = try tree.files()
        let guestModules = try files.filter { $0.hasPrefix("Sources/Guest/") && $0.hasSuffix("module.modulemap") }
            .flatMap { Self.modules(inMap: try tree.text(of: $0)) }
        var findings = manifestFindings()
        for path in files where path.hasSuffix(".swift") && path != "Package.swift" {
            let imports = ImportScanner.imports(in: try tree.text(of: path))
            findings += importFindings(in: path, imports, guestModules: Set(guestModules))
        }
        return findings
    }

    /// The names that a module map declares; see "Module Map Language" of Clang.
    private static func modules(inMap text: String) -> [String] {
        let words = text.split { $0 == " " || $0 == "\n" || $0 == "\t" }
        return zip(words, words.dropFirst()).filter { $0.0 == "module" && $0.1 != "*" }.map { String($0.1) }
    }

    /// What is wrong in the manifest alone.
    public func manifestFindings() -> [Finding] {
        manifest.targets.flatMap { target in
            target.targets.compactMap { used in
                objection(to: target, using: used).map { Finding("Package.swift", $0) }
            }
        } + manifest.targets.compactMap(misplacement) + rules.exclusions.flatMap(exclusionFindings)
    }

    /// What is wrong with the imports of one file.
    private func importFindings(
        in path: String, _ imports: [ImportScanner.Import], guestModules: Set<String>
    ) -> [Finding] {
        guard let target = owner(of: path) else {
            if path.hasPrefix("Sources/Guest/") { return guestFindings(in: path, imports, guestModules) }
            let isKnown = path.hasPrefix("Plugins/") || path.hasPrefix("Tests/")
            return isKnown ? [] : [Finding(path, "No target of Package.swift holds this file.")]
        }
        // Plugins, tests and the programs that plugins run never reach a user's machine.
        let isFree = ["plugin", "test"].contains(target.type) || floor(of: target) == nil
        return imports.compactMap { entry in
            (targets[entry.module] == nil && isFree ? nil : objection(to: target, importing: entry.module))
                .map { Finding(path, line: entry.line, $0) }
        }
    }

    /// Why a target must not import a module; nil when it may.
    private func objection(to target: Manifest.Target, importing module: String) -> String? {
        if module == target.name { return nil }
        if targets[module] != nil {
            if let problem = objection(to: target, using: module) { return problem }
            return target.targets.contains(module)
                ? nil : "'\(target.name)' imports '\(module)', which Package.swift does not list for it."
        }
        if target.products.contains(where: { $0.name == module }) || rules.toolchainModules.contains(module) {
            return nil
        }
        if module == "Foundation" {
            return "'\(target.name)' imports 'Foundation'. Use FoundationEssentials, or better neither."
        }
        return "'\(target.name)' imports '\(module)', which is no dependency of it and not among the modules of the "
            + "toolchain that we use."
    }

    /// The program inside the guest is compiled on its own: it may import only C modules that lie beside it.
    private func guestFindings(
        in path: String, _ imports: [ImportScanner.Import], _ modules: Set<String>
    ) -> [Finding] {
        imports.filter { !modules.contains($0.module) }.map { entry in
            Finding(
                path, line: entry.line,
                "The guest's program imports '\(entry.module)'; it may import its own C module only.")
        }
    }

    /// The target whose directory holds a file; the deepest when they are nested.
    private func owner(of path: String) -> Manifest.Target? {
        manifest.targets.filter { path.hasPrefix($0.path + "/") }.max { $0.path.utf8.count < $1.path.utf8.count }
    }

    /// The floor of a target, from its path `Sources/<Floor>/...`; nil for tests, plugins and the guest.
    private func floor(of target: Manifest.Target) -> String? {
        let parts = target.path.split(separator: "/")
        guard parts.count > 2, parts[0] == "Sources", rules.level(of: String(parts[1])) != nil else { return nil }
        return String(parts[1])
    }

    private func misplacement(_ target: Manifest.Target) -> Finding? {
        let isFree =
            ["test", "plugin"].contains(target.type) || target.path.hasPrefix("Sources/Guest/")
            || target.path.hasPrefix("Tests/")
        return isFree || floor(of: target) != nil
            ? nil
            : Finding(
                "Package.swift",
                "'\(target.name)' is in '\(target.path)', which is on no floor (\(rules.floors.joined(separator: ", ")))."
            )
    }

    /// Why a target must not use another; nil when it may.
    private func objection(to target: Manifest.Target, using name: String) -> String? {
        guard let used = targets[name], used.name != target.name, let home = floor(of: target),
            let level = rules.level(of: home)
        else { return nil }
        if used.type == "plugin" { return nil }
        guard let other = floor(of: used), let otherLevel = rules.level(of: other) else {
            return "'\(target.name)' uses '\(name)', which is not on a floor of the house."
        }
        if otherLevel > level {
            return "'\(target.name)' on floor \(home) uses '\(name)' on floor \(other): that arrow runs up."
        }
        if otherLevel == level && !rules.mayUse(target.name, name, on: home) {
            return "'\(target.name)' uses '\(name)' on the same floor \(home): that arrow runs sideways. "
                + "Move one of them, or allow it in LayeringRules."
        }
        return nil
    }

    private func exclusionFindings(_ exclusion: LayeringRules.Exclusion) -> [Finding] {
        manifest.closure(of: exclusion.target).flatMap { target in
            var offenders: [String] = []
            if let floor = floor(of: target), exclusion.floors.contains(floor), target.name != "DriverAPI" {
                offenders.append(target.name)
            }
            if exclusion.systemLibraries && target.type == "system" { offenders.append(target.name) }
            offenders += target.products.filter { exclusion.packages.contains($0.package) }.map(\.name)
            return offenders.map {
                Finding(
                    "Package.swift",
                    "'\(exclusion.target)' must do without '\($0)', which it gets through '\(target.name)': "
                        + "\(exclusion.reason).")
            }
        }
    }
}
