// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteServer
internal import Synchronization

/// Who wants to hear of which events, of all clients of a service.
///
/// Callback ids are given out once in the life of the service. An event that comes before the client knows its id waits for it.
final class EventRegistry: Sendable {
    /// An event in the forms that each wish may take: an id of libvirt's, and a way to send it.
    struct Notice: Sendable {
        var eventID: Int32
        /// Sends it to a client, under a callback id.
        var send: @Sendable (ClientConnection, Int32) -> Void
    }

    /// What kind of objects events are of; each has ids of its own.
    enum Source: Hashable, Sendable { case domains, secrets }

    private struct Registration {
        var client: ClientConnection
        var source: Source
        var eventID: Int32
        var object: ObjectUUID?
        /// Notices that wait until the client knows the id; nil when it does.
        var early: [Notice]? = []
    }

    private struct State {
        var nextID: Int32 = 0
        var registrations: [Int32: Registration] = [:]
        var watched: Set<Source> = []
    }

    private let state = Mutex(State())

    /// Adds a wish; ``begin(_:)`` when the client knows of it.
    ///
    /// - Parameter watch: Starts to bring events of the source; called once for each.
    /// - Throws: ``RemoteError`` when the client has the same wish already.
    func add(
        _ eventID: Int32, of object: ObjectUUID?, from source: Source, for client: ClientConnection,
        watch: () -> Void
    ) throws -> Int32 {
        let (id, isFirst): (Int32, Bool) = try state.withLock { state in
            let isKnown = state.registrations.values.contains {
                $0.client === client && $0.source == source && $0.eventID == eventID && $0.object == object
            }
            if isKnown { throw RemoteError(.invalidArgument, in: .event, "event callback already tracked") }
            let id = state.nextID
            state.nextID += 1
            state.registrations[id] = Registration(client: client, source: source, eventID: eventID, object: object)
            return (id, state.watched.insert(source).inserted)
        }
        if isFirst { watch() }
        return id
    }

    /// The client knows its id now.
    func begin(_ id: Int32) {
        state.withLock { state in
            guard let registration = state.registrations[id], let early = registration.early else { return }
            state.registrations[id]?.early = nil
            for notice in early { notice.send(registration.client, id) }
        }
    }

    /// Takes a wish back.
    func remove(_ id: Int32, of client: ClientConnection, from source: Source) throws {
        let isKnown = state.withLock { state in
            guard let known = state.registrations[id], known.client === client, known.source == source else {
                return false
            }
            state.registrations[id] = nil
            return true
        }
        if !isKnown { throw RemoteError.internalError("event callback \(id) not registered", in: .event) }
    }

    /// A client has gone.
    func removeAll(of number: UInt64) {
        state.withLock { state in
            state.registrations = state.registrations.filter { $0.value.client.number != number }
        }
    }

    /// Brings an event to all who want it, in the order of its calls.
    func send(_ notices: [Notice], about object: ObjectUUID, from source: Source) {
        state.withLock { state in
            for (id, registration) in state.registrations.sorted(by: { $0.key < $1.key })
            where registration.source == source && (registration.object == nil || registration.object == object) {
                for notice in notices where notice.eventID == registration.eventID {
                    if registration.early != nil {
                        state.registrations[id]?.early?.append(notice)
                    } else {
                        notice.send(registration.client, id)
                    }
                }
            }
        }
    }

    /// The events of a source have ended; the next wish begins anew.
    func sourceEnded(_ source: Source) { _ = state.withLock { $0.watched.remove(source) } }
}
