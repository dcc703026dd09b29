// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import VirtModel
import XMLCoding

@Suite struct DomainDocumentTests {
    /// A document in the form in which it is written.
    static let document = """
        <domain type='kvm'>
          <name>everything</name>
          <uuid>5f0f4b1e-2c64-4d0c-9d0a-6b7b1f3a7c52</uuid>
          <metadata>
            <app:note xmlns:app='http://example.org/app'>kept</app:note>
          </metadata>
          <memory unit='KiB'>1048576</memory>
          <currentMemory unit='KiB'>1048576</currentMemory>
          <memoryBacking>
            <source type='memfd'/>
            <access mode='shared'/>
          </memoryBacking>
          <vcpu placement='static'>4</vcpu>
          <os>
            <type arch='x86_64' machine='q35'>hvm</type>
            <boot dev='hd'/>
          </os>
          <features>
            <acpi/>
            <apic/>
          </features>
          <cpu mode='host-passthrough' check='none' migratable='on'>
            <topology sockets='1' dies='1' cores='4' threads='1'/>
          </cpu>
          <clock offset='utc'>
            <timer name='rtc' tickpolicy='catchup'/>
          </clock>
          <on_poweroff>destroy</on_poweroff>
          <on_reboot>restart</on_reboot>
          <on_crash>destroy</on_crash>
          <devices>
            <emulator>/usr/bin/qemu-system-x86_64</emulator>
            <disk type='file' device='disk'>
              <driver name='qemu' type='qcow2' cache='none'/>
              <source file='/srv/a.qcow2'/>
              <target dev='vda' bus='virtio'/>
              <iotune>
                <total_bytes_sec>1000</total_bytes_sec>
              </iotune>
              <serial>abc</serial>
              <address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>
            </disk>
            <filesystem type='mount' accessmode='passthrough'>
              <driver type='virtiofs'/>
              <source dir='/srv'/>
              <target dir='share'/>
            </filesystem>
            <interface type='user'>
              <mac address='52:54:00:12:34:56'/>
              <model type='virtio'/>
            </interface>
            <channel type='unix'>
              <source mode='bind' path='/run/x.sock'/>
              <target type='virtio' name='org.example.0'/>
            </channel>
            <memballoon model='none'/>
            <rng model='virtio'>
              <backend model='random'>/dev/urandom</backend>
            </rng>
          </devices>
        </domain>

        """

    @Test("a document is written as it was read")
    func roundTrip() throws {
        #expect(try Domain(xml: Self.document).xmlText() == Self.document)
    }

    @Test("the alias of a device is part of the active form only")
    func aliases() throws {
        var domain = try Domain(xml: Self.document)
        domain.devices.disks[0].info.alias = "virtio-disk0"
        #expect(!(try domain.xmlText().contains("alias")))
        #expect(try domain.xmlText(form: XMLForm(isActive: true)).contains("<alias name='virtio-disk0'/>"))
    }

    @Test(
        "what is wrong is refused with the element's name and line",
        arguments: [
            ("<memory unit='KiB'>1048576</memory>", "<memory unit='furlong'>1</memory>", "furlong"),
            ("<memory unit='KiB'>1048576</memory>", "<memory unit='EiB'>99999999999</memory>", "64 bits"),
            ("<vcpu placement='static'>4</vcpu>", "<vcpu>99999999</vcpu>", "99999999"),
            ("<vcpu placement='static'>4</vcpu>", "<vcpu>0</vcpu>", "vCPU"),
            ("<mac address='52:54:00:12:34:56'/>", "<mac address='01:00:00:00:00:00'/>", "multicast"),
            ("<mac address='52:54:00:12:34:56'/>", "<mac address='52:54'/>", "52:54"),
            ("slot='0x00'", "slot='0x20'", "slot"), ("bus='0x01'", "bus='0x999'", "0x999"),
            ("<acpi/>", "<acpi/><teleport/>", "teleport"), ("type='qcow2'", "type='wax'", "wax"),
            ("cache='none'", "cache='big'", "big"), ("type='kvm'", "type='xen'", "xen"),
            ("<model type='virtio'/>", "<model type='a,b=c'/>", "a,b=c"),
            ("5f0f4b1e-2c64-4d0c-9d0a-6b7b1f3a7c52", "5f0f", "UUID"), ("<name>everything</name>", "", "name"),
            ("<name>everything</name>", "<name>a/b</name>", "a/b"), ("<target dev='vda' bus='virtio'/>", "", "target"),
        ])
    func refusals(old: String, new: String, named: String) throws {
        let text = Self.document.replacing(old, with: new)
        #expect(text != Self.document)
        let error = #expect(throws: XMLError.self) { try Domain(xml: text) }
        let message = try #require(error?.description)
        #expect(message.contains(named), "\(message)")
        #expect(message.hasPrefix("Line "), "\(message)")
    }

    @Test("a document with any one byte changed is read or refused, and never crashes")
    func mutations() {
        let bytes = Array(Self.document.utf8)
        var random = SystemRandomNumberGenerator()
        let count = Environment.isSoak ? 20_000 : 400
        for _ in 0..<count {
            var copy = bytes
            let place = Int.random(in: 0..<copy.count, using: &random)
            copy[place] = UInt8.random(in: 0...255, using: &random)
            guard let text = String(validating: copy, as: UTF8.self) else { continue }
            do { _ = try Domain(xml: text).xmlText() } catch { #expect(error is XMLError) }
        }
    }
}

@Suite struct ValueTests {
    @Test(
        "sets of numbers are read and written as runs",
        arguments: [("0-3,^2,8", "0-1,3,8"), ("5", "5"), ("1,2,3", "1-3"), (" 4 , 6-7 ", "4,6-7")])
    func sets(text: String, written: String) {
        #expect(IntegerSet(xml: text)?.xml == written)
    }

    @Test(
        "what is no set of numbers is refused", arguments: ["", "a", "3-1", "-1", "1,,2", "^1", "0-99999999", "1-2-3"])
    func badSets(text: String) {
        #expect(IntegerSet(xml: text) == nil)
    }

    @Test(
        "sizes have units",
        arguments: [(1, "KiB", 1024), (2, "M", 2 << 20), (3, "GB", 3_000_000_000), (5, "bytes", 5), (1, "T", 1 << 40)])
    func sizes(count: UInt64, unit: String, bytes: UInt64) {
        #expect(ByteUnit.bytes(count, unit: unit) == bytes)
    }

    @Test("a size that does not fit is none", arguments: [("EiB"), ("E"), ("PB")])
    func overflow(unit: String) {
        #expect(ByteUnit.bytes(.max, unit: unit) == nil)
    }

    @Test("numbers are read as C does", arguments: [("0x1f", 31), ("017", 15), ("12", 12), ("0", 0)])
    func numbers(text: String, value: UInt64) {
        #expect(UInt64(cText: text) == value)
    }
}
