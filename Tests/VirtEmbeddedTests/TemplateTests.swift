// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import VirtEmbedded

/// Machines that go on from one that was booted before.
@Suite(.enabled(if: TinyGuest.isPossible), .timeLimit(.minutes(5))) struct TemplateTests {
    /// Runs the lines that come by the console.
    private static let obeying = "echo ready\nwhile read -r line; do eval \"$line\"; echo done; done"

    /// The document of an obeying guest on a terminal.
    private func document(_ guest: TinyGuest, _ more: String = "", devices: String = "") -> String {
        let file = "<serial type='file'><source path='\(guest.directory("console-base"))'/></serial>"
        return guest.document("base", more, devices: devices).replacingOccurrences(
            of: file, with: "<serial type='pty'/>")
    }

    /// Has a guest run a line.
    ///
    /// - Returns: What it said to that, line by line, without the echo.
    private func ask(_ domain: Domain, _ line: String) async throws -> [String] {
        let console = try await domain.openConsole(nil, .force)
        defer { console.close() }
        try await console.write(Array("\(line)\n".utf8))
        var said = ""
        while !said.contains("done\r\n"), let bytes = try await console.read() {
            said += String(decoding: bytes, as: UTF8.self)
        }
        return said.split(whereSeparator: \.isNewline).map(String.init).filter { $0 != line && $0 != "done" }
    }

    @Test("machines go on from where one was kept, each by itself, and share its memory until they change it")
    func many() async throws {
        let guest = try TinyGuest("word=template\n\(Self.obeying)")
        let connection = try await Connection.open(guest.uri())
        let events = try connection.events()
        let template = try await connection.prepareTemplate(document(guest), untilConsoleSays: "ready")
        #expect(try await events.untilStopped().last == .lifecycle(.stopped(.saved)))
        #expect(template.name == "base" && guest.emulators.isEmpty)
        #expect(try await connection.domains().isEmpty)

        let domains = try await withThrowingTaskGroup(of: Domain.self) { group in
            for number in 1...3 { group.addTask { try await template.start("one-\(number)") } }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.name < $1.name }
        }
        #expect(Set(domains.map(\.uuid)).count == 3)
        for domain in domains {
            #expect(try await domain.status.isRunning)
            #expect(try await ask(domain, "echo $word; word=\(domain.name)") == ["template"])
        }
        for domain in domains { #expect(try await ask(domain, "echo $word") == [domain.name]) }
        for process in guest.emulators {
            let maps = try String(contentsOfFile: "/proc/\(process)/maps", encoding: .utf8)
            let mine = maps.split(separator: "\n").filter { $0.contains("/lib/qemu/template/") }
            #expect(!mine.isEmpty && mine.allSatisfy { $0.contains(" rw-p ") }, "\(mine)")
        }

        let taken = await #expect(throws: VirtError.self) { try await template.start("one-2") }
        #expect(taken?.code == .operationFailed)
        let saved = await #expect(throws: VirtError.self) { try await domains[0].save(to: guest.directory("x.save")) }
        #expect(saved?.code == .operationUnsupported)
        let bad = await #expect(throws: VirtError.self) { try await template.start("a/b") }
        #expect(bad?.message.contains("a/b") == true)
        try await domains[0].destroy()
        let paused = try await template.start("one-1", .paused)
        #expect(try await paused.status == .paused(.user))
        try await template.remove()
        try await template.remove()
        let removed = await #expect(throws: VirtError.self) { try await template.start("four") }
        #expect(removed?.code == .operationInvalid)
        try await paused.resume()
        #expect(try await ask(paused, "echo $word") == ["template"])
        #expect(try await ask(domains[2], "echo $word") == ["one-3"])
        await connection.close()
        #expect(guest.emulators.isEmpty && guest.leftovers().isEmpty, "\(guest.leftovers())")
    }

    @Test(
        "each machine has its own changes to disks, an interface with an address, a generation and chance of its own",
        .enabled(if: GuestModules.arePossible))
    func devices() async throws {
        let script = """
            date=before; echo "from the template" | dd of=/dev/vda bs=512 seek=1 conv=sync 2>/dev/null; sync
            mac() { for i in $(seq 100); do [ -e /sys/class/net/eth0 ] && break; usleep 100000; done; cat /sys/class/net/*/address | grep ^52; }
            \(Self.obeying)
            """
        let guest = try TinyGuest(script, modules: ["virtio_pci", "virtio_blk", "virtio_net"])
        let original = Data("the image\n".utf8) + Data(count: 1 << 20)
        let image = try guest.directory.write("image.raw", original)
        let xml = document(
            guest, "<genid/><cpu mode='maximum'/>",
            devices: """
                <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='\(image)'/>
                  <target dev='vda' bus='virtio'/></disk>
                <interface type='user'><mac address='52:54:00:11:22:33'/><model type='virtio'/></interface>
                """)
        let connection = try await Connection.open(guest.uri())
        let template = try await connection.prepareTemplate(xml, untilConsoleSays: "ready")
        var facts: [[String]] = []
        for name in ["one", "two"] {
            let domain = try await template.start(name)
            let read = "dd if=/dev/vda bs=512 skip=1 count=1 2>/dev/null | tr -d '\\0'"
            #expect(try await ask(domain, read) == ["from the template"])
            _ = try await ask(domain, "echo from \(name) | dd of=/dev/vda bs=512 seek=1 conv=sync 2>/dev/null; sync")
            _ = try await ask(domain, "echo 3 > /proc/sys/vm/drop_caches")
            #expect(try await ask(domain, read) == ["from \(name)"])
            let random = try await ask(domain, "head -c 16 /dev/urandom | hexdump -v -e '/1 \"%02x\"'; echo")
            let addresses = try await ask(domain, "mac")
            #expect(addresses.count == 1 && addresses[0].hasPrefix("52:54:00:") && addresses[0] != "52:54:00:11:22:33")
            let log = try await ask(domain, "dmesg | grep -c 'reseeded due to virtual machine fork'")
            #expect(log == ["1"], "\(log)")
            let document = try await domain.xml()
            #expect(document.contains(addresses.first ?? "none"))
            let generation = document.split(separator: "\n").filter { $0.contains("<genid>") }.joined()
            facts.append(random + addresses + [generation])
        }
        #expect(facts.count == 2 && zip(facts[0], facts[1]).allSatisfy { $0 != $1 && !$0.isEmpty }, "\(facts)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: image)) == original)

        // A guest that finds another image below its file systems would destroy them.
        try guest.directory.write("image.raw", Data("another\n".utf8) + Data(count: 1 << 20))
        let changed = await #expect(throws: VirtError.self) { try await template.start("three") }
        #expect(
            changed?.message.contains("'\(image)' of its disk 'vda' has changed") == true,
            "\(String(describing: changed))")
        await connection.close()
        #expect(guest.emulators.isEmpty && guest.leftovers().isEmpty, "\(guest.leftovers())")
    }

    @Test("what machines cannot share is refused by name, and nothing is left")
    func refusals() async throws {
        let guest = try TinyGuest(Self.obeying)
        let disk = try guest.directory.write("disk.raw", Data(count: 1 << 20))
        let connection = try await Connection.open(guest.uri())
        func shared(_ more: String) -> String {
            "<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='\(disk)'/>"
                + "<target dev='vda' bus='virtio'/>\(more)</disk>"
        }
        let cases = [
            (guest.document("base"), "its serial port is of type 'file'"),
            (document(guest, "<memoryBacking><source type='memfd'/></memoryBacking>"), "others share its memory"),
            (document(guest, "<memoryBacking><allocation mode='immediate'/></memoryBacking>"), "is taken at once"),
            (document(guest, devices: shared("<shareable/>")), "its disk 'vda' is for several machines at once"),
            (
                document(
                    guest,
                    devices:
                        "<channel type='unix'><source mode='bind' path='/tmp/x'/><target type='virtio' name='x'/></channel>"
                ), "its channel port is of type 'unix', '/tmp/x'"
            ),
            (document(guest, devices: "<graphics type='vnc' port='5999' autoport='no'/>"), "is on port 5999"),
            (
                document(guest, devices: "<tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>"),
                "it has a TPM"
            ),
        ]
        for (xml, reason) in cases {
            let error = await #expect(throws: VirtError.self) { try await connection.prepareTemplate(xml) { _ in } }
            #expect(
                error?.code == .configurationUnsupported && error?.message.contains(reason) == true,
                "\(reason): \(String(describing: error))")
        }
        await connection.close()
        let lasting = try await Connection.open(guest.uri("other", "&autodestroy=no"))
        let refused = await #expect(throws: VirtError.self) {
            try await lasting.prepareTemplate(document(guest)) { _ in }
        }
        #expect(refused?.message.contains("autodestroy=no") == true)
        await lasting.close()
        #expect(guest.leftovers().isEmpty && guest.leftovers("other").isEmpty, "\(guest.leftovers())")
    }

    @Test("a closure that throws, a guest that ends and a text that does not come end the machine and leave nothing")
    func failures() async throws {
        let guest = try TinyGuest(Self.obeying)
        let connection = try await Connection.open(guest.uri())
        struct Doubt: Error {}
        await #expect(throws: Doubt.self) {
            try await connection.prepareTemplate(document(guest)) { _ in throw Doubt() }
        }
        let late = await #expect(throws: VirtError.self) {
            try await connection.prepareTemplate(document(guest), untilConsoleSays: "never", within: .seconds(1))
        }
        #expect(late?.code == .operationTimeout, "\(String(describing: late))")
        let gone = await #expect(throws: VirtError.self) {
            try await connection.prepareTemplate(document(guest)) { try await $0.destroy() }
        }
        #expect(gone?.code == .operationInvalid || gone?.code == .noDomain, "\(String(describing: gone))")
        #expect(try await connection.domains().isEmpty)
        #expect(guest.emulators.isEmpty && guest.leftovers().allSatisfy { $0 == "lib/qemu/template" })

        // A machine that is paused when it is kept stands still in each that goes on from it.
        let template = try await connection.prepareTemplate(document(guest)) { _ in }
        let domain = try await template.start("still")
        #expect(try await domain.status == .paused(.user))
        await connection.close()
        #expect(guest.emulators.isEmpty && guest.leftovers().isEmpty)
    }

    @Test("what a process that was killed left of a template is removed by the next")
    func leftovers() async throws {
        let guest = try TinyGuest(Self.obeying)
        try guest.directory.write("root/lib/qemu/template/123/memory", "left")
        let connection = try await Connection.open(guest.uri())
        await connection.close()
        #expect(guest.leftovers().isEmpty)
    }
}
