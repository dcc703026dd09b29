// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import QMP
internal import Synchronization
internal import VirtModel

extension VirtualMachine {
    // MARK: The process

    /// The CPU time that QEMU has used.
    func cpuStatistics() throws -> DomainCPUStatistics {
        let used = try processStatistics(for: "tell the CPU time of")
        return DomainCPUStatistics(
            timeInNanoseconds: used.timeInNanoseconds, userTimeInNanoseconds: used.userTimeInNanoseconds,
            systemTimeInNanoseconds: used.systemTimeInNanoseconds)
    }

    private func processStatistics(for task: String) throws -> ProcessStatistics {
        let process = try liveProcess(for: task)
        guard let used = ProcessStatistics(process: process.identifier) else {
            throw VirtError(.operationInvalid, "Cannot \(task) domain '\(name)': its QEMU has ended.")
        }
        return used
    }

    /// The virtual CPUs that are plugged in.
    func vcpus() throws -> [DomainVCPUInformation] {
        let process = try liveProcess(for: "tell the vCPUs of").identifier
        return Self.vcpus(process, state.withLock { $0.run?.vcpuThreads ?? [:] })
    }

    private static func vcpus(_ process: Int32, _ threads: [Int: Int]) -> [DomainVCPUInformation] {
        threads.sorted { $0.key < $1.key }.compactMap { number, thread in
            guard let used = ProcessStatistics(process: process, thread: thread) else { return nil }
            let allowed = ProcessStatistics.allowedProcessors(process: process, thread: thread)
            return DomainVCPUInformation(
                number: number, thread: thread,
                timeInNanoseconds: used.scheduledTimeInNanoseconds ?? used.timeInNanoseconds,
                delayInNanoseconds: used.delayInNanoseconds, processor: used.processor,
                affinity: allowed.flatMap { IntegerSet(xml: $0)?.numbers } ?? [])
        }
    }

    // MARK: Memory

    /// What QEMU, the host and the guest tell of the memory.
    func memoryStatistics() async throws -> [DomainMemoryStatistic] {
        let used = try processStatistics(for: "tell the memory of")
        let domain = runningDomain
        let commands = MemoryReplies.commands(for: domain)
        let replies: MemoryReplies
        if commands.isEmpty {
            replies = MemoryReplies()
        } else {
            replies = try await perform(.query, "tell the memory of") { process in
                MemoryReplies(try await process.execute(pipelined: commands)[...])
            }
        }
        let balloon = replies.balloonInKiB ?? domain.currentMemory?.kib ?? domain.memory.kib
        return
            ([DomainMemoryStatistic(.actualBalloon, balloon)] + replies.guest
            + [DomainMemoryStatistic(.resident, used.residentInBytes / 1024)])
            .sorted { $0.tag.rawValue < $1.tag.rawValue }
    }

    /// Has the guest's driver tell of its memory every so many seconds.
    func setMemoryStatisticsPeriod(inSeconds period: Int, _ affecting: DomainAffectFlags) async throws {
        guard (0...Int(Int32.max)).contains(period) else {
            throw VirtError(.invalidArgument, "A period of \(period) seconds is not between 0 and \(Int32.max).")
        }
        try await change("set the period of the memory statistics of", affecting) { process, domain in
            guard let path = domain.balloonPath else { throw self.noBalloon }
            try await process.execute(Self.periodCommand(path, period))
        } model: { domain in
            guard domain.devices.balloon != nil, domain.devices.balloon?.model != "none" else { throw self.noBalloon }
            domain.devices.balloon?.statsPeriod = period == 0 ? nil : period
        }
    }

    /// The error for a domain without a balloon.
    var noBalloon: VirtError {
        VirtError(
            .operationInvalid, "Domain '\(name)' has no memory balloon. Define it with <memballoon model='virtio'/>.")
    }

    // MARK: Disks and interfaces

    /// The domain as it runs, or as it is defined.
    var runningDomain: Domain { state.withLock { $0.run?.domain ?? $0.definition } }

    /// A disk by its target or its source.
    func disk(_ name: String, in domain: Domain) throws -> Disk {
        let disks = domain.devices.disks
        guard let disk = disks.first(where: { $0.target == name }) ?? disks.first(where: { $0.source.path == name })
        else {
            let known = disks.map { "'\($0.target)'" }.joined(separator: ", ")
            throw VirtError(
                .invalidArgument,
                "Domain '\(domain.name)' has no disk '\(name)'. "
                    + (known.isEmpty ? "It has no disks." : "Its disks are \(known)."))
        }
        return disk
    }

    /// What a disk has done, or all of them.
    func blockStatistics(disk name: String) async throws -> DomainBlockStatistics {
        let domain = runningDomain
        let disks = name.isEmpty ? domain.devices.disks : [try disk(name, in: domain)]
        return try await perform(.query, "tell the disk activity of") { process in
            let replies = BlockReplies(
                statistics: try await process.execute(BlockReplies.commands[0]), nodes: .null)
            var total = DomainBlockStatistics()
            for disk in disks {
                guard let image = replies.images(of: disk).first else {
                    if name.isEmpty { continue }
                    throw VirtError(
                        .operationFailed, "Disk '\(name)' of domain '\(domain.name)' has no medium in it.")
                }
                total += image.statistics
            }
            return total
        }
    }

    /// How large a disk is; of a domain that is off what the host tells.
    func blockInformation(disk name: String) async throws -> DomainBlockInformation {
        let domain = runningDomain
        let disk = try disk(name, in: domain)
        let images = try await hostImages([disk])
        let host = disk.source.path.flatMap { images[$0] }
        let isRaw = (disk.source.format ?? .raw) == .raw
        guard isActive else {
            guard let host else {
                throw VirtError(
                    .operationFailed, "The image of disk '\(name)' of domain '\(domain.name)' cannot be looked at.")
            }
            guard isRaw else {
                throw VirtError(
                    .operationInvalid,
                    "The capacity of disk '\(name)' is known by QEMU, and domain '\(domain.name)' is off. Start it first."
                )
            }
            return DomainBlockInformation(nil, host, isRaw: true)
        }
        return try await perform(.query, "tell the disk sizes of") { process in
            let results = try await process.execute(pipelined: BlockReplies.commands)
            let replies = BlockReplies(statistics: try results[0].get(), nodes: try results[1].get())
            return DomainBlockInformation(replies.images(of: disk).first, host, isRaw: isRaw)
        }
    }

    private func hostImages(_ disks: [Disk], _ others: [String] = []) async throws -> HostImages {
        let paths = disks.compactMap(\.source.path) + others
        guard !paths.isEmpty else { return HostImages() }
        return try await services.blockingWork.run("look at the images of '\(name)'", deadline: .seconds(10)) {
            HostImages(paths)
        }
    }

    /// What went through an interface.
    func interfaceStatistics(_ name: String) throws -> DomainInterfaceStatistics {
        _ = try liveProcess(for: "tell the network activity of")
        let domain = runningDomain
        let interfaces = domain.devices.interfaces
        guard
            let interface = interfaces.first(where: { $0.target == name })
                ?? interfaces.first(where: { $0.mac?.xml == name.lowercased() })
        else {
            throw VirtError(.invalidArgument, "Domain '\(domain.name)' has no interface '\(name)'.")
        }
        guard let target = interface.target, let counters = try NetworkCounters.all()[target] else {
            throw VirtError(
                .operationUnsupported,
                "Interface '\(name)' of domain '\(domain.name)' is of type '\(interface.kind.rawValue)', of which nobody counts the packets."
            )
        }
        return DomainInterfaceStatistics(counters, isTap: interface.isTap)
    }

    // MARK: Many at once

    /// How long one machine may keep the answer about many.
    private static let bulkDeadline = Duration.seconds(5)

    /// Groups of statistics: what QEMU has to be asked for is asked in one write.
    func statistics(
        _ groups: DomainStatisticsGroups, _ flags: DomainStatisticsFlags
    ) async throws -> DomainStatisticsRecord {
        let (identity, run, definition, status, isBusy) = state.withLock { state in
            (
                state.identity(uuid), state.run, state.definition, state.lifecycle.status,
                state.jobs.principal.map { !JobQueue.Kind.query.mayRun(beside: $0.kind) } ?? false
            )
        }
        var report = StatisticsReport(status: status, domain: run?.domain ?? definition)
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
        return DomainStatisticsRecord(domain: identity, parameters: report.parameters(groups))
    }

    private func ask(_ report: inout StatisticsReport, _ groups: DomainStatisticsGroups) async throws {
        let memory = groups.contains(.balloon) ? MemoryReplies.commands(for: report.domain) : []
        let blocks =
            groups.contains(.block) && !report.domain.devices.disks.isEmpty ? BlockReplies.commands : []
        let threads = groups.contains(.iothread) ? [QMPCommand("query-iothreads")] : []
        let commands = memory + blocks + threads
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
    }
}
