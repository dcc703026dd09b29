// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import Foundation
import Glibc
import TestSupport
import Testing
import VirtEmbedded

/// Devices that come and go while a guest looks on.
@Suite(.enabled(if: TinyGuest.isPossible && Program.areInstalled("qemu-img")), .timeLimit(.minutes(4)))
struct HotPlugTests {
    /// Writes a line whenever the PCI devices are others: `PCI 0x1042 0x29c0 .`
    private static let watcher = """
        /bin/busybox mkdir -p /sys
        /bin/busybox mount -t sysfs none /sys
        while :; do
          now=$(/bin/busybox cat /sys/bus/pci/devices/*/device | /bin/busybox sort | /bin/busybox tr '\\n' ' ')
          if [ "$now" != "$last" ]; then echo "PCI $now."; last=$now; fi
          /bin/busybox usleep 100000
        done
        """
    private static let ports = (1...4).map { "<controller type='pci' index='\($0)' model='pcie-root-port'/>" }.joined()
    private let guest: TinyGuest

    init() throws { guest = try TinyGuest(Self.watcher) }

    private func document(_ name: String, _ devices: String = "") -> String {
        guest.document(name, devices: Self.ports + devices).replacingOccurrences(
            of: "<controller type='usb' model='none'/>", with: "<controller type='usb' model='qemu-xhci'/>")
    }

    private func image(_ name: String, _ arguments: [String] = ["-f", "qcow2"]) throws -> String {
        let path = guest.directory(name)
        let made = try Program.run(["qemu-img", "create", "-q"] + arguments + [path, "1M"])
        try #require(made.status == 0, "\(made.errorText)")
        return path
    }

    private func disk(_ path: String, _ target: String, _ bus: String = "virtio") -> String {
        "<disk type='file'><driver type='qcow2'/><source file='\(path)'/><target dev='\(target)' bus='\(bus)'/></disk>"
    }

    /// A disk as it is described to be found.
    private static func target(_ name: String) -> String { "<disk type='file'><target dev='\(name)'/></disk>" }

    /// Whether the guest saw a kind of PCI device last.
    private func sees(_ device: String, _ name: String) -> Bool { lastDevices(name).contains(device) }

    private func lastDevices(_ name: String) -> String {
        let lines = guest.console(name).split(whereSeparator: \.isNewline)
        return lines.last { $0.contains("PCI ") && $0.contains(".") }.map { String($0) } ?? ""
    }

    @Test("a disk comes and goes, in what runs and in the definition, and the guest sees it")
    func disk() async throws {
        let connection = try await Connection.open(guest.uri())
        let domain = try await connection.define(document("d"))
        let events = try connection.events(of: domain)
        try await domain.start()
        try await eventually(within: 60) { guest.console("d").contains("PCI ") }
        #expect(!sees("0x1042", "d"))
        let xml = disk(try image("a.qcow2"), "vda")
        try await domain.attachDevice(xml, [.live, .config])
        try await eventually { sees("0x1042", "d") }
        for flags in [DomainXMLFlags(), .inactive] { #expect(try await domain.xml(flags).contains("a.qcow2")) }

        var error = await #expect(throws: VirtError.self) { try await domain.attachDevice(xml) }
        #expect(error?.code == .operationInvalid && error?.message.contains("'vda'") == true, "\(error as Any)")
        error = await #expect(throws: VirtError.self) {
            try await domain.detachDevice(Self.target("vdx"))
        }
        #expect(error?.code == .deviceMissing, "\(error as Any)")

        try await domain.detachDevice(Self.target("vda"), .live)
        try await eventually { !sees("0x1042", "d") }
        #expect(try await !domain.xml().contains("a.qcow2"))
        #expect(try await domain.xml(.inactive).contains("a.qcow2"))
        // Nothing of it is left in QEMU, so it can come again.
        try await domain.attachDevice(xml, .live)
        try await eventually { sees("0x1042", "d") }
        try await domain.destroy()
        try await domain.detachDevice(Self.target("vda"))
        #expect(try await !domain.xml().contains("a.qcow2"))
        let kinds = try await events.untilStopped()
        let alias = "virtio-disk0"
        #expect(kinds.filter { $0 == .deviceAdded(alias: alias) }.count == 2, "\(kinds)")
        #expect(kinds.filter { $0 == .deviceRemoved(alias: alias) }.count == 1, "\(kinds)")
        await connection.close()
    }

    @Test("interfaces come with what they need of the host, and it goes with them")
    func interfaces() async throws {
        let connection = try await Connection.open(guest.uri())
        let domain = try await connection.create(document("n"))
        try await eventually(within: 60) { guest.console("n").contains("PCI ") }
        var kinds = ["<interface type='user'><mac address='52:54:00:00:00:01'/><model type='virtio'/></interface>"]
        if Program.areInstalled("passt") {
            kinds.append(
                "<interface type='user'><mac address='52:54:00:00:00:01'/><backend type='passt'/><model type='virtio'/></interface>"
            )
        }
        if geteuid() == 0, FileManager.default.fileExists(atPath: "/dev/net/tun") {
            kinds.append(
                "<interface type='ethernet'><mac address='52:54:00:00:00:01'/><target dev='plugtap0'/><model type='virtio'/></interface>"
            )
        }
        for xml in kinds {
            try await domain.attachDevice(xml)
            try await eventually { sees("0x1041", "n") }
            let isTap = xml.contains("plugtap0")
            #expect(FileManager.default.fileExists(atPath: "/sys/class/net/plugtap0") == isTap)
            try await domain.updateDevice(xml.replacingOccurrences(of: "</int", with: "<link state='down'/></int"))
            #expect(try await domain.xml().contains("<link state='down'/>"))
            try await domain.detachDevice(
                "<interface type='\(isTap ? "ethernet" : "user")'><mac address='52:54:00:00:00:01'/></interface>")
            try await eventually { !sees("0x1041", "n") }
            #expect(!FileManager.default.fileExists(atPath: "/sys/class/net/plugtap0"))
        }
        await connection.close()
    }

    @Test("what cannot come is refused and leaves nothing, and what was there before goes too")
    func refusals() async throws {
        let connection = try await Connection.open(guest.uri())
        let first = disk(try image("first.qcow2"), "vda")
        let domain = try await connection.create(document("r", first))
        try await eventually(within: 60) { guest.console("r").contains("PCI ") }
        let path = guest.directory("late.qcow2")
        var error = await #expect(throws: VirtError.self) { try await domain.attachDevice(disk(path, "vdb")) }
        #expect(error?.message.contains("late.qcow2") == true, "\(error as Any)")
        #expect(try await !domain.xml().contains("late.qcow2"))
        _ = try image("late.qcow2")
        try await domain.attachDevice(disk(path, "vdb"))
        error = await #expect(throws: VirtError.self) { try await domain.attachDevice(disk(path, "sdb", "sata")) }
        #expect(error?.code == .operationUnsupported, "\(error as Any)")
        error = await #expect(throws: VirtError.self) {
            try await domain.attachDevice("<sound model='ich9'/>")
        }
        #expect(error?.code == .operationUnsupported, "\(error as Any)")
        error = await #expect(throws: VirtError.self) { try await domain.attachDevice(disk(path, "vdc"), .config) }
        #expect(error?.code == .operationInvalid, "\(error as Any)")
        for (source, name) in [
            ("<address bus='250' device='99'/>", "device 99 of USB bus 250"),
            ("<vendor id='0xfffe'/><product id='0x0abc'/>", "USB device fffe:0abc"),
        ] {
            let stick = "<hostdev mode='subsystem' type='usb'><source>\(source)</source></hostdev>"
            error = await #expect(throws: VirtError.self) { try await domain.attachDevice(stick) }
            #expect(error?.message.contains("There is no \(name) at the host") == true, "\(error as Any)")
        }
        #expect(try await !domain.xml().contains("<hostdev"))
        try await domain.detachDevice(alias: "virtio-disk0")
        try await eventually { lastDevices("r").components(separatedBy: "0x1042").count == 2 }
        #expect(try await !domain.xml().contains("first.qcow2"))
        #expect(try await domain.xml().contains("late.qcow2"))
        await connection.close()
    }

    @Test("a disk on USB, one on a SCSI controller, and a generator of random numbers come and go")
    func others() async throws {
        let connection = try await Connection.open(guest.uri())
        let drive = "<disk type='file' device='cdrom'><target dev='sdc' bus='sata'/></disk>"
        let domain = try await connection.create(document("o", drive))
        try await eventually(within: 60) { guest.console("o").contains("PCI ") }
        try await domain.attachDevice(disk(try image("u.qcow2"), "sda", "usb"))
        let controller = "<controller type='scsi' index='0' model='virtio-scsi'/>"
        try await domain.attachDevice(controller)
        try await domain.attachDevice(disk(try image("s.qcow2"), "sdb", "scsi"))
        let error = await #expect(throws: VirtError.self) { try await domain.detachDevice(controller) }
        #expect(error?.message.contains("has devices on it") == true, "\(error as Any)")
        try await eventually { sees("0x1048", "o") }
        try await domain.attachDevice("<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>")
        try await eventually { sees("0x1044", "o") }
        for target in ["sda", "sdb"] { try await domain.detachDevice(Self.target(target)) }
        try await domain.detachDevice(controller)
        try await eventually { !sees("0x1048", "o") }
        try await domain.detachDevice(alias: "rng0")
        try await eventually { !sees("0x1044", "o") }
        let xml = try await domain.xml()
        #expect(!xml.contains("u.qcow2") && !xml.contains("s.qcow2") && !xml.contains("<rng"))
        // A medium goes into the drive, another one takes its place, and it is empty again.
        for name in ["m1.img", "m2.img", nil] {
            let source = try name.map { "<source file='\(try image($0, ["-f", "raw"]))'/>" } ?? ""
            let medium = drive.replacingOccurrences(of: "<target", with: "\(source)<target")
            try await domain.updateDevice(medium)
            let xml = try await domain.xml()
            for other in ["m1.img", "m2.img"] { #expect(xml.contains(other) == (name == other)) }
        }
        await connection.close()
    }

    @Test("an encrypted disk comes with its secret")
    func encrypted() async throws {
        let value = "open-sesame-0123456789"
        let path = guest.directory("luks")
        let made = try Program.makeEncryptedDisk(path, key: value)
        try #require(made.status == 0, "\(made.errorText)")
        let connection = try await Connection.open(guest.uri())
        let uuid = "f52a81b2-424e-490c-823d-6bd4235bc572"
        let secret = try await connection.secretDriver.define(
            "<secret><uuid>\(uuid)</uuid><usage type='volume'><volume>\(path)</volume></usage></secret>")
        let domain = try await connection.create(document("e"), .paused)
        let xml = """
            <disk type='file'><driver type='raw'/>
              <source file='\(path)'><encryption format='luks'><secret type='passphrase' uuid='\(uuid)'/></encryption></source>
              <target dev='vda'/></disk>
            """
        let error = await #expect(throws: VirtError.self) { try await domain.attachDevice(xml) }
        #expect(error?.code == .noSecret, "\(error as Any)")
        try await connection.secretDriver.setValue(Array(value.utf8), of: secret)
        try await domain.attachDevice(xml)
        #expect(try await domain.xml().contains(uuid))
        await connection.close()
    }
}
