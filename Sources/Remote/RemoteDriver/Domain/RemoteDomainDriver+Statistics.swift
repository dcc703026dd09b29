// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteValues
internal import XDR

extension RemoteDomainDriver {
    /// How many parameters fit into an answer about a disk; a driver sends those that it has.
    private static let blockParameters: Int32 = 16
    /// REMOTE_DOMAIN_LIST_MAX: how many domains one call names.
    private static let domainsOfCall = 16384

    func cpuStatistics(of domain: DomainIdentity) async throws -> DomainCPUStatistics {
        // From processor -1, of which there is one, come the sums (`virDomainGetCPUStats`).
        let arguments = RemoteProgram.DomainGetCPUStatsArguments(
            dom: .init(domain), nparams: 16, startCPU: -1, ncpus: 1, flags: 0)
        let sums: [TypedParameter]
        do {
            sums = try await caller.call(RemoteProgram.domainGetCPUStats, arguments).params.map(\.parameter)
        } catch let error as VirtError where error.code == .operationInvalid {
            // So says a libvirt that runs without control groups, as a user's does; its bulk statistics look into /proc instead.
            let records = try await statistics(of: [domain], .cpuTotal, [])
            guard let record = records.first, let time = record.parameters.count("cpu.time") else { throw error }
            return DomainCPUStatistics(
                timeInNanoseconds: time, userTimeInNanoseconds: record.parameters.count("cpu.user") ?? 0,
                systemTimeInNanoseconds: record.parameters.count("cpu.system") ?? 0)
        }
        return DomainCPUStatistics(
            timeInNanoseconds: sums.count("cpu_time") ?? 0, userTimeInNanoseconds: sums.count("user_time") ?? 0,
            systemTimeInNanoseconds: sums.count("system_time") ?? 0)
    }

    func vcpus(of domain: DomainIdentity) async throws -> [DomainVCPUInformation] {
        async let processors = processorCount()
        let maximum = try await vcpuCount(of: domain, .maximum)
        let length = ProcessorMap.length(try await processors)
        let arguments = RemoteProgram.DomainGetVCPUsArguments(
            dom: .init(domain), maxinfo: Int32(clamping: maximum), maplen: Int32(clamping: length))
        let answer = try await caller.call(RemoteProgram.domainGetVCPUs, arguments)
        let maps = ProcessorMap.numbers(in: answer.cpumaps, each: length)
        return answer.info.enumerated().map { position, vcpu in
            DomainVCPUInformation(
                number: Int(vcpu.number), thread: nil, timeInNanoseconds: vcpu.cpuTime, delayInNanoseconds: nil,
                processor: Int(vcpu.cpu), affinity: maps.indices.contains(position) ? maps[position] : [])
        }
    }

    func memoryStatistics(of domain: DomainIdentity) async throws -> [DomainMemoryStatistic] {
        let arguments = RemoteProgram.DomainMemoryStatsArguments(
            dom: .init(domain), maxStats: UInt32(DomainMemoryStatistic.Tag.allCases.count), flags: 0)
        return try await caller.call(RemoteProgram.domainMemoryStats, arguments).stats.compactMap { statistic in
            // A newer daemon may know more than there are names for.
            DomainMemoryStatistic.Tag(rawValue: statistic.tag).map { DomainMemoryStatistic($0, statistic.val) }
        }
    }

    func setMemoryStatisticsPeriod(
        of domain: DomainIdentity, inSeconds period: Int, _ affecting: DomainAffectFlags
    ) async throws {
        let arguments = RemoteProgram.DomainSetMemoryStatsPeriodArguments(
            dom: .init(domain), period: Int32(clamping: period), flags: affecting.rawValue)
        _ = try await caller.call(RemoteProgram.domainSetMemoryStatsPeriod, arguments)
    }

    func blockStatistics(of domain: DomainIdentity, disk: String) async throws -> DomainBlockStatistics {
        let arguments = RemoteProgram.DomainBlockStatsFlagsArguments(
            dom: .init(domain), path: disk, nparams: Self.blockParameters, flags: 0)
        let numbers = try await caller.call(RemoteProgram.domainBlockStatsFlags, arguments).params
            .map(\.parameter)
        var statistics = DomainBlockStatistics()
        statistics.reads.count = numbers.count("rd_operations") ?? 0
        statistics.reads.bytes = numbers.count("rd_bytes") ?? 0
        statistics.reads.timeInNanoseconds = numbers.count("rd_total_times") ?? 0
        statistics.writes.count = numbers.count("wr_operations") ?? 0
        statistics.writes.bytes = numbers.count("wr_bytes") ?? 0
        statistics.writes.timeInNanoseconds = numbers.count("wr_total_times") ?? 0
        statistics.flushes.count = numbers.count("flush_operations") ?? 0
        statistics.flushes.timeInNanoseconds = numbers.count("flush_total_times") ?? 0
        return statistics
    }

    func blockInformation(on domain: DomainIdentity, disk: String) async throws -> DomainBlockInformation {
        let answer = try await caller.call(
            RemoteProgram.domainGetBlockInfo, .init(dom: .init(domain), path: disk, flags: 0))
        return DomainBlockInformation(
            capacity: answer.capacity, allocation: answer.allocation, physical: answer.physical)
    }

    func diskErrors(of domain: DomainIdentity) async throws -> [DomainDiskError] {
        // REMOTE_DOMAIN_DISK_ERRORS_MAX is 256.
        let arguments = RemoteProgram.DomainGetDiskErrorsArguments(dom: .init(domain), maxerrors: 256, flags: 0)
        return try await caller.call(RemoteProgram.domainGetDiskErrors, arguments).errors.map { error in
            DomainDiskError(
                disk: error.disk, reason: DomainDiskError.Reason(rawValue: error.error) ?? .unspecified)
        }
    }

    func interfaceStatistics(of domain: DomainIdentity, interface: String) async throws -> DomainInterfaceStatistics {
        let answer = try await caller.call(
            RemoteProgram.domainInterfaceStats, .init(dom: .init(domain), device: interface))
        // -1 stands for what is not counted.
        func count(_ number: Int64) -> UInt64 { UInt64(max(0, number)) }
        return DomainInterfaceStatistics(
            received: .init(
                bytes: count(answer.rxBytes), packets: count(answer.rxPackets), errors: count(answer.rxErrs),
                drops: count(answer.rxDrop)),
            sent: .init(
                bytes: count(answer.txBytes), packets: count(answer.txPackets), errors: count(answer.txErrs),
                drops: count(answer.txDrop)))
    }

    func statistics(
        of domains: [DomainIdentity], _ groups: DomainStatisticsGroups, _ flags: DomainStatisticsFlags
    ) async throws -> [DomainStatisticsRecord] {
        var records: [DomainStatisticsRecord] = []
        // A call that names none would be about all.
        var rest = domains[...]
        while !rest.isEmpty {
            let some = rest.prefix(Self.domainsOfCall)
            rest = rest.dropFirst(some.count)
            let arguments = RemoteProgram.ConnectGetAllDomainStatsArguments(
                doms: some.map { .init($0) }, stats: groups.rawValue, flags: flags.rawValue)
            records += try await caller.call(RemoteProgram.connectGetAllDomainStats, arguments).retStats.map {
                DomainStatisticsRecord(domain: $0.dom.identity, parameters: $0.params.map(\.parameter))
            }
        }
        return records
    }
}
