// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import VirtEmbedded

/// Machines that real QEMUs run, with an emulated processor.
@Suite(.enabled(if: TinyGuest.isPossible), .timeLimit(.minutes(4))) struct MachineTests {
    private static let powerOff = "echo hello from the guest\n/bin/busybox poweroff -f"
    private static let stay = "echo hello from the guest\nwhile :; do /bin/busybox sleep 1; done"

    @Test("a guest boots, speaks and powers off, events come in order, and nothing stays")
    func boots() async throws {
        let guest = try TinyGuest(Self.powerOff)
        let connection = try await Connection.open(guest.uri())
        let domain = try await connection.define(guest.document("one"))
        #expect(try await domain.status == .shutoff(.unknown))
        #expect(try await domain.isPersistent)
        let events = try connection.events(of: domain)
        try await domain.start()
        #expect(try await connection.domain(id: 1).name == "one")
        let kinds = try await events.untilStopped()
        #expect(
            kinds == [
                .lifecycle(.started(.booted)), .lifecycle(.resumed(.unpaused)), .lifecycle(.shutdown(.guest)),
                .lifecycle(.stopped(.shutdown)),
            ])
        #expect(guest.console("one").contains("hello from the guest"))
        #expect(try await domain.status == .shutoff(.shutdown))
        #expect(guest.emulators.isEmpty && guest.leftovers() == ["etc/qemu/one.xml"])
        await connection.close()
    }

    @Test("a running machine is suspended, resumed, described and destroyed")
    func lives() async throws {
        let guest = try TinyGuest(Self.stay)
        let connection = try await Connection.open(guest.uri())
        let domain = try await connection.create(
            guest.document("two", devices: "<channel type='pty'><target type='virtio' name='a'/></channel>"), .paused)
        #expect(try await domain.status == .paused(.user))
        #expect(try await !domain.isPersistent)
        try await domain.resume()
        #expect(try await domain.status == .running(.unpaused))
        try await domain.suspend()
        #expect(try await domain.status == .paused(.user))
        try await domain.resume()
        let xml = try await domain.xml()
        #expect(xml.contains("id='1'") && xml.contains("<alias name='serial0'/>") && xml.contains("/dev/pts/"))
        #expect(try await !domain.xml(.inactive).contains("<alias"))
        let information = try await domain.information
        #expect(information.vcpuCount == 1 && information.maximumMemoryInKiB == 160 * 1024)
        try await eventually { guest.console("two").contains("hello") }
        #expect(try await domain.information.cpuTimeInNanoseconds > 0)
        let events = try connection.events()
        try await domain.destroy()
        #expect(try await events.untilStopped() == [.lifecycle(.stopped(.destroyed))])
        let error = await #expect(throws: VirtError.self) { try await domain.status }
        #expect(error?.code == .noDomain)
        #expect(guest.emulators.isEmpty && guest.leftovers().isEmpty)
        await connection.close()
    }

    @Test("a reset begins anew, and the power button ends a guest that listens")
    func resets() async throws {
        let guest = try TinyGuest(Self.stay)
        let connection = try await Connection.open(guest.uri())
        let domain = try await connection.create(guest.document("three"))
        let events = try connection.events()
        try await domain.reset()
        var iterator = events.makeAsyncIterator()
        #expect(try await iterator.next()?.kind == .reboot)
        let error = await #expect(throws: VirtError.self) { try await domain.start() }
        #expect(error?.code == .operationInvalid)
        await connection.close()
        var kinds: [DomainEvent.Kind] = []
        while let event = try await iterator.next() { kinds.append(event.kind) }
        // SeaBIOS that a reset finds in memory already resets the machine once more, or twice, a tenth of a second later.
        #expect(Array(kinds.drop { $0 == .reboot }) == [.lifecycle(.stopped(.destroyed))])
        #expect(guest.emulators.isEmpty)
    }

    @Test("definitions stay, are found again with their flags, and a broken one is reported and kept")
    func definitions() async throws {
        let guest = try TinyGuest(Self.powerOff)
        var connection = try await Connection.open(guest.uri())
        let domain = try await connection.define(guest.document("a"))
        try await domain.setAutostart(true)
        try await domain.setMetadata(.title, to: "Title")
        let other = try await connection.define(guest.document("b"))
        try await other.rename(to: "c")
        let clash = await #expect(throws: VirtError.self) { try await connection.domain(named: "c").rename(to: "a") }
        #expect(clash?.code == .domainExists)
        await connection.close()
        try "<domain type='qemu'><name>d</name>".write(
            toFile: guest.directory("root/etc/qemu/d.xml"), atomically: true, encoding: .utf8)
        let reports = Reports()
        connection = try await Connection.open(guest.uri()) { reports.add($0) }
        #expect(try await connection.domains().map(\.name) == ["a", "c"])
        #expect(reports.all.count == 1 && reports.all[0].contains("d.xml"))
        #expect(try await connection.domains(.autostart).map(\.name) == ["a"])
        #expect(try await connection.domain(uuid: domain.uuid).metadata(.title) == "Title")
        // What could not be read is not lost when a new definition takes its name.
        _ = try await connection.define(guest.document("d"))
        let files = try FileManager.default.contentsOfDirectory(atPath: guest.directory("root/etc/qemu")).sorted()
        #expect(files == ["a.xml", "autostart", "c.xml", "d.xml", "d.xml.unreadable-1"])
        try await connection.domain(named: "a").undefine()
        #expect(
            guest.leftovers() == [
                "etc/qemu/autostart", "etc/qemu/c.xml", "etc/qemu/d.xml", "etc/qemu/d.xml.unreadable-1",
            ])
        await connection.close()
        let closed = await #expect(throws: VirtError.self) { try await connection.domains() }
        #expect(closed?.code == .invalidConnection)
    }

    @Test("two roots in one process do not meet, one root is for one connection, and a path may be long")
    func roots() async throws {
        let guest = try TinyGuest(Self.stay)
        let long = "root/" + Array(repeating: String(repeating: "x", count: 100), count: 5).joined(separator: "/")
        let one = try await Connection.open(guest.uri(long))
        let two = try await Connection.open(guest.uri("other"))
        let first = try await one.create(
            guest.document(
                "same", devices: "<channel type='unix'><source mode='bind'/><target type='virtio' name='n'/></channel>")
        )
        let second = try await two.create(guest.document("same"))
        #expect(first.uuid != second.uuid && guest.emulators.count == 2)
        let socket = guest.directory("\(long)/lib/qemu/channel/target/domain-1-same/n")
        #expect(FileManager.default.fileExists(atPath: socket))
        let busy = await #expect(throws: VirtError.self) { try await Connection.open(guest.uri("other")) }
        #expect(busy?.code == .resourceBusy && busy?.message.contains("\(getpid())") == true)
        await one.close()
        #expect(try await second.status == .running(.booted))
        await two.close()
        #expect(guest.emulators.isEmpty && !FileManager.default.fileExists(atPath: socket))
    }

    @Test("with autodestroy=no a machine lives on, and the next connection is in control of it")
    func livesOn() async throws {
        let guest = try TinyGuest(Self.stay)
        let uri = guest.uri("root", "&autodestroy=no")
        var connection = try await Connection.open(uri)
        let domain = try await connection.define(guest.document("on"))
        try await domain.start()
        let transient = try await connection.create(guest.document("transient"))
        try await transient.suspend()
        let emulators = guest.emulators
        #expect(emulators.count == 2)
        await connection.close()
        try await Task.sleep(for: .milliseconds(200))
        #expect(guest.emulators.sorted() == emulators.sorted())
        connection = try await Connection.open(uri)
        let found = try await connection.domain(named: "on")
        #expect(try await found.status == .running(.booted))
        #expect(try await found.isPersistent)
        #expect(found.identity.id == 1)
        let other = try await connection.domain(named: "transient")
        #expect(try await other.status == .paused(.user))
        #expect(try await !other.isPersistent)
        let events = try connection.events()
        try await other.resume()
        try await other.destroy()
        #expect(
            try await events.untilStopped() == [.lifecycle(.resumed(.unpaused)), .lifecycle(.stopped(.destroyed))])
        // One that ends while nobody looks is off at the next look.
        await connection.close()
        for emulator in guest.emulators { kill(emulator, SIGKILL) }
        try await eventually { guest.emulators.isEmpty }
        connection = try await Connection.open(uri)
        #expect(try await connection.domain(named: "on").status == .shutoff(.unknown))
        #expect(guest.leftovers() == ["etc/qemu/on.xml"])
        await connection.close()
    }
}

/// Sentences from any thread.
final class Reports: @unchecked Sendable {
    // Guarded by the lock.
    private var sentences: [String] = []
    private let lock = NSLock()
    func add(_ sentence: String) { lock.withLock { sentences.append(sentence) } }
    var all: [String] { lock.withLock { sentences } }
}
