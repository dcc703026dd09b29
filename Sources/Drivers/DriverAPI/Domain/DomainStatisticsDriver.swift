// SPDX-License-Identifier: Apache-2.0

/// What a domain has used and done. All but ``statistics(of:_:_:)`` need a running domain.
package protocol DomainStatisticsDriver: Sendable {
    /// The CPU time on the host.
    func cpuStatistics(of domain: DomainIdentity) async throws -> DomainCPUStatistics
    /// The virtual CPUs that are plugged in, by their numbers.
    func vcpus(of domain: DomainIdentity) async throws -> [DomainVCPUInformation]
    /// What is known of the memory.
    func memoryStatistics(of domain: DomainIdentity) async throws -> [DomainMemoryStatistic]
    /// Has the balloon's driver in the guest tell of its memory every so many seconds; 0 for never.
    func setMemoryStatisticsPeriod(
        of domain: DomainIdentity, inSeconds period: Int, _ affecting: DomainAffectFlags) async throws
    /// What a disk has done; the disk is named by its target or its source, and an empty name means all of them together.
    func blockStatistics(of domain: DomainIdentity, disk: String) async throws -> DomainBlockStatistics
    /// How large a disk is.
    func blockInformation(on domain: DomainIdentity, disk: String) async throws -> DomainBlockInformation
    /// The disks that have failed, and why.
    func diskErrors(of domain: DomainIdentity) async throws -> [DomainDiskError]
    /// What went through an interface, named by its target on the host or its MAC address.
    func interfaceStatistics(of domain: DomainIdentity, interface: String) async throws -> DomainInterfaceStatistics
    /// Groups of statistics of many domains, a record for each that is there, in their order. Domains that are off have few of them.
    func statistics(
        of domains: [DomainIdentity], _ groups: DomainStatisticsGroups, _ flags: DomainStatisticsFlags
    ) async throws -> [DomainStatisticsRecord]
}
