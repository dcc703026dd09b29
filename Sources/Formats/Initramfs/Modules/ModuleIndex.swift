// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// Which modules there are, where they are and what each depends on.
///
/// modules.dep has a line for each module, `kernel/a/b.ko.xz: kernel/c/d.ko.xz ...`, the direct and indirect
/// dependencies behind the colon. Of its half a megabyte only the names are looked at; a line is taken apart when its
/// module is asked for.
final class ModuleIndex {
    struct Record {
        var path: FilePath
        /// Names of modules to load before, in that order.
        var dependencies: [String]
    }

    /// Soft dependencies that stand in the modules themselves; empty when there is a modules.softdep for it.
    private(set) var soft: [String: SoftDependencies] = [:]

    private let directory: FilePath
    private let root: SystemRoot
    private let bytes: [UInt8]
    /// Where each module's line begins.
    private var lines: [String: Int] = [:]
    /// Modules of a build tree, which has no modules.dep.
    private var records: [String: Record] = [:]
    private var treeAliases: [(pattern: String, module: String)] = []
    private lazy var aliases: [UInt8] = read("modules.alias")
    private lazy var builtins: Set<String> = readBuiltins()

    /// - Throws: `malformed` when it is no modules.dep.
    init(_ bytes: [UInt8], directory: FilePath, in root: SystemRoot) throws(ImageError) {
        self.bytes = bytes
        self.directory = directory
        self.root = root
        try indexLines()
    }

    /// Looks at the modules of a kernel's build tree, after `make modules`.
    ///
    /// - Throws: `missingModule` when there are none.
    init(buildTree directory: FilePath, in root: SystemRoot) throws(ImageError) {
        bytes = []
        self.directory = directory
        self.root = root
        let tree = try ModuleTree(directory, root)
        for module in tree.modules {
            records[module.name] = Record(path: module.path, dependencies: module.dependencies)
            soft[module.name] = module.soft
            treeAliases += module.aliases.map { ($0, module.name) }
        }
    }

    private func damaged(_ line: Int, _ reason: String) -> ImageError {
        ImageError(
            .malformed,
            "Cannot read '\(root.hostPath(directory.appending("modules.dep")))': line \(line) \(reason). "
                + "Run 'depmod \(directory.lastComponent?.string ?? "")' to make it again.")
    }

    private func indexLines() throws(ImageError) {
        lines.reserveCapacity(bytes.count / 96)
        var failure: ImageError?
        bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            var number = 0
            while start < bytes.count, failure == nil {
                number += 1
                var slash = start - 1
                var position = start
                while position < bytes.count, bytes[position] != 0x3A, bytes[position] != 0x0A {
                    if bytes[position] == 0x2F { slash = position }
                    if bytes[position] == 0 {
                        failure = damaged(number, "holds a zero byte")
                        return
                    }
                    position += 1
                }
                guard position < bytes.count, bytes[position] == 0x3A else {
                    if position == start, position < bytes.count {
                        start += 1
                        continue
                    }
                    failure = damaged(number, "has no colon")
                    return
                }
                let base = UnsafeBufferPointer(rebasing: bytes[(slash + 1)..<position])
                guard let name = Self.moduleName(base) else {
                    failure = damaged(number, "does not begin with the path of a module")
                    return
                }
                if lines[name] == nil { lines[name] = start }
                while position < bytes.count, bytes[position] != 0x0A { position += 1 }
                start = position + 1
            }
        }
        if let failure { throw failure }
    }

    /// The name of the module in a file: "a_b" of "a-b.ko.xz".
    static func moduleName(_ file: some Collection<UInt8>) -> String? {
        var name: [UInt8] = []
        name.reserveCapacity(file.count)
        var rest = file[...]
        while let byte = rest.first, byte != 0x2E {
            name.append(byte == 0x2D ? 0x5F : byte)
            rest = rest.dropFirst()
        }
        guard !name.isEmpty, rest.starts(with: [0x2E, 0x6B, 0x6F]) else { return nil }
        return String(decoding: name, as: UTF8.self)
    }
}

// MARK: - Questions

extension ModuleIndex {
    /// The modules that a name or alias stands for; none for what is built in or unknown.
    func modules(called name: String) throws(ImageError) -> [String] {
        let name = KernelModules.normalized(name)
        if lines[name] != nil || records[name] != nil { return [name] }
        if builtins.contains(name) { return [] }
        var found: [String] = []
        for module in aliased(name) where !found.contains(module) { found.append(module) }
        return found.filter { lines[$0] != nil || records[$0] != nil }
    }

    /// Whether a module, or what answers to an alias, is a part of the kernel itself.
    func isBuiltin(_ name: String) -> Bool {
        let name = KernelModules.normalized(name)
        if builtins.contains(name) { return true }
        // "module.alias=pattern", each with a zero byte behind it (the kernel's Documentation/kbuild/kbuild.rst).
        return read("modules.builtin.modinfo").split(separator: 0).contains { entry in
            guard let equals = entry.firstIndex(of: 0x3D), entry[..<equals].reversed().starts(with: "saila.".utf8)
            else { return false }
            return Self.matches(name, String(decoding: entry[(equals + 1)...], as: UTF8.self))
        }
    }

    /// Where a module is, and what it depends on.
    func record(of name: String) throws(ImageError) -> Record {
        if let record = records[name] {
            for dependency in record.dependencies where records[dependency] == nil && !builtins.contains(dependency) {
                throw ImageError(
                    .missingModule,
                    "Cannot find the kernel module '\(dependency)', which '\(name)' needs, in "
                        + "'\(root.hostPath(directory))'. Build it too.")
            }
            return Record(path: record.path, dependencies: record.dependencies.filter { records[$0] != nil })
        }
        guard let start = lines[name] else {
            throw ImageError(
                .missingModule,
                "Cannot find the kernel module '\(name)' in '\(root.hostPath(directory))'. Check its name.")
        }
        let line = bytes[start...].prefix { $0 != 0x0A }
        let parts = line.split(separator: 0x3A, maxSplits: 1, omittingEmptySubsequences: false)
        // The last of them depends on nothing that is not behind it.
        var dependencies: [String] = []
        for word in (parts.count > 1 ? parts[1] : []).split(whereSeparator: { $0 == 0x20 || $0 == 0x09 }).reversed() {
            let base = word.suffix(from: word.lastIndex(of: 0x2F).map { $0 + 1 } ?? word.startIndex)
            guard let dependency = Self.moduleName(base), lines[dependency] != nil else {
                throw ImageError(
                    .malformed,
                    "Cannot read '\(root.hostPath(directory.appending("modules.dep")))': the module '\(name)' needs "
                        + "'\(String(decoding: word, as: UTF8.self))', which is not in it. "
                        + "Run 'depmod \(directory.lastComponent?.string ?? "")' to make it again.")
            }
            dependencies.append(dependency)
        }
        let path = FilePath(String(decoding: parts[0], as: UTF8.self))
        return Record(path: directory.pushing(path), dependencies: dependencies)
    }

    /// The modules of modules.alias, "alias PATTERN MODULE", whose patterns match a name, in the file's order.
    ///
    /// The file has a megabyte: a pattern is compared as it stands up to its first wildcard, and only then taken out.
    private func aliased(_ name: String) -> [String] {
        guard records.isEmpty else { return treeAliases.filter { Self.matches(name, $0.pattern) }.map(\.module) }
        let wanted = Array(name.utf8)
        let keyword = Array("alias ".utf8)
        var found: [String] = []
        aliases.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                let rest = UnsafeBufferPointer(rebasing: bytes[start...])
                let end = start + (rest.firstIndex(of: 0x0A) ?? rest.count)
                defer { start = end + 1 }
                guard rest.starts(with: keyword) else { continue }
                var position = start + keyword.count
                var matched = 0
                while position < end, matched < wanted.count {
                    let byte = bytes[position] == 0x2D ? 0x5F : bytes[position]
                    guard byte == wanted[matched] else { break }
                    position += 1
                    matched += 1
                }
                guard position < end, "*?[\\ ".utf8.contains(bytes[position]) else { continue }
                let words = bytes[(start + keyword.count)..<end].split(separator: 0x20)
                guard words.count == 2, Self.matches(name, String(decoding: words[0], as: UTF8.self)) else { continue }
                found.append(KernelModules.normalized(String(decoding: words[1], as: UTF8.self)))
            }
        }
        return found
    }

    /// Whether a name matches an alias's pattern, `-` and `_` being the same outside of brackets (modprobe(8)).
    private static func matches(_ name: String, _ pattern: String) -> Bool {
        var isInBrackets = false
        let pattern = pattern.utf8.map { byte -> UInt8 in
            if byte == UInt8(ascii: "[") { isInBrackets = true }
            if byte == UInt8(ascii: "]") { isInBrackets = false }
            return byte == UInt8(ascii: "-") && !isInBrackets ? UInt8(ascii: "_") : byte
        }
        return fnmatch(String(decoding: pattern, as: UTF8.self), name, 0) == 0
    }

    private func readBuiltins() -> Set<String> {
        let lines = read("modules.builtin").split(separator: 0x0A)
        return Set(
            lines.compactMap { line in
                Self.moduleName(line.suffix(from: line.lastIndex(of: 0x2F).map { $0 + 1 } ?? line.startIndex))
            })
    }

    private func read(_ name: String) -> [UInt8] {
        (try? root.contents(of: directory.appending(name), limit: 64 << 20)) ?? []
    }
}
