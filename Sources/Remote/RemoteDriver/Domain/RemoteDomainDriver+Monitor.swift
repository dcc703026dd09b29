// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteValues
internal import XDR

extension RemoteDomainDriver {
    func monitorCommand(
        of domain: DomainIdentity, _ command: String, _ flags: DomainMonitorCommandFlags
    ) async throws -> String {
        let arguments = QEMUProgram.DomainMonitorCommandArguments(
            dom: .init(domain), cmd: command, flags: flags.rawValue)
        return try await caller.call(QEMUProgram.domainMonitorCommand, of: QEMUProgram.facts, arguments).result
    }

    func monitorEvents(of domain: DomainIdentity?) -> EventSequence<DomainMonitorEvent> {
        guard let uuid = domain?.uuid else { return monitorSource.subscribe { _ in true } }
        return monitorSource.subscribe { $0.domain.uuid == uuid }
    }
}

extension DomainMonitorEvent {
    /// All that QEMU tells, of all domains.
    static let wishes = [
        EventSource<DomainMonitorEvent>.Wish(
            program: QEMUProgram.facts.number, event: QEMUProgram.domainMonitorEvent.number, isEssential: true,
            register: { client, completion in
                try client.send(
                    QEMUProgram.connectDomainMonitorEventRegister, of: QEMUProgram.facts,
                    QEMUProgram.ConnectDomainMonitorEventRegisterArguments(dom: nil, event: nil, flags: 0)
                ) { result in completion(result.map(\.callbackID)) }
            },
            read: { packet throws(XDRError) in
                let message = try QEMUProgram.DomainMonitorEventMessage(xdr: packet.bytes, from: packet.offset)
                // QEMU says -1 when it cannot read its clock (qapi/qapi-schema.json, events).
                let isTimed = message.seconds > 0 && message.seconds < 1 << 40
                let event = DomainMonitorEvent(
                    domain: message.dom.identity, name: message.event, details: message.details,
                    microseconds: isTimed ? message.seconds * 1_000_000 + Int64(message.micros) : nil)
                return (message.callbackID, event)
            })
    ]
}
