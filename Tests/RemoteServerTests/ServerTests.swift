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

/// One after the other: some count what the process has open.
@Suite(.serialized) struct ServerTests {
    @Test("Calls that no program, version or procedure is for get libvirt's errors, and the connection lives on")
    func unknown() async throws {
        let echo = try EchoServer()
        let path = echo.path
        try await onThread {
            let client = try WireClient(path)
            func refusal(_ send: (WireClient) throws -> Void) throws -> RefusedCall {
                try send(client)
                return try RefusedCall(client.receive())
            }
            func rpc(_ message: String) -> RefusedCall { RefusedCall(code: 39, domain: 7, message: message) }
            let void = Procedure<XDRVoid, XDRVoid>(9999)
            #expect(try refusal { try $0.call(void, XDRVoid()) } == rpc("unknown procedure: 9999"))
            let event = Procedure<XDRVoid, XDRVoid>(RemoteProgram.domainEventCallbackReboot.number)
            #expect(try refusal { try $0.call(event, XDRVoid()) } == rpc("unknown procedure: 319"))
            #expect(
                try refusal { try $0.call(void, XDRVoid(), program: 305_419_896) }
                    == rpc("Cannot find program 305419896 version 1"))
            #expect(
                try refusal { try $0.call(void, XDRVoid(), version: 2) }
                    == rpc("Cannot find program 536903814 version 2"))
            #expect(
                try refusal { try $0.call(RemoteProgram.connectGetType, XDRVoid(), status: .error) }
                    == rpc("Unexpected message status 1"))
            let short = Procedure<XDRVoid, XDRVoid>(RemoteProgram.domainLookupByName.number)
            #expect(try refusal { try $0.call(short, XDRVoid()) } == rpc("Unable to decode message payload"))
            #expect(
                try refusal { try $0.call(RemoteProgram.domainReboot, .init(dom: .init(), flags: 0)) }
                    == RefusedCall(
                        code: 3, domain: 20,
                        message: "this function is not supported by the connection driver: virDomainReboot"))
            #expect(
                try refusal { try $0.call(RemoteProgram.domainLookupByName, .init(name: "nosuch")) }
                    == RefusedCall(code: 42, domain: 10, message: "Domain not found: 'nosuch'"))
            #expect(try client.result(RemoteProgram.connectGetType, XDRVoid()).type == "ECHO")
        }
    }

    @Test("A reply repeats the call's numbers, and a close is answered before the connection ends")
    func close() async throws {
        let echo = try EchoServer()
        let path = echo.path
        try await onThread {
            let client = try WireClient(path)
            try client.call(RemoteProgram.connectGetType, XDRVoid())
            try client.call(RemoteProgram.connectClose, XDRVoid())
            let first = try client.receive()
            #expect(first.header.serial == 0)
            #expect(first.header.type == .reply)
            let second = try client.receive()
            #expect(second.header.serial == 1)
            #expect(second.bytes.count == 28)
            #expect(client.hasEnded())
        }
        #expect(await echo.wait { echo.service.ended.value == 1 })
    }

    @Test("Replies come when they are ready, not in the order of the calls")
    func outOfOrder() async throws {
        let echo = try EchoServer()
        let path = echo.path
        let serials = try await onThread {
            let client = try WireClient(path)
            for time in ["400", "200", "0"] { try client.call(RemoteProgram.domainLookupByName, .init(name: time)) }
            return try (0..<3).map { _ in try client.receive().header.serial }
        }
        #expect(serials == [2, 1, 0])
    }

    @Test("A call that takes longer than it may is answered")
    func deadline() async throws {
        let echo = try EchoServer()
        let path = echo.path
        let refusal = try await onThread {
            let client = try WireClient(path)
            try client.call(RemoteProgram.domainLookupByID, .init(id: 1))
            return try RefusedCall(client.receive())
        }
        #expect(refusal.code == 68)
    }

    @Test("A ping is answered while all calls run that may, and many wait")
    func ping() async throws {
        let echo = try EchoServer { $0.connection.runningCalls = 2 }
        let path = echo.path
        try await onThread {
            let client = try WireClient(path)
            for _ in 0..<10 { try client.call(RemoteProgram.domainLookupByName, .init(name: "3000")) }
            try client.call(
                KeepaliveProgram.ping, XDRVoid(), type: .message, program: KeepaliveProgram.facts.number)
            let answer = try client.receive(seconds: 2)
            #expect(answer.header.prog == KeepaliveProgram.facts.number)
            #expect(answer.header.proc == KeepaliveProgram.pong.number)
        }
    }

    @Test("A client that may only read is refused changes, and can look")
    func readOnly() async throws {
        let echo = try EchoServer()
        let path = echo.readOnlyPath
        try await onThread {
            let client = try WireClient(path)
            try client.call(RemoteProgram.domainOpenConsole, .init())
            let refusal = try RefusedCall(client.receive())
            #expect(refusal.code == 29)
            #expect(refusal.message == "operation forbidden: read only access prevents virDomainOpenConsole")
            #expect(try client.result(RemoteProgram.domainLookupByName, .init(name: "0")).dom.id == 1)
        }
    }

    @Test("Descriptors go both ways, each with its own byte")
    func descriptors() async throws {
        let echo = try EchoServer()
        let path = echo.path
        try await onThread {
            let client = try WireClient(path)
            #expect(try client.wordOfPassedDescriptor() == "passed")
            #expect(try client.wordIntoPassedDescriptor() == "taken")
        }
    }

    @Test("A stream carries data both ways and ends in order")
    func stream() async throws {
        let echo = try EchoServer()
        let path = echo.path
        try await onThread {
            let client = try WireClient(path)
            let serial = try client.call(RemoteProgram.domainOpenConsole, .init())
            #expect(try client.receive().header.status == .ok)
            func message(_ status: NetMessage.Status, _ data: [UInt8] = []) -> [UInt8] {
                let header = NetMessage.Header(
                    prog: RemoteProgram.facts.number, vers: 1, proc: RemoteProgram.domainOpenConsole.number,
                    type: .stream, serial: serial, status: status)
                return Packet.bytes(header, raw: data[...])
            }
            let data = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
            var back: [UInt8] = []
            for start in stride(from: 0, to: data.count, by: 100_000) {
                try client.send(message(.continue, Array(data[start..<(start + 100_000)])))
                while back.count < start + 100_000 {
                    let packet = try client.receive()
                    back += packet.bytes[packet.offset...]
                }
            }
            let isEqual = back == data
            #expect(isEqual)
            try client.send(message(.ok))
            let end = try client.receive()
            #expect(end.header.type == .stream)
            #expect(end.header.status == .ok)
            #expect(try client.result(RemoteProgram.connectGetType, XDRVoid()).type == "ECHO")
        }
    }

    @Test("What a client does not read is not written without bound, and it is gone when the client dies in mid-stream")
    func slowReader() async throws {
        let echo = try EchoServer()
        let path = echo.path
        let client = try await onThread {
            let client = try WireClient(path)
            // 64 MiB, of which nothing is read.
            try client.call(RemoteProgram.domainScreenshot, .init(dom: .init(), screen: 0, flags: 65536))
            return Unchecked(client)
        }
        var last = -1
        while echo.service.received.value != last {
            last = echo.service.received.value
            try await Task.sleep(for: .milliseconds(300))
        }
        #expect(last < 8192)
        #expect(echo.server.clientCount == 1)
        // Its death, as the peer sees it.
        #expect(shutdown(client.value.socket.rawValue, Int32(SHUT_RDWR)) == 0)
        #expect(await echo.wait { echo.server.clientCount == 0 })
    }

    @Test("A client that calls and never reads is not served without bound, and others do not notice")
    func neverReads() async throws {
        let echo = try EchoServer()
        let path = echo.path
        let stuck = try await onThread {
            let client = try WireClient(path)
            _ = fcntl(client.socket.rawValue, F_SETFL, O_NONBLOCK)
            // Each answer has 1 MiB.
            var sent = 0
            while (try? client.call(RemoteProgram.domainGetXMLDesc, .init(dom: .init(), flags: 1 << 20))) != nil,
                sent < 20_000
            {
                sent += 1
            }
            return Unchecked(client)
        }
        try await onThread {
            let other = try WireClient(path)
            #expect(try other.result(RemoteProgram.domainLookupByName, .init(name: "0")).dom.id == 1)
        }
        let isBounded = echo.server.clients.allSatisfy { $0.calls.waiting <= 2000 }
        #expect(isBounded)
        withExtendedLifetime(stuck) {}
    }

    @Test("The reply to a registration comes before the first event, and events are in order")
    func events() async throws {
        let echo = try EchoServer()
        let path = echo.path
        try await onThread {
            let client = try WireClient(path)
            try client.call(RemoteProgram.connectDomainEventCallbackRegisterAny, .init(eventID: 500, dom: nil))
            #expect(try client.receive().header.type == .reply)
            for number in 0..<500 {
                let packet = try client.receive()
                #expect(packet.header.type == .message)
                #expect(packet.header.serial == 1)
                let id = try RemoteProgram.DomainEventCallbackRebootMessage(xdr: packet.bytes, from: packet.offset)
                    .callbackID
                #expect(id == Int32(number))
            }
        }
    }

    @Test("500 connections that say nothing hinder nobody, and too many wait for their turn")
    func silent() async throws {
        let echo = try EchoServer { $0.clients = 501 }
        let path = echo.path
        try await onThread {
            var silent = try (0..<500).map { _ in try WireClient(path) }
            let client = try WireClient(path)
            #expect(try client.result(RemoteProgram.connectGetType, XDRVoid()).type == "ECHO")
            let late = try WireClient(path)
            try late.call(RemoteProgram.connectGetType, XDRVoid())
            #expect(throws: WireClient.Failure.self) { try late.receive(seconds: 1) }
            silent.removeLast()
            #expect(try late.receive().header.status == .ok)
        }
        #expect(await echo.wait { echo.server.clientCount == 0 })
        #expect(await echo.wait { echo.service.ended.value == 502 })
    }

    @Test("Connecting and going again and again leaves no descriptor behind")
    func cycles() async throws {
        let echo = try EchoServer()
        let path = echo.path
        let count = Environment.isSoak ? 10_000 : 300
        func descriptors() -> Int {
            (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 0
        }
        try await onThread { _ = try WireClient(path).result(RemoteProgram.connectGetType, XDRVoid()) }
        #expect(await echo.wait { echo.server.clientCount == 0 })
        let before = descriptors()
        try await onThread {
            for number in 0..<count {
                let client = try WireClient(path)
                switch number % 4 {
                case 0: break
                case 1: try client.send([0, 0, 0, 40, 1])
                case 2: try client.send([0, 0, 0, 1])
                default: _ = try client.result(RemoteProgram.domainLookupByName, .init(name: "0"))
                }
            }
        }
        #expect(await echo.wait { echo.server.clientCount == 0 })
        // Other tests of the process have descriptors, too.
        #expect(descriptors() < before + 100)
    }

    @Test("Random bytes on a connection end it or are answered")
    func fuzz() async throws {
        let echo = try EchoServer()
        let path = echo.path
        try await onThread {
            var generator = SeededGenerator(seed: 5)
            for _ in 0..<(Environment.isSoak ? 20_000 : 300) {
                let client = try WireClient(path)
                var bytes: [UInt8] = []
                for _ in 0..<3 {
                    let header = NetMessage.Header(
                        prog: [RemoteProgram.facts.number, 7, KeepaliveProgram.facts.number].randomElement(
                            using: &generator) ?? 0,
                        vers: 1, proc: Int32.random(in: -1...450, using: &generator),
                        type: NetMessage.Kind(rawValue: Int32.random(in: 0...6, using: &generator)) ?? .call,
                        serial: UInt32.random(in: 0...3, using: &generator), status: .ok)
                    let body = (0..<Int.random(in: 0...64, using: &generator)).map { _ in
                        Bool.random(using: &generator) ? 0 : UInt8.random(in: .min ... .max, using: &generator)
                    }
                    bytes += Packet.bytes(header, raw: body[...])
                }
                try? client.send(bytes)
            }
            #expect(try WireClient(path).result(RemoteProgram.connectGetType, XDRVoid()).type == "ECHO")
        }
    }

    @Test("A drain lets calls get their answers, and takes no more clients")
    func drain() async throws {
        let echo = try EchoServer()
        let path = echo.path
        async let answer = onThread {
            let client = try WireClient(path)
            let result = try client.result(RemoteProgram.domainLookupByName, .init(name: "500"))
            return (result.dom.name, client.hasEnded())
        }
        #expect(await echo.wait { echo.server.clients.contains(where: \.isBusy) })
        await echo.server.drain(.seconds(10))
        let (name, hasEnded) = try await answer
        #expect(name == "500")
        #expect(hasEnded)
        #expect(throws: Errno.self) { try WireClient(path) }
    }
}
