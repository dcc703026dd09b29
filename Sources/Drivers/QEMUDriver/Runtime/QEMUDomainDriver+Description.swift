// SPDX-License-Identifier: Apache-2.0

package import DriverAPI

extension QEMUDomainDriver {
    package func status(of domain: DomainIdentity) async throws -> DomainStatus { try machine(domain).status }

    package func information(on domain: DomainIdentity) async throws -> DomainInformation {
        try machine(domain).information
    }

    package func xml(of domain: DomainIdentity, _ flags: DomainXMLFlags) async throws -> String {
        try await machine(domain).xml(flags)
    }

    package func job(of domain: DomainIdentity) async throws -> DomainJobInformation? { try machine(domain).job }

    package func metadata(
        of domain: DomainIdentity, _ kind: DomainMetadataKind, _ affecting: DomainAffectFlags
    ) async throws -> String {
        try machine(domain).metadata(kind, affecting)
    }

    package func setMetadata(
        of domain: DomainIdentity, _ kind: DomainMetadataKind, to text: String?, key: String?,
        _ affecting: DomainAffectFlags
    ) async throws {
        try await machine(domain).setMetadata(kind, to: text, key: key, affecting)
    }

    package func events(of domain: DomainIdentity?) -> EventSequence<DomainEvent> {
        guard let uuid = domain?.uuid else { return environment.events.subscribe() }
        return environment.events.subscribe { $0.domain.uuid == uuid }
    }
}
