// SPDX-License-Identifier: Apache-2.0

import QEMUDriver
import TestSupport
import Testing
import VirtModel
import XMLCoding

/// What is taken and what is refused, as libvirtd 9.0 decided on the same documents; and what becomes of what it takes.
@Suite struct DecisionTests {
    private static func disk(_ target: String, _ inside: String = "", device: String = "disk", driver: String = "")
        -> String
    {
        "<disk type='file' device='\(device)'><driver name='qemu' \(driver)/><source file='/i'/><target \(target)/>"
            + inside + "</disk>"
    }

    private static func source(_ source: String) -> String {
        "<disk type='network'><source \(source)</source><target dev='vda'/></disk>"
    }

    func defined(_ devices: String, machine: String = "q35", more: String = "") throws -> Domain {
        let text = CommandLineTests.document(devices, machine: machine, more: more)
        return try Domain(xml: text).defined(capabilities: .assumed, context: LaunchContext(), form: XMLForm())
    }

    @Test(
        "a definition that can never be is refused, and the sentence names what is wrong",
        arguments: [
            ("pc", disk("dev='vda1'"), "partition"),
            ("pc", disk("dev='vda'", device: "floppy"), "'fda'"),
            ("pc", disk("dev='fda'", "<address type='drive' bus='1'/>", device: "floppy"), "floppy bus 1"),
            ("q35", disk("dev='sda' bus='sata'", "<address type='drive' target='3'/>"), "target 3"),
            ("pc", disk("dev='hda'", "<address type='pci'/>"), "'pci'"),
            ("pc", disk("dev='hda'", "<acpi index='3'/>"), "ACPI index"),
            ("pc", disk("dev='vda'", "<address type='ccw' cssid='0xfe' ssid='0' devno='3'/>"), "CCW"),
            ("pc", disk("dev='vda'", "<address type='pci' slot='1'/>"), "ISA bridge"),
            ("pc", disk("dev='vda'", "<serial>x,y</serial>"), "serial number"),
            ("pc", disk("dev='vda'", driver: "queues='-1'"), "'queues'"),
            ("pc", disk("dev='vda'", "<iotune><group_name>g</group_name></iotune>"), "group"),
            ("q35", source("protocol='rbd' name='image'>"), "pool"),
            ("q35", "<controller type='ide'/>", "IDE bus"),
            ("q35", "<controller type='isa'/>", "ISA bus"),
            ("q35", "<controller type='pci' index='1' model='pci-bridge'><model name='pxb'/></controller>", "'pxb'"),
            ("q35", "<controller type='virtio-serial'><driver queues='4'/></controller>", "'queues'"),
            ("q35", "<controller type='pci' index='1' model='pcie-switch-downstream-port'/>", "no free place"),
            ("q35", "<video><model type='vga' heads='2'/></video>", "one head"),
            ("q35", "<video><model type='virtio'/></video><video><model type='vga'/></video>", "first one"),
            ("q35", "<video><model type='vga'><resolution x='1280'/></model></video>", "'y'"),
            ("q35", "<iommu model='intel'><driver intremap='on'/></iommu>", "ioapic"),
            ("q35", "<serial type='unix'/>", "path"),
            ("q35", "<serial type='pty'><target type='isa-serial' port='4'/></serial>", "port 4"),
            ("q35", "<console type='pty'/><console type='pty'><target type='serial'/></console>", "first console"),
            (
                "q35", "<channel type='pty'><target type='virtio'/><address type='virtio-serial' port='40'/></channel>",
                "number 40"
            ),
            ("q35", "<interface type='user'><mtu size='1400'/></interface>", "MTU"),
            ("q35", "<interface type='user'><virtualport type='openvswitch'/></interface>", "virtual port"),
            (
                "q35", "<interface type='bridge'><source bridge='b'/><vlan><tag id='5000'/></vlan></interface>", "4095"
            ),
            (
                "q35",
                "<interface type='bridge'><source bridge='b'/><bandwidth><inbound peak='2'/></bandwidth></interface>",
                "average"
            ),
            (
                "q35", "<graphics type='vnc' listen='1.2.3.4'><listen type='address' address='::1'/></graphics>",
                "1.2.3.4"
            ),
        ])
    func refused(machine: String, devices: String, part: String) throws {
        let error = #expect(throws: (any Error).self) { try defined(devices, machine: machine) }
        #expect("\(try #require(error))".contains(part))
    }

    @Test(
        "what only a start cannot give is kept in a definition and refused at the start",
        arguments: [
            disk("dev='xvda' bus='xen'"), disk("dev='ubda'"), source("protocol='nbd'>"),
            source("protocol='nbd'><host name='a'/><host name='b'/>"),
            source("protocol='nbd'><host name='a' transport='rdma'/>"),
            source("protocol='iscsi' name='iqn.2020-01.org.example/x'><host name='a'/>"),
            disk("dev='vda'", "<backingStore type='file'><format type='raw'/><source file='/b'/></backingStore>"),
            "<graphics type='vnc' port='100'/>", "<graphics type='vnc' autoport='no'/>",
            "<shmem name='s'><model type='ivshmem-plain'/><size unit='M'>5</size></shmem>",
        ])
    func refusedAtStart(devices: String) throws {
        #expect(throws: Never.self) { try defined(devices) }
        #expect(throws: (any Error).self) { try CommandLineTests.line(CommandLineTests.document(devices)) }
    }

    @Test(
        "a domain whose memory, actions or labels cannot be is refused",
        arguments: [
            ("<on_poweroff>preserve</on_poweroff>", "preserved"), ("<on_crash>rename-restart</on_crash>", "rename"),
            ("<numatune><memory mode='strict'/></numatune>", "nodeset"),
            ("<cputune><vcpupin vcpu='0' cpuset='0'/><vcpupin vcpu='0' cpuset='1'/></cputune>", "twice"),
            ("<blkiotune><device><weight>500</weight></device></blkiotune>", "path"),
            ("<cpu><numa><cell id='0' cpus='0'/></numa></cpu>", "'memory'"),
            ("<cpu><vendor>Intel</vendor></cpu>", "vendor"),
            ("<seclabel type='static' model='dac'/>", "label"), ("<seclabel type='loose'/>", "loose"),
        ])
    func refusedSettings(more: String, part: String) throws {
        let error = #expect(throws: (any Error).self) { try defined("", more: more) }
        #expect("\(try #require(error))".contains(part))
    }

    @Test(
        "a number of zero is one that is not given",
        arguments: ["queues='0'", "queue_size='0'"])
    func zero(driver: String) throws {
        let one = try defined(Self.disk("dev='vda'", driver: driver))
        let other = try defined(Self.disk("dev='vda'"))
        let isSame = one.devices.disks == other.devices.disks
        #expect(isSame)
    }

    @Test("there is a USB controller 0 whatever other ones the document has")
    func usb() throws {
        let text = CommandLineTests.document("<controller type='usb' index='3' model='nec-xhci'/>")
            .replacing("<controller type='usb' model='none'/>", with: "")
        let domain = try Domain(xml: text).defined(
            capabilities: .assumed, context: LaunchContext(), form: XMLForm())
        #expect(domain.devices.controllers.filter { $0.kind == .usb }.compactMap(\.index).sorted() == [0, 3])
    }

    @Test("a further conventional bus of a Q35 machine hangs below the first")
    func conventional() throws {
        let cards = (0..<40).map { index in
            "<interface type='user'><mac address='52:54:00:00:00:\(index / 10)\(index % 10)'/><model type='e1000'/></interface>"
        }
        let domain = try defined(cards.joined())
        let bridge = try #require(domain.devices.controllers.first { $0.model == "pci-bridge" })
        let first = try #require(domain.devices.controllers.first { $0.model == "pcie-to-pci-bridge" })
        #expect(bridge.info.pci?.bus == first.index)
        #expect(domain.devices.controllers.filter { $0.model == "pcie-to-pci-bridge" }.count == 1)
    }

    @Test("an interface that is a device of the host gets its place behind the disks")
    func hostInterface() throws {
        let domain = try defined(
            "<interface type='hostdev'><source><address type='pci' bus='6' slot='0'/></source></interface>"
                + Self.disk("dev='vda'"))
        let disk = try #require(domain.devices.disks.first?.info.pci?.bus)
        let card = try #require(domain.devices.interfaces.first?.info.pci?.bus)
        #expect(disk < card)
    }

    @Test("a path that cannot stand in a URL is escaped")
    func url() throws {
        let line = try CommandLineTests.line(
            CommandLineTests.document(Self.source("protocol='https' name='/a/b?c'><host name='h'/>")))
        #expect(line.contains("https://h:443/a/b%3Fc"))
    }

    @Test("hubs are added until every USB device has a port, each hub included")
    func hubs() throws {
        let text = CommandLineTests.document(
            String(repeating: "<input type='tablet' bus='usb'/>", count: 9), machine: "pc"
        )
        .replacing("<controller type='usb' model='none'/>", with: "<controller type='usb' model='piix3-uhci'/>")
        var context = LaunchContext()
        context.updatesABI = true
        let domain = try Domain(xml: text).defined(capabilities: .assumed, context: context, form: XMLForm())
        #expect(domain.devices.hubs.compactMap { $0.info.usb?.portText } == ["1", "2"])
        #expect(domain.devices.inputs.first?.info.usb?.portText == "1.1")
    }

    @Test("a device that sorts out names: only those that QEMU can carry are the user's")
    func aliases() throws {
        let domain = try defined(
            Self.disk("dev='vda'", "<alias name='ua-x,y'/>") + Self.disk("dev='vdb'", "<alias name='ua-z'/>"))
        #expect(domain.devices.disks.map(\.info.alias) == [nil, "ua-z"])
    }
}
