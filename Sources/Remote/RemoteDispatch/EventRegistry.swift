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
        /// Its own name, where there are too many kinds for ids.
        var name = ""
        /// Sends it to a client, under a callback id.
        var send: @Sendable (ClientConnection, Int32) -> Void
        /// Sends it to a client that knows of no callback ids; nil where such clients cannot know the event.
        var sendPlainly: (@Sendable (ClientConnection) -> Void)?
    }

    /// What kind of objects events are of; each has ids of its own.
    enum Source: Hashable, Sendable { case domains, secrets, monitors }

    /// In which manner a client wants events.
    struct Manner: Sendable {
        /// Whether it knows of no callback ids.
        var isPlain = false
        /// Which names are wanted; nil for all. Wishes by name may be alike.
        var isWanted: (@Sendable (String) -> Bool)?
    }

    private struct Registration {
        var client: ClientConnection
        var source: Source
        var eventID: Int32
        var object: ObjectUUID?
        var manner = Manner()
        /// Notices that wait until the client knows the id; nil when it does.
        var early: [Notice]? = []

        func send(_ notice: Notice, _ id: Int32) {
            if manner.isPlain { notice.sendPlainly?(client) } else { notice.send(client, id) }
        }
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
        in manner: Manner = Manner(), watch: () -> Void
    ) throws -> Int32 {
        let (id, isFirst): (Int32, Bool) = try state.withLock { state in
            let isKnown = state.registrations.values.contains {
                $0.client === client && $0.source == source && $0.eventID == eventID && $0.object == object
                    && $0.manner.isPlain == manner.isPlain
            }
            if isKnown, manner.isWanted == nil {
                throw RemoteError(.invalidArgument, in: .event, "event callback already tracked")
            }
            let id = state.nextID
            state.nextID += 1
            state.registrations[id] = Registration(
                client: client, source: source, eventID: eventID, object: object, manner: manner)
            return (id, state.watched.insert(source).inserted)
        }
        if isFirst { watch() }
        return id
    }

    /// Brings what a sequence tells from now on. One that fell behind is begun again: the events go on, and clients that count will
    /// see the gap in what they ask for. One that the driver does not have is over.
    func watch<Event: Sendable>(
        _ source: Source, _ sequence: @escaping @Sendable () -> EventSequence<Event>,
        _ tell: @escaping @Sendable (Event) -> (notices: [Notice], object: ObjectUUID)
    ) {
        let events = sequence()
        Task {
            do {
                for try await event in events {
                    let (notices, object) = tell(event)
                    send(notices, about: object, from: source)
                }
                sourceEnded(source)
            } catch let error as VirtError where error.code == .noSupport {
                sourceEnded(source)
            } catch {
                watch(source, sequence, tell)
            }
        }
    }

    /// The client knows its id now.
    func begin(_ id: Int32) {
        state.withLock { state in
            guard let registration = state.registrations[id], let early = registration.early else { return }
            state.registrations[id]?.early = nil
            for notice in early { registration.send(notice, id) }
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

    /// Takes back the wish of a client that knows of no callback ids.
    ///
    /// - Returns: Whether there was one.
    func removePlain(_ eventID: Int32, of client: ClientConnection, from source: Source) -> Bool {
        state.withLock { state in
            let known = state.registrations.first { _, one in
                one.manner.isPlain && one.client === client && one.source == source && one.eventID == eventID
            }
            guard let known else { return false }
            state.registrations[known.key] = nil
            return true
        }
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
                for notice in notices
                where notice.eventID == registration.eventID && registration.manner.isWanted?(notice.name) ?? true {
                    if registration.early != nil {
                        state.registrations[id]?.early?.append(notice)
                    } else {
                        registration.send(notice, id)
                    }
                }
            }
        }
    }

    /// The events of a source have ended; the next wish begins anew.
    func sourceEnded(_ source: Source) { _ = state.withLock { $0.watched.remove(source) } }
}
