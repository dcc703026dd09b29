// SPDX-License-Identifier: Apache-2.0

package import DriverAPI

extension QEMUDomainDriver {
    package func cpuStatistics(of domain: DomainIdentity) async throws -> DomainCPUStatistics {
        try machine(domain).cpuStatistics()
    }

    package func vcpus(of domain: DomainIdentity) async throws -> [DomainVCPUInformation] {
        try machine(domain).vcpus()
    }

    package func memoryStatistics(of domain: DomainIdentity) async throws -> [DomainMemoryStatistic] {
        try await machine(domain).memoryStatistics()
    }

    package func setMemoryStatisticsPeriod(
        of domain: DomainIdentity, inSeconds period: Int, _ affecting: DomainAffectFlags
    ) async throws {
        try await machine(domain).setMemoryStatisticsPeriod(inSeconds: period, affecting)
    }

    package func blockStatistics(of domain: DomainIdentity, disk: String) async throws -> DomainBlockStatistics {
        try await machine(domain).blockStatistics(disk: disk)
    }

    package func blockInformation(on domain: DomainIdentity, disk: String) async throws -> DomainBlockInformation {
        try await machine(domain).blockInformation(disk: disk)
    }

    package func interfaceStatistics(
        of domain: DomainIdentity, interface: String
    ) async throws -> DomainInterfaceStatistics {
        try machine(domain).interfaceStatistics(interface)
    }

    package func statistics(
        of domains: [DomainIdentity], _ groups: DomainStatisticsGroups, _ flags: DomainStatisticsFlags
    ) async throws -> [DomainStatisticsRecord] {
        if flags.contains(.enforce), !groups.isSubset(of: StatisticsReport.groups) {
            throw VirtError(
                .argumentUnsupported,
                "Among the groups of statistics \(groups.rawValue) are some that this driver does not have. Ask for others."
            )
        }
        let groups = groups.isEmpty ? StatisticsReport.groups : groups.intersection(StatisticsReport.groups)
        // A domain that is gone by now is left out.
        let machines = domains.compactMap { try? machine($0) }
        return try await withThrowingTaskGroup(of: (Int, DomainStatisticsRecord).self) { group in
            for (index, machine) in machines.enumerated() {
                group.addTask { (index, try await machine.statistics(groups, flags)) }
            }
            var records = [DomainStatisticsRecord?](repeating: nil, count: machines.count)
            for try await (index, record) in group { records[index] = record }
            return records.compactMap { $0 }
        }
    }
}
