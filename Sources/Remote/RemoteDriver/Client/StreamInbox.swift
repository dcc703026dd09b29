// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import Synchronization

/// What has come for a ``RemoteStream`` and was not read yet; the connection holds it, not the stream.
final class StreamInbox: Sendable {
    /// What there is to read.
    enum Content: Sendable {
        case piece(RemoteStream.Piece)
        /// Nothing any more.
        case end(Result<Void, VirtError>)
        /// Nothing yet; the promise is kept when there is.
        case wait
    }

    private struct State {
        var serial: UInt32?
        var pieces: [RemoteStream.Piece] = []
        var first = 0
        var hasAll = false
        var end: Result<Void, VirtError>?
        var reader: Promise<Void>?
        var closers: [Promise<Void>] = []
    }

    private let state = Mutex(State())

    /// The serial of the call that opened the stream; nil before its answer.
    var serial: UInt32? { state.withLock { $0.serial } }

    /// How the stream has ended; nil as long as it has not.
    var end: Result<Void, VirtError>? { state.withLock { $0.end } }

    /// The call that opens the stream was answered.
    func opened(_ serial: UInt32) { state.withLock { $0.serial = serial } }

    /// Takes what came; on the loop.
    func deliver(_ arrival: StreamArrival) {
        let (reader, closers, end) = state.withLock {
            state -> (Promise<Void>?, [Promise<Void>], Result<Void, VirtError>?) in
            defer { state.reader = nil }
            switch arrival {
            case .data(let bytes): state.pieces.append(.data(bytes))
            case .hole(let length): state.pieces.append(.hole(length))
            case .end: state.hasAll = true
            case .closed: state.end = .success(())
            case .failed(let error): state.end = .failure(error)
            }
            guard let end = state.end else { return (state.reader, [], nil) }
            defer { state.closers = [] }
            return (state.reader, state.closers, end)
        }
        reader?.resolve(.success(()))
        for closer in closers { if let end { closer.resolve(end.mapError { $0 as any Error }) } }
    }

    /// Takes the next piece.
    ///
    /// - Parameter promise: Kept when there is more, if there is nothing yet.
    func take(or promise: Promise<Void>) -> Content {
        state.withLock { state in
            if state.first < state.pieces.count {
                let piece = state.pieces[state.first]
                state.first += 1
                if state.first == state.pieces.count {
                    state.pieces = []
                    state.first = 0
                }
                return .piece(piece)
            }
            if state.hasAll { return .end(.success(())) }
            if let end = state.end { return .end(end) }
            state.reader = promise
            return .wait
        }
    }

    /// How the stream has ended; or nil, and the promise is kept when it has.
    func awaitEnd(_ promise: Promise<Void>) -> Result<Void, VirtError>? {
        state.withLock { state in
            if state.end == nil { state.closers.append(promise) }
            return state.end
        }
    }
}
