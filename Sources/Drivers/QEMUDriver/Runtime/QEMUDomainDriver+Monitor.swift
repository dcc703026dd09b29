// SPDX-License-Identifier: Apache-2.0

package import DriverAPI

extension QEMUDomainDriver {
    package func monitorCommand(
        of domain: DomainIdentity, _ command: String, _ flags: DomainMonitorCommandFlags
    ) async throws -> String { try await machine(domain).monitorCommand(command, flags) }

    package func monitorEvents(of domain: DomainIdentity?) -> EventSequence<DomainMonitorEvent> {
        guard let uuid = domain?.uuid else { return environment.monitorEvents.subscribe() }
        return environment.monitorEvents.subscribe { $0.domain.uuid == uuid }
    }
}
