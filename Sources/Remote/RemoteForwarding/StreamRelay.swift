// SPDX-License-Identifier: Apache-2.0

internal import RemoteDriver
internal import RemoteServer
internal import Synchronization

/// Carries a stream between a client of ours and the daemon behind us, both ways, each at the speed of the slower side.
final class StreamRelay: Sendable {
    private let client: ServerStream
    private let daemon: RemoteStream
    /// Whether the client has sent all: what comes from the daemon then is its word that it arrived.
    private let isFinishing = Mutex(false)

    init(_ client: ServerStream, _ daemon: RemoteStream) {
        self.client = client
        self.daemon = daemon
    }

    /// Begins; the tasks end with the stream.
    func start() {
        Task { await carryToClient() }
        Task { await carryToDaemon() }
    }

    private func carryToClient() async {
        do {
            while let piece = try await daemon.read() {
                let isWanted =
                    switch piece {
                    case .data(let bytes): await client.write(bytes)
                    case .hole(let length): await client.writeHole(length)
                    }
                if !isWanted { return }
            }
            if !isFinishing.withLock({ $0 }) { client.finishWriting() }
        } catch {
            client.fail(ForwardingFailure.told(by: error))
        }
    }

    private func carryToDaemon() async {
        do {
            while true {
                switch await client.read() {
                case .data(let bytes): try await daemon.write(bytes[...])
                case .hole(let length): try await daemon.writeHole(length)
                case .finished:
                    isFinishing.withLock { $0 = true }
                    try await daemon.finish()
                    return client.complete()
                case .aborted: return await daemon.abort()
                }
            }
        } catch {
            client.fail(ForwardingFailure.told(by: error))
        }
    }
}
