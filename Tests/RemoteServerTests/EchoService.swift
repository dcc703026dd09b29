// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import RemoteProtocol
import RemoteServer
import Synchronization
import SystemPackage
import TestSupport
import XDR

/// A service that answers in ways that tests want.
struct EchoService: Service {
    final class Session: Sendable {
        let client: ClientConnection
        init(_ client: ClientConnection) { self.client = client }
    }

    let programs: [ServedProgram<Session>]
    /// How many sessions have ended.
    let ended = Counter()
    /// What clients sent into streams.
    let received = Counter()

    final class Counter: Sendable {
        private let number = Mutex(0)
        var value: Int { number.withLock { $0 } }
        func add(_ count: Int = 1) { number.withLock { $0 += count } }
    }

    init() {
        var program = ServedProgram<Session>(RemoteProgram.facts)
        program.answer(RemoteProgram.connectGetType) { _, _, _ in RemoteProgram.ConnectGetTypeResult(type: "ECHO") }
        program.answer(RemoteProgram.connectClose) { _, call, _ in
            call.closeAfterReply()
            return XDRVoid()
        }
        // The name says how many milliseconds the answer takes, and more where tests that block have all threads of the pool.
        program.serve(RemoteProgram.domainLookupByName, deadline: .none) { _, _, arguments in
            guard let time = Int(arguments.name) else {
                throw RemoteError(
                    RemoteError.Code(rawValue: 42), in: .qemu, format: "Domain not found: %s", "'\(arguments.name)'")
            }
            if time > 0 { try await Task.sleep(for: .milliseconds(time)) }
            return RemoteProgram.DomainLookupByNameResult(dom: .init(name: arguments.name, uuid: .init(), id: 1))
        }
        // Its answer never comes, but for the deadline.
        program.serve(RemoteProgram.domainLookupByID, deadline: .after(.milliseconds(100))) { _, _, arguments in
            try await Task.sleep(for: .seconds(600))
            return RemoteProgram.DomainLookupByIDResult()
        }
        // A large answer.
        program.serve(RemoteProgram.domainGetXMLDesc) { _, _, arguments in
            RemoteProgram.DomainGetXMLDescResult(xml: String(repeating: "x", count: Int(arguments.flags)))
        }
        // A pipe whose end is passed, with a word in it.
        program.serve(RemoteProgram.domainOpenGraphicsFD) { _, call, _ in
            let ends = try FileDescriptor.pipe()
            _ = try ends.writeEnd.closeAfter { try ends.writeEnd.writeAll("passed".utf8) }
            call.pass(OwnedDescriptor(ends.readEnd))
            return XDRVoid()
        }
        // Writes into a descriptor that came along.
        program.serve(RemoteProgram.domainOpenGraphics) { _, call, _ in
            guard let descriptor = call.descriptors.first else { throw RemoteError.invalidArgument("none came") }
            _ = try descriptor.descriptor.writeAll("taken".utf8)
            return XDRVoid()
        }
        let received = received
        // What comes in goes out.
        program.serve(RemoteProgram.domainOpenConsole) { _, call, _ in
            let stream = try call.openStream()
            call.afterReply {
                Task {
                    while true {
                        switch await stream.read() {
                        case .data(let bytes): _ = await stream.write(bytes)
                        case .hole: continue
                        case .finished: return stream.complete()
                        case .aborted: return received.add(1000)
                        }
                    }
                }
            }
            return XDRVoid()
        }
        // So much data, as the number of the call's flags in KiB.
        program.serve(RemoteProgram.domainScreenshot) { _, call, arguments in
            let stream = try call.openStream()
            call.afterReply {
                Task {
                    for _ in 0..<arguments.flags {
                        guard await stream.write([UInt8](repeating: 1, count: 1024)) else { return }
                        received.add()
                    }
                    stream.finishWriting()
                }
            }
            return RemoteProgram.DomainScreenshotResult(mime: "image/png")
        }
        // Sends so many events, and the reply before them.
        program.serve(RemoteProgram.connectDomainEventCallbackRegisterAny) { session, call, arguments in
            call.afterReply {
                for number in 0..<arguments.eventID {
                    session.client.send(
                        RemoteProgram.domainEventCallbackReboot, of: RemoteProgram.facts,
                        .init(callbackID: number, msg: .init()))
                }
            }
            return RemoteProgram.ConnectDomainEventCallbackRegisterAnyResult(callbackID: 7)
        }
        program.answer(RemoteProgram.connectSupportsFeature) { session, call, _ in
            call.afterReply { session.client.armKeepalive() }
            return RemoteProgram.ConnectSupportsFeatureResult(supported: 1)
        }
        programs = [program]
    }

    func makeSession(for client: ClientConnection) -> Session { Session(client) }
    func endSession(_ session: Session) { ended.add() }
    func admit(_ call: Call, _ facts: ProcedureFacts, _ session: Session) throws {
        if facts.readOnly == .denied, session.client.isReadOnly {
            throw RemoteError.readOnly(facts.function, in: .domain)
        }
    }
    func unserved(_ facts: ProcedureFacts) -> RemoteError { .noSupport(facts.function, in: .domain) }
}

/// A server of an ``EchoService`` on a socket in a directory of its own.
final class EchoServer {
    let service = EchoService()
    let server: Server
    let loop: EventLoop
    let directory: TemporaryDirectory
    let path: FilePath
    let readOnlyPath: FilePath

    init(_ change: (inout Server.Limits) -> Void = { _ in }) throws {
        directory = try TemporaryDirectory("echo")
        loop = try EventLoop()
        var limits = Server.Limits()
        change(&limits)
        server = Server(name: "echo", service: service, limits: limits, loop: loop)
        path = FilePath(directory("sock"))
        readOnlyPath = FilePath(directory("sock-ro"))
        try server.listen(on: UnixSocket.listen(at: path, mode: .ownerReadWrite))
        try server.listen(on: UnixSocket.listen(at: readOnlyPath, mode: .ownerReadWrite), readOnly: true)
    }

    deinit {
        server.stopListening()
        for client in server.clients { client.disconnect("The test ends.") }
        loop.stop()
    }

    /// Waits until a condition holds.
    func wait(_ condition: () -> Bool) async -> Bool {
        for _ in 0..<1000 {
            if condition() { return true }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return condition()
    }
}
