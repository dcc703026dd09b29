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
        .deviceRemoved(alias: "net0"), .deviceRemovalFailed(alias: "net0"), .tunablesChanged(["cputune.quota": "5"]),
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

    @Test(
        "A user's daemon is started when nobody listens, by one of many clients, and found by the others",
        .enabled(if: Program.areInstalled("python3")))
    func autostart() async throws {
        // It stands for a daemon: it counts its starts, listens, and hands each client on to the server of this test.
        try directory.write(
            "bin/virtqemud",
            """
            #!/usr/bin/python3
            import os, socket, sys, threading
            assert sys.argv[1:] == ['--timeout=120'], sys.argv
            open('\(directory("starts"))', 'a').write('start\\n')
            ours = socket.socket(socket.AF_UNIX)
            ours.bind(os.environ['XDG_RUNTIME_DIR'] + '/libvirt/virtqemud-sock')
            ours.listen(100)
            ours.settimeout(20)
            def copy(a, b):
                while True:
                    data = a.recv(65536)
                    if not data: break
                    b.sendall(data)
                b.close()
            try:
                while True:
                    client, _ = ours.accept()
                    server = socket.socket(socket.AF_UNIX)
                    server.connect('\(directory("sock"))')
                    for pair in ((client, server), (server, client)):
                        threading.Thread(target=copy, args=pair, daemon=True).start()
            except socket.timeout:
                pass
            """, executable: true)
        let environment = ClientEnvironment(
            variables: [
                "XDG_RUNTIME_DIR": directory("run"), "VIRTD_PATH": directory("bin"), "PATH": "/usr/bin:/bin",
            ],
            user: 1000, home: FilePath(directory("home")), systemSockets: FilePath(directory("none")),
            exists: { FileManager.default.fileExists(atPath: $0.string) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<5 {
                group.addTask {
                    let connection = try await RemoteConnection.open(
                        ConnectionURI("qemu:///session"), RemoteConnection.Options(environment: environment))
                    #expect(try await connection.type() == "QEMU")
                    await connection.close()
                }
            }
            try await group.waitForAll()
        }
        #expect(try String(contentsOfFile: directory("starts"), encoding: .utf8) == "start\n")
        let left = try FileManager.default.contentsOfDirectory(atPath: "\(directory("run"))/libvirt")
        #expect(left == ["virtqemud-sock"])
    }
}
