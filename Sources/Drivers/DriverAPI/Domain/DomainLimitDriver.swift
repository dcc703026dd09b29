// SPDX-License-Identifier: Apache-2.0

/// What the host gives a domain at most, or gives it before others: the limits of its control group.
package protocol DomainLimitDriver: Sendable {
    /// The limits of a kind, under libvirt's names, all of them.
    func limits(
        of domain: DomainIdentity, _ kind: DomainLimitKind, _ affecting: DomainAffectFlags
    ) async throws -> [TypedParameter]
    /// Sets limits, under libvirt's names; those that are not named stay.
    func setLimits(
        of domain: DomainIdentity, _ kind: DomainLimitKind, _ parameters: [TypedParameter],
        _ affecting: DomainAffectFlags
    ) async throws
}

/// What a limit is about.
package enum DomainLimitKind: Sendable, Hashable {
    /// Memory of the host (`VIR_DOMAIN_MEMORY_...`).
    case memory
    /// Time of processors (`VIR_DOMAIN_SCHEDULER_...`).
    case scheduler
    /// Traffic with block devices of the host (`VIR_DOMAIN_BLKIO_...`).
    case blockIO
}
