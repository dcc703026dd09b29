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

/// Our client against a C libvirtd with the drivers that keep things on disk: QEMU's, secrets', storage's.
@Suite(.serialized, .enabled(if: PrivateDaemon.isAvailable), .timeLimit(.minutes(5)))
struct CDaemonSessionTests {
    private let daemon: PrivateDaemon

    init() async throws { daemon = try await PrivateDaemon() }

    @Test("Secrets are defined, given a value, read, listed and removed, and each step is an event")
    func secrets() async throws {
        let connection = try await daemon.open("qemu+unix:///session")
        let secrets = try #require(connection.drivers.secrets)
        let events = secrets.events()
        let secret = try await secrets.define(
            "<secret ephemeral='no' private='no'><usage type='ceph'><name>our name</name></usage></secret>")
        #expect(secret.usage == .ceph)
        #expect(secret.usageID == "our name")
        try await secrets.setValue(Array("quiet".utf8), of: secret)
        #expect(try await secrets.value(of: secret, internally: false) == Array("quiet".utf8))
        #expect(try await secrets.list([]) == [secret])
        #expect(try await secrets.list(.ephemeral).isEmpty)
        #expect(try await secrets.secret(uuid: secret.uuid) == secret)
        #expect(try await secrets.secret(usage: .ceph, id: "our name") == secret)
        #expect(try await secrets.xml(of: secret).contains("our name"))
        try await secrets.undefine(secret)
        let error = await #expect(throws: VirtError.self) { try await secrets.secret(uuid: secret.uuid) }
        #expect(error?.code == .noSecret)
        await connection.close()
        var seen: [SecretEvent.Kind] = []
        for try await event in events where event.secret.uuid == secret.uuid { seen.append(event.kind) }
        #expect(seen == [.defined, .valueChanged, .undefined])
    }

    @Test(
        "QEMU's domains are defined on disk; what libvirt says of them is ours to read",
        .enabled(if: Program.areInstalled("qemu-system-x86_64")))
    func definitions() async throws {
        let connection = try await daemon.open("qemu+unix:///session")
        let domains = try #require(connection.drivers.domains)
        let defined = try await domains.define(
            "<domain type='qemu'><name>one</name><memory>65536</memory><os><type arch='x86_64'>hvm</type></os></domain>",
            [])
        #expect(FileManager.default.fileExists(atPath: "\(daemon.directory("config"))/libvirt/qemu/one.xml"))
        #expect(try await domains.status(of: defined) == .shutoff(.unknown))
        #expect(try await domains.job(of: defined) == nil)
        try await domains.rename(defined, to: "two")
        let two = try await domains.domain(named: "two")
        #expect(two.uuid == defined.uuid)
        #expect(try await domains.xml(of: two, [.inactive, .secure]).contains("<name>two</name>"))
        try await domains.undefine(two, .nvram)
        #expect(try await domains.list([]).isEmpty)
        #expect(try await connection.drivers.hypervisor?.version() ?? 0 > 1_000_000)
        let host = try #require(connection.drivers.host)
        #expect(try await host.cpuTimes(of: nil).contains { $0.name == "idle" })
        #expect(try await host.memory(of: nil).contains { $0.name == "total" })
        #expect(try await host.onlineCPUs().first == true)
        await connection.close()
    }

    @Test("A volume goes up and comes down by streams, whole and with holes", .timeLimit(.minutes(2)))
    func volumes() async throws {
        let connection = try await daemon.open("qemu+unix:///session")
        let client = connection.client
        let facts = RemoteProgram.facts
        let folder = daemon.directory("data")
        let pool = try await client.call(
            RemoteProgram.storagePoolCreateXML, of: facts,
            .init(xml: "<pool type='dir'><name>p</name><target><path>\(folder)</path></target></pool>", flags: 0)
        ).pool
        let size = 3 << 20
        func make(_ name: String) async throws -> RemoteProgram.StorageVolReference {
            let xml = """
                <volume><name>\(name)</name><capacity unit='bytes'>\(size)</capacity><allocation>0</allocation>
                <target><format type='raw'/></target></volume>
                """
            return try await client.call(
                RemoteProgram.storageVolCreateXML, of: facts, .init(pool: pool, xml: xml, flags: 0)
            ).vol
        }
        let volume = try await make("v")
        var generator = SeededGenerator(seed: 7)
        let content = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let (_, up) = try await client.openStream(
            RemoteProgram.storageVolUpload, of: facts, .init(vol: volume, offset: 0, length: UInt64(size), flags: 0))
        try await up.write(content[...])
        try await up.finish()
        let isWritten = try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(folder)/v"))) == content
        #expect(isWritten)

        var isRead = false
        for _ in 0..<10 where !isRead {
            let (_, down) = try await client.openStream(
                RemoteProgram.storageVolDownload, of: facts, .init(vol: volume, offset: 0, length: 0, flags: 0))
            isRead = try await down.content() == StreamContent(bytes: content)
        }
        #expect(isRead)

        // VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM and VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM are 1.
        let other = try await make("other")
        let (_, sparse) = try await client.openStream(
            RemoteProgram.storageVolUpload, of: facts, .init(vol: other, offset: 0, length: 0, flags: 1), isSparse: true
        )
        try await sparse.writeHole(1 << 20)
        try await sparse.write(content[..<(1 << 20)])
        try await sparse.writeHole(1 << 20)
        try await sparse.finish()
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/other")
        #expect(attributes[.size] as? Int == size)
        let expected = StreamContent(bytes: Array(content[..<(1 << 20)]), holes: 2 << 20)
        var isSparse = false
        for _ in 0..<10 where !isSparse {
            let (_, holes) = try await client.openStream(
                RemoteProgram.storageVolDownload, of: facts, .init(vol: other, offset: 0, length: 0, flags: 1),
                isSparse: true)
            isSparse = try await holes.content() == expected
        }
        #expect(isSparse)
        await connection.close()
    }
}
