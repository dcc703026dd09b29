// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import Foundation
import LinuxSystem
import RemoteDispatch
import RemoteServer
import SystemPackage
import TestSupport
import Testing
import Virt
import VirtEmbedded
import VirtRemote

/// One face over drivers of this process and over the wire.
@Suite(.timeLimit(.minutes(3)))
struct ConnectionProviderTests {
    private static let definition = """
        <domain type='qemu'><name>one</name><memory unit='KiB'>65536</memory>
        <os><type arch='x86_64'>hvm</type></os></domain>
        """

    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("provider") }

    /// An embedded connection, and the address of a server over its drivers.
    private func serve(_ name: String) async throws -> (connection: Connection, address: String, server: Server) {
        let connection = try await Connection.open("qemu:///embed?root=\(directory(name))", by: .remote, .embedded)
        let drivers = DriverSet(domains: try connection.domainDriver)
        let loop = try EventLoop()
        let kind = ConnectionKind(scheme: "qemu", type: "QEMU", isPrivileged: false)
        let server = Server(name: "test", service: DriverService(kind, drivers), loop: loop)
        let socket = directory("\(name)-sock")
        try server.listen(on: try UnixSocket.listen(at: FilePath(socket), mode: .ownerReadWrite))
        return (connection, "qemu+unix:///session?socket=\(socket)", server)
    }

    @Test("The address decides who opens it; one that nobody knows is refused")
    func choice() async throws {
        let (embedded, address, server) = try await serve("choice")
        let remote = try await Connection.open(address, by: .embedded, .remote)
        #expect(remote.uri == address)
        let nobody = await #expect(throws: VirtError.self) { try await Connection.open(address, by: .embedded) }
        #expect(nobody?.code == .noConnect)
        let none = await #expect(throws: VirtError.self) {
            try await Connection.open("nonsense", by: .embedded, .remote)
        }
        #expect(none?.code == .invalidArgument)
        await remote.close()
        await embedded.close()
        server.stopListening()
    }

    @Test(
        "Definitions and their events are the same in this process and over the wire",
        .enabled(if: Program.areInstalled("qemu-system-x86_64")), arguments: [false, true])
    func definitions(overWire: Bool) async throws {
        let (embedded, address, server) = try await serve("definitions")
        let connection = overWire ? try await Connection.open(address, by: .remote) : embedded
        let events = try connection.events()
        let domain = try await connection.define(Self.definition)
        #expect(domain.name == "one")
        #expect(try await connection.domains() == [domain])
        #expect(try await connection.domains(.active).isEmpty)
        #expect(try await connection.domain(uuid: domain.uuid) == domain)
        #expect(try await domain.status == .shutoff(.unknown))
        #expect(try await domain.isPersistent)
        #expect(try await domain.xml(.inactive).contains("<name>one</name>"))
        #expect(try await domain.information.maximumMemoryInKiB == 65536)
        try await domain.setAutostart(true)
        #expect(try await domain.isAutostarted)
        let missing = await #expect(throws: VirtError.self) { try await connection.domain(named: "nosuch") }
        #expect(missing?.code == .noDomain)
        #expect(missing?.message.contains("'nosuch'") == true)
        try await domain.undefine()
        var seen: [DomainEvent.Kind] = []
        for try await event in events {
            seen.append(event.kind)
            if event.kind == .lifecycle(.undefined(.removed)) { break }
        }
        #expect(seen == [.lifecycle(.defined(.added)), .lifecycle(.undefined(.removed))])
        await connection.close()
        await embedded.close()
        server.stopListening()
    }

    @Test(
        "Snapshots are the same in this process and over the wire",
        .enabled(if: Program.areInstalled("qemu-system-x86_64", "qemu-img")), arguments: [false, true])
    func snapshots(overWire: Bool) async throws {
        let (embedded, address, server) = try await serve("snapshots")
        let connection = overWire ? try await Connection.open(address, by: .remote) : embedded
        let disk = directory("disk.qcow2")
        let made = try Program.imageTool(["create", "-q", "-f", "qcow2", disk, "1M"])
        try #require(made.status == 0, "\(made.errorText)")
        let domain = try await connection.define(
            Self.definition.replacingOccurrences(
                of: "</domain>",
                with: """
                    <devices><disk type='file'><driver name='qemu' type='qcow2'/><source file='\(disk)'/>
                    <target dev='vda' bus='virtio'/></disk></devices></domain>
                    """))
        #expect(try await domain.currentSnapshot == nil)
        let first = try await domain.makeSnapshot(named: "first", describedAs: "the first")
        let second = try await domain.makeSnapshot(named: "a second")
        #expect(second.domain == domain && second.name == "a second")
        #expect(try await domain.snapshots() == [second, first])
        #expect(try await domain.snapshots([.topological]) == [first, second])
        #expect(try await domain.snapshots(.roots) == [first])
        #expect(try await first.children() == [second])
        #expect(try await second.children().isEmpty)
        #expect(try await second.parent == first)
        #expect(try await first.parent == nil)
        #expect(try await domain.currentSnapshot == second)
        #expect(try await second.isCurrent)
        #expect(try await !first.isCurrent)
        #expect(try await first.xml().contains("<description>the first</description>"))
        try await first.revert()
        #expect(try await domain.currentSnapshot == first)
        let taken = await #expect(throws: VirtError.self) { try await domain.makeSnapshot(named: "first") }
        #expect(taken?.code == .operationFailed)
        try await first.delete(.children)
        let gone = await #expect(throws: VirtError.self) { try await domain.snapshot(named: "first") }
        #expect(gone?.code == .noSnapshot)
        let parent = await #expect(throws: VirtError.self) { try await second.parent }
        #expect(parent?.code == .noSnapshot)
        try await domain.undefine()
        await connection.close()
        await embedded.close()
        server.stopListening()
    }

    @Test("A read-only connection is refused what changes things, and the refusal is an error by its code")
    func readOnly() async throws {
        let (embedded, address, server) = try await serve("readonly")
        let connection = try await Connection.open(address, by: .remote(RemoteOptions(isReadOnly: true)))
        let error = await #expect(throws: VirtError.self) { try await connection.define(Self.definition) }
        #expect(error?.code == .operationDenied)
        await connection.close()
        await embedded.close()
        server.stopListening()
    }

    @Test("Nobody at the socket is an error that names it")
    func nobody() async throws {
        let error = await #expect(throws: VirtError.self) {
            try await Connection.open("qemu+unix:///system?socket=\(directory("none"))", by: .remote)
        }
        #expect(error?.code == .systemError)
        #expect(error?.message.contains(directory("none")) == true)
    }
}
