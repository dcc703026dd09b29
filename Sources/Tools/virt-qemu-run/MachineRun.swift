// SPDX-License-Identifier: Apache-2.0

import Synchronization
import VirtEmbedded

/// One run of one machine, from opening the connection to the end.
///
/// A signal ends it: at once, or with a grace for the guest, which is asked to power off first.
final class MachineRun: Sendable {
    private let text: String
    private let uri: String
    private let secrets: [SecretFile]
    private let graceInSeconds: Double?
    private let say: @Sendable (String) -> Void
    private let state = Mutex(State())

    private struct State: Sendable {
        var connection: Connection?
        var domain: Domain?
        /// The signal that ends the machine.
        var signal: Int32?
        var phases: [(name: String, end: ContinuousClock.Instant)] = []
    }

    init(
        text: String, uri: String, secrets: [SecretFile], graceInSeconds: Double?,
        say: @escaping @Sendable (String) -> Void
    ) {
        self.text = text
        self.uri = uri
        self.secrets = secrets
        self.graceInSeconds = graceInSeconds
        self.say = say
    }

    /// When each part of the run ended.
    var phases: [(name: String, end: ContinuousClock.Instant)] { state.withLock { $0.phases } }

    /// Ends the machine: the first signal as the grace has it, a second one at once.
    func interrupt(by signal: Int32) {
        let (connection, domain, isFirst) = state.withLock { state in
            defer { state.signal = state.signal ?? signal }
            return (state.connection, state.domain, state.signal == nil)
        }
        guard isFirst, let graceInSeconds, let domain else {
            // With the connection the machine ends, however far it has got.
            Task.detached { await connection?.close() }
            return
        }
        say("The guest is asked to power off, and has \(graceInSeconds) seconds for it.")
        Task.detached {
            do {
                try await domain.shutdown()
                try await Task.sleep(for: .seconds(graceInSeconds))
            } catch {}
            await connection?.close()
        }
    }

    /// Runs the machine.
    ///
    /// - Throws: ``MachineFailure``.
    func toItsEnd() async throws -> MachineEnd {
        say("Opening '\(uri)'.")
        let connection: Connection
        do {
            connection = try await Connection.open(uri)
        } catch let error as VirtError {
            throw MachineFailure(end: .unusable, sentence: error.description)
        }
        do {
            let end = try await run(on: connection)
            await connection.close()
            note("close")
            return end
        } catch {
            await connection.close()
            if let signal = state.withLock({ $0.signal }) { return .interrupted(signal: signal) }
            throw error
        }
    }

    private func note(_ phase: String) { state.withLock { $0.phases.append((phase, .now)) } }

    private func run(on connection: Connection) async throws -> MachineEnd {
        let events = try connection.events()
        let early = state.withLock { state in
            state.connection = connection
            return state.signal
        }
        if let early { return .interrupted(signal: early) }
        for secret in secrets { try await secret.define(on: connection) }
        note("open")
        let domain: Domain
        do {
            domain = try await connection.create(text)
        } catch let error as VirtError {
            throw MachineFailure(end: MachineEnd(ofStart: error), sentence: error.description)
        }
        state.withLock { $0.domain = domain }
        note("start")
        say("Domain '\(domain.name)' runs.")
        for try await event in events {
            guard case .lifecycle(.stopped(let detail)) = event.kind else { continue }
            say("Domain '\(domain.name)' has ended: \(detail).")
            note("run")
            let signal = state.withLock { $0.signal }
            // A guest that powered off when it was asked to has come to a good end.
            if let signal, detail != .shutdown { return .interrupted(signal: signal) }
            return MachineEnd(detail)
        }
        return state.withLock { $0.signal }.map { .interrupted(signal: $0) } ?? .emulatorFailure
    }
}
