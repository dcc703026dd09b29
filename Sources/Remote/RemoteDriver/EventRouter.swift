// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import Synchronization

/// Brings the messages that come unasked to those who know what they mean. Others are dropped: nobody wished for them.
final class EventRouter: Sendable {
    private struct Kind: Hashable {
        var program: UInt32
        var event: Int32
    }

    private struct State {
        var handlers: [Kind: @Sendable (Packet) -> Void] = [:]
        var enders: [@Sendable (VirtError) -> Void] = []
        var end: VirtError?
    }

    private let state = Mutex(State())

    /// Has a handler called, on the loop, with each event of a number of a program.
    func handle(
        _ event: Int32, of program: UInt32 = RemoteProgram.facts.number, _ handler: @escaping @Sendable (Packet) -> Void
    ) {
        state.withLock { $0.handlers[Kind(program: program, event: event)] = handler }
    }

    /// Has a handler called once, when the connection has ended; at once if it has.
    func onEnd(_ handler: @escaping @Sendable (VirtError) -> Void) {
        let end = state.withLock { state in
            if state.end == nil { state.enders.append(handler) }
            return state.end
        }
        if let end { handler(end) }
    }

    func receive(_ packet: Packet) {
        let kind = Kind(program: packet.header.prog, event: packet.header.proc)
        state.withLock { $0.handlers[kind] }?(packet)
    }

    func end(_ error: VirtError) {
        let enders = state.withLock { state in
            state.end = error
            defer {
                state.enders = []
                state.handlers = [:]
            }
            return state.enders
        }
        for ender in enders { ender(error) }
    }
}
