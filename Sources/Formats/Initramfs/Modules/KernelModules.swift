// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
public import SystemPackage

/// A kernel module to load, in its place in an order of loading.
public struct LoadableModule: Hashable, Sendable {
    /// Its name, with underscores.
    public var name: String
    /// Its file.
    public var path: FilePath
    /// Its parameters, such as "max_loop=16".
    public var options: [String]
    /// The module that needs it; nil when it was asked for.
    public var neededBy: String?
}

/// The modules of one kernel: the files that depmod(8) keeps in `/lib/modules/VERSION`, or a kernel's build tree.
///
///     let modules = try KernelModules(modulesDirectory: "/lib/modules/6.1.0-56-amd64")
///     for module in try modules.resolve(["loop max_loop=16", "virtio_net"]) { ... }
public struct KernelModules {
    /// The directory, free of links.
    public let directory: FilePath

    let root: SystemRoot
    let index: ModuleIndex
    private let soft: [String: SoftDependencies]

    /// Reads what is known about the modules of a directory: modules.dep or, where there is none, the modules of a
    /// kernel's build tree themselves.
    ///
    /// - Throws: `missingModule` when the directory has no modules, `malformed` for a damaged modules.dep.
    public init(modulesDirectory: FilePath) throws(ImageError) {
        let directory: FilePath
        do throws(Errno) {
            directory = try FilePath.realPath(of: modulesDirectory)
        } catch {
            throw ImageError.reading(modulesDirectory, error)
        }
        try self.init(directory: directory, in: SystemRoot("/"))
    }

    init(directory: FilePath, in root: SystemRoot) throws(ImageError) {
        self.directory = directory
        self.root = root
        let bytes: [UInt8]
        do throws(Errno) {
            bytes = try root.contents(of: directory.appending("modules.dep"), limit: 64 << 20)
        } catch .noSuchFileOrDirectory {
            index = try ModuleIndex(buildTree: directory, in: root)
            soft = index.soft
            return
        } catch {
            throw ImageError.reading(root.hostPath(directory.appending("modules.dep")), error)
        }
        index = try ModuleIndex(bytes, directory: directory, in: root)
        let lines = try? root.contents(of: directory.appending("modules.softdep"), limit: 16 << 20)
        soft = SoftDependencies.parse(lines ?? [])
    }

    /// The modules to load for some that are wanted, in an order in which each finds what it needs.
    ///
    /// Before a module come the modules that it depends on, and those of its soft dependency `pre:`; behind it those
    /// of `post:`. Modules that are built into the kernel are left out, and so are soft dependencies that do not exist.
    ///
    /// - Parameter requests: Names or aliases, `-` and `_` being the same, each with parameters behind it:
    ///   "loop max_loop=16". Quotes keep spaces together.
    /// - Throws: `missingModule` for an unknown name, `badArgument` for an empty one, `malformed` for a damaged index.
    public func resolve(_ requests: [String]) throws(ImageError) -> [LoadableModule] {
        var order = LoadOrder(modules: self)
        for request in requests {
            let words = try Self.words(of: request)
            guard let name = words.first else {
                throw ImageError(.badArgument, "Cannot add a kernel module without a name. Give one, such as 'loop'.")
            }
            try order.add(name, options: Array(words.dropFirst()))
        }
        return order.modules
    }

    /// The soft dependencies of a module.
    func softDependencies(of name: String) -> SoftDependencies { soft[name] ?? SoftDependencies() }

    /// Splits a request at spaces outside of quotes; the quotes stay, for the kernel reads them (its
    /// Documentation/admin-guide/kernel-parameters.rst).
    static func words(of request: String) throws(ImageError) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        for scalar in request.unicodeScalars {
            if scalar == "\"" { isQuoted.toggle() }
            if !isQuoted, scalar.properties.isWhitespace {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.unicodeScalars.append(scalar)
            }
        }
        guard !isQuoted else {
            throw ImageError(.badArgument, "Cannot read the module '\(request)': a quote is open. Close it.")
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    /// A module's name as the kernel has it: with underscores.
    static func normalized(_ name: some StringProtocol) -> String {
        String(decoding: name.utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
    }
}
