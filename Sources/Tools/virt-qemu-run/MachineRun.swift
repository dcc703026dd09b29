// SPDX-License-Identifier: Apache-2.0

import Synchronization
import VirtEmbedded

/// One run of one machine, from opening the connection to the end.
final class MachineRun: Sendable {
    private let text: String
    private let uri: String
    private let say: @Sendable (String) -> Void
    private let state = Mutex(State())

    private struct State: Sendable {
        var connection: Connection?
        var isInterrupted = false
    }

    init(text: String, uri: String, say: @escaping @Sendable (String) -> Void) {
        self.text = text
        self.uri = uri
        self.say = say
    }

    /// Ends the machine at once.
    func interrupt() {
        let connection = state.withLock { state in
            state.isInterrupted = true
            return state.connection
        }
        // With the connection the machine ends, however far it has got.
        Task.detached { await connection?.close() }
    }

    /// Runs the machine.
    ///
    /// - Returns: Whether the guest ended by itself, and well.
    func toItsEnd() async throws -> Bool {
        say("Opening '\(uri)'.")
        let connection = try await Connection.open(uri)
        do {
            let isClean = try await run(on: connection)
            await connection.close()
            return isClean
        } catch {
            await connection.close()
            if state.withLock({ $0.isInterrupted }) { return false }
            throw error
        }
    }

    private func run(on connection: Connection) async throws -> Bool {
        let events = try connection.events()
        let isInterrupted = state.withLock { state in
            state.connection = connection
            return state.isInterrupted
        }
        if isInterrupted { return false }
        let domain = try await connection.create(text)
        say("Domain '\(domain.name)' runs.")
        for try await event in events {
            guard case .lifecycle(.stopped(let detail)) = event.kind else { continue }
            say("Domain '\(domain.name)' has ended: \(detail).")
            return detail == .shutdown
        }
        return false
    }
}
