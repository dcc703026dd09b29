// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer
internal import RemoteValues
internal import XDR

extension DriverService {
    /// What domains have used and done.
    static func serveStatistics(_ program: inout Program, _ domains: any DomainDriver, _ host: (any HostDriver)?) {
        program.serve(RemoteProgram.connectGetAllDomainStats) { _, _, arguments in
            try await allStatistics(arguments, domains)
        }
        program.serve(RemoteProgram.domainGetCPUStats) { _, _, arguments in
            try await cpuStatistics(arguments, domains, host)
        }
        program.serve(RemoteProgram.domainMemoryStats) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virDomainMemoryStats")
            let statistics = try await domains.memoryStatistics(of: arguments.dom.identity)
            return RemoteProgram.DomainMemoryStatsResult(
                stats: statistics.prefix(Int(clamping: arguments.maxStats)).map {
                    RemoteProgram.DomainMemoryStat(tag: $0.tag.rawValue, val: $0.value)
                })
        }
        program.serve(RemoteProgram.domainSetMemoryStatsPeriod) { _, _, arguments in
            try check(arguments.flags, knowing: 3, "virDomainSetMemoryStatsPeriod")
            try await domains.setMemoryStatisticsPeriod(
                of: arguments.dom.identity, inSeconds: Int(arguments.period),
                DomainAffectFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainInterfaceStats) { _, _, arguments in
            let statistics = try await domains.interfaceStatistics(
                of: arguments.dom.identity, interface: arguments.device)
            let (received, sent) = (statistics.received, statistics.sent)
            return RemoteProgram.DomainInterfaceStatsResult(
                rxBytes: Int64(clamping: received.bytes), rxPackets: Int64(clamping: received.packets),
                rxErrs: Int64(clamping: received.errors), rxDrop: Int64(clamping: received.drops),
                txBytes: Int64(clamping: sent.bytes), txPackets: Int64(clamping: sent.packets),
                txErrs: Int64(clamping: sent.errors), txDrop: Int64(clamping: sent.drops))
        }
        serveBlockStatistics(&program, domains)
    }

    private static func serveBlockStatistics(_ program: inout Program, _ domains: any DomainDriver) {
        program.serve(RemoteProgram.domainBlockStats) { _, _, arguments in
            let statistics = try await domains.blockStatistics(of: arguments.dom.identity, disk: arguments.path)
            let (reads, writes) = (statistics.reads, statistics.writes)
            // QEMU does not count errors, which is -1.
            return RemoteProgram.DomainBlockStatsResult(
                rdReq: Int64(clamping: reads.count), rdBytes: Int64(clamping: reads.bytes),
                wrReq: Int64(clamping: writes.count), wrBytes: Int64(clamping: writes.bytes), errs: -1)
        }
        program.serve(RemoteProgram.domainBlockStatsFlags) { _, _, arguments in
            // VIR_TYPED_PARAM_STRING_OKAY is 4.
            try check(arguments.flags, knowing: 4, "virDomainBlockStatsFlags")
            let statistics = try await domains.blockStatistics(of: arguments.dom.identity, disk: arguments.path)
            let (list, count) = try statistics.parameters.answer(roomFor: arguments.nparams)
            return RemoteProgram.DomainBlockStatsFlagsResult(params: list, nparams: count)
        }
        program.serve(RemoteProgram.domainGetBlockInfo) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virDomainGetBlockInfo")
            let information = try await domains.blockInformation(on: arguments.dom.identity, disk: arguments.path)
            return RemoteProgram.DomainGetBlockInfoResult(
                allocation: information.allocation, capacity: information.capacity, physical: information.physical)
        }
    }

    /// The states of a list that statistics can be asked for: `VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE` to `_OTHER`.
    private static let listBits: UInt32 = 0xff

    private static func allStatistics(
        _ arguments: RemoteProgram.ConnectGetAllDomainStatsArguments, _ domains: any DomainDriver
    ) async throws -> RemoteProgram.ConnectGetAllDomainStatsResult {
        let known: DomainStatisticsFlags = [.noWait, .backing, .enforce]
        try check(
            arguments.flags, knowing: known.rawValue | listBits,
            arguments.doms.isEmpty ? "virConnectGetAllDomainStats" : "virDomainListGetStats")
        let list = DomainListFlags(rawValue: arguments.flags & listBits)
        var wanted = arguments.doms.map(\.identity)
        if wanted.isEmpty || !list.isEmpty {
            let listed = try await domains.list(list)
            let named = Set(wanted.map(\.uuid))
            wanted = named.isEmpty ? listed : listed.filter { named.contains($0.uuid) }
        }
        let records = try await domains.statistics(
            of: wanted, DomainStatisticsGroups(rawValue: arguments.stats),
            DomainStatisticsFlags(rawValue: arguments.flags).intersection(known))
        return RemoteProgram.ConnectGetAllDomainStatsResult(
            retStats: records.map { record in
                RemoteProgram.DomainStatsRecord(
                    dom: .init(record.domain), params: record.parameters.map { RemoteTypedParameter($0) })
            })
    }

    /// The CPU time of all processors together, whose number is -1. The host counts none of a single processor for a process: a
    /// client that asks how many processors there are is told, and that there is nothing known of each.
    private static func cpuStatistics(
        _ arguments: RemoteProgram.DomainGetCPUStatsArguments, _ domains: any DomainDriver, _ host: (any HostDriver)?
    ) async throws -> RemoteProgram.DomainGetCPUStatsResult {
        try check(arguments.flags, knowing: 4, "virDomainGetCPUStats")
        let statistics = try await domains.cpuStatistics(of: arguments.dom.identity)
        guard arguments.startCPU == -1 else {
            guard arguments.startCPU >= 0 else {
                throw RemoteError.invalidArgument("There is no processor \(arguments.startCPU)", in: .domain)
            }
            let count = arguments.ncpus == 0 ? try await host?.onlineCPUs().count ?? 0 : 0
            return RemoteProgram.DomainGetCPUStatsResult(params: [], nparams: Int32(clamping: count))
        }
        let parameters: [TypedParameter] = [
            .init("cpu_time", .unsignedLong(statistics.timeInNanoseconds)),
            .init("user_time", .unsignedLong(statistics.userTimeInNanoseconds)),
            .init("system_time", .unsignedLong(statistics.systemTimeInNanoseconds)),
        ]
        let (list, count) = try parameters.answer(roomFor: Int32(clamping: arguments.nparams))
        return RemoteProgram.DomainGetCPUStatsResult(params: list, nparams: count)
    }
}

extension DomainBlockStatistics {
    /// The numbers under libvirt's names (`VIR_DOMAIN_BLOCK_STATS_...`).
    fileprivate var parameters: [TypedParameter] {
        let values = [
            ("wr_bytes", writes.bytes), ("wr_operations", writes.count), ("rd_bytes", reads.bytes),
            ("rd_operations", reads.count), ("flush_operations", flushes.count),
            ("wr_total_times", writes.timeInNanoseconds), ("rd_total_times", reads.timeInNanoseconds),
            ("flush_total_times", flushes.timeInNanoseconds),
        ]
        return values.map { TypedParameter($0.0, .long(Int64(clamping: $0.1))) }
    }
}
