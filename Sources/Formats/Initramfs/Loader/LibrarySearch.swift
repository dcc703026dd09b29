// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import SystemPackage

/// Finds libraries where the dynamic loader of the root would: ld.so(8) for glibc, and musl's own rules.
///
/// Not honoured are LD_LIBRARY_PATH and LD_PRELOAD (the guest does not have them), and relative directories.
/// Of several builds of a library for different processors (glibc-hwcaps) the one for every processor is taken, for
/// the guest's may be another than the host's; a special build is taken only where there is no other.
final class LibrarySearch {
    let root: SystemRoot
    private var objects: [FilePath: ELFObject] = [:]
    private var openFiles = 0
    private var defaults: [DefaultKey: FoundObject?] = [:]
    private lazy var cache: LoaderCache? = loadCache()
    private lazy var configured = LoaderConfiguration(root).directories

    /// Files that are kept open between looking at their headers and copying them.
    private static let openFileLimit = 400
    /// The directories below a library directory that hold builds for better processors, the least demanding first:
    /// the names of glibc 2.33 and later (ld.so --help).
    private static let variants = [
        "x86-64-v2", "x86-64-v3", "x86-64-v4", "power9", "power10", "z13", "z14", "z15", "z16",
    ]

    private struct DefaultKey: Hashable {
        var name: String
        var machine: ELFMachine
        var musl: String?
    }

    init(_ root: SystemRoot) {
        self.root = root
    }

    /// Looks for a library on behalf of an object.
    ///
    /// - Parameters:
    ///   - name: From DT_NEEDED, or of a library to be opened.
    ///   - chain: The object that needs it, then what loaded that one, and so on up to the executable.
    ///   - loader: The executable's PT_INTERP.
    /// - Returns: nil when it is nowhere.
    func find(_ name: String, for chain: [FoundObject], loader: FilePath?) throws -> FoundObject? {
        guard let needing = chain.first else { return nil }
        let machine = needing.object.elf.machine
        if name.contains("/") {
            for path in expand(name, for: needing) {
                if let found = try open(FilePath(path), machine) { return found }
            }
            return nil
        }
        if let architecture = loader.flatMap(Self.muslArchitecture) {
            // musl searches what either tag says, up the chain, and then its own list.
            let paths = chain.flatMap { link in directories(link.object.elf.runpath ?? link.object.elf.rpath, link) }
            if let found = try search(paths, name, machine) { return found }
            return try findDefault(name, machine, musl: architecture)
        }
        if needing.object.elf.runpath == nil {
            let paths = chain.flatMap { link in directories(link.object.elf.rpath, link) }
            if let found = try search(paths, name, machine) { return found }
        }
        if let found = try search(directories(needing.object.elf.runpath ?? [], needing), name, machine) {
            return found
        }
        return needing.object.elf.ignoresDefaults ? nil : try findDefault(name, machine, musl: nil)
    }

    /// The part of a musl loader's name that names the machine: "x86_64" of `/lib/ld-musl-x86_64.so.1`.
    static func muslArchitecture(_ loader: FilePath) -> String? {
        guard let name = loader.lastComponent?.string, name.hasPrefix("ld-musl-"), name.hasSuffix(".so.1") else {
            return nil
        }
        return String(name.dropFirst(8).dropLast(5))
    }

    /// Opens an object, unless it is for another machine, when the loader would pass it by.
    ///
    /// - Parameter machine: The machine it must be for; nil for any.
    /// - Returns: nil when there is none at that path.
    /// - Throws: An ``ImageError`` when it is there and cannot be used.
    func open(_ path: FilePath, _ machine: ELFMachine?) throws -> FoundObject? {
        let canonical: FilePath
        do throws(Errno) {
            canonical = try root.resolve(path).path
        } catch {
            return nil
        }
        if let known = objects[canonical] {
            return machine == nil || known.elf.machine == machine ? FoundObject(path: path, object: known) : nil
        }
        let file: SourceFile
        let head: [UInt8]
        do throws(Errno) {
            file = try SourceFile(opening: root.hostPath(canonical))
            head = try file.read(at: 0, count: 2048)
        } catch .noSuchFileOrDirectory, .notDirectory, .isDirectory {
            return nil
        } catch {
            throw ImageError.reading(root.hostPath(canonical), error)
        }
        let object = ELFObject(path: canonical, file: file, elf: try ELFFile(file, head: head))
        objects[canonical] = object
        openFiles += 1
        if openFiles > Self.openFileLimit { file.close() }
        return machine == nil || object.elf.machine == machine ? FoundObject(path: path, object: object) : nil
    }
}

// MARK: - Directories

extension LibrarySearch {
    private func search(_ directories: [FilePath], _ name: String, _ machine: ELFMachine) throws -> FoundObject? {
        for directory in directories {
            if let found = try open(directory.appending(name), machine) { return found }
        }
        for directory in directories {
            for variant in Self.variants {
                let path = directory.appending("glibc-hwcaps").appending(variant).appending(name)
                if let found = try open(path, machine) { return found }
            }
        }
        return nil
    }

    private func findDefault(_ name: String, _ machine: ELFMachine, musl: String?) throws -> FoundObject? {
        let key = DefaultKey(name: name, machine: machine, musl: musl)
        if let known = defaults[key] { return known }
        var found: FoundObject?
        if let musl {
            found = try search(muslDirectories(musl), name, machine)
        } else {
            found = try findCached(name, machine) ?? search(defaultDirectories(machine), name, machine)
        }
        found?.isDefault = true
        defaults[key] = .some(found)
        return found
    }

    private func findCached(_ name: String, _ machine: ELFMachine) throws -> FoundObject? {
        let entries = cache?.entries(named: name) ?? []
        for entry in entries.filter({ !$0.needsFeatures }) + entries.filter(\.needsFeatures) {
            if let found = try open(FilePath(entry.path), machine) { return found }
        }
        return nil
    }

    private func defaultDirectories(_ machine: ELFMachine) -> [FilePath] {
        (cache == nil ? configured : []) + machine.defaultDirectories.map { FilePath($0) }
    }

    /// musl's list: a file beside the loader's directory, or what is built into it.
    private func muslDirectories(_ architecture: String) -> [FilePath] {
        let listed = try? root.contents(of: FilePath("/etc/ld-musl-\(architecture).path"), limit: 1 << 20)
        let text = listed.map { String(decoding: $0, as: UTF8.self) } ?? "/lib:/usr/local/lib:/usr/lib"
        return text.split { $0 == ":" || $0 == "\n" }.map { FilePath(String($0)) }.filter(\.isAbsolute)
    }

    private func loadCache() -> LoaderCache? {
        (try? root.contents(of: "/etc/ld.so.cache", limit: 64 << 20)).flatMap { LoaderCache($0) }
    }

    private func directories(_ entries: [String], _ object: FoundObject) -> [FilePath] {
        entries.flatMap { expand($0, for: object) }.map { FilePath($0) }.filter(\.isAbsolute)
    }

    /// Replaces the dynamic string tokens of ld.so(8). Which directory `$LIB` stands for is built into the loader, so
    /// there may be several answers.
    private func expand(_ text: String, for object: FoundObject) -> [String] {
        guard text.contains("$") else { return [text] }
        let origin = object.path.removingLastComponent().string
        let machine = object.object.elf.machine
        var results = [text]
        for (token, values) in [
            ("ORIGIN", [origin]), ("LIB", machine.libraryTokens), ("PLATFORM", [machine.names.platform]),
        ] {
            results = results.flatMap { result in
                let parts = result.components(separatedBy: "${\(token)}", orToken: "$\(token)")
                return parts.count == 1 ? [result] : values.map { parts.joined(separator: $0) }
            }
        }
        return results.filter { !$0.contains("$") }
    }
}

extension String {
    /// The parts between two spellings of a token; the second one counts only where no letter, digit or `_` follows.
    fileprivate func components(separatedBy braced: String, orToken token: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = self[...]
        var start = rest.startIndex
        while start < rest.endIndex {
            let tail = rest[start...]
            var length = tail.hasPrefix(braced) ? braced.count : 0
            if length == 0, tail.hasPrefix(token) {
                let following = tail.dropFirst(token.count).first
                if !(following.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false) { length = token.count }
            }
            if length == 0 {
                start = rest.index(after: start)
                continue
            }
            parts.append(rest[..<start])
            rest = tail.dropFirst(length)
            start = rest.startIndex
        }
        return parts + [rest]
    }
}
