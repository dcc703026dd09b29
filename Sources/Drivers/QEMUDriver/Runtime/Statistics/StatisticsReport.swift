// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import QMP
internal import VirtModel

/// All that is known of a domain at one moment, from which its statistics are written under libvirt's names.
struct StatisticsReport: Sendable {
    var identity: DomainIdentity
    var status: DomainStatus
    var domain: Domain
    var process: ProcessStatistics?
    var vcpus: [DomainVCPUInformation] = []
    var memory: MemoryReplies?
    var blocks: BlockReplies?
    var images = HostImages()
    var interfaces: [String: NetworkCounters] = [:]
    var iothreads: JSONValue?
    var dirtyRate: JSONValue?
    var includesBacking = false

    /// The groups that there are. Of `perf` and `memory` there is nothing to tell: they count what a document asks for and we do not
    /// start a domain with.
    static let groups: DomainStatisticsGroups = [
        .state, .cpuTotal, .balloon, .vcpu, .interface, .block, .perf, .iothread, .memory, .dirtyRate,
    ]

    /// The values of groups, with the domain.
    func record(_ groups: DomainStatisticsGroups) -> DomainStatisticsRecord {
        DomainStatisticsRecord(domain: identity, parameters: parameters(groups))
    }

    /// The values of groups, in libvirt's order.
    private func parameters(_ groups: DomainStatisticsGroups) -> [TypedParameter] {
        var list: [TypedParameter] = []
        if groups.contains(.state) {
            list.append(.init("state.state", .int(status.stateNumber)))
            list.append(.init("state.reason", .int(status.reasonNumber)))
        }
        if groups.contains(.cpuTotal), let process {
            list.append(.init("cpu.time", .unsignedLong(process.timeInNanoseconds)))
            list.append(.init("cpu.user", .unsignedLong(process.userTimeInNanoseconds)))
            list.append(.init("cpu.system", .unsignedLong(process.systemTimeInNanoseconds)))
            // Monitors of caches are elements of a document that we do not start a domain with.
            list.append(.init("cpu.cache.monitor.count", .unsignedInt(0)))
        }
        if groups.contains(.balloon) { addBalloon(&list) }
        if groups.contains(.vcpu) { addVCPUs(&list) }
        if groups.contains(.interface), status.isActive { addInterfaces(&list) }
        if groups.contains(.block) { addBlocks(&list) }
        if groups.contains(.iothread), let iothreads { addIOThreads(iothreads, &list) }
        if groups.contains(.dirtyRate), let dirtyRate { addDirtyRate(dirtyRate, &list) }
        return list
    }

    private func addBalloon(_ list: inout [TypedParameter]) {
        let maximum = domain.memory.kib
        let current = memory?.balloonInKiB ?? domain.currentMemory?.kib ?? maximum
        list.append(.init("balloon.current", .unsignedLong(current)))
        list.append(.init("balloon.maximum", .unsignedLong(maximum)))
        for statistic in memory?.guest ?? [] {
            list.append(.init("balloon.\(statistic.tag.statisticName)", .unsignedLong(statistic.value)))
        }
        if let process {
            list.append(
                .init(
                    "balloon.\(DomainMemoryStatistic.Tag.resident.statisticName)",
                    .unsignedLong(process.residentInBytes / 1024)))
        }
    }

    private func addVCPUs(_ list: inout [TypedParameter]) {
        list.append(.init("vcpu.current", .unsignedInt(UInt32(clamping: domain.vcpus.enabledCount))))
        list.append(.init("vcpu.maximum", .unsignedInt(UInt32(clamping: domain.vcpus.maximum))))
        for vcpu in vcpus {
            let name = "vcpu.\(vcpu.number)"
            // 1: VIR_VCPU_RUNNING
            list.append(.init("\(name).state", .int(1)))
            list.append(.init("\(name).time", .unsignedLong(vcpu.timeInNanoseconds)))
            if let delay = vcpu.delayInNanoseconds { list.append(.init("\(name).delay", .unsignedLong(delay))) }
        }
    }

    private func addInterfaces(_ list: inout [TypedParameter]) {
        let interfaces = domain.devices.interfaces
        list.append(.init("net.count", .unsignedInt(UInt32(clamping: interfaces.count))))
        for (index, interface) in interfaces.enumerated() {
            guard let target = interface.target else { continue }
            list.append(.init("net.\(index).name", .string(target)))
            guard let counters = self.interfaces[target] else { continue }
            let statistics = DomainInterfaceStatistics(counters, isTap: interface.isTap)
            for (word, direction) in [("rx", statistics.received), ("tx", statistics.sent)] {
                list.append(.init("net.\(index).\(word).bytes", .unsignedLong(direction.bytes)))
                list.append(.init("net.\(index).\(word).pkts", .unsignedLong(direction.packets)))
                list.append(.init("net.\(index).\(word).errs", .unsignedLong(direction.errors)))
                list.append(.init("net.\(index).\(word).drop", .unsignedLong(direction.drops)))
            }
        }
    }

    private func addBlocks(_ list: inout [TypedParameter]) {
        let place = list.count
        var count = 0
        for disk in domain.devices.disks {
            let images = blocks?.images(of: disk) ?? []
            let shown = includesBacking ? max(1, images.count) : 1
            for level in 0..<shown {
                add(disk, level, level < images.count ? images[level] : nil, count, &list)
                count += 1
            }
        }
        list.insert(.init("block.count", .unsignedInt(UInt32(clamping: count))), at: place)
    }

    private func add(
        _ disk: Disk, _ level: Int, _ image: BlockReplies.Image?, _ index: Int, _ list: inout [TypedParameter]
    ) {
        let name = "block.\(index)"
        list.append(.init("\(name).name", .string(disk.target)))
        let path = level == 0 ? disk.source.path : image?.fileName
        if let path { list.append(.init("\(name).path", .string(path))) }
        // The number by which the image is known in the document of the running domain.
        let number = image?.number ?? (level == 0 ? disk.source.index.map { UInt32(clamping: $0) } : nil)
        if let number { list.append(.init("\(name).backingIndex", .unsignedInt(number))) }
        if let statistics = image?.statistics {
            let kinds = [("rd", statistics.reads), ("wr", statistics.writes), ("fl", statistics.flushes)]
            for (word, requests) in kinds {
                list.append(.init("\(name).\(word).reqs", .unsignedLong(requests.count)))
                if word != "fl" { list.append(.init("\(name).\(word).bytes", .unsignedLong(requests.bytes))) }
                list.append(.init("\(name).\(word).times", .unsignedLong(requests.timeInNanoseconds)))
            }
        }
        let host = path.flatMap { images[$0] }
        guard image != nil || host != nil, !disk.source.isEmpty else { return }
        let isRaw = (disk.source.format ?? .raw) == .raw
        let sizes = DomainBlockInformation(image, host, isRaw: isRaw && level == 0)
        // Of a running domain it is how far QEMU has written.
        let allocation = image == nil ? sizes.allocation : image?.highestOffset ?? 0
        list.append(.init("\(name).allocation", .unsignedLong(allocation)))
        if image != nil || host?.capacity != nil || isRaw && level == 0 {
            list.append(.init("\(name).capacity", .unsignedLong(sizes.capacity)))
        }
        list.append(.init("\(name).physical", .unsignedLong(sizes.physical)))
    }

    private func addDirtyRate(_ reply: JSONValue, _ list: inout [TypedParameter]) {
        // virDomainDirtyRateStatus
        let states = ["unstarted", "measuring", "measured"]
        let status = states.firstIndex { $0 == reply["status"]?.string } ?? 0
        list.append(.init("dirtyrate.calc_status", .int(Int32(clamping: status))))
        list.append(.init("dirtyrate.calc_start_time", .long(reply["start-time"]?.integer ?? 0)))
        list.append(.init("dirtyrate.calc_period", .int(Int32(clamping: reply["calc-time"]?.integer ?? 0))))
        list.append(.init("dirtyrate.calc_mode", .string(reply["mode"]?.string ?? "page-sampling")))
        if let rate = reply["dirty-rate"]?.integer {
            list.append(.init("dirtyrate.megabytes_per_second", .long(rate)))
        }
    }

    private func addIOThreads(_ reply: JSONValue, _ list: inout [TypedParameter]) {
        let prefix = "iothread"
        let threads = (reply.array ?? []).compactMap { thread -> (Int, JSONValue)? in
            guard let id = thread["id"]?.string, id.hasPrefix(prefix), let number = Int(id.dropFirst(prefix.count))
            else { return nil }
            return (number, thread)
        }
        guard !threads.isEmpty else { return }
        list.append(.init("iothread.count", .unsignedInt(UInt32(clamping: threads.count))))
        for (number, thread) in threads.sorted(by: { $0.0 < $1.0 }) {
            for word in ["poll-max-ns", "poll-grow", "poll-shrink"] {
                guard let value = thread[word]?.count else { continue }
                let name = "iothread.\(number).\(word)"
                // Growth and shrinking are unsigned ints in libvirt's list.
                list.append(
                    .init(
                        name,
                        word == "poll-max-ns" ? .unsignedLong(value) : .unsignedInt(UInt32(clamping: value))))
            }
        }
    }
}

extension DomainMemoryStatistic.Tag {
    /// The name behind `balloon.` in libvirt's statistics.
    var statisticName: String {
        switch self {
        case .swapIn: "swap_in"
        case .swapOut: "swap_out"
        case .majorFaults: "major_fault"
        case .minorFaults: "minor_fault"
        case .unused: "unused"
        case .available: "available"
        case .actualBalloon: "current"
        case .resident: "rss"
        case .usable: "usable"
        case .lastUpdate: "last-update"
        case .diskCaches: "disk_caches"
        case .hugePagesAllocated: "hugetlb_pgalloc"
        case .hugePagesFailed: "hugetlb_pgfail"
        }
    }
}

extension NetworkInterface {
    /// Whether the host's end is a tap, on which the host receives what the guest sends.
    var isTap: Bool { kind == .bridge || kind == .network || kind == .ethernet }
}

extension DomainInterfaceStatistics {
    /// The host's counters as the guest sees them.
    init(_ counters: NetworkCounters, isTap: Bool) {
        func direction(_ direction: NetworkCounters.Direction) -> Direction {
            Direction(
                bytes: direction.bytes, packets: direction.packets, errors: direction.errors, drops: direction.drops)
        }
        let received = direction(counters.received)
        let sent = direction(counters.sent)
        self.init(received: isTap ? sent : received, sent: isTap ? received : sent)
    }
}
