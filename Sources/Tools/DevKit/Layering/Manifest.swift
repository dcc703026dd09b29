// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import SystemPackage

/// What `Package.swift` says about targets and products, as `swift package dump-package` prints it.
public struct Manifest: Sendable, Equatable {
    /// A target, with the names of what it depends on.
    public struct Target: Sendable, Equatable {
        /// Its name, which is the name of its module.
        public var name: String
        /// `regular`, `executable`, `test`, `system`, `plugin` or `macro`.
        public var type: String
        /// Where its files are, relative to the root; by default in a directory of its name.
        public var path: String
        /// The targets of this package that it depends on.
        public var targets: [String] = []
        /// The products of other packages that it depends on.
        public var products: [Product] = []
    }

    /// A product of another package.
    public struct Product: Sendable, Hashable {
        /// Its name; in the packages that we use, also that of its module.
        public var name: String
        /// The package that it is of.
        public var package: String
    }

    /// All targets, in the manifest's order.
    public var targets: [Target]
    /// The names of the products that are libraries.
    public var libraries: [String] = []

    /// The targets by their names.
    public var targetsByName: [String: Target] {
        Dictionary(targets.map { ($0.name, $0) }) { first, _ in first }
    }

    /// A target and all that it depends on, directly or not; none when there is no such target.
    public func closure(of name: String) -> [Target] {
        let all = targetsByName
        var seen: Set<String> = []
        var pending = [name]
        var found: [Target] = []
        while let next = pending.popLast() {
            guard seen.insert(next).inserted, let target = all[next] else { continue }
            found.append(target)
            pending += target.targets
        }
        return found
    }
}

extension Manifest {
    /// Asks SwiftPM for the manifest of a tree.
    ///
    /// It is asked as if it built elsewhere, so it does not wait for a build or a test that runs.
    public static func read(_ tree: SourceTree) throws -> Manifest {
        let elsewhere = try Workspace()
        let (outcome, text) = try Command(
            "swift", ["package", "--scratch-path", elsewhere("build").string, "dump-package"]
        ).in(tree.root).capture()
        guard outcome.succeeded else {
            throw DevError("Cannot read '\(tree.root)/Package.swift'. The messages of SwiftPM above say why.")
        }
        return try Manifest(json: text)
    }

    /// Reads what `swift package dump-package` printed.
    ///
    /// - Throws: `DevError` when it is not that.
    public init(json: String) throws {
        let dump: Dump
        do {
            dump = try JSONDecoder().decode(Dump.self, from: Data(json.utf8))
        } catch {
            throw DevError("Cannot understand what 'swift package dump-package' printed: \(error).")
        }
        let names = Set(dump.targets.map(\.name))
        targets = dump.targets.map { target in
            var result = Target(
                name: target.name, type: target.type,
                path: target.path ?? "\(target.type == "test" ? "Tests" : "Sources")/\(target.name)")
            for dependency in target.dependencies {
                if let name = (dependency.target ?? dependency.byName)?.name, names.contains(name) {
                    result.targets.append(name)
                } else if let entry = dependency.product ?? dependency.byName ?? dependency.target {
                    result.products.append(Product(name: entry.name, package: entry.package ?? entry.name))
                } else if let plugin = dependency.plugin, names.contains(plugin.name) {
                    result.targets.append(plugin.name)
                }
            }
            return result
        }
        libraries = dump.products.filter { $0.type.library != nil }.map(\.name)
    }
}

/// The part of the JSON that we read.
private struct Dump: Decodable {
    struct Target: Decodable {
        var name: String
        var type: String
        var path: String?
        var dependencies: [Dependency]
    }

    struct Dependency: Decodable {
        var byName: Entry?
        var target: Entry?
        var product: Entry?
        var plugin: Entry?
    }

    /// A dependency's name, its package, and things that we pass over.
    struct Entry: Decodable {
        var name: String
        var package: String?

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            name = try values.decode(String.self)
            if !values.isAtEnd { package = try? values.decodeIfPresent(String.self) }
        }
    }

    struct Product: Decodable {
        struct Kind: Decodable {
            var library: [String]?
        }

        var name: String
        var type: Kind
    }

    var targets: [Target]
    var products: [Product]
}
