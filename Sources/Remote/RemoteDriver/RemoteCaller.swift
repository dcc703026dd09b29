// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import RemoteProtocol
internal import Synchronization
internal import XDR

/// What the drivers of a connection share.
final class RemoteCaller: Sendable {
    let client: RemoteClient
    let router: EventRouter
    /// Open unless the daemon is being asked for events.
    let gate = Gate()

    init(_ client: RemoteClient, _ router: EventRouter) {
        self.client = client
        self.router = router
    }

    /// Makes a call, of the program `remote` unless another is named.
    func call<Arguments: XDRCodable, Answer: XDRCodable>(
        _ procedure: Procedure<Arguments, Answer>, of program: ProgramFacts = RemoteProgram.facts,
        _ arguments: Arguments
    ) async throws -> Answer {
        try await gate.pass()
        return try await client.call(procedure, of: program, arguments)
    }

    /// Makes a call of the program `remote` that opens a stream.
    func openStream<Arguments: XDRCodable, Answer: XDRCodable>(
        _ procedure: Procedure<Arguments, Answer>, _ arguments: Arguments
    ) async throws -> (answer: Answer, stream: RemoteStream) {
        try await gate.pass()
        return try await client.openStream(procedure, of: RemoteProgram.facts, arguments)
    }
}

/// Lets tasks pass while nobody is inside.
final class Gate: Sendable {
    private struct State {
        var inside = 0
        var waiting: [Promise<Void>] = []
    }

    private let state = Mutex(State())

    func enter() { state.withLock { $0.inside += 1 } }

    func leave() {
        let waiting = state.withLock { state -> [Promise<Void>] in
            state.inside -= 1
            guard state.inside == 0 else { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for promise in waiting { promise.resolve(.success(())) }
    }

    /// Waits until nobody is inside.
    func pass() async throws {
        let promise = state.withLock { state -> Promise<Void>? in
            guard state.inside > 0 else { return nil }
            let promise = Promise<Void>()
            state.waiting.append(promise)
            return promise
        }
        try await promise?.value()
    }
}
