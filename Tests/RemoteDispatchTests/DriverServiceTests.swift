// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import LinuxSystem
import RemoteDispatch
import RemoteProtocol
import RemoteServer
import SystemPackage
import TestSupport
import Testing
import WireTestSupport
import XDR

/// A server over canned drivers.
final class CannedServer {
    let domains = CannedDomains()
    let path: FilePath
    private let loop: EventLoop
    private let server: Server
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory("dispatch")
        loop = try EventLoop()
        let kind = ConnectionKind(scheme: "qemu", type: "QEMU", isPrivileged: true)
        server = Server(name: "test", service: DriverService(kind, DriverSet(domains: domains)), loop: loop)
        path = FilePath(directory("sock"))
        try server.listen(on: UnixSocket.listen(at: path, mode: .ownerReadWrite))
    }

    deinit {
        server.stopListening()
        for client in server.clients { client.disconnect("The test ends.") }
        loop.stop()
    }
}

extension WireClient {
    /// Opens a connection.
    func open(_ name: String? = "qemu:///system", flags: UInt32 = 0) throws {
        _ = try result(RemoteProgram.connectOpen, .init(name: name, flags: flags))
    }
}

@Suite struct DriverServiceTests {
    /// Runs a body with a client of a server of its own.
    private static func with(_ body: @escaping @Sendable (WireClient) throws -> Void) async throws {
        let server = try CannedServer()
        let path = server.path
        try await onThread { try body(try WireClient(path)) }
        withExtendedLifetime(server) {}
    }

    @Test("A connection is opened once, by an address of ours; a failed attempt can be followed by another")
    func opening() async throws {
        try await Self.with { client in
            #expect(try client.result(RemoteProgram.authList, XDRVoid()).types == [.none])
            #expect(throws: RefusedCall(code: 1, domain: 7, message: "internal error: connection not open")) {
                try client.open(nil)
            }
            #expect(
                throws: RefusedCall(code: 5, domain: 0, message: "no connection driver available for foo:///bar")
            ) {
                try client.open("foo:///bar")
            }
            #expect(throws: RefusedCall.self) { try client.open("qemu:///embed?root=/x") }
            // The client library's own flags come along.
            try client.open("", flags: 6)
            #expect(try client.result(RemoteProgram.connectGetURI, XDRVoid()).uri == "qemu:///system")
            #expect(throws: RefusedCall(code: 1, domain: 7, message: "internal error: connection already open")) {
                try client.open()
            }
        }
    }

    @Test("Root's sessions come by the system's socket and keep their address")
    func session() async throws {
        try await Self.with { client in
            try client.open("qemu:///session")
            #expect(try client.result(RemoteProgram.connectGetURI, XDRVoid()).uri == "qemu:///session")
        }
    }

    @Test("Before a connection is open there is only what leads there")
    func beforeOpening() async throws {
        try await Self.with { client in
            #expect(throws: RefusedCall(code: 1, domain: 7, message: "internal error: hypervisor connection not open"))
            {
                try client.result(RemoteProgram.domainLookupByName, .init(name: "ci-3"))
            }
            let keepalive = try client.result(RemoteProgram.connectSupportsFeature, .init(feature: 10))
            #expect(keepalive.supported == 1)
            #expect(throws: RefusedCall.self) {
                try client.result(RemoteProgram.connectSupportsFeature, .init(feature: 14))
            }
        }
    }

    @Test("Features are those of a stock daemon of 9.0")
    func features() async throws {
        try await Self.with { client in
            try client.open()
            let known = try (0..<20).filter {
                try client.result(RemoteProgram.connectSupportsFeature, .init(feature: Int32($0))).supported == 1
            }
            #expect(known == [3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])
        }
    }

    @Test("A list without results tells the number all the same, and unknown flags are refused by their function")
    func lists() async throws {
        try await Self.with { client in
            try client.open()
            let some = try client.result(RemoteProgram.connectListAllDomains, .init(needResults: 1, flags: 3))
            #expect(some.domains.map(\.name) == ["ci-3"])
            #expect(some.domains.map(\.id) == [3])
            let none = try client.result(RemoteProgram.connectListAllDomains, .init(needResults: 0, flags: 3))
            #expect(none.domains.isEmpty)
            #expect(none.ret == 1)
            let expected = RefusedCall(
                code: 8, domain: 20, message: "unsupported flags (0x80000000) in function virConnectListAllDomains")
            #expect(throws: expected) {
                try client.result(RemoteProgram.connectListAllDomains, .init(needResults: 1, flags: 0x8000_0000))
            }
            #expect(
                throws: RefusedCall(
                    code: 42, domain: 10, message: "Domain not found: no domain with matching name 'nosuch'")
            ) {
                try client.result(RemoteProgram.domainLookupByName, .init(name: "nosuch"))
            }
        }
    }

    @Test("A connection that was opened for reading changes nothing and shows no passwords")
    func readOnly() async throws {
        try await Self.with { client in
            try client.open(flags: 1)
            let dom = try client.result(RemoteProgram.domainLookupByName, .init(name: "ci-3")).dom
            #expect(try client.result(RemoteProgram.domainGetXMLDesc, .init(dom: dom, flags: 0)).xml == "<domain/>")
            #expect {
                try client.result(RemoteProgram.domainGetXMLDesc, .init(dom: dom, flags: 1))
            } throws: {
                ($0 as? RefusedCall)?.code == 29
            }
            #expect {
                try client.result(RemoteProgram.domainDestroy, .init(dom: dom))
            } throws: {
                ($0 as? RefusedCall)?.code == 29
            }
        }
    }

    @Test("Wishes for events: once each, by known ids, and each gets back what it gave")
    func registrations() async throws {
        try await Self.with { client in
            try client.open()
            func register(_ event: Int32) throws -> Int32 {
                try client.result(
                    RemoteProgram.connectDomainEventCallbackRegisterAny, .init(eventID: event, dom: nil)
                ).callbackID
            }
            let first = try register(0)
            #expect(throws: RefusedCall(code: 8, domain: 40, message: "event callback already tracked")) {
                try register(0)
            }
            #expect(throws: RefusedCall(code: 1, domain: 40, message: "internal error: unsupported event ID 999")) {
                try register(999)
            }
            for event in 1..<27 as Range<Int32> { #expect(try register(event) == first + event) }
            _ = try client.result(
                RemoteProgram.connectDomainEventCallbackDeregisterAny, .init(callbackID: first))
            #expect {
                try client.result(RemoteProgram.connectDomainEventCallbackDeregisterAny, .init(callbackID: first))
            } throws: { ($0 as? RefusedCall)?.code == 1 }
            #expect(try register(0) > first + 26)
        }
    }

    @Test("Each kind of event reaches those who want it, under its own number, in order")
    func events() async throws {
        let kinds: [(DomainEvent.Kind, [Int32], [Int32])] = [
            (.lifecycle(.stopped(.crashed)), [0], [RemoteProgram.domainEventCallbackLifecycle.number]),
            (.reboot, [1], [RemoteProgram.domainEventCallbackReboot.number]),
            (.clockChanged(offsetInSeconds: 5), [2], [RemoteProgram.domainEventCallbackRTCChange.number]),
            (.watchdog(.reset), [3], [RemoteProgram.domainEventCallbackWatchdog.number]),
            (
                .ioError(source: "/a", alias: "virtio-disk0", action: .pause, reason: "enospc"), [4, 6],
                [
                    RemoteProgram.domainEventCallbackIOError.number,
                    RemoteProgram.domainEventCallbackIOErrorReason.number,
                ]
            ),
            (.controlError, [7], [RemoteProgram.domainEventCallbackControlError.number]),
            (
                .blockJob(disk: "vda", type: 1, status: 0), [8, 16],
                [RemoteProgram.domainEventCallbackBlockJob.number, RemoteProgram.domainEventBlockJob2.number]
            ),
            (
                .diskChanged(oldSource: "/a", newSource: nil, alias: "ide0-0-0"), [9],
                [RemoteProgram.domainEventCallbackDiskChange.number]
            ),
            (.trayChanged(alias: "ide0-0-0", isOpen: true), [10], [RemoteProgram.domainEventCallbackTrayChange.number]),
            (.wakeup, [11], [RemoteProgram.domainEventCallbackPmwakeup.number]),
            (.suspendedToMemory, [12], [RemoteProgram.domainEventCallbackPmsuspend.number]),
            (.balloonChanged(memoryInKiB: 1), [13], [RemoteProgram.domainEventCallbackBalloonChange.number]),
            (.suspendedToDisk, [14], [RemoteProgram.domainEventCallbackPmsuspendDisk.number]),
            (.deviceRemoved(alias: "net0"), [15], [RemoteProgram.domainEventCallbackDeviceRemoved.number]),
            (
                .tunablesChanged([.init("cputune.vcpupin1", .string("0-1"))]), [17],
                [RemoteProgram.domainEventCallbackTunable.number]
            ),
            (.agent(isConnected: true), [18], [RemoteProgram.domainEventCallbackAgentLifecycle.number]),
            (.deviceAdded(alias: "net0"), [19], [RemoteProgram.domainEventCallbackDeviceAdded.number]),
            (.migrationIteration(2), [20], [RemoteProgram.domainEventCallbackMigrationIteration.number]),
            (
                .jobCompleted(DomainJobInformation(name: "save", elapsedInMilliseconds: 4)), [21],
                [RemoteProgram.domainEventCallbackJobCompleted.number]
            ),
            (.deviceRemovalFailed(alias: "net0"), [22], [RemoteProgram.domainEventCallbackDeviceRemovalFailed.number]),
            (.metadataChanged(.title), [23], [RemoteProgram.domainEventCallbackMetadataChange.number]),
            (
                .blockThreshold(device: "vda", path: nil, threshold: 1, excess: 2), [24],
                [RemoteProgram.domainEventBlockThreshold.number]
            ),
            (
                .memoryFailure(isInGuest: true, action: "inject", isRecursive: false), [25],
                [RemoteProgram.domainEventMemoryFailure.number]
            ),
            (
                .memoryDeviceSizeChanged(alias: "virtiomem0", sizeInKiB: 1), [26],
                [RemoteProgram.domainEventMemoryDeviceSizeChange.number]
            ),
        ]
        let server = try CannedServer()
        let path = server.path
        let domains = server.domains
        try await onThread {
            let client = try WireClient(path)
            try client.open()
            var ids: [Int32: Int32] = [:]
            for event in 0..<27 as Range<Int32> {
                ids[event] = try client.result(
                    RemoteProgram.connectDomainEventCallbackRegisterAny, .init(eventID: event, dom: nil)
                ).callbackID
            }
            for (kind, _, _) in kinds { domains.hub.send(DomainEvent(domain: CannedDomains.identity, kind: kind)) }
            for (kind, events, procedures) in kinds {
                for (event, procedure) in zip(events, procedures) {
                    let packet = try client.receive()
                    #expect(packet.header.proc == procedure, "\(kind)")
                    #expect(packet.header.type == .message)
                    #expect(try Int32(xdr: packet.bytes, from: packet.offset) == ids[event], "\(kind)")
                }
            }
        }
        withExtendedLifetime(server) {}
    }

    @Test("An event that is about one domain does not reach those who asked for another one")
    func filter() async throws {
        let server = try CannedServer()
        let path = server.path
        let domains = server.domains
        try await onThread {
            let client = try WireClient(path)
            try client.open()
            let other = RemoteProgram.DomainReference(name: "other", uuid: UUIDBytes([1]), id: 1)
            _ = try client.result(
                RemoteProgram.connectDomainEventCallbackRegisterAny, .init(eventID: 1, dom: other))
            let dom = try client.result(RemoteProgram.domainLookupByName, .init(name: "ci-3")).dom
            let id = try client.result(
                RemoteProgram.connectDomainEventCallbackRegisterAny, .init(eventID: 1, dom: dom)
            ).callbackID
            domains.hub.send(DomainEvent(domain: CannedDomains.identity, kind: .reboot))
            let packet = try client.receive()
            #expect(try Int32(xdr: packet.bytes, from: packet.offset) == id)
            #expect(throws: WireClient.Failure.self) { try client.receive(seconds: 1) }
        }
        withExtendedLifetime(server) {}
    }
}
