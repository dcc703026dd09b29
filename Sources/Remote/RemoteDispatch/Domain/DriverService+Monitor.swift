// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer
internal import RemoteValues
internal import XDR

extension DriverService {
    /// The program `qemu`: QEMU's own monitor.
    static func serveMonitor(_ program: inout Program, _ domains: any DomainDriver, _ events: EventRegistry) {
        program.serve(QEMUProgram.domainMonitorCommand) { _, _, arguments in
            try check(arguments.flags, knowing: 1, "virDomainQemuMonitorCommand")
            return QEMUProgram.DomainMonitorCommandResult(
                result: try await domains.monitorCommand(
                    of: arguments.dom.identity, arguments.cmd, DomainMonitorCommandFlags(rawValue: arguments.flags)))
        }
        program.answer(QEMUProgram.connectDomainMonitorEventRegister) { session, call, arguments in
            let filter = try MonitorEventFilter(arguments.event, flags: arguments.flags)
            let object = arguments.dom.map { ObjectUUID($0.uuid) }
            let id = try events.add(
                0, of: object, from: .monitors, for: session.client, in: .init(isWanted: { filter.lets($0) })
            ) {
                events.watch(.monitors, { domains.monitorEvents(of: nil) }) { ([$0.notice], $0.domain.uuid) }
            }
            call.afterReply { events.begin(id) }
            return QEMUProgram.ConnectDomainMonitorEventRegisterResult(callbackID: id)
        }
        program.answer(QEMUProgram.connectDomainMonitorEventDeregister) { session, _, arguments in
            try events.remove(arguments.callbackID, of: session.client, from: .monitors)
            return XDRVoid()
        }
    }
}

extension DomainMonitorEvent {
    fileprivate var notice: EventRegistry.Notice {
        let (microseconds, name, details) = (microseconds ?? 0, name, details)
        let reference = RemoteProgram.DomainReference(domain)
        return EventRegistry.Notice(
            eventID: 0, name: name,
            send: { client, id in
                client.send(
                    QEMUProgram.domainMonitorEvent, of: QEMUProgram.facts,
                    QEMUProgram.DomainMonitorEventMessage(
                        callbackID: id, dom: reference, event: name, seconds: microseconds / 1_000_000,
                        micros: UInt32(max(0, microseconds % 1_000_000)), details: details))
            })
    }
}
