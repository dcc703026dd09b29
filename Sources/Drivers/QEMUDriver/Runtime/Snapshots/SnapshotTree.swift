// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import VirtModel

/// The snapshots of one domain, as a value: each but the roots has a parent, there are no circles, and at most one is current.
struct SnapshotTree: Sendable, Hashable {
    private var byName: [String: SnapshotDocument] = [:]
    /// The one that the machine goes on from.
    private(set) var current: String?

    var isEmpty: Bool { byName.isEmpty }
    var count: Int { byName.count }
    /// The names, sorted.
    var names: [String] { byName.keys.sorted() }

    subscript(name: String) -> SnapshotDocument? { byName[name] }

    /// The snapshot of a name.
    ///
    /// - Throws: `noSnapshot`
    func snapshot(_ name: String) throws -> SnapshotDocument {
        guard let snapshot = byName[name] else {
            throw VirtError(.noSnapshot, "There is no snapshot '\(name)'.")
        }
        return snapshot
    }

    // MARK: Kinship

    /// Those whose parent it is, sorted by name.
    func children(of name: String) -> [String] { byName.filter { $0.value.parent == name }.keys.sorted() }

    /// Those without a parent, sorted by name.
    var roots: [String] { byName.filter { $0.value.parent == nil }.keys.sorted() }

    /// Those that come of it, parents before their children.
    func descendants(of name: String) -> [String] {
        var found: [String] = []
        var open = children(of: name)
        while let next = open.first {
            open.removeFirst()
            found.append(next)
            open += children(of: next)
        }
        return found
    }

    /// All, parents before their children.
    private var topological: [String] { roots.flatMap { [$0] + descendants(of: $0) } }

    // MARK: Lists

    /// Those that flags let through; of those that come of one, when it is named.
    func list(below name: String?, _ flags: DomainSnapshotListFlags) throws -> [String] {
        let candidates: [String]
        if let name {
            _ = try snapshot(name)
            candidates = flags.contains(.descendants) ? descendants(of: name) : children(of: name)
        } else {
            candidates = flags.contains(.roots) ? roots : topological
        }
        let groups: [DomainSnapshotListFlags] = [
            [.metadata, .noMetadata], [.leaves, .noLeaves], [.inactive, .active, .diskOnly], [.internal, .external],
        ]
        let chosen = candidates.filter { name in
            guard let snapshot = byName[name] else { return false }
            let own = traits(of: snapshot, name)
            return groups.allSatisfy { group in
                let asked = flags.intersection(group)
                return asked.isEmpty || !asked.isDisjoint(with: own)
            }
        }
        return flags.contains(.topological) ? chosen : chosen.sorted()
    }

    private func traits(of snapshot: SnapshotDocument, _ name: String) -> DomainSnapshotListFlags {
        var own: DomainSnapshotListFlags = [
            .metadata, children(of: name).isEmpty ? .leaves : .noLeaves, snapshot.isExternal ? .external : .internal,
        ]
        switch snapshot.state {
        case .shutoff: own.insert(.inactive)
        case .diskSnapshot: own.insert(.diskOnly)
        default: own.insert(.active)
        }
        return own
    }

    // MARK: Changes

    /// What a change asks of the disk: first all are written, in this order, then the others are removed.
    struct Change: Sendable, Hashable {
        var written: [SnapshotDocument] = []
        var removed: [String] = []
    }

    /// Adds a snapshot, or puts it in the place of the one that has its name.
    ///
    /// - Throws: `invalidArgument` for a parent that is not there or comes of it.
    mutating func insert(_ snapshot: SnapshotDocument, named name: String) throws -> Change {
        if let parent = snapshot.parent {
            guard byName[parent] != nil, parent != name, !descendants(of: name).contains(parent) else {
                throw VirtError(
                    .invalidArgument,
                    "Snapshot '\(name)' cannot have the parent '\(parent)', which is not there, or comes of it.")
            }
        }
        let isCurrent = snapshot.isCurrent || current == name
        byName[name] = snapshot
        byName[name]?.isCurrent = current == name
        var change = Change(written: [byName[name] ?? snapshot])
        if isCurrent, current != name { change = setCurrent(name) }
        return change
    }

    /// Makes a snapshot the current one, or none. The new one is written first, so that a crash in between leaves two, of which the
    /// newer counts.
    mutating func setCurrent(_ name: String?) -> Change {
        let old = current
        guard old != name else { return Change() }
        current = name
        if let name { byName[name]?.isCurrent = true }
        if let old { byName[old]?.isCurrent = false }
        return Change(written: [name, old].compactMap { $0.flatMap { byName[$0] } })
    }

    /// Takes a snapshot out, or all that come of it, or both.
    ///
    /// - Parameter heir: What is current then when that one goes; nil for what it came of.
    mutating func remove(_ name: String, _ flags: DomainSnapshotDeleteFlags, heir: String? = nil) -> Change {
        guard let snapshot = byName[name] else { return Change() }
        let below = descendants(of: name)
        let takesChildren = !flags.isDisjoint(with: [.children, .childrenOnly])
        let removed = (takesChildren ? below.reversed() : []) + (flags.contains(.childrenOnly) ? [] : [name])
        var change = Change()
        if let current, removed.contains(current) {
            // What the machine goes on from is then what the one that is gone came of.
            let heir = heir ?? (flags.contains(.childrenOnly) ? name : snapshot.parent)
            change = setCurrent(heir)
            change.written.removeAll { removed.contains($0.name ?? "") }
        }
        if !takesChildren {
            for child in children(of: name) {
                byName[child]?.parent = snapshot.parent
                if let document = byName[child] {
                    change.written.removeAll { $0.name == child }
                    change.written.append(document)
                }
            }
        }
        for name in removed { byName[name] = nil }
        change.removed = removed
        return change
    }

    /// Gives all of them the name that their domain has now.
    mutating func renameDomain(to name: String) {
        for key in byName.keys {
            byName[key]?.domain?.name = name
            if byName[key]?.inactiveDomain != nil { byName[key]?.inactiveDomain?.name = name }
        }
    }

    // MARK: Reading

    /// Makes a tree of what was found, and says what of it does not fit together.
    init(found documents: [SnapshotDocument], problems: inout [String]) {
        for document in documents {
            if let name = document.name { byName[name] = document }
        }
        for (name, document) in byName {
            guard let parent = document.parent, byName[parent] == nil || isInCircle(name) else { continue }
            problems.append("Snapshot '\(name)' has no parent any more: '\(parent)' is not there, or comes of it.")
            byName[name]?.parent = nil
        }
        let claims = byName.values.filter(\.isCurrent).sorted { ($0.creationTime ?? 0) < ($1.creationTime ?? 0) }
        current = claims.last?.name
        for claim in claims.dropLast() {
            if let name = claim.name { byName[name]?.isCurrent = false }
        }
    }

    init() {}

    private func isInCircle(_ name: String) -> Bool {
        var seen: Set<String> = []
        var next: String? = name
        while let this = next {
            if !seen.insert(this).inserted { return true }
            next = byName[this]?.parent
        }
        return false
    }
}
