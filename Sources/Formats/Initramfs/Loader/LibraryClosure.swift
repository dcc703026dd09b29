// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// All that the dynamic loader would load for an executable, found as it would find it: breadth first, a name or
/// soname that is loaded already being found there (ld.so(8); System V ABI, chapter 5, "Shared Object Dependencies").
struct LibraryClosure {
    /// A library, and why it is needed.
    struct Member {
        var found: FoundObject
        /// The object that needs it.
        var by: FilePath
        /// How: DT_NEEDED, PT_INTERP, or a note about a library opened at run time.
        var relation: Relation
    }

    private(set) var members: [Member] = []
    /// Sentences about recommended libraries that are not there.
    private(set) var notices: [String] = []

    private let search: LibrarySearch
    private let takesSuggested: Bool
    private let loader: FilePath?
    private var queue: [Node] = []
    private var loaded: Set<String> = []

    private struct Node {
        var found: FoundObject
        var parent: Int?
    }

    /// Finds the libraries of an executable, or of a library that will be opened by one.
    ///
    /// - Parameter takesSuggested: Whether libraries that notes only suggest are taken, where they are.
    /// - Throws: An ``ImageError`` that names a missing library and who needs it, or a damaged one.
    init(of executable: ELFObject, _ search: LibrarySearch, takesSuggested: Bool) throws {
        self.search = search
        self.takesSuggested = takesSuggested
        loader = executable.elf.interpreter
        queue = [Node(found: FoundObject(path: executable.path, object: executable), parent: nil)]
        if let loader {
            guard let found = try search.open(loader, executable.elf.machine) else {
                throw ImageError(
                    .missingLibrary,
                    "Cannot use '\(executable.file.path)': its dynamic loader '\(loader)' is missing. "
                        + "Install the C library it was built for.")
            }
            // It is loaded before anything else, but searched for by name only: keep the executable first.
            add(Member(found: found, by: executable.path, relation: .loader), name: loader.lastComponent?.string, 0)
        }
        var index = 0
        while index < queue.count {
            try visit(index)
            index += 1
        }
    }

    private mutating func visit(_ index: Int) throws {
        let node = queue[index].found
        for name in node.object.elf.needed where !isLoaded(name) {
            guard try load(name, for: index, .library) else {
                throw ImageError(
                    .missingLibrary,
                    "Cannot find the library '\(name)', which '\(search.root.hostPath(node.object.path))' needs. "
                        + "Install the package that holds it.")
            }
        }
        for note in node.object.elf.dlopen where note.priority != .suggested || takesSuggested {
            try open(note, for: index)
        }
    }

    private mutating func open(_ note: DlopenNote, for index: Int) throws {
        for name in note.sonames {
            if isLoaded(name) { return }
            if try load(name, for: index, .dlopen(feature: note.feature)) { return }
        }
        let path = search.root.hostPath(queue[index].found.object.path)
        let names = note.sonames.map { "'\($0)'" }.joined(separator: " or ")
        let purpose = note.feature.map { " for \($0)" } ?? ""
        switch note.priority {
        case .required:
            throw ImageError(
                .missingLibrary,
                "Cannot find the library \(names), which '\(path)' opens\(purpose) and requires. "
                    + "Install the package that holds it.")
        case .recommended:
            notices.append("The library \(names), which '\(path)' can open\(purpose), is not installed: left out.")
        case .suggested: break
        }
    }

    private mutating func load(_ name: String, for index: Int, _ relation: Relation) throws -> Bool {
        var chain: [FoundObject] = []
        var next: Int? = index
        while let current = next {
            chain.append(queue[current].found)
            next = queue[current].parent
        }
        guard let found = try search.find(name, for: chain, loader: loader) else { return false }
        add(Member(found: found, by: queue[index].found.object.path, relation: relation), name: name, index)
        return true
    }

    private mutating func add(_ member: Member, name: String?, _ parent: Int) {
        if let name { loaded.insert(name) }
        if let soname = member.found.object.elf.soname { loaded.insert(soname) }
        let isKnown = queue.contains { $0.found.object === member.found.object }
        members.append(member)
        if !isKnown { queue.append(Node(found: member.found, parent: parent)) }
    }

    /// Whether a name is that of a loaded object. musl's loader is also its C library, and takes these names for itself.
    private func isLoaded(_ name: String) -> Bool {
        if loaded.contains(name) { return true }
        guard loader.flatMap(LibrarySearch.muslArchitecture) != nil else { return false }
        return ["libc.", "libpthread.", "librt.", "libm.", "libdl.", "libutil.", "libxnet."].contains {
            name.hasPrefix($0)
        }
    }
}
