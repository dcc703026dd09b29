// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import RemoteProtocol
import RemoteServer
import SystemPackage
import TestSupport
import Testing
import WireTestSupport
import XDR

@Suite(.serialized) struct ForwardingTests {
    @Test("Calls go to the daemon of the address, and those on objects of another kind to the one that has them")
    func routes() async throws {
        let proxy = try ProxyServer()
        let machines = try proxy.daemon("virtqemud")
        let secrets = try proxy.daemon("virtsecretd")
        secrets.service.ended.add(5)
        let path = proxy.path
        try await onThread {
            let client = try ProxyServer.open(path)
            #expect(try client.result(RemoteProgram.connectGetType, XDRVoid()).type == "ECHO")
            #expect(try client.result(RemoteProgram.connectNumOfSecrets, XDRVoid()).num == 5)
            let keeper = try ProxyServer.open(path, "secret:///system")
            #expect(try keeper.result(RemoteProgram.connectNumOfSecrets, XDRVoid()).num == 5)
        }
        #expect(await machines.wait { machines.server.clientCount == 0 && secrets.server.clientCount == 0 })
    }

    @Test("A daemon that is not there is one whose function is not supported, and the rest goes on")
    func absent() async throws {
        let proxy = try ProxyServer()
        let machines = try proxy.daemon("virtqemud")
        let path = proxy.path
        try await onThread {
            let client = try ProxyServer.open(path)
            try client.call(RemoteProgram.connectNumOfNetworks, XDRVoid())
            let refusal = try RefusedCall(client.receive())
            #expect(refusal.code == 3)
            #expect(refusal.domain == 19)
            let start = "this function is not supported by the connection driver: virConnectNumOfNetworks"
            #expect(refusal.message.hasPrefix(start))
            #expect(refusal.message.contains("virtnetworkd"))
            #expect(try client.result(RemoteProgram.connectGetType, XDRVoid()).type == "ECHO")
        }
        withExtendedLifetime(machines) {}
    }

    @Test(
        "Before a connection is open nothing is passed on, and an address that leads nowhere can be followed by another"
    )
    func opening() async throws {
        let proxy = try ProxyServer()
        let machines = try proxy.daemon("virtqemud")
        let path = proxy.path
        try await onThread {
            let client = try WireClient(path)
            try client.call(RemoteProgram.connectGetType, XDRVoid())
            #expect(try RefusedCall(client.receive()).message.contains("hypervisor connection not open"))
            try client.call(RemoteProgram.connectOpen, .init(name: "foo:///bar", flags: 0))
            let unknown = try RefusedCall(client.receive())
            #expect(unknown.code == 5)
            #expect(unknown.message == "no connection driver available for foo:///bar")
            try client.call(RemoteProgram.connectOpen, .init(name: "lxc:///system", flags: 0))
            #expect(try RefusedCall(client.receive()).code == 38)
            // None is the first hypervisor that is there.
            _ = try client.result(RemoteProgram.connectOpen, .init(name: "", flags: 0))
            #expect(try client.result(RemoteProgram.connectGetType, XDRVoid()).type == "ECHO")
            try client.call(RemoteProgram.connectOpen, .init(name: "", flags: 0))
            #expect(try RefusedCall(client.receive()).message.contains("connection already open"))
        }
        withExtendedLifetime(machines) {}
    }

    @Test("Answers reach the client that asked, out of order as well, and errors say all that they said")
    func answers() async throws {
        let proxy = try ProxyServer()
        let machines = try proxy.daemon("virtqemud")
        let path = proxy.path
        try await onThread {
            let clients = try (0..<2).map { _ in try ProxyServer.open(path) }
            var times: [[UInt32: String]] = [[:], [:]]
            for (index, client) in clients.enumerated() {
                for time in ["300", "150", "\(index)"] {
                    times[index][try client.call(RemoteProgram.domainLookupByName, .init(name: time))] = time
                }
            }
            for (index, client) in clients.enumerated() {
                for _ in 0..<3 {
                    let packet = try client.receive()
                    let result = try RemoteProgram.DomainLookupByNameResult(xdr: packet.bytes, from: packet.offset)
                    #expect(times[index][packet.header.serial] == result.dom.name)
                }
            }
            try clients[0].call(RemoteProgram.domainLookupByName, .init(name: "nosuch"))
            let packet = try clients[0].receive()
            let error = try NetMessage.Error(xdr: packet.bytes, from: packet.offset)
            #expect(error.code == 42)
            #expect(error.domain == 10)
            #expect(error.str1 == "Domain not found: %s")
            #expect(error.str2 == "'nosuch'")
        }
        withExtendedLifetime(machines) {}
    }

    @Test("Descriptors go through both ways")
    func descriptors() async throws {
        let proxy = try ProxyServer()
        let machines = try proxy.daemon("virtqemud")
        let path = proxy.path
        try await onThread {
            let client = try ProxyServer.open(path)
            #expect(try client.wordOfPassedDescriptor() == "passed")
            #expect(try client.wordIntoPassedDescriptor() == "taken")
        }
        withExtendedLifetime(machines) {}
    }

    @Test("The socket for those who only read refuses changes, and leads to the daemon's own such socket")
    func readOnly() async throws {
        let proxy = try ProxyServer()
        let machines = try proxy.daemon("virtqemud")
        let path = proxy.readOnlyPath
        let client = try await onThread {
            let client = try ProxyServer.open(path)
            try client.call(RemoteProgram.domainOpenConsole, .init())
            #expect(try RefusedCall(client.receive()).code == 29)
            #expect(try client.result(RemoteProgram.domainLookupByName, .init(name: "0")).dom.id == 1)
            return Unchecked(client)
        }
        #expect(machines.server.clients.map(\.identity.isReadOnly) == [true])
        withExtendedLifetime(client) {}
    }

    @Test("A ping is answered while a daemon lets calls wait")
    func ping() async throws {
        let proxy = try ProxyServer()
        let machines = try proxy.daemon("virtqemud")
        let path = proxy.path
        try await onThread {
            let client = try ProxyServer.open(path)
            for _ in 0..<10 { try client.call(RemoteProgram.domainLookupByName, .init(name: "3000")) }
            try client.call(
                KeepaliveProgram.ping, XDRVoid(), type: .message, program: KeepaliveProgram.facts.number)
            let answer = try client.receive(seconds: 2)
            #expect(answer.header.prog == KeepaliveProgram.facts.number)
            #expect(answer.header.proc == KeepaliveProgram.pong.number)
        }
        withExtendedLifetime(machines) {}
    }

    @Test("A daemon that goes breaks only the calls that it had, and is there again for the next one")
    func restart() async throws {
        let proxy = try ProxyServer()
        let machines = try proxy.daemon("virtqemud")
        let secrets = try proxy.daemon("virtsecretd")
        let path = proxy.path
        let client = try await onThread {
            let client = try ProxyServer.open(path)
            _ = try client.result(RemoteProgram.connectRegisterCloseCallback, XDRVoid())
            _ = try client.result(RemoteProgram.connectNumOfSecrets, XDRVoid())
            try client.call(RemoteProgram.domainLookupByName, .init(name: "20000"))
            return Unchecked(client)
        }
        #expect(await machines.wait { machines.server.clients.contains(where: \.isBusy) })
        for connection in machines.server.clients { connection.disconnect("The test ends it.") }
        try await onThread {
            let client = client.value
            var seen: [NetMessage.Kind] = []
            for _ in 0..<2 {
                let packet = try client.receive()
                seen.append(packet.header.type)
                if packet.header.type == .reply { #expect(try RefusedCall(packet).code == 39) }
                if packet.header.type == .message {
                    #expect(packet.header.proc == RemoteProgram.connectEventConnectionClosed.number)
                }
            }
            #expect(Set(seen) == [.reply, .message])
            #expect(try client.result(RemoteProgram.connectNumOfSecrets, XDRVoid()).num == 0)
            #expect(try client.result(RemoteProgram.connectGetType, XDRVoid()).type == "ECHO")
        }
        #expect(await machines.wait { machines.server.clientCount == 1 })
        #expect(secrets.service.ended.value == 0)
    }

    @Test("Connecting and going again and again leaves no descriptor behind, whatever was under way")
    func cycles() async throws {
        let proxy = try ProxyServer()
        let machines = try proxy.daemon("virtqemud")
        let path = proxy.path
        func descriptors() -> Int {
            (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 0
        }
        try await onThread { _ = try ProxyServer.open(path) }
        #expect(await machines.wait { machines.server.clientCount == 0 })
        let before = descriptors()
        try await onThread {
            for number in 0..<(Environment.isSoak ? 5000 : 400) {
                let client = try WireClient(path)
                try client.call(RemoteProgram.connectOpen, .init(name: "qemu:///system", flags: 0))
                if number % 2 == 0 {
                    _ = try client.receive()
                    try client.call(RemoteProgram.domainOpenConsole, .init())
                }
            }
        }
        #expect(await machines.wait { proxy.server.clientCount == 0 && machines.server.clientCount == 0 })
        // Other tests of the process have descriptors, too; one left by each would be more.
        #expect(descriptors() < before + 150)
    }
}
