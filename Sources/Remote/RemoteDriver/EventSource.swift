// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import Synchronization
internal import XDR

/// Events of one kind of object, for which the daemon is asked when the first subscriber comes.
///
/// The daemon is asked once for all objects; who wants those of one gets them sorted out here. That goes on until the connection
/// ends. Calls that follow a subscription wait until the daemon has taken the wishes, so that nothing they lead to is missed.
final class EventSource<Occurrence: Sendable>: Sendable {
    /// What an event says: for which wish it comes, and what happened; nil for what has no name here.
    typealias Reading = @Sendable (Packet) throws(XDRError) -> (callback: Int32, occurrence: Occurrence?)

    /// What is asked for.
    struct Wish: Sendable {
        /// The number of the program, and of the message in it, that is sent for it.
        var program = RemoteProgram.facts.number
        var event: Int32
        /// Whether there are no events worth having without it. Daemons that are older than the wish refuse it.
        var isEssential: Bool
        /// Asks.
        var register: @Sendable (RemoteClient, @escaping @Sendable (Result<Int32, VirtError>) -> Void) throws -> Void
        /// Reads the message.
        var read: Reading
    }

    private struct State {
        var hasBegun = false
        /// The wishes by the number that the daemon gave them.
        var callbacks: Set<Int32> = []
    }

    private let hub = EventHub<Occurrence>()
    private let caller: RemoteCaller
    private let wishes: [Wish]
    private let state = Mutex(State())

    init(_ caller: RemoteCaller, _ wishes: [Wish]) {
        self.caller = caller
        self.wishes = wishes
    }

    /// Events from now on, as far as the condition holds.
    func subscribe(where isWanted: @escaping @Sendable (Occurrence) -> Bool) -> EventSequence<Occurrence> {
        let sequence = hub.subscribe(where: isWanted)
        let isFirst = state.withLock { state in
            defer { state.hasBegun = true }
            return !state.hasBegun
        }
        if isFirst { begin() }
        return sequence
    }

    private func begin() {
        caller.router.onEnd { [hub] error in hub.finish(throwing: error.code == .invalidConnection ? nil : error) }
        for wish in wishes {
            caller.router.handle(wish.event, of: wish.program) { [weak self] packet in self?.receive(packet, wish.read)
            }
            let gate = caller.gate
            gate.enter()
            do {
                try wish.register(caller.client) { [self] result in
                    switch result {
                    case .success(let callback): state.withLock { _ = $0.callbacks.insert(callback) }
                    case .failure(let error): if wish.isEssential { hub.finish(throwing: error) }
                    }
                    gate.leave()
                }
            } catch {
                hub.finish(throwing: error)
                gate.leave()
            }
        }
    }

    /// On the loop, so in the order of the wire.
    private func receive(_ packet: Packet, _ read: Reading) {
        do throws(XDRError) {
            let (callback, occurrence) = try read(packet)
            // What was wished for by another means is not ours.
            guard let occurrence, state.withLock({ $0.callbacks.contains(callback) }) else { return }
            hub.send(occurrence)
        } catch {
            hub.finish(
                throwing: VirtError(
                    .rpc, "The daemon sent event \(packet.header.proc), which cannot be read. \(error)", cause: error))
        }
    }
}
