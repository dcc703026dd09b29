// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import RemoteProtocol

/// Bytes that go in both directions beside the calls of a connection, as a console's or a volume's.
///
/// Read by one task and write by one. Who reads slowly stops the whole connection after ``ClientLimits/unreadStreamBytes``,
/// as the protocol has no other way to hold a daemon back: open a connection of its own for such a stream. A stream that goes
/// without ``finish()`` is aborted.
///
/// ```swift
/// while let piece = try await stream.read() { consume(piece) }
/// try await stream.finish()
/// ```
package final class RemoteStream: Sendable {
    /// What is read from a stream.
    package enum Piece: Sendable, Equatable {
        /// Bytes.
        case data([UInt8])
        /// So many bytes that are zero and were not sent.
        case hole(Int64)
    }

    let inbox = StreamInbox()
    private let link: ClientLink

    init(on link: ClientLink) { self.link = link }

    deinit { cancel() }

    /// Whether the connection that it is part of is there.
    package var isConnected: Bool { link.end == nil }

    // MARK: - Reading

    /// The next piece, once it is there; nil when the daemon has sent all.
    ///
    /// - Throws: ``VirtError`` when the stream has failed; `CancellationError`.
    package func read() async throws -> Piece? {
        while true {
            let promise = Promise<Void>()
            switch inbox.take(or: promise) {
            case .piece(let piece):
                if case .data(let bytes) = piece, let serial = inbox.serial { link.consumed(bytes.count, of: serial) }
                return piece
            case .end(let end):
                try end.get()
                return nil
            case .wait:
                try await promise.value()
            }
        }
    }

    // MARK: - Writing

    /// Sends bytes, once the daemon has read enough of what was sent before.
    ///
    /// - Throws: ``VirtError`` when the stream is gone; `CancellationError`.
    package func write(_ bytes: ArraySlice<UInt8>) async throws {
        var rest = bytes
        repeat {
            try await link.waitForRoom()
            let part = rest.prefix(Packet.maximumStreamData)
            rest = rest.dropFirst(part.count)
            try use { $0.send(part, on: $1) }
        } while !rest.isEmpty
    }

    /// Sends so many bytes that are zero without sending them.
    ///
    /// - Throws: ``VirtError`` when the stream is gone, or was not opened as a sparse one.
    package func writeHole(_ length: Int64) async throws {
        try await link.waitForRoom()
        try use { $0.sendHole(length, on: $1) }
    }

    private func use(_ body: (inout ClientMachine, UInt32) -> Bool) throws {
        if case .failure(let error)? = inbox.end { throw error }
        guard let serial = inbox.serial, link.withStream({ body(&$0, serial) }) else { throw Self.gone }
    }

    private static var gone: VirtError {
        VirtError(.operationInvalid, "The stream has ended, so nothing more goes through it. Open another one.")
    }

    // MARK: - The end

    /// Tells the daemon that all is read and written, and waits until it confirms that it has what was sent.
    ///
    /// - Throws: ``VirtError`` when what was sent did not arrive, or the daemon does not confirm it in time.
    package func finish() async throws { try await close { $0.finish($1, by: $2) } }

    /// Ends the stream before its end; again does nothing.
    package func abort() async {
        try? await close { $0.abort($1, by: $2) }
    }

    /// Ends the stream before its end, without waiting for the daemon's word.
    package func cancel() {
        guard let serial = inbox.serial else { return }
        let deadline = ContinuousClock.now + .seconds(60)
        _ = link.withStream { $0.abort(serial, by: deadline) }
    }

    private func close(
        _ body: @Sendable (inout ClientMachine, UInt32, ContinuousClock.Instant) -> Bool
    ) async throws {
        let promise = Promise<Void>()
        if let end = inbox.awaitEnd(promise) { return try end.get() }
        guard let serial = inbox.serial else { throw Self.gone }
        let deadline = ContinuousClock.now + .seconds(60)
        _ = link.withStream { body(&$0, serial, deadline) }
        try await promise.value()
    }
}
