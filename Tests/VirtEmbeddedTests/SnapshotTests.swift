// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import VirtEmbedded

/// Machines that go back to what they were.
@Suite(.enabled(if: TinyGuest.isPossible && Program.areInstalled("qemu-img")), .timeLimit(.minutes(5)))
struct SnapshotTests {
    /// Counts, so that one that goes back is told from one that goes on or begins anew.
    private static let counting = "i=0\nwhile :; do i=$((i+1)); echo tick $i; /bin/busybox sleep 1; done"

    private func ticks(_ guest: TinyGuest) -> [Int] {
        guest.console("one").split(whereSeparator: \.isNewline).compactMap { line in
            line.hasPrefix("tick ") ? Int(line.dropFirst(5)) : nil
        }
    }

    /// The document of a counting guest with qcow2 disks, whose console is appended to over its lives.
    private func document(_ guest: TinyGuest, disks: [String] = ["vda"], format: String = "qcow2") throws -> String {
        let devices = try disks.map { target in
            let path = guest.directory("\(target).img")
            let made = try Program.imageTool(["create", "-q", "-f", format, path, "16M"])
            try #require(made.status == 0, "\(made.errorText)")
            return """
                <disk type='file' device='disk'>
                  <driver name='qemu' type='\(format)'/><source file='\(path)'/><target dev='\(target)' bus='virtio'/>
                </disk>
                """
        }.joined()
        return guest.document("one", devices: devices)
            .replacingOccurrences(of: "console-one'/>", with: "console-one' append='on'/>")
    }

    @Test(
        "a guest goes back to a moment of its life, with events that say so, and the snapshots are known to the next connection"
    )
    func goesBack() async throws {
        let guest = try TinyGuest(Self.counting)
        var connection = try await Connection.open(guest.uri())
        var domain = try await connection.define(document(guest, disks: ["vda", "vdb"]))
        let off = try await domain.makeSnapshot(named: "off", describedAs: "a < b & c")
        try await domain.start()
        try await eventually(within: 60) { ticks(guest).count >= 3 }
        let early = try await domain.makeSnapshot(named: "early")
        #expect(try await domain.status == .running(.unpaused))
        #expect(try await domain.completedJob?.operation == .snapshot)
        #expect(try await early.parent == off)
        #expect(try await early.isCurrent)
        #expect(try await !off.isCurrent)
        #expect(try await off.children() == [early])
        #expect(try await domain.snapshots(.roots) == [off])
        #expect(try await off.xml().contains("<description>a &lt; b &amp; c</description>"))
        let kept = try #require(ticks(guest).last)
        try await eventually(within: 60) { (ticks(guest).last ?? 0) > kept + 3 }

        let events = try connection.events()
        try await early.revert()
        #expect(try await domain.status == .running(.fromSnapshot))
        let count = ticks(guest).count
        try await eventually { ticks(guest).count > count + 1 }
        let back = try #require(ticks(guest).last)
        #expect((kept...(kept + 4)).contains(back))
        #expect(ticks(guest).filter { $0 == 1 }.count == 1)
        #expect(guest.emulators.count == 1)
        try await off.revert()
        #expect(try await domain.status == .shutoff(.fromSnapshot))
        let kinds = try await events.untilStopped()
        #expect(
            kinds.first == .lifecycle(.suspended(.fromSnapshot)) && kinds.last == .lifecycle(.stopped(.fromSnapshot)))
        #expect(kinds.contains(.lifecycle(.resumed(.fromSnapshot))))
        #expect(guest.emulators.isEmpty)
        await connection.close()

        connection = try await Connection.open(guest.uri())
        domain = try await connection.domain(named: "one")
        #expect(try await domain.snapshots([.topological]).map(\.name) == ["off", "early"])
        #expect(try await domain.currentSnapshot?.name == "off")
        #expect(try await connection.domains(.hasSnapshot) == [domain])
        #expect(try await connection.domains(.noSnapshot).isEmpty)
        try await domain.snapshot(named: "early").revert()
        #expect(try await domain.status == .running(.fromSnapshot))
        let length = ticks(guest).count
        try await eventually { ticks(guest).count > length + 1 }
        #expect(ticks(guest).filter { $0 == 1 }.count == 1)
        let last = try await domain.snapshot(named: "early")
        try await domain.snapshot(named: "off").delete(.children)
        #expect(try await domain.snapshots().isEmpty)
        let error = await #expect(throws: VirtError.self) { try await last.xml() }
        #expect(error?.code == .noSnapshot)
        try await domain.destroy()
        try await domain.undefine()
        await connection.close()
        #expect(!guest.leftovers().contains { $0.hasSuffix(".xml") })
    }

    @Test("what is interrupted is found out by the next connection: it is whole and kept, or it is forgotten")
    func interrupted() async throws {
        let guest = try TinyGuest(Self.counting)
        var connection = try await Connection.open(guest.uri())
        var domain = try await connection.define(document(guest))
        let disk = guest.directory("vda.img")
        let whole = try await domain.makeSnapshot(named: "whole")
        let xml = try await whole.xml()
        try await whole.delete(.metadataOnly)
        await connection.close()
        // As a process leaves it that is killed before it has made anything, or before it has noted that it did.
        let place = guest.directory("root/lib/qemu/snapshot/one")
        for name in ["whole", "never"] {
            try xml.replacingOccurrences(of: "<name>whole</name>", with: "<name>\(name)</name>")
                .write(toFile: "\(place)/.swift-virt-pending-\(name).xml", atomically: true, encoding: .utf8)
        }
        try "<domainsnapshot><name>cut".write(toFile: "\(place)/cut.xml", atomically: true, encoding: .utf8)
        try "half".write(toFile: "\(place)/.swift-virt-new-x", atomically: true, encoding: .utf8)
        connection = try await Connection.open(guest.uri())
        domain = try await connection.domain(named: "one")
        #expect(try await domain.snapshots().map(\.name) == ["whole"])
        #expect(try await domain.currentSnapshot?.name == "whole")
        #expect(try FileManager.default.contentsOfDirectory(atPath: place).sorted() == ["cut.xml", "whole.xml"])

        // New images: the definition has one of them.
        let overlay = try await domain.makeSnapshot(named: "above", .diskOnly)
        let above = try await overlay.xml()
        try await overlay.delete(.metadataOnly)
        await connection.close()
        for name in ["above", "unused"] {
            try above.replacingOccurrences(of: "<name>above</name>", with: "<name>\(name)</name>")
                .replacingOccurrences(of: "vda.above", with: "vda.\(name)")
                .write(toFile: "\(place)/.swift-virt-pending-\(name).xml", atomically: true, encoding: .utf8)
        }
        connection = try await Connection.open(guest.uri())
        domain = try await connection.domain(named: "one")
        #expect(try await domain.snapshots().map(\.name) == ["above", "whole"])
        #expect(try await domain.xml().contains("vda.above"))
        #expect(FileManager.default.fileExists(atPath: disk))
        await connection.close()
    }

    @Test("a failure on the way leaves disks, definition and snapshots as they were")
    func failures() async throws {
        let guest = try TinyGuest(Self.counting)
        let connection = try await Connection.open(guest.uri())
        let domain = try await connection.define(document(guest, disks: ["vda", "vdb"]))
        // The second image has that name already, so the first one must not keep it either.
        let broken = try Program.imageTool(["snapshot", "-c", "twice", guest.directory("vdb.img")])
        try #require(broken.status == 0)
        let twice = await #expect(throws: VirtError.self) { try await domain.makeSnapshot(named: "twice") }
        #expect(twice?.code == .operationFailed)
        try await domain.start()
        let running = await #expect(throws: VirtError.self) { try await domain.makeSnapshot(named: "twice") }
        #expect(running?.message.contains("twice") == true)
        #expect(try await domain.status.isRunning)
        #expect(try Program.imageTool(["snapshot", "-U", "-l", guest.directory("vda.img")]).text.isEmpty)

        let before = try await domain.xml()
        try FileManager.default.createDirectory(atPath: guest.directory("vdb.above"), withIntermediateDirectories: true)
        let above = await #expect(throws: VirtError.self) { try await domain.makeSnapshot(named: "above", .diskOnly) }
        #expect(above?.message.contains("vdb.above") == true)
        #expect(!FileManager.default.fileExists(atPath: guest.directory("vda.above")))
        // An image that is none is refused by QEMU, after it took the other one.
        for name in ["vda", "vdb"] { try guest.directory.write("\(name).given", "no image") }
        let given = await #expect(throws: VirtError.self) {
            try await domain.createSnapshot(
                """
                <domainsnapshot><name>given</name><disks>
                <disk name='vda'><source file='\(guest.directory("vda.given"))'/></disk>
                <disk name='vdb'><source file='\(guest.directory("vdb.given"))'/></disk></disks></domainsnapshot>
                """, [.diskOnly, .reuseExternal])
        }
        #expect(given?.code == .operationFailed)
        #expect(try await domain.xml() == before)
        #expect(try await domain.snapshots().isEmpty)
        let good = try await domain.makeSnapshot(named: "good", .diskOnly)
        #expect(try await domain.currentSnapshot == good)
        try await domain.destroy()
        await connection.close()
    }

    @Test("a machine without a definition keeps its snapshots while it runs, and is not halted with one")
    func transient() async throws {
        let guest = try TinyGuest(Self.counting)
        let connection = try await Connection.open(guest.uri())
        let domain = try await connection.create(document(guest), .paused)
        let first = try await domain.makeSnapshot(named: "first")
        #expect(try await domain.status == .paused(.user))
        try await first.revert()
        #expect(try await domain.status == .paused(.fromSnapshot))
        try await domain.resume()
        #expect(try await domain.status == .running(.unpaused))
        let events = try connection.events()
        let halted = await #expect(throws: VirtError.self) { try await domain.makeSnapshot(named: "last", .halt) }
        #expect(halted?.code == .operationInvalid)
        try await domain.destroy()
        #expect(try await events.untilStopped().last == .lifecycle(.stopped(.destroyed)))
        #expect(try await connection.domains().isEmpty)
        #expect(!guest.leftovers().contains { $0.hasPrefix("lib/qemu/snapshot/") })
        await connection.close()
    }
}
