// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import QMP
internal import Synchronization
internal import VirtModel

extension VirtualMachine {
    /// How long one machine may keep the answer about many.
    private static let bulkDeadline = Duration.seconds(5)

    /// What is known of a machine that is off, but for its images; nil for one that runs.
    func reportWhenOff() -> StatisticsReport? {
        state.withLock { state in
            guard state.run == nil else { return nil }
            return StatisticsReport(
                identity: state.identity(uuid), status: state.lifecycle.status, domain: state.definition)
        }
    }

    /// Groups of statistics: what QEMU has to be asked for is asked in one write.
    func statistics(
        _ groups: DomainStatisticsGroups, _ flags: DomainStatisticsFlags
    ) async throws -> DomainStatisticsRecord {
        let (start, run, isBusy) = state.withLock { state in
            (
                StatisticsReport(
                    identity: state.identity(uuid), status: state.lifecycle.status,
                    domain: state.run?.domain ?? state.definition), state.run,
                state.jobs.principal.map { !JobQueue.Kind.query.mayRun(beside: $0.kind) } ?? false
            )
        }
        var report = start
        report.includesBacking = flags.contains(.backing)
        if let run, let process = run.process, run.isTaken {
            report.process = ProcessStatistics(process: process.identifier)
            if groups.contains(.vcpu) { report.vcpus = Self.vcpus(process.identifier, run.vcpuThreads) }
            if groups.contains(.interface), !report.domain.devices.interfaces.isEmpty {
                report.interfaces = try NetworkCounters.all()
            }
            if !(flags.contains(.noWait) && isBusy) { try await ask(&report, groups) }
        }
        if groups.contains(.block), !report.domain.devices.disks.isEmpty {
            let disks = report.domain.devices.disks
            let below =
                report.includesBacking
                ? disks.flatMap { disk in report.blocks?.images(of: disk).compactMap(\.fileName) ?? [] } : []
            // An image that cannot be looked at in time is told of without its sizes.
            report.images = (try? await hostImages(disks, below)) ?? HostImages()
        }
        return report.record(groups)
    }

    private func ask(_ report: inout StatisticsReport, _ groups: DomainStatisticsGroups) async throws {
        let memory = groups.contains(.balloon) ? MemoryReplies.commands(for: report.domain) : []
        let blocks =
            groups.contains(.block) && !report.domain.devices.disks.isEmpty ? BlockReplies.commands : []
        let threads = groups.contains(.iothread) ? [QMPCommand("query-iothreads")] : []
        let rate = groups.contains(.dirtyRate) ? [QMPCommand("query-dirty-rate")] : []
        let commands = memory + blocks + threads + rate
        guard !commands.isEmpty else { return }
        let replies: [Result<JSONValue, QMPError>]
        do {
            replies = try await perform(.query, "tell the statistics of", deadline: Self.bulkDeadline) { process in
                try await process.execute(pipelined: commands, deadline: Self.bulkDeadline)
            }
        } catch let error as VirtError where error.code == .operationInvalid || error.code == .operationTimeout {
            // It has ended meanwhile, or is stuck: the others do not wait for it, and what is known of it is told.
            return
        }
        var rest = replies[...]
        if !memory.isEmpty { report.memory = MemoryReplies(rest.prefix(memory.count)) }
        rest = rest.dropFirst(memory.count)
        if !blocks.isEmpty, let statistics = try? rest.first?.get(), let nodes = try? rest.dropFirst().first?.get() {
            report.blocks = BlockReplies(statistics: statistics, nodes: nodes)
        }
        rest = rest.dropFirst(blocks.count)
        if !threads.isEmpty { report.iothreads = try? rest.first?.get() }
        if !rate.isEmpty { report.dirtyRate = try? rest.last?.get() }
    }
}
