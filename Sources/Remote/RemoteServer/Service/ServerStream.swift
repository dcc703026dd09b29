// SPDX-License-Identifier: Apache-2.0

internal import RemoteProtocol
internal import Synchronization

/// Our side of a stream that a call has opened.
///
/// What a client sends waits here, in a bounded amount: beyond it the client's socket is not read. What we send waits for the
/// client in the same way. One task reads, one task writes.
package final class ServerStream: Sendable {
    private struct State {
        var input: [StreamInput] = []
        var reader: CheckedContinuation<StreamInput, Never>?
        var isOver = false
        var cancel: (@Sendable () -> Void)?
    }

    private let key: StreamKey
    private let client: ClientConnection
    private let state = Mutex(State())

    init(_ key: StreamKey, on client: ClientConnection) {
        self.key = key
        self.client = client
    }

    /// What the client sends next; ``StreamInput/finished`` or ``StreamInput/aborted`` come last, and again.
    package func read() async -> StreamInput {
        let input = await withCheckedContinuation { (continuation: CheckedContinuation<StreamInput, Never>) in
            let next = state.withLock { state -> StreamInput? in
                if let first = state.input.first {
                    if first != .finished, first != .aborted { state.input.removeFirst() }
                    return first
                }
                state.reader = continuation
                return nil
            }
            if let next { continuation.resume(returning: next) }
        }
        if case .data(let bytes) = input { client.consumed(bytes.count, of: key) }
        return input
    }

    /// Sends bytes, and waits while the client has too much to read already.
    ///
    /// - Returns: False when the client wants no more.
    package func write(_ bytes: [UInt8]) async -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            await client.waitForRoom()
            let piece = rest.prefix(Packet.maximumStreamData)
            guard client.send(piece, on: key) else { return false }
            rest = rest.dropFirst(piece.count)
        }
        return !state.withLock { $0.isOver }
    }

    /// Sends a hole of so many bytes.
    package func writeHole(_ length: Int64) async -> Bool {
        await client.waitForRoom()
        return client.sendHole(length, on: key)
    }

    /// Tells the client that it has all.
    package func finishWriting() { client.withMachine { $0.finishSending(on: key) } }

    /// Confirms that all that the client has sent arrived, after ``StreamInput/finished``.
    package func complete() { client.withMachine { $0.complete(key) } }

    /// Ends the stream with an error.
    package func fail(_ error: any Error) {
        client.withMachine { $0.fail(key, RemoteError(error)) }
        deliver(.aborted)
    }

    /// Calls a closure once when the client aborts the stream or goes away; at once when it has.
    package func onAbort(_ body: @escaping @Sendable () -> Void) {
        let isOver = state.withLock { state in
            state.cancel = body
            return state.isOver
        }
        if isOver { body() }
    }

    func deliver(_ input: StreamInput) {
        let (reader, cancel) = state.withLock {
            state -> (CheckedContinuation<StreamInput, Never>?, (@Sendable () -> Void)?) in
            guard !state.isOver else { return (nil, nil) }
            var cancel: (@Sendable () -> Void)?
            if input == .aborted {
                state.isOver = true
                state.input = []
                cancel = state.cancel
            }
            defer { state.reader = nil }
            // The last word is kept for those who ask again.
            if state.reader == nil || input == .finished || input == .aborted { state.input.append(input) }
            return (state.reader, cancel)
        }
        reader?.resume(returning: input)
        cancel?()
    }
}
