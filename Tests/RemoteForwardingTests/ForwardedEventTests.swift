// SPDX-License-Identifier: Apache-2.0

import RemoteProtocol
import RemoteServer
import Testing
import WireTestSupport
import XDR

@Suite(.serialized) struct ForwardedEventTests {
    @Test("Wishes at two daemons that give the same id get different ones, and each event comes under its own")
    func ids() async throws {
        let proxy = try ProxyServer()
        let machines = try proxy.daemon("virtqemud")
        let secrets = try proxy.daemon("virtsecretd")
        let path = proxy.path
        try await onThread {
            let client = try ProxyServer.open(path)
            // The service sends events under the ids 0 to 7, of which it has told one: 7.
            let machine = try client.result(
                RemoteProgram.connectDomainEventCallbackRegisterAny, .init(eventID: 8, dom: nil)
            ).callbackID
            let first = try client.receive()
            #expect(first.header.proc == RemoteProgram.domainEventCallbackReboot.number)
            #expect(first.header.serial == 1)
            #expect(try Int32(xdr: first.bytes, from: first.offset) == machine)
            let secret = try client.result(
                RemoteProgram.connectSecretEventRegisterAny, .init(eventID: 0, secret: nil)
            ).callbackID
            #expect(secret != machine)
            let second = try client.receive()
            #expect(second.header.proc == RemoteProgram.secretEventLifecycle.number)
            #expect(try Int32(xdr: second.bytes, from: second.offset) == secret)
            // Taking it back needs the daemon's id, which the service insists on.
            _ = try client.result(RemoteProgram.connectSecretEventDeregisterAny, .init(callbackID: secret))
            try client.call(RemoteProgram.connectSecretEventDeregisterAny, .init(callbackID: secret))
            #expect(try RefusedCall(client.receive()).message.contains("event callback \(secret) not registered"))
        }
        withExtendedLifetime((machines, secrets)) {}
    }

    @Test("A daemon that is there anew is asked for events again, under the id that the client knows")
    func renewal() async throws {
        let proxy = try ProxyServer()
        let machines = try proxy.daemon("virtqemud")
        let path = proxy.path
        let (client, id) = try await onThread {
            let client = try ProxyServer.open(path)
            let id = try client.result(
                RemoteProgram.connectDomainEventCallbackRegisterAny, .init(eventID: 8, dom: nil)
            ).callbackID
            _ = try client.receive()
            return (Unchecked(client), id)
        }
        for connection in machines.server.clients { connection.disconnect("The test ends it.") }
        #expect(await machines.wait { machines.service.ended.value == 1 })
        try await onThread {
            try client.value.call(RemoteProgram.connectGetType, XDRVoid())
            var hasEvent = false
            var hasAnswer = false
            while !hasEvent || !hasAnswer {
                let packet = try client.value.receive()
                if packet.header.type == .message {
                    #expect(try Int32(xdr: packet.bytes, from: packet.offset) == id)
                    hasEvent = true
                } else if packet.header.status == .ok {
                    hasAnswer = true
                } else {
                    // The proxy had not noticed yet that the connection ended.
                    try client.value.call(RemoteProgram.connectGetType, XDRVoid())
                }
            }
        }
    }
}
