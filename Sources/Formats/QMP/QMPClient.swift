// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem
package import SystemPackage

/// A connection to a QEMU's monitor: sends commands, each with a deadline, and awaits their replies.
///
/// The client owns its descriptor and closes it with ``close()``, at the end of the connection, or when the client goes.
/// Once the connection has ended, for whatever reason, all calls that wait fail with that reason, and so does each later
/// one; a call that is cancelled or late fails alone, and its reply is dropped when it comes.
///
/// ```swift
/// let client = try QMPClient(descriptor: socket, loop: loop, peer: "the QEMU of domain 'ci'")
/// let (greeting, _) = try await client.negotiate(deadline: .seconds(5))
/// let status = try await client.execute(QMPCommand("query-status"), deadline: .seconds(5))
/// ```
package final class QMPClient: Sendable {
    private let connection: QMPConnection

    /// Takes over a connected stream socket.
    ///
    /// - Parameters:
    ///   - descriptor: The socket; closed when this throws, too.
    ///   - peer: Who answers, for errors: "the QEMU of domain 'ci'".
    ///   - loop: Where what comes is read, and where the handlers are called; they must not block.
    ///   - limits: What the peer may demand of our memory.
    ///   - onEvent: Called with each event, in order, before a reply that came after it is delivered.
    ///   - onEnd: Called once, when the connection has ended, also by ``close()``.
    package init(
        descriptor: FileDescriptor, peer: String = "QEMU", loop: EventLoop,
        limits: QMPSession.Limits = QMPSession.Limits(),
        onEvent: @escaping @Sendable (QMPEvent) -> Void = { _ in },
        onEnd: @escaping @Sendable (QMPConnectionError) -> Void = { _ in }
    ) throws(Errno) {
        connection = try QMPConnection(
            descriptor: descriptor, peer: peer, loop: loop, limits: limits, onEvent: onEvent, onEnd: onEnd)
    }

    deinit { close() }

    /// Ends the connection; again does nothing.
    package func close() {
        connection.end(
            QMPConnectionError(code: .closed, description: "The connection to \(connection.peer) was closed."))
    }

    /// Turns the monitor to commands, and gives the first of them in the same write, while the greeting is still to come.
    ///
    /// - Returns: The greeting, and the results of the commands in their order.
    /// - Throws: ``QMPConnectionError``.
    package func negotiate(
        with commands: [QMPCommand] = [], deadline: Duration
    ) async throws -> (greeting: QMPGreeting, results: [Result<JSONValue, QMPError>]) {
        let results = try await execute(pipelined: [QMPCommand("qmp_capabilities")] + commands, deadline: deadline)
        if case .failure(let error) = results[0] { throw error }
        // The reply came, so the greeting came before it.
        guard let greeting = connection.greeting else {
            throw QMPConnectionError(code: .notTheProtocol, description: "\(connection.subject) did not greet.")
        }
        return (greeting, Array(results.dropFirst()))
    }

    /// Sends a command and awaits its reply.
    ///
    /// - Parameter descriptors: Descriptors that go with it, for `getfd` and `add-fd`; they stay the caller's.
    /// - Throws: ``QMPError`` when QEMU refuses it; ``QMPConnectionError``; `CancellationError`.
    package func execute(
        _ command: QMPCommand, passing descriptors: [FileDescriptor] = [], deadline: Duration
    ) async throws -> JSONValue {
        try await connection.execute([command], passing: descriptors, deadline: deadline)[0].get()
    }

    /// Sends commands in one write and awaits all of their replies.
    ///
    /// - Parameter deadline: The time for all of them together.
    /// - Returns: The results in the order of the commands.
    /// - Throws: ``QMPConnectionError``; `CancellationError`.
    package func execute(
        pipelined commands: [QMPCommand], deadline: Duration
    ) async throws -> [Result<JSONValue, QMPError>] {
        try await connection.execute(commands, passing: [], deadline: deadline)
    }
}
