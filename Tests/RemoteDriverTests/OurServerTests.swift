// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import Foundation
import LinuxSystem
import RemoteDispatch
import RemoteDriver
import RemoteServer
import SystemPackage
import TestSupport
import Testing

/// Our client against our server: what one writes the other reads.
@Suite(.timeLimit(.minutes(2)))
struct OurServerTests {
    private let directory: TemporaryDirectory
    private let loop: EventLoop
    private let domains = EventfulDomains()
    private let server: Server

    init() throws {
        directory = try TemporaryDirectory("server")
        loop = try EventLoop()
        let kind = ConnectionKind(scheme: "qemu", type: "QEMU", isPrivileged: false)
        server = Server(name: "test", service: DriverService(kind, DriverSet(domains: domains)), loop: loop)
        try server.listen(on: try UnixSocket.listen(at: FilePath(directory("sock")), mode: .ownerReadWrite))
    }

    private func open() async throws -> RemoteConnection {
        try await RemoteConnection.open(ConnectionURI("qemu+unix:///session?socket=\(directory("sock"))"))
    }

    private static let address = DomainEvent.GraphicsEvent.Address(family: .ipv6, node: "::1", service: "5900")

    private static let kinds: [DomainEvent.Kind] = [
        .lifecycle(.defined(.fromSnapshot)), .lifecycle(.undefined(.renamed)), .lifecycle(.started(.wakeup)),
        .lifecycle(.suspended(.postcopyFailed)), .lifecycle(.resumed(.migrated)), .lifecycle(.stopped(.failed)),
        .lifecycle(.shutdown(.host)), .lifecycle(.powerManagementSuspended(.disk)), .lifecycle(.crashed(.crashLoaded)),
        .reboot, .clockChanged(offsetInSeconds: -7), .watchdog(.injectNMI),
        .ioError(source: "/a", alias: "virtio-disk0", action: .report, reason: "enospc"),
        .graphics(.init(phase: .disconnect, local: address, remote: address, authentication: "none")), .controlError,
        .blockJob(disk: "vda", type: 3, status: 1), .diskChanged(oldSource: "/a", newSource: nil, alias: "ide0"),
        .trayChanged(alias: "ide0", isOpen: true), .trayChanged(alias: "ide0", isOpen: false), .wakeup,
        .suspendedToMemory, .suspendedToDisk, .balloonChanged(memoryInKiB: 5), .deviceAdded(alias: "net0"),
        .deviceRemoved(alias: "net0"), .deviceRemovalFailed(alias: "net0"),
        .tunablesChanged([.init("cputune.vcpu_quota", .long(5))]),
        .agent(isConnected: true), .agent(isConnected: false), .migrationIteration(4),
        .jobCompleted(.init(name: "job", elapsedInMilliseconds: 5, progress: .init(processed: 3, total: 9))),
        .metadataChanged(.title), .metadataChanged(.element(namespace: "urn:x")),
        .blockThreshold(device: "vda", path: "/a", threshold: 5, excess: 2),
        .memoryFailure(isInGuest: true, action: "fatal", isRecursive: true),
        .memoryDeviceSizeChanged(alias: "dimm0", sizeInKiB: 9),
    ]

    @Test("Events of every kind arrive as they were sent, in order")
    func events() async throws {
        let connection = try await open()
        let remote = try #require(connection.drivers.domains)
        let events = remote.events(of: nil)
        // The answer comes after the wishes for events are taken.
        _ = try await remote.list([])
        for kind in Self.kinds { domains.hub.send(DomainEvent(domain: EventfulDomains.domain, kind: kind)) }
        var seen: [DomainEvent] = []
        for try await event in events {
            seen.append(event)
            if seen.count == Self.kinds.count { break }
        }
        #expect(seen.map(\.kind) == Self.kinds)
        #expect(seen.allSatisfy { $0.domain == EventfulDomains.domain })
        await connection.close()
    }

    @Test("What the server refuses arrives with its code; what it does not offer is not supported")
    func errors() async throws {
        let connection = try await open()
        let remote = try #require(connection.drivers.domains)
        let missing = await #expect(throws: VirtError.self) { try await remote.domain(named: "x") }
        #expect(missing?.code == .noDomain)
        let unsupported = await #expect(throws: VirtError.self) { try await connection.drivers.secrets?.list([]) }
        #expect(unsupported?.code == .noSupport)
        await connection.close()
    }

    @Test("A daemon that leaves ends events and calls")
    func leaves() async throws {
        let connection = try await open()
        let remote = try #require(connection.drivers.domains)
        let events = remote.events(of: nil)
        _ = try await remote.list([])
        for client in server.clients { client.disconnect("The test wants it so.") }
        await #expect(throws: VirtError.self) { for try await _ in events {} }
        await #expect(throws: VirtError.self) { try await remote.list([]) }
    }
}
