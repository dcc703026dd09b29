// SPDX-License-Identifier: Apache-2.0

import Glibc
import RemoteProtocol
import RemoteServer
import SystemPackage
import Testing
import WireTestSupport
import XDR

@Suite(.serialized) struct ForwardedStreamTests {
    private static func message<A, R>(
        of procedure: Procedure<A, R>, _ serial: UInt32, _ status: NetMessage.Status, _ data: ArraySlice<UInt8> = []
    ) -> [UInt8] {
        let header = NetMessage.Header(
            prog: RemoteProgram.facts.number, vers: 1, proc: procedure.number, type: .stream, serial: serial,
            status: status)
        return Packet.bytes(header, raw: data)
    }

    @Test("A stream carries data both ways and ends in order")
    func bothWays() async throws {
        let proxy = try ProxyServer()
        let machines = try proxy.daemon("virtqemud")
        let path = proxy.path
        try await onThread {
            let client = try ProxyServer.open(path)
            let console = RemoteProgram.domainOpenConsole
            let serial = try client.call(console, .init())
            #expect(try client.receive().header.status == .ok)
            let data = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
            var back: [UInt8] = []
            for start in stride(from: 0, to: data.count, by: 200_000) {
                try client.send(Self.message(of: console, serial, .continue, data[start..<(start + 200_000)]))
                while back.count < start + 200_000 {
                    let packet = try client.receive()
                    #expect(packet.header.serial == serial)
                    back += packet.bytes[packet.offset...]
                }
            }
            let isEqual = back == data
            #expect(isEqual)
            try client.send(Self.message(of: console, serial, .ok))
            let end = try client.receive()
            #expect(end.header.type == .stream)
            #expect(end.header.status == .ok)
            #expect(end.bytes.count == Packet.headLength)
            #expect(try client.result(RemoteProgram.connectGetType, XDRVoid()).type == "ECHO")
        }
        withExtendedLifetime(machines) {}
    }

    @Test("What a daemon sends comes whole, ends with an empty message, and the end is confirmed")
    func download() async throws {
        let proxy = try ProxyServer()
        let machines = try proxy.daemon("virtqemud")
        let path = proxy.path
        try await onThread {
            let client = try ProxyServer.open(path)
            let screenshot = RemoteProgram.domainScreenshot
            let serial = try client.call(screenshot, .init(dom: .init(), screen: 0, flags: 5000))
            #expect(try client.receive().header.status == .ok)
            var count = 0
            while true {
                let packet = try client.receive()
                #expect(packet.header.type == .stream)
                #expect(packet.header.status == .continue)
                let length = packet.bytes.count - packet.offset
                if length == 0 { break }
                count += length
            }
            #expect(count == 5000 * 1024)
            try client.send(Self.message(of: screenshot, serial, .ok))
            #expect(try client.receive().header.status == .ok)
            #expect(try client.result(RemoteProgram.connectGetType, XDRVoid()).type == "ECHO")
        }
        withExtendedLifetime(machines) {}
    }

    @Test("A client that aborts a stream aborts it at the daemon")
    func abort() async throws {
        let proxy = try ProxyServer()
        let machines = try proxy.daemon("virtqemud")
        let path = proxy.path
        try await onThread {
            let client = try ProxyServer.open(path)
            let serial = try client.call(RemoteProgram.domainOpenConsole, .init())
            #expect(try client.receive().header.status == .ok)
            try client.send(Self.message(of: RemoteProgram.domainOpenConsole, serial, .error))
            #expect(try client.receive().header.status == .ok)
        }
        #expect(await machines.wait { machines.service.received.value >= 1000 })
    }

    @Test("What a client does not read stays with the daemon, and all ends when the client dies")
    func slowReader() async throws {
        let proxy = try ProxyServer()
        let machines = try proxy.daemon("virtqemud")
        let path = proxy.path
        let client = try await onThread {
            let client = try ProxyServer.open(path)
            // 64 MiB, of which nothing is read.
            try client.call(RemoteProgram.domainScreenshot, .init(dom: .init(), screen: 0, flags: 65536))
            return Unchecked(client)
        }
        var last = -1
        while machines.service.received.value != last {
            last = machines.service.received.value
            try await Task.sleep(for: .milliseconds(400))
        }
        #expect(last > 0)
        #expect(last < 16_384)
        // Its death, as the peer sees it.
        #expect(shutdown(client.value.socket.rawValue, Int32(SHUT_RDWR)) == 0)
        #expect(await machines.wait { proxy.server.clientCount == 0 && machines.server.clientCount == 0 })
    }

    @Test("A stream fails with the connection to its daemon")
    func lost() async throws {
        let proxy = try ProxyServer()
        let machines = try proxy.daemon("virtqemud")
        let path = proxy.path
        let client = try await onThread {
            let client = try ProxyServer.open(path)
            try client.call(RemoteProgram.domainOpenConsole, .init())
            #expect(try client.receive().header.status == .ok)
            return Unchecked(client)
        }
        for connection in machines.server.clients { connection.disconnect("The test ends it.") }
        try await onThread {
            let packet = try client.value.receive()
            #expect(packet.header.type == .stream)
            #expect(packet.header.status == .error)
            #expect(try RefusedCall(packet).code == 39)
        }
    }
}
