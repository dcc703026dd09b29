// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer
internal import RemoteValues
internal import XDR

extension DriverService {
    /// Wishes for events of domains.
    static func serveDomainEvents(_ program: inout Program, _ domains: any DomainDriver, _ events: EventRegistry) {
        program.answer(RemoteProgram.connectDomainEventCallbackRegisterAny) { session, call, arguments in
            // VIR_DOMAIN_EVENT_ID_LAST is 27.
            guard (0..<27).contains(arguments.eventID) else {
                throw RemoteError.internalError("unsupported event ID \(arguments.eventID)", in: .event)
            }
            let object = arguments.dom.map { ObjectUUID($0.uuid) }
            let id = try events.add(arguments.eventID, of: object, from: .domains, for: session.client) {
                watch(domains, events)
            }
            call.afterReply { events.begin(id) }
            return RemoteProgram.ConnectDomainEventCallbackRegisterAnyResult(callbackID: id)
        }
        program.answer(RemoteProgram.connectDomainEventCallbackDeregisterAny) { session, _, arguments in
            try events.remove(arguments.callbackID, of: session.client, from: .domains)
            return XDRVoid()
        }
    }

    /// Brings what happens to domains from now on.
    static func watch(_ domains: any DomainDriver, _ events: EventRegistry) {
        events.watch(.domains, { domains.events(of: nil) }) { ($0.notices, $0.domain.uuid) }
    }
}
