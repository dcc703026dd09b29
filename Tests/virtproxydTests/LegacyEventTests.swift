// SPDX-License-Identifier: Apache-2.0

import Foundation
import RemoteProtocol
import SystemPackage
import TestSupport
import Testing
import WireTestSupport
import XDR

/// Events for clients that are older than callback ids, which libvirt's own library is not any more, through the real programs.
@Suite(.enabled(if: Program.areInstalled("qemu-system-x86_64")), .timeLimit(.minutes(5)))
struct LegacyEventTests {
    /// Defines a domain, and tells of which domain the event was that came with it.
    private static func define(_ name: String, _ client: WireClient) throws -> String? {
        try client.call(RemoteProgram.domainDefineXML, .init(xml: VirtProxyDTests.domain(name)))
        var told: String?
        var isAnswered = false
        while told == nil || !isAnswered {
            let packet = try client.receive(seconds: 30)
            switch packet.header.type {
            case .reply: isAnswered = true
            case .message where packet.header.proc == RemoteProgram.domainEventLifecycle.number:
                told = try RemoteProgram.DomainEventLifecycleMessage(xdr: packet.bytes, from: packet.offset).dom.name
            default: Issue.record("Nobody asked for \(packet.header).")
            }
        }
        return told
    }

    @Test("Wishes without ids are asked again of a daemon that was started anew, and not those that were taken back")
    func renewal() async throws {
        let machines = try RunningDaemon("virtqemud")
        let proxy = try RunningDaemon("virtproxyd", root: machines.root, socketName: "libvirt")
        let socket = FilePath(proxy.socket)
        let client = try await onThread {
            let client = try WireClient(socket)
            _ = try client.result(RemoteProgram.authList, XDRVoid())
            _ = try client.result(RemoteProgram.connectOpen, .init(name: "qemu:///system", flags: 0))
            #expect(try client.result(RemoteProgram.connectDomainEventRegister, XDRVoid()).cbRegistered == 1)
            // VIR_DOMAIN_EVENT_ID_REBOOT and VIR_DOMAIN_EVENT_ID_RTC_CHANGE
            for kind in [1, 2] as [Int32] {
                _ = try client.result(RemoteProgram.connectDomainEventRegisterAny, .init(eventID: kind))
            }
            _ = try client.result(RemoteProgram.connectDomainEventDeregisterAny, .init(eventID: 2))
            #expect(try Self.define("one", client) == "one")
            return Unchecked(client)
        }
        machines.program.send(SIGKILL)
        _ = machines.program.wait()
        let second = try RunningDaemon("virtqemud", root: machines.root)
        try await onThread {
            let client = client.value
            // The proxy may hear of the end of the first one only now.
            #expect(
                RunningProgram.wait {
                    (try? client.result(RemoteProgram.connectGetType, XDRVoid()).type) == "QEMU"
                })
            #expect(throws: RefusedCall.self) {
                try client.result(RemoteProgram.connectDomainEventRegister, XDRVoid())
            }
            #expect(throws: RefusedCall.self) {
                try client.result(RemoteProgram.connectDomainEventRegisterAny, .init(eventID: 1))
            }
            _ = try client.result(RemoteProgram.connectDomainEventRegisterAny, .init(eventID: 2))
            #expect(try Self.define("two", client) == "two")
            #expect(try client.result(RemoteProgram.connectDomainEventDeregister, XDRVoid()).cbRegistered == 0)
        }
        withExtendedLifetime(second) {}
    }
}
