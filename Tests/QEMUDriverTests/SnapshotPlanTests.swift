// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import Testing
import VirtModel

@testable import QEMUDriver

/// What making a snapshot comes to.
@Suite struct SnapshotPlanTests {
    private func domain(_ more: String = "", format: String = "qcow2", os: String = "") throws -> Domain {
        try Domain(
            xml: """
                <domain type='qemu'><name>vm</name><memory>32768</memory><os><type>hvm</type>\(os)</os><devices>
                <disk type='file'><driver type='\(format)'/><source file='/x/d.one.img'/><target dev='vda'/></disk>
                <disk type='file' device='cdrom'><source file='/x/cd'/><target dev='sda'/><readonly/></disk>\(more)
                </devices></domain>
                """)
    }

    private func plan(
        _ xml: String = "", _ status: DomainStatus = .shutoff(.unknown), _ flags: DomainSnapshotCreateFlags = [],
        of domain: Domain? = nil
    ) throws -> SnapshotPlan {
        try SnapshotPlan(
            SnapshotDocument(xml: "<domainsnapshot>\(xml)</domainsnapshot>"), of: domain ?? self.domain(), status,
            now: 7, flags)
    }

    @Test("What is left open is chosen: a name, internal disks, memory of a machine that runs")
    func defaults() throws {
        let off = try plan()
        #expect(off.document.name == "7" && off.document.state == .shutoff && off.document.memory?.location == .no)
        #expect(off.document.disks.map(\.location) == [.internal, .no] && !off.keepsMemory && !off.isExternal)
        // One that is off has nothing to halt.
        #expect(try plan("", .shutoff(.unknown), .halt).document.state == .shutoff)
        let on = try plan("", .paused(.user))
        #expect(on.keepsMemory && on.document.state == .paused && on.document.memory?.location == .internal)
    }

    @Test("New images are named after the old ones and the snapshot")
    func external() throws {
        let on = try plan("<name>s.1</name>", .running(.booted), .diskOnly)
        #expect(on.document.state == .diskSnapshot && on.isExternal && !on.keepsMemory)
        #expect(on.document.disks.first?.source?.path == "/x/d.one.s.1")
        #expect(on.document.disks.first?.source?.format == .qcow2)
        let off = try plan("<disks><disk name='/x/d.one.img'><source file='/y'/></disk></disks>")
        #expect(off.document.state == .shutoff && off.isExternal && off.document.disks.first?.name == "vda")
        #expect(off.document.disks.first?.source?.path == "/y")
    }

    @Test(
        "What cannot be is refused, with a word that says which part",
        arguments: [
            ("<disks><disk name='vdx'/></disks>", 0, "vdx"), ("<memory snapshot='internal'/>", 0, "off"),
            ("<memory snapshot='external' file='/m'/>", 0, "memory"),
            ("<disks><disk name='vda' snapshot='manual'/></disks>", 0, "manual"),
            ("<disks><disk name='vda' snapshot='no'/></disks>", 0, "left out"),
            ("<disks><disk name='sda' snapshot='internal'/></disks>", 0, "sda"),
            ("<disks><disk name='vda'><driver type='raw'/><source file='/y'/></disk></disks>", 0, "raw"),
            ("<disks><disk name='vda'><source file='y'/></disk></disks>", 0, "absolute"),
            ("<disks><disk name='vda'><source file='/x/d.one.img'/></disk></disks>", 0, "other than"),
            ("<disks><disk name='vda' snapshot='no'/></disks>", 1, "internal"),
            ("<memory snapshot='no'/>", 1, "disk-only"),
            ("", 2, "agent"), ("", 3, "memory"),
        ])
    func refusals(_ xml: String, _ kind: Int, _ word: String) throws {
        let table: [(DomainStatus, DomainSnapshotCreateFlags)] = [
            (.shutoff(.unknown), []), (.running(.booted), []), (.running(.booted), [.diskOnly, .quiesce]),
            (.running(.booted), .live),
        ]
        let error = #expect(throws: VirtError.self) { try plan(xml, table[kind].0, table[kind].1) }
        #expect(error?.message.contains(word) == true, "\(String(describing: error))")
    }

    @Test("Images that keep no snapshots get new ones above them, and nothing else")
    func formats() throws {
        let raw = try domain(format: "raw")
        let error = #expect(throws: VirtError.self) { try plan(of: raw) }
        #expect(error?.message.contains("raw") == true)
        #expect(try plan("", .shutoff(.unknown), .diskOnly, of: raw).document.disks.first?.location == .external)
        let left = try domain(
            "<disk type='file' snapshot='no'><driver type='raw'/><source file='/z'/><target dev='vdb'/></disk>")
        #expect(try plan(of: left).document.disks.map(\.location) == [.internal, .no, .no])
        let running = #expect(throws: VirtError.self) { try plan("", .running(.booted), of: left) }
        #expect(running?.message.contains("vdb") == true)
        let flash = try domain(os: "<loader type='pflash' readonly='yes'>/f</loader><nvram>/v</nvram>")
        let memory = #expect(throws: VirtError.self) { try plan("", .running(.booted), of: flash) }
        #expect(memory?.message.contains("firmware") == true)
        #expect(try plan("", .running(.booted), .diskOnly, of: flash).isExternal)
    }

    @Test("A new image stands in the domain above the old one, once")
    func chain() throws {
        let plan = try plan("<name>s</name>", .shutoff(.unknown), .diskOnly)
        let changed = try domain().withNewImages(plan.document.disks, in: domain())
        let disk = try #require(changed.devices.disks.first)
        #expect(disk.source.path == "/x/d.one.s" && disk.backing?.source.path == "/x/d.one.img")
        #expect(disk.backing?.source.format == .qcow2)
        #expect(try changed.withNewImages(plan.document.disks, in: domain()) == changed)
    }
}
