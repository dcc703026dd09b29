// SPDX-License-Identifier: Apache-2.0

import Testing
import VirtModel
import XMLCoding

/// Documents of snapshots, in the form in which libvirt 9.0 writes them.
@Suite struct SnapshotDocumentTests {
    private static let machine = """
        <domain type='qemu'>
            <name>vm</name>
            <uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>
            <memory unit='KiB'>32768</memory>
            <currentMemory unit='KiB'>32768</currentMemory>
            <vcpu placement='static'>1</vcpu>
            <os>
              <type arch='x86_64' machine='pc'>hvm</type>
            </os>
            <devices>
              <disk type='file' device='disk'>
                <driver name='qemu' type='qcow2'/>
                <source file='/x/disk.qcow2'/>
                <target dev='vda' bus='virtio'/>
              </disk>
            </devices>
          </domain>
        """

    private static let running = """
        <domainsnapshot>
          <name>on1</name>
          <description>before the tests</description>
          <state>running</state>
          <parent>
            <name>off1</name>
          </parent>
          <creationTime>1795377310</creationTime>
          <memory snapshot='internal'/>
          <disks>
            <disk name='vda' snapshot='internal'/>
            <disk name='sda' snapshot='no'/>
          </disks>
          \(machine)
        </domainsnapshot>

        """

    private static let disks = """
        <domainsnapshot>
          <name>ext1</name>
          <state>disk-snapshot</state>
          <creationTime>1795377310</creationTime>
          <memory snapshot='no'/>
          <disks>
            <disk name='vda' snapshot='external' type='file'>
              <driver type='qcow2'/>
              <source file='/x/disk.ext1'/>
            </disk>
          </disks>
        </domainsnapshot>

        """

    /// Without the blanks between elements.
    private func squeezed(_ text: String) -> String {
        text.split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
    }

    @Test("A document is written as it was read", arguments: [running, disks])
    func roundTrip(_ text: String) throws {
        let document = try SnapshotDocument(xml: text)
        let written = try document.xmlText()
        // The machine is written with its defaults.
        func ownPart(_ text: String) -> String {
            squeezed(text).split(separator: "<domain type").first.map(String.init) ?? ""
        }
        #expect(ownPart(written) == ownPart(text))
        #expect(try SnapshotDocument(xml: written) == document)
    }

    @Test("What stands in a document is known")
    func content() throws {
        let running = try SnapshotDocument(xml: Self.running)
        #expect(running.parent == "off1" && running.state == .running && running.memory?.location == .internal)
        #expect(running.state?.hasMemory == true && !running.isExternal)
        #expect(running.domain?.devices.disks.first?.source.path == "/x/disk.qcow2")
        let disks = try SnapshotDocument(xml: Self.disks)
        #expect(disks.isExternal && disks.disks.first?.source?.path == "/x/disk.ext1")
        #expect(disks.state?.hasMemory == false)
    }

    @Test("What is for the driver alone stands in its files and nowhere else")
    func driver() throws {
        var document = try SnapshotDocument(xml: Self.disks)
        document.isCurrent = true
        #expect(try !document.xmlText().contains("active"))
        let kept = try document.xmlText(isForDriver: true)
        #expect(kept.contains("<active>1</active>"))
        #expect(try SnapshotDocument(xml: kept).isCurrent)
        document.isCurrent = false
        #expect(try document.xmlText(isForDriver: true).contains("<active>0</active>"))
        let foreign = kept.replacingOccurrences("<active>", "<cookie><slirpHelper/></cookie><active>")
        #expect(try SnapshotDocument(xml: foreign).xmlText(isForDriver: true).contains("<slirpHelper/>"))
    }

    @Test("Short forms mean what they leave out")
    func short() throws {
        #expect(try SnapshotDocument(xml: "<domainsnapshot/>") == SnapshotDocument())
        let disk = try SnapshotDocument(
            xml: "<domainsnapshot><disks><disk name='vda'><source file='/x'/></disk></disks></domainsnapshot>")
        #expect(disk.disks.first?.location == .external)
        let memory = try SnapshotDocument(xml: "<domainsnapshot><memory file='/m'/></domainsnapshot>")
        #expect(memory.memory?.location == .external && memory.isExternal)
    }

    @Test(
        "What is no snapshot is refused",
        arguments: [
            "<domain/>", "<domainsnapshot><name>a/b</name></domainsnapshot>",
            "<domainsnapshot><name>.a</name></domainsnapshot>", "<domainsnapshot><state>odd</state></domainsnapshot>",
            "<domainsnapshot><nonsense/></domainsnapshot>", "<domainsnapshot><disks><disk/></disks></domainsnapshot>",
            "<domainsnapshot><disks><disk name='a'/><disk name='a'/></disks></domainsnapshot>",
            "<domainsnapshot><disks><disk name='a' snapshot='internal'><source file='/x'/></disk></disks></domainsnapshot>",
            "<domainsnapshot><memory snapshot='internal' file='/x'/></domainsnapshot>",
            "<domainsnapshot><creationTime>soon</creationTime></domainsnapshot>",
        ])
    func refusals(_ text: String) {
        #expect(throws: XMLError.self) { try SnapshotDocument(xml: text) }
    }
}

extension String {
    fileprivate func replacingOccurrences(_ old: String, _ new: String) -> String {
        split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
}
