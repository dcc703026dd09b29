// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
public import SystemPackage

extension ImagePlan {
    /// Adds a program with all that the dynamic loader would load for it.
    ///
    /// It stands at its own path, and is reachable as `/bin/NAME` too. A script brings the interpreter of its first
    /// line, and that one's interpreter if it is a script, four deep; but `/bin/sh` stays busybox's where busybox is
    /// in the image.
    ///
    /// - Parameter name: A name that is looked for in the search path, or a path.
    /// - Returns: The program's path in the image.
    /// - Throws: `notFound`, `unreadable`, `malformed`, `missingLibrary` or `conflict`.
    @discardableResult
    public mutating func addBinary(_ name: String) throws(ImageError) -> FilePath {
        let path = try findBinary(name)
        let place = try addProgram(path, ImageEntry.Reason(by: nil, relation: .asked), depth: 0)
        guard let last = path.lastComponent else { return place }
        programs.insert(last.string)
        let link = FilePath("/bin").appending(last)
        let linkPlace = try self.place(link)
        let own = try self.place(path)
        if linkPlace != place, linkPlace != own {
            let reason = ImageEntry.Reason(by: place, relation: .asked)
            try put(link, .symbolicLink(FilePath("/").appending(path.components)), [], reason, replaces: true)
        }
        return place
    }

    /// Adds the libraries of a program, its loader first, but not the program.
    ///
    /// - Parameter name: A name that is looked for in the search path, or a path. A script or a static program adds nothing.
    /// - Throws: `notFound`, `unreadable`, `malformed`, `missingLibrary` or `conflict`.
    public mutating func addLibraries(ofBinary name: String) throws(ImageError) {
        let path = try findBinary(name)
        do {
            let head = try root.file(at: path).read(at: 0, count: 64)
            guard ELFFile.isELF(head), let found = try search.open(path, nil) else { return }
            try addLibraries(of: found.object)
        } catch let error as ImageError {
            throw error
        } catch {
            throw ImageError(.unreadable, "Cannot read '\(root.hostPath(path))': \(error).")
        }
    }

    /// Where a program is in the root: an absolute path.
    ///
    /// - Throws: `notFound`, which names the directories that were searched.
    public func findBinary(_ name: String) throws(ImageError) -> FilePath {
        if name.contains("/") {
            let path = root.isHost ? Self.absolute(FilePath(name)) : FilePath("/").pushing(FilePath(name))
            guard isFile(path) else {
                throw ImageError(.notFound, "Cannot find the binary '\(name)': no such file. Check the path.")
            }
            return path
        }
        for directory in searchedDirectories where !name.isEmpty {
            let path = directory.appending(name)
            if isFile(path, executable: true) { return path }
        }
        let places = searchedDirectories.map { root.hostPath($0).string }.joined(separator: ":")
        throw ImageError(
            .notFound, "Cannot find the binary '\(name)' in \(places). Install it, or give its path.")
    }

    private func isFile(_ path: FilePath, executable: Bool = false) -> Bool {
        guard let place = try? root.resolve(path).path, let status = try? Stat(root.hostPath(place)) else {
            return false
        }
        let execute: FilePermissions = [.ownerExecute, .groupExecute, .otherExecute]
        return status.type == .regular && (!executable || !status.permissions.isDisjoint(with: execute))
    }

    /// The same path from the root directory on.
    static func absolute(_ path: FilePath) -> FilePath {
        if path.isAbsolute { return path }
        let here = (try? FilePath.realPath(of: ".")) ?? "/"
        return here.pushing(path)
    }

    /// Adds a program or script at its own path, with what it needs.
    mutating func addProgram(_ path: FilePath, _ reason: ImageEntry.Reason, depth: Int) throws(ImageError) -> FilePath {
        let file: SourceFile
        let head: [UInt8]
        do throws(Errno) {
            file = try root.file(at: path)
            head = try file.read(at: 0, count: 512)
        } catch {
            throw ImageError.reading(root.hostPath(path), error)
        }
        guard ELFFile.isELF(head) else {
            let place = try addFromRoot(path, .file(file), file.permissions, reason)
            if let line = ScriptLine(head) { try addInterpreter(line, of: place, depth: depth) }
            return place
        }
        do {
            guard let found = try search.open(path, nil) else {
                throw ImageError.reading(root.hostPath(path), .noSuchFileOrDirectory)
            }
            let place = try addFromRoot(path, .file(found.object.file), found.object.file.permissions, reason)
            try addLibraries(of: found.object)
            return place
        } catch let error as ImageError {
            throw error
        } catch {
            throw ImageError(.unreadable, "Cannot read '\(root.hostPath(path))': \(error).")
        }
    }

    private mutating func addLibraries(of object: ELFObject) throws {
        let closure = try LibraryClosure(of: object, search, takesSuggested: takesSuggestedLibraries)
        let isMusl = object.elf.interpreter.flatMap(LibrarySearch.muslArchitecture) != nil
        for member in closure.members {
            let library = member.found.object
            try addFromRoot(
                member.found.path, .file(library.file), library.file.permissions,
                ImageEntry.Reason(by: member.by, relation: member.relation))
            if !isMusl, member.found.isDefault, let name = member.found.path.lastComponent?.string {
                cachedLibraries.insert(
                    LoaderCache.Library(name: name, path: member.found.path, machine: library.elf.machine))
            }
        }
        notices += closure.notices.filter { !notices.contains($0) }
        if isMusl, let architecture = object.elf.interpreter.flatMap(LibrarySearch.muslArchitecture) {
            let path = FilePath("/etc/ld-musl-\(architecture).path")
            if let file = try? root.file(at: path) {
                let reason = ImageEntry.Reason(by: object.path, relation: .loader)
                try addFromRoot(path, .file(file), file.permissions, reason)
            }
        }
    }

    private mutating func addInterpreter(_ line: ScriptLine, of script: FilePath, depth: Int) throws(ImageError) {
        // The kernel follows an interpreter that is a script four times (BINPRM_MAX_RECURSION, execve(2)).
        guard depth < 4 else {
            throw ImageError(
                .unsupported, "Cannot use the script '\(script)': more than four interpreters stand behind it.")
        }
        let reason = ImageEntry.Reason(by: script, relation: .interpreter)
        try addInterpreter(FilePath(line.interpreter), for: script, reason, depth: depth)
        if let name = line.environmentProgram {
            let path: FilePath
            do throws(ImageError) {
                path = try findBinary(name)
            } catch {
                if busybox?.applets.contains(name) == true { return }
                throw ImageError(
                    .notFound, "Cannot find '\(name)', the interpreter of '\(script)'. Install it.")
            }
            if name == "sh", busybox?.applets.contains("sh") == true { return }
            _ = try addProgram(path, reason, depth: depth + 1)
        }
    }

    private mutating func addInterpreter(
        _ path: FilePath, for script: FilePath, _ reason: ImageEntry.Reason, depth: Int
    ) throws(ImageError) {
        let name = path.lastComponent?.string ?? ""
        let isApplet = busybox?.applets.contains(name) == true
        if path == "/bin/sh", isApplet { return }
        guard path.isAbsolute else {
            throw ImageError(
                .unsupported,
                "Cannot use the script '\(script)': its interpreter '\(path)' is no absolute path. Correct its first line."
            )
        }
        if isFile(path) {
            _ = try addProgram(path, reason, depth: depth + 1)
        } else if isApplet, let busybox {
            try put(path, .symbolicLink(busybox.path), [], reason)
        } else {
            throw ImageError(
                .notFound, "Cannot find '\(root.hostPath(path))', the interpreter of '\(script)'. Install it.")
        }
    }
}
