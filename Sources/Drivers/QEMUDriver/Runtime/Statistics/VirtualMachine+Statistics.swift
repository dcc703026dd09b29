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

    static func vcpus(_ process: Int32, _ threads: [Int: Int]) -> [DomainVCPUInformation] {
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
        return [DomainMemoryStatistic(.actualBalloon, balloon)] + replies.guest
            + [DomainMemoryStatistic(.resident, used.residentInBytes / 1024)]
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

    /// The disks that have failed, as QEMU keeps it until they work again.
    func diskErrors() async throws -> [DomainDiskError] {
        try await perform(.query, "tell the disk errors of") { process in
            let reply = try await process.execute(QMPCommand("query-block"))
            return BlockReplies.errors(in: reply, of: self.runningDomain.devices.disks)
        }
    }

    /// How large a disk is; of a domain that is off what the host tells.
    func blockInformation(disk name: String) async throws -> DomainBlockInformation {
        let domain = runningDomain
        let disk = try disk(name, in: domain)
        guard !disk.source.isEmpty else {
            throw VirtError(.invalidArgument, "Disk '\(name)' of domain '\(domain.name)' has no medium in it.")
        }
        let images = try await hostImages([disk])
        let host = disk.source.path.flatMap { images[$0] }
        let isRaw = (disk.source.format ?? .raw) == .raw
        guard isActive else {
            guard let host else {
                throw VirtError(
                    .systemError, "The image of disk '\(name)' of domain '\(domain.name)' cannot be looked at.")
            }
            guard isRaw || host.capacity != nil else {
                throw VirtError(
                    .operationInvalid,
                    "The capacity of disk '\(name)' is known by QEMU, and domain '\(domain.name)' is off. Start it first."
                )
            }
            return DomainBlockInformation(nil, host, isRaw: isRaw)
        }
        return try await perform(.query, "tell the disk sizes of") { process in
            let results = try await process.execute(pipelined: BlockReplies.commands)
            let replies = BlockReplies(statistics: try results[0].get(), nodes: try results[1].get())
            return DomainBlockInformation(replies.images(of: disk).first, host, isRaw: isRaw)
        }
    }

    func hostImages(_ disks: [Disk], _ others: [String] = []) async throws -> HostImages {
        guard !disks.isEmpty else { return HostImages() }
        return try await services.blockingWork.run("look at the images of '\(name)'", deadline: .seconds(10)) {
            HostImages(disks, others)
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
}
