// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer
internal import XDR

extension DriverService {
    /// Wishes of clients that are older than callback ids: one for each kind of event, of all domains.
    static func serveLegacyEvents(_ program: inout Program, _ domains: any DomainDriver, _ events: EventRegistry) {
        // VIR_DOMAIN_EVENT_ID_LIFECYCLE
        let lifecycle: Int32 = 0
        program.answer(RemoteProgram.connectDomainEventRegister) { session, call, _ in
            try add(lifecycle, session, call, domains, events)
            return RemoteProgram.ConnectDomainEventRegisterResult(cbRegistered: 1)
        }
        program.answer(RemoteProgram.connectDomainEventDeregister) { session, _, _ in
            try remove(lifecycle, session, events)
            return RemoteProgram.ConnectDomainEventDeregisterResult(cbRegistered: 0)
        }
        program.answer(RemoteProgram.connectDomainEventRegisterAny) { session, call, arguments in
            // The last that has a message without an id is VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED, 15.
            guard (0...15).contains(arguments.eventID) else {
                throw RemoteError.internalError("unsupported event ID \(arguments.eventID)", in: .event)
            }
            try add(arguments.eventID, session, call, domains, events)
            return XDRVoid()
        }
        program.answer(RemoteProgram.connectDomainEventDeregisterAny) { session, _, arguments in
            try remove(arguments.eventID, session, events)
            return XDRVoid()
        }
    }

    private static func add(
        _ eventID: Int32, _ session: ConnectionSession, _ call: Call, _ domains: any DomainDriver,
        _ events: EventRegistry
    ) throws {
        let id = try events.add(eventID, of: nil, from: .domains, for: session.client, in: .init(isPlain: true)) {
            watch(domains, events)
        }
        call.afterReply { events.begin(id) }
    }

    private static func remove(_ eventID: Int32, _ session: ConnectionSession, _ events: EventRegistry) throws {
        guard events.removePlain(eventID, of: session.client, from: .domains) else {
            throw RemoteError.internalError("domain event \(eventID) not registered", in: .event)
        }
    }
}
