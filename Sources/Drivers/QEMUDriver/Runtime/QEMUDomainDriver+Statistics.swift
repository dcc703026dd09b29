// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
internal import LinuxSystem
internal import VirtModel

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

    package func diskErrors(of domain: DomainIdentity) async throws -> [DomainDiskError] {
        try await machine(domain).diskErrors()
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
        return try await withThrowingTaskGroup(of: [(Int, DomainStatisticsRecord)].self) { group in
            var off: [(Int, StatisticsReport)] = []
            for (index, machine) in machines.enumerated() {
                if let report = machine.reportWhenOff() {
                    off.append((index, report))
                } else {
                    group.addTask { [(index, try await machine.statistics(groups, flags))] }
                }
            }
            for start in stride(from: 0, to: off.count, by: Self.offAtOnce) {
                let some = off[start..<min(start + Self.offAtOnce, off.count)]
                group.addTask { await self.records(some, groups) }
            }
            var records = [DomainStatisticsRecord?](repeating: nil, count: machines.count)
            for try await part in group {
                for (index, record) in part { records[index] = record }
            }
            return records.compactMap { $0 }
        }
    }

    /// How many domains that are off are looked at together: thousands cost little so, and a disk that hangs keeps the sizes of few
    /// from being told.
    private static let offAtOnce = 64

    private func records(
        _ reports: ArraySlice<(Int, StatisticsReport)>, _ groups: DomainStatisticsGroups
    ) async -> [(Int, DomainStatisticsRecord)] {
        let disks = groups.contains(.block) ? reports.flatMap { $0.1.domain.devices.disks } : []
        var images = HostImages()
        if !disks.isEmpty {
            let looked = try? await environment.services.blockingWork.run(
                "look at the images of \(reports.count) domains", deadline: .seconds(10)
            ) { HostImages(disks) }
            images = looked ?? images
        }
        return reports.map { index, report in
            var report = report
            report.images = images
            return (index, report.record(groups))
        }
    }
}
