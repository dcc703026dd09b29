// SPDX-License-Identifier: Apache-2.0

import QEMUDriver
import TestSupport
import Testing
import VirtModel
import XMLCoding

/// What becomes of NUMA cells, memory devices and smaller things, as libvirtd 9.0 decided on the same documents.
@Suite struct MemoryDecisionTests {
    private static func numa(_ first: String = "", _ rest: String = "") -> String {
        "<cpu><numa><cell id='0' cpus='0' memory='512' unit='MiB'>\(first)</cell>"
            + "<cell id='1' memory='512' unit='MiB'/>\(rest)</numa></cpu>"
    }

    private static func link(_ link: String) -> String { numa("", "<interconnects>\(link)</interconnects>") }

    private static let cache =
        "<cache level='1' associativity='full' policy='none'><size value='8' unit='KiB'/><line value='8' unit='B'/></cache>"

    private func defined(_ devices: String, more: String = "") throws -> Domain {
        try DecisionTests().defined(devices, more: more)
    }

    @Test(
        "NUMA cells that cannot be are refused, and the sentence names what is wrong",
        arguments: [
            (numa("<distances/>"), "distances"), (numa(cache + cache), "one level"),
            (numa(cache.replacing("full", with: "half")), "'half'"),
            (numa(cache.replacing("none", with: "back")), "'back'"),
            (numa(cache.replacing("level='1'", with: "level='0'")), "level"),
            (numa(cache.replacing("<line value='8' unit='B'/>", with: "")), "'line'"),
            (link("<latency initiator='0' target='7' type='read' value='5'/>"), "'7'"),
            (link("<latency initiator='0' target='1' type='look' value='5'/>"), "'look'"),
            (link("<latency initiator='0' target='1' type='read'/>"), "'value'"),
            (link("<latency initiator='0' target='1' cache='1' type='read' value='5'/>"), "cache '1'"),
            (link(String(repeating: "<latency initiator='0' target='1' type='read' value='5'/>", count: 2)), "twice"),
            (
                "<memoryBacking><hugepages><page size='2' unit='M'/><page size='1' unit='G' nodeset='0'/></hugepages></memoryBacking>",
                "huge page sizes"
            ),
        ])
    func refused(more: String, part: String) throws {
        let error = #expect(throws: (any Error).self) { try defined("", more: more) }
        #expect("\(try #require(error))".contains(part))
    }

    @Test("distances hold in both directions, and are 10 to the cell itself")
    func distances() throws {
        let domain = try defined("", more: Self.numa("<distances><sibling id='1' value='21'/></distances>"))
        let table = domain.cpu?.cells.map { $0.distances.map { [$0.id, $0.value] } }
        #expect(table == [[[0, 10], [1, 21]], [[0, 21], [1, 10]]])
    }

    @Test("connections say their unit, and none are said where there are none")
    func connections() throws {
        let more = Self.link("<bandwidth initiator='0' target='1' type='read' value='5'/>")
        #expect(try defined("", more: more).cpu?.interconnects?.elements.first?[attribute: "unit"] == "KiB")
        #expect(try defined("", more: Self.link("")).cpu?.interconnects == nil)
    }

    @Test("what the model of a memory device has no place for means nothing")
    func foreign() throws {
        let device =
            "<memory model='dimm'><source><path>/x</path></source><target><size unit='MiB'>512</size>"
            + "<node>0</node><label><size unit='KiB'>128</size></label></target></memory>"
        let more = "<maxMemory slots='4' unit='MiB'>4096</maxMemory>" + Self.numa()
        let memory = try #require(try defined(device, more: more).devices.memories.first)
        #expect(memory.path == nil && memory.labelSize == nil)
    }

    @Test(
        "host devices that cannot be are refused",
        arguments: [
            ("usb", "<source><address bus='1'/></source>", "device"),
            ("usb", "<source><address bus='1' device='2'/></source><address type='pci' slot='9'/>", "'pci'"),
            ("pci", "<source><address bus='6'/></source><address type='usb' bus='0' port='1'/>", "'usb'"),
            ("pci", "<source><address bus='6'/></source><teaming type='persistent'/>", "transient"),
            ("scsi", "<source protocol='iscsi'><host name='h'/></source>", "name"),
            ("scsi_host' model='isa", "<source protocol='vhost' wwpn='naa.5123456789abcde0'/>", "'isa'"),
        ])
    func hostDevices(type: String, inside: String, part: String) throws {
        let device = "<hostdev mode='subsystem' type='\(type)'>\(inside)</hostdev>"
        let error = #expect(throws: (any Error).self) { try defined(device) }
        #expect("\(try #require(error))".contains(part))
    }

    @Test("a CPU that the domain does not have is pinned nowhere")
    func pins() throws {
        let more = "<cputune><vcpupin vcpu='0' cpuset='0'/><vcpupin vcpu='99' cpuset='0'/></cputune>"
        #expect(try defined("", more: more).cpuTune.vcpuPins.map(\.vcpu) == [0])
    }

    @Test("a geometry that says less than all three is for the disk, and is not written")
    func geometry() throws {
        let disk = "<disk type='file'><source file='/i'/><target dev='vda'/><geometry cyls='5' heads='3'/></disk>"
        let line = try CommandLineTests.line(CommandLineTests.document(disk))
        #expect(line.contains("cyls") && line.contains("heads") && !line.contains("secs"))
        #expect(!(try defined(disk).xmlText(form: XMLForm())).contains("<geometry"))
    }

    @Test("users of NFS are told by number, found by name")
    func accounts() throws {
        let disk =
            "<disk type='network'><source protocol='nfs' name='/a'><host name='h'/><identity user='root' group='+7'/></source><target dev='vda'/></disk>"
        let text = CommandLineTests.document(disk)
        let domain = try Domain(xml: text)
        #expect(domain.accountNames.map(\.name) == ["root"])
        #expect(try HostFacts.accounts(of: domain) == ["user": ["root": 0]])
        let error = #expect(throws: (any Error).self) { try CommandLineTests.line(text) }
        #expect("\(try #require(error))".contains("'root'"))
    }

    @Test("SPICE has its socket in an element, and two sockets are not one")
    func sockets() throws {
        let spice = try defined("<graphics type='spice' socket='/s'/>").devices.graphics.first
        #expect(spice?.listens.contains { $0.type == "socket" } == false)
        #expect(throws: (any Error).self) {
            try defined("<graphics type='vnc' socket='/s'><listen type='socket' socket='/t'/></graphics>")
        }
        #expect(throws: (any Error).self) { try defined("<graphics type='vnc' passwd='123456789'/>") }
    }
}
