// SPDX-License-Identifier: Apache-2.0

internal import RemoteProtocol

/// What a call of a client says that is older than ids of wishes: such a client has one wish for each kind of event.
enum PlainWish {
    /// It wants events of a kind.
    case made(eventID: Int32)
    /// It wants no more of them.
    case takenBack(eventID: Int32)

    /// VIR_DOMAIN_EVENT_ID_LIFECYCLE, the kind that has procedures of its own.
    private static let lifecycle: Int32 = 0

    /// Nil for a call that is about something else.
    init?(_ call: Packet) {
        guard call.header.prog == RemoteProgram.facts.number else { return nil }
        var eventID: Int32? { call.bytes.number(at: call.offset).map(Int32.init(bitPattern:)) }
        switch call.header.proc {
        case RemoteProgram.connectDomainEventRegister.number: self = .made(eventID: Self.lifecycle)
        case RemoteProgram.connectDomainEventDeregister.number: self = .takenBack(eventID: Self.lifecycle)
        case RemoteProgram.connectDomainEventRegisterAny.number:
            guard let eventID else { return nil }
            self = .made(eventID: eventID)
        case RemoteProgram.connectDomainEventDeregisterAny.number:
            guard let eventID else { return nil }
            self = .takenBack(eventID: eventID)
        default: return nil
        }
    }
}
