// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import RemoteProtocol
import Testing
import WireTestSupport
import XDR

@Suite struct LegacyEventTests {
    @Test("Clients older than callback ids get each event as it was before these, and only what they asked for")
    func events() async throws {
        let server = try CannedServer()
        let path = server.path
        let domains = server.domains
        try await onThread {
            let client = try WireClient(path)
            try client.open()
            #expect(try client.result(RemoteProgram.connectDomainEventRegister, XDRVoid()).cbRegistered == 1)
            #expect(throws: RefusedCall(code: 8, domain: 40, message: "event callback already tracked")) {
                try client.result(RemoteProgram.connectDomainEventRegister, XDRVoid())
            }
            for event in [2, 11, 13, 15] as [Int32] {
                _ = try client.result(RemoteProgram.connectDomainEventRegisterAny, .init(eventID: event))
            }
            // Those that came later had ids from the beginning.
            #expect(throws: RefusedCall(code: 1, domain: 40, message: "internal error: unsupported event ID 16")) {
                try client.result(RemoteProgram.connectDomainEventRegisterAny, .init(eventID: 16))
            }
            // With an id and without one are two wishes.
            let id = try client.result(
                RemoteProgram.connectDomainEventCallbackRegisterAny, .init(eventID: 2, dom: nil)
            ).callbackID
            for kind in [
                .lifecycle(.stopped(.crashed)), .reboot, .clockChanged(offsetInSeconds: 5), .wakeup,
                .balloonChanged(memoryInKiB: 1), .deviceRemoved(alias: "net0"),
            ] as [DomainEvent.Kind] {
                domains.hub.send(DomainEvent(domain: CannedDomains.identity, kind: kind))
            }
            let expected = [
                RemoteProgram.domainEventLifecycle.number, RemoteProgram.domainEventRTCChange.number,
                RemoteProgram.domainEventCallbackRTCChange.number, RemoteProgram.domainEventPmwakeup.number,
                RemoteProgram.domainEventBalloonChange.number, RemoteProgram.domainEventDeviceRemoved.number,
            ]
            for procedure in expected {
                let packet = try client.receive()
                #expect(packet.header.proc == procedure)
                if procedure == RemoteProgram.domainEventLifecycle.number {
                    let message = try RemoteProgram.DomainEventLifecycleMessage(
                        xdr: packet.bytes, from: packet.offset)
                    #expect(message.dom.name == "ci-3" && message.event == 5)
                } else if procedure == RemoteProgram.domainEventCallbackRTCChange.number {
                    #expect(try Int32(xdr: packet.bytes, from: packet.offset) == id)
                }
            }
            #expect(try client.result(RemoteProgram.connectDomainEventDeregister, XDRVoid()).cbRegistered == 0)
            #expect {
                try client.result(RemoteProgram.connectDomainEventDeregister, XDRVoid())
            } throws: { ($0 as? RefusedCall)?.code == 1 }
            domains.hub.send(DomainEvent(domain: CannedDomains.identity, kind: .lifecycle(.started(.booted))))
            domains.hub.send(DomainEvent(domain: CannedDomains.identity, kind: .wakeup))
            #expect(try client.receive().header.proc == RemoteProgram.domainEventPmwakeup.number)
        }
        withExtendedLifetime(server) {}
    }
}
