// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem
package import RemoteProtocol
package import RemoteServer
internal import Synchronization
package import SystemPackage
package import TestSupport
internal import XDR

/// A service that answers in ways that tests want.
package struct EchoService: Service {
    package final class Session: Sendable {
        let client: ClientConnection
        init(_ client: ClientConnection) { self.client = client }
    }

    package let programs: [ServedProgram<Session>]
    /// How many sessions have ended.
    package let ended = Counter()
    /// What clients sent into streams.
    package let received = Counter()

    package final class Counter: Sendable {
        private let number = Mutex(0)
        package var value: Int { number.withLock { $0 } }
        package func add(_ count: Int = 1) { number.withLock { $0 += count } }
    }

    package init() {
        var program = ServedProgram<Session>(RemoteProgram.facts)
        program.answer(RemoteProgram.authList) { _, _, _ in RemoteProgram.AuthListResult(types: [.none]) }
        program.answer(RemoteProgram.connectOpen) { _, _, _ in XDRVoid() }
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
        // The number of the secrets is that of the clients that are gone, so that two services are told apart by it.
        let ended = ended
        program.answer(RemoteProgram.connectNumOfSecrets) { _, _, _ in
            RemoteProgram.ConnectNumOfSecretsResult(num: Int32(ended.value))
        }
        // Its id is the same as that of the domains' events.
        program.answer(RemoteProgram.connectSecretEventRegisterAny) { session, call, _ in
            call.afterReply {
                session.client.send(
                    RemoteProgram.secretEventLifecycle, of: RemoteProgram.facts,
                    .init(callbackID: 7, secret: .init(), event: 0, detail: 0))
            }
            return RemoteProgram.ConnectSecretEventRegisterAnyResult(callbackID: 7)
        }
        program.answer(RemoteProgram.connectSecretEventDeregisterAny) { _, _, arguments in
            guard arguments.callbackID == 7 else { throw RemoteError.internalError("no callback") }
            return XDRVoid()
        }
        program.answer(RemoteProgram.connectSupportsFeature) { session, call, _ in
            call.afterReply { session.client.armKeepalive() }
            return RemoteProgram.ConnectSupportsFeatureResult(supported: 1)
        }
        programs = [program]
    }

    package func makeSession(for client: ClientConnection) -> Session { Session(client) }
    package func endSession(_ session: Session) { ended.add() }
    package func admit(_ call: Call, _ facts: ProcedureFacts, _ session: Session) throws {
        if facts.readOnly == .denied, session.client.isReadOnly {
            throw RemoteError.readOnly(facts.function, in: .domain)
        }
    }
    package func unserved(_ facts: ProcedureFacts) -> RemoteError { .noSupport(facts.function, in: .domain) }
}

/// A server of an ``EchoService`` on a socket in a directory of its own.
package final class EchoServer {
    package let service = EchoService()
    package let server: Server
    package let loop: EventLoop
    package let directory: TemporaryDirectory
    package let path: FilePath
    package let readOnlyPath: FilePath

    /// - Parameters:
    ///   - name: That of its socket.
    ///   - directory: Where the socket is to be; nil for one of its own.
    package init(
        _ name: String = "sock", in directory: TemporaryDirectory? = nil,
        _ change: (inout Server.Limits) -> Void = { _ in }
    ) throws {
        let directory = try directory ?? TemporaryDirectory("echo")
        self.directory = directory
        loop = try EventLoop()
        var limits = Server.Limits()
        change(&limits)
        server = Server(name: "echo", service: service, limits: limits, loop: loop)
        path = FilePath(directory(name))
        readOnlyPath = FilePath(directory("\(name)-ro"))
        try server.listen(on: UnixSocket.listen(at: path, mode: .ownerReadWrite))
        try server.listen(on: UnixSocket.listen(at: readOnlyPath, mode: .ownerReadWrite), readOnly: true)
    }

    deinit {
        server.end(with: loop)
    }

    /// Waits until a condition holds.
    package func wait(_ condition: () -> Bool) async -> Bool {
        for _ in 0..<1000 {
            if condition() { return true }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return condition()
    }
}

extension Server {
    /// Ends the clients, and the loop that nobody else uses.
    package func end(with loop: EventLoop) {
        stopListening()
        for client in clients { client.disconnect("The test ends.") }
        loop.stop()
    }
}
