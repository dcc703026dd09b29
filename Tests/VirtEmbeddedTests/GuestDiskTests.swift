// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import VirtEmbedded

/// Guests that read and write their disks and the host's directories.
@Suite(.enabled(if: GuestModules.arePossible), .timeLimit(.minutes(5))) struct GuestDiskTests {
    /// Says what the disks begin with, and writes a second sector to each.
    private static func inspect(count: Int) -> String {
        """
        for attempt in $(seq 150); do
          [ $(ls -d /sys/block/*/device | wc -l) -ge \(count) ] && break
          usleep 200000
        done
        for disk in /sys/block/*; do
          [ -e $disk/device ] || continue
          bus=$(head -n 1 /dev/${disk##*/})
          echo "found $bus"
          echo "written through $bus" | dd of=/dev/${disk##*/} bs=512 seek=1 conv=sync 2>/dev/null
        done
        sync
        poweroff -f
        """
    }

    /// One disk on each bus, with the name of the bus in its first sector.
    private func disks(_ guest: TinyGuest, _ targets: KeyValuePairs<String, String>) throws -> String {
        try targets.map { bus, target in
            var data = Data("\(bus)\n".utf8)
            data.append(Data(count: (bus == "fdc" ? 1_474_560 : 1 << 20) - data.count))
            let path = try guest.directory.write("disk-\(bus)", data)
            return """
                <disk type='file' device='\(bus == "fdc" ? "floppy" : "disk")'>
                  <driver name='qemu' type='raw'/><source file='\(path)'/><target dev='\(target)' bus='\(bus)'/>
                </disk>
                """
        }.joined()
    }

    private func check(_ guest: TinyGuest, _ console: String, _ buses: [String]) throws {
        for bus in buses {
            #expect(console.contains("found \(bus)\r\n"), "\(bus): \(console)")
            let data = try Data(contentsOf: URL(fileURLWithPath: guest.directory("disk-\(bus)")))
            let text = String(decoding: data[512..<1024].prefix { $0 != 0 }, as: UTF8.self)
            #expect(text == "written through \(bus)\n")
        }
    }

    @Test("a q35 guest sees disks on virtio, SCSI, SATA and USB, and what it writes arrives")
    func modern() async throws {
        let guest = try TinyGuest(
            Self.inspect(count: 4),
            modules: ["virtio_pci", "virtio_blk", "virtio_scsi", "sd_mod", "ahci", "xhci-pci", "usb-storage"])
        let connection = try await Connection.open(guest.uri())
        let devices = try disks(guest, ["virtio": "vda", "scsi": "sda", "sata": "sdb", "usb": "sdc"])
        let document = guest.document(
            "disks", usb: "qemu-xhci",
            devices: "<controller type='scsi' index='0' model='virtio-scsi'/>\(devices)")
        let console = try await guest.run("disks", document, on: connection)
        try check(guest, console, ["virtio", "scsi", "sata", "usb"])
        await connection.close()
        #expect(guest.leftovers().isEmpty)
    }

    @Test("a guest of the old PC sees disks on IDE and an LSI adapter, and a floppy disk")
    func old() async throws {
        let guest = try TinyGuest(
            Self.inspect(count: 3), modules: ["ata_piix", "sd_mod", "sym53c8xx", "floppy"])
        let connection = try await Connection.open(guest.uri())
        let devices = try disks(guest, ["ide": "hda", "scsi": "sda", "fdc": "fda"])
        let document = guest.document(
            "old", machine: "pc", devices: "<controller type='scsi' index='0' model='lsilogic'/>\(devices)")
        let console = try await guest.run("old", document, on: connection)
        try check(guest, console, ["ide", "scsi", "fdc"])
        await connection.close()
        #expect(guest.leftovers().isEmpty)
    }

    @Test(
        "a guest shares directories by virtiofs and 9p",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/lib/qemu/virtiofsd")
                || FileManager.default.isExecutableFile(atPath: "/usr/libexec/virtiofsd")))
    func directories() async throws {
        let script = """
            mkdir /mnt/a /mnt/b
            mount -t virtiofs first /mnt/a
            mount -t 9p -o trans=virtio,version=9p2000.L second /mnt/b
            echo "first: $(cat /mnt/a/file), second: $(cat /mnt/b/file)"
            echo from the guest > /mnt/a/answer
            echo from the guest > /mnt/b/answer
            umount /mnt/a; umount /mnt/b
            poweroff -f
            """
        let guest = try TinyGuest(script, modules: ["virtio_pci", "virtiofs", "9pnet_virtio", "9p"])
        let first = (try guest.directory.write("first/file", "one") as NSString).deletingLastPathComponent
        let second = (try guest.directory.write("second/file", "two") as NSString).deletingLastPathComponent
        let connection = try await Connection.open(guest.uri())
        let document = guest.document(
            "shares", "<memoryBacking><source type='memfd'/><access mode='shared'/></memoryBacking>",
            devices: """
                <filesystem type='mount'>
                  <driver type='virtiofs'/><source dir='\(first)'/><target dir='first'/>
                </filesystem>
                <filesystem type='mount' accessmode='mapped'>
                  <source dir='\(second)'/><target dir='second'/>
                </filesystem>
                """)
        let console = try await guest.run("shares", document, on: connection)
        #expect(console.contains("first: one, second: two"), "\(console)")
        for directory in [first, second] {
            #expect(try String(contentsOfFile: "\(directory)/answer", encoding: .utf8) == "from the guest\n")
        }
        await connection.close()
        #expect(guest.leftovers().isEmpty)
    }
}
