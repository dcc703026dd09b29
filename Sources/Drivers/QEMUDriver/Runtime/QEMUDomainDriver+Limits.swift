// SPDX-License-Identifier: Apache-2.0

package import DriverAPI

extension QEMUDomainDriver {
    package func limits(
        of domain: DomainIdentity, _ kind: DomainLimitKind, _ affecting: DomainAffectFlags
    ) async throws -> [TypedParameter] { try machine(domain).domain(affecting).limits(kind) }

    package func setLimits(
        of domain: DomainIdentity, _ kind: DomainLimitKind, _ parameters: [TypedParameter],
        _ affecting: DomainAffectFlags
    ) async throws { try await machine(domain).setLimits(kind, parameters, affecting) }
}
