// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import Testing
import VirtModel

@testable import QEMUDriver

/// Which snapshots there are, and what changes of them ask of the disk.
@Suite struct SnapshotTreeTests {
    private func document(_ name: String, parent: String? = nil, current: Bool = false) -> SnapshotDocument {
        var document = SnapshotDocument()
        (document.name, document.parent, document.isCurrent) = (name, parent, current)
        (document.state, document.creationTime) = (.shutoff, name.utf8.reduce(0) { $0 + Int($1) })
        document.disks = [SnapshotDisk("vda", .internal)]
        return document
    }

    /// a ─ b ─ c, and a ─ d; c is current.
    private func tree() throws -> SnapshotTree {
        var tree = SnapshotTree()
        for (name, parent) in [("a", nil), ("b", "a"), ("c", "b"), ("d", "a")] {
            _ = try tree.insert(document(name, parent: parent, current: true), named: name)
        }
        _ = tree.setCurrent("c")
        return tree
    }

    @Test("Lists let through what their flags ask for")
    func lists() throws {
        var tree = try tree()
        var external = document("e", parent: "d")
        external.state = .diskSnapshot
        external.disks = [SnapshotDisk("vda", .external)]
        _ = try tree.insert(external, named: "e")
        let table: [(String?, DomainSnapshotListFlags, [String])] = [
            (nil, [], ["a", "b", "c", "d", "e"]), (nil, .roots, ["a"]), (nil, .leaves, ["c", "e"]),
            (nil, .noLeaves, ["a", "b", "d"]), (nil, .external, ["e"]), (nil, .diskOnly, ["e"]),
            (nil, .inactive, ["a", "b", "c", "d"]), (nil, .active, []), (nil, .noMetadata, []),
            (nil, [.metadata, .noMetadata], ["a", "b", "c", "d", "e"]), ("a", [], ["b", "d"]),
            ("a", .descendants, ["b", "c", "d", "e"]), ("a", [.descendants, .leaves], ["c", "e"]),
            ("a", [.descendants, .topological], ["b", "d", "c", "e"]), ("c", [], []),
        ]
        for (name, flags, expected) in table {
            #expect(try tree.list(below: name, flags) == expected, "\(name ?? "-") \(flags.rawValue)")
        }
        let error = #expect(throws: VirtError.self) { try tree.list(below: "x", []) }
        #expect(error?.code == .noSnapshot)
    }

    @Test("The new current one is written before the old one is")
    func current() throws {
        var tree = try tree()
        let change = tree.setCurrent("a")
        #expect(change.written.map(\.name) == ["a", "c"] && change.written.map(\.isCurrent) == [true, false])
        #expect(tree.setCurrent("a") == SnapshotTree.Change())
    }

    @Test("Children of one that goes are adopted, and it is removed last")
    func removal() throws {
        var one = try tree()
        let change = one.remove("b", [])
        #expect(change.removed == ["b"] && change.written.map(\.name) == ["c"] && change.written.first?.parent == "a")
        #expect(one["c"]?.parent == "a" && one.current == "c")
        let leaf = one.remove("c", [])
        #expect(one.current == "a" && leaf.written.map(\.name) == ["a"] && leaf.removed == ["c"])

        var two = try tree()
        #expect(two.remove("a", .childrenOnly).removed == ["c", "d", "b"])
        #expect(two.names == ["a"] && two.current == "a")
        var three = try tree()
        #expect(three.remove("b", .children).removed == ["c", "b"])
        #expect(three.names == ["a", "d"] && three.current == "a")
    }

    @Test("There are no circles, whatever is redefined or found")
    func circles() throws {
        var tree = try tree()
        for parent in ["a", "b", "c", "nobody"] {
            let error = #expect(throws: VirtError.self) { try tree.insert(document("a", parent: parent), named: "a") }
            #expect(error?.code == .invalidArgument)
        }
        var problems: [String] = []
        let found = SnapshotTree(
            found: [
                document("x", parent: "y"), document("y", parent: "x"), document("z", parent: "gone", current: true),
                document("w", current: true),
            ], problems: &problems)
        #expect(found.count == 4 && problems.count == 2 && found.roots.count == 3)
        #expect(try found.list(below: nil, .topological).count == 4)
        #expect(found.current == "z" && found["w"]?.isCurrent == false)
    }
}
