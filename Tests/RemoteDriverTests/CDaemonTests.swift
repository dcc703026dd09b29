// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import Foundation
import LinuxSystem
import RemoteDriver
import RemoteProtocol
import SystemPackage
import TestSupport
import Testing
import WireTestSupport
import XDR

/// Our client against a C libvirtd, with libvirt's test driver behind it, which keeps its domains in memory.
@Suite(.serialized, .enabled(if: PrivateDaemon.isAvailable), .timeLimit(.minutes(5)))
struct CDaemonTests {
    private static let definition =
        "<domain type='test'><name>ours</name><memory unit='KiB'>8192</memory><vcpu>2</vcpu><os><type>hvm</type></os></domain>"

    private let daemon: PrivateDaemon

    init() async throws { daemon = try await PrivateDaemon() }

    @Test("Domains are listed, described, defined, started, stopped and removed, and each step is an event")
    func lifecycle() async throws {
        let connection = try await daemon.open()
        let domains = try #require(connection.drivers.domains)
        #expect(try await domains.list([]).map(\.name) == ["test"])
        #expect(try await domains.list(.inactive).isEmpty)
        #expect(try await domains.domain(id: 1).name == "test")
        let events = domains.events(of: nil)

        let ours = try await domains.define(Self.definition, [])
        #expect(ours.id == nil)
        #expect(try await domains.domain(named: "ours") == ours)
        #expect(try await domains.domain(uuid: ours.uuid) == ours)
        #expect(try await domains.isPersistent(ours))
        #expect(try await !domains.isUpdated(ours))
        try await domains.setAutostart(ours, true)
        #expect(try await domains.isAutostarted(ours))
        #expect(try await domains.xml(of: ours, []).contains("<uuid>\(ours.uuid)</uuid>"))
        let started = try await domains.start(ours, [])
        #expect(started.id != nil)
        #expect(try await domains.status(of: started) == .running(.booted))
        try await domains.suspend(started)
        #expect(try await domains.status(of: started) == .paused(.user))
        try await domains.resume(started)
        let information = try await domains.information(on: started)
        #expect(information.maximumMemoryInKiB == 8192)
        #expect(information.vcpuCount == 2)
        try await domains.destroy(started, [])
        #expect(try await domains.status(of: ours) == .shutoff(.destroyed))
        try await domains.undefine(ours, [])

        var seen: [DomainEvent.Kind] = []
        for try await event in events where event.domain.uuid == ours.uuid {
            seen.append(event.kind)
            if event.kind == .lifecycle(.undefined(.removed)) { break }
        }
        #expect(
            seen == [
                .lifecycle(.defined(.added)), .lifecycle(.started(.booted)), .lifecycle(.suspended(.paused)),
                .lifecycle(.resumed(.unpaused)), .lifecycle(.stopped(.destroyed)), .lifecycle(.undefined(.removed)),
            ])
        await connection.close()
    }

    @Test("Events of one domain leave out those of others, and end when the connection is closed")
    func eventsOfOne() async throws {
        let connection = try await daemon.open()
        let domains = try #require(connection.drivers.domains)
        let test = try await domains.domain(named: "test")
        let ofTest = domains.events(of: test)
        let ours = try await domains.create(Self.definition, [])
        try await domains.destroy(ours, [])
        try await domains.suspend(test)
        await connection.close()
        var seen: [DomainEvent] = []
        for try await event in ofTest { seen.append(event) }
        #expect(seen.map(\.kind) == [.lifecycle(.suspended(.paused))])
        #expect(seen.allSatisfy { $0.domain.uuid == test.uuid })
    }

    @Test("Texts of a domain are set, read and removed; their absence is an error by its code")
    func metadata() async throws {
        let connection = try await daemon.open()
        let domains = try #require(connection.drivers.domains)
        let test = try await domains.domain(named: "test")
        try await domains.setMetadata(of: test, .title, to: "A title", key: nil, [])
        #expect(try await domains.metadata(of: test, .title, []) == "A title")
        let element = DomainMetadataKind.element(namespace: "urn:x")
        try await domains.setMetadata(of: test, element, to: "<a>b</a>", key: "x", [])
        #expect(try await domains.metadata(of: test, element, []).contains("b</a>"))
        let error = await #expect(throws: VirtError.self) { try await domains.metadata(of: test, .description, []) }
        #expect(error?.code == .noMetadata)
        await connection.close()
    }

    @Test("An error of the daemon has its code and its words")
    func errors() async throws {
        let connection = try await daemon.open()
        let domains = try #require(connection.drivers.domains)
        let missing = await #expect(throws: VirtError.self) { try await domains.domain(named: "nosuch") }
        #expect(missing?.code == .noDomain)
        #expect(missing?.message.hasPrefix("Domain not found") == true)
        let malformed = await #expect(throws: VirtError.self) { try await domains.define("<domain", []) }
        #expect(malformed?.code == .xmlDetail)
        // Nothing in libvirt's test driver serves secrets.
        let secrets = try #require(connection.drivers.secrets)
        let noSecret = await #expect(throws: VirtError.self) { try await secrets.list([]) }
        #expect(noSecret?.code == .noSupport)
        await connection.close()
    }

    @Test("A read-only connection is refused what changes things")
    func readOnly() async throws {
        let connection = try await daemon.open(isReadOnly: true)
        let domains = try #require(connection.drivers.domains)
        let test = try await domains.domain(named: "test")
        let error = await #expect(throws: VirtError.self) { try await domains.destroy(test, []) }
        #expect(error?.code == .operationDenied)
        await connection.close()
    }

    @Test("An address that the daemon does not know is refused in its words, and leaves nothing open")
    func unknownAddress() async throws {
        let error = await #expect(throws: VirtError.self) { try await daemon.open("foo+unix:///bar") }
        #expect(error?.code == .noConnect)
        #expect(error?.message.contains("foo:///bar") == true)
    }

    @Test("The host says what it is")
    func host() async throws {
        let connection = try await daemon.open()
        let host = try #require(connection.drivers.host)
        #expect(try await connection.uri() == "test:///default")
        #expect(try await connection.type() == "TEST")
        #expect(try await connection.daemonVersion() >= 9_000_000)
        #expect(try await !host.hostname().isEmpty)
        let hypervisor = try #require(connection.drivers.hypervisor)
        #expect(try await hypervisor.capabilities().contains("<capabilities>"))
        #expect(try await host.node().architecture == "i686")
        await connection.close()
    }

    @Test("A hundred calls at once all get their own answers")
    func manyCalls() async throws {
        let connection = try await daemon.open()
        let domains = try #require(connection.drivers.domains)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<100 {
                group.addTask {
                    let name = "number-\(number)"
                    let definition = Self.definition.replacing("<name>ours<", with: "<name>\(name)<")
                    let defined = try await domains.define(definition, [])
                    #expect(defined.name == name)
                    #expect(try await domains.domain(named: name) == defined)
                    #expect(try await domains.xml(of: defined, []).contains("<name>\(name)<"))
                }
            }
            try await group.waitForAll()
        }
        #expect(try await domains.list(.inactive).count == 100)
        await connection.close()
    }

    @Test("A stream brings a picture of the screen whole")
    func stream() async throws {
        let connection = try await daemon.open()
        let domains = try #require(connection.drivers.domains)
        let test = try await domains.domain(named: "test")
        let reference = RemoteProgram.DomainReference(name: test.name, uuid: UUIDBytes(test.uuid.bytes), id: 1)
        let file = FileManager.default.contents(atPath: "/usr/share/libvirt/test-screenshot.png").map { [UInt8]($0) }
        var isWhole = false
        for _ in 0..<10 where !isWhole {
            let (answer, stream) = try await connection.client.openStream(
                RemoteProgram.domainScreenshot, of: RemoteProgram.facts,
                RemoteProgram.DomainScreenshotArguments(dom: reference, screen: 0, flags: 0))
            #expect(answer.mime == "image/png")
            guard let bytes = try await stream.content()?.bytes else { continue }
            let isBeginning = file?.starts(with: bytes) == true
            #expect(isBeginning)
            isWhole = bytes == file
        }
        #expect(isWhole)

        // One that is left in the middle does not disturb the connection.
        let (_, left) = try await connection.client.openStream(
            RemoteProgram.domainScreenshot, of: RemoteProgram.facts,
            RemoteProgram.DomainScreenshotArguments(dom: reference, screen: 0, flags: 0))
        await left.abort()
        #expect(try await domains.list([]).count == 1)
        await connection.close()
    }

    @Test("When the daemon is killed, calls and events end with a sentence that says so")
    func killed() async throws {
        let connection = try await daemon.open()
        let domains = try #require(connection.drivers.domains)
        let events = domains.events(of: nil)
        _ = try await domains.list([])
        daemon.program.send(SIGKILL)
        let error = await #expect(throws: VirtError.self) { for try await _ in events {} }
        #expect(error?.code == .rpc)
        #expect(error?.message.contains("closed the connection") == true)
        let later = await #expect(throws: VirtError.self) { try await domains.list([]) }
        #expect(later?.code == .rpc)
        await connection.close()
    }
}
