// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel
internal import XMLCoding

extension CommandLineBuilder {
    /// The memory that the machine has at start, in MiB, without memory devices.
    var bootMemoryInMiB: UInt64 { domain.memory.kib / 1024 }

    mutating func memory() throws {
        if let maximum = domain.maximumMemory {
            add("-m", "size=\(domain.memory.kib)k,slots=\(maximum.slots),maxmem=\(maximum.size.kib)k")
        } else {
            add("-m", "\(bootMemoryInMiB)")
        }
        if let cells = domain.cpu?.cells, !cells.isEmpty {
            add("-overcommit", "mem-lock=\(domain.memoryBacking.isLocked ? "on" : "off")")
            processors()
            ioThreads()
            try numaCells(cells)
        } else {
            try plainMemory()
            add("-overcommit", "mem-lock=\(domain.memoryBacking.isLocked ? "on" : "off")")
            processors()
            ioThreads()
        }
    }

    mutating func memoryDevices() throws {
        for device in domain.devices.memories where includes(device.info) { try memoryDevice(device) }
    }

    /// The machine's own memory as one backend, named as QEMU's default.
    private mutating func plainMemory() throws {
        if let id = defaultRAMID {
            try add(memoryObject: memoryBackend(id: id, kib: bootMemoryInMiB * 1024, cell: nil))
        } else if let path = memoryPath(domain.memoryBacking.pages.first) {
            if domain.memoryBacking.allocationMode != "ondemand" { add("-mem-prealloc") }
            add("-mem-path", memoryDirectory(path))
        }
    }

    /// The name of the default memory backend of the machine, where QEMU has one.
    var defaultRAMID: String? {
        guard domain.cpu?.cells.isEmpty ?? true, let name = domain.os.machine else { return nil }
        if capabilities.isAssumed {
            if domain.os.isPC || domain.os.isISAPC { return "pc.ram" }
            return domain.os.isARMVirt ? "mach-virt.ram" : nil
        }
        return capabilities.machine(name)?.defaultRAMID
    }

    func memoryBackendWord() -> [String] { defaultRAMID.map { ["memory-backend=\($0)"] } ?? [] }

    /// Where huge pages of a size are mounted, with the domain's own directory; nil without huge pages.
    private func memoryPath(_ page: MemoryBacking.Page?) -> String? {
        guard domain.memoryBacking.hasHugePages else { return nil }
        let mount =
            page.flatMap { page in configuration.hugePageMounts.first { $0.kib == page.kib } }
            ?? configuration.hugePageMounts.first(where: \.isDefault)
        return mount.map { "\($0.path)/libvirt/qemu/\(shortName)" }
    }

    /// Has a directory made in which QEMU makes memory of files.
    private mutating func memoryDirectory(_ path: String) -> String {
        if !invocation.files.contains(where: { $0.path == path }) {
            invocation.files.append(.init(path: path, content: .directory))
        }
        return path
    }

    /// `memory-backend-ram`, `-file` or `-memfd` for memory of a cell, of the machine (`cell` is nil) or of a device.
    mutating func memoryBackend(
        id: String, kib: UInt64, cell: Int?, device: MemoryDevice? = nil
    ) throws -> QEMUProperties {
        let backing = domain.memoryBacking
        let settings = domain.cpu?.cells.first { $0.id == (cell ?? device?.node) && $0.id != nil }
        var isShared: Bool?
        let hasExplicitAccess = (device?.access ?? settings?.memoryAccess ?? backing.accessMode) != nil
        if let access = device?.access ?? settings?.memoryAccess ?? backing.accessMode { isShared = access == "shared" }
        var discards: Bool?
        if let discard = device?.discard ?? settings?.discard { discards = discard.isYes }
        if discards == nil, backing.hasDiscard { discards = true }
        let page = try hugePage(cell: cell, device: device)
        let isPreallocated = backing.allocationMode == "immediate"

        var object: QEMUProperties
        var prealloc: Bool? = isPreallocated ? true : nil
        if backing.sourceType == "memfd", device?.path == nil {
            object = QEMUProperties("qom-type", "memory-backend-memfd")
            object.add("id", id)
            if let page {
                object.add("hugetlb", true)
                object.add("hugetlbsize", page.kib * 1024)
                prealloc = true
            }
        } else if page != nil || device?.path != nil || hasExplicitAccess || backing.sourceType == "file" {
            object = QEMUProperties("qom-type", "memory-backend-file")
            object.add("id", id)
            if let path = device?.path {
                object.add("mem-path", path)
                // Persistent memory of the host has nothing to allocate, and would only wear off.
                prealloc = device?.model == "virtio-pmem" || device?.isPersistent == true ? nil : true
            } else if let page {
                guard let mount = configuration.hugePageMounts.first(where: { $0.kib == page.kib }) else {
                    throw QEMUDriverError.invalid(
                        "Huge pages of \(page.kib) KiB are not mounted on this host. Mount a hugetlbfs of that size.")
                }
                object.add("mem-path", memoryDirectory("\(mount.path)/libvirt/qemu/\(shortName)"))
                prealloc = true
            } else if let file = context.memoryFile, cell == nil, device == nil {
                object.add("mem-path", file)
            } else {
                let name = device?.info.alias ?? id
                let directory = memoryDirectory("\(configuration.memoryBackingDirectory)/\(shortName)")
                object.add("mem-path", "\(directory)/\(name)")
            }
        } else {
            object = QEMUProperties("qom-type", "memory-backend-ram")
            object.add("id", id)
        }
        let isMachines = cell == nil && device == nil
        if isMachines, capabilities.has(.canonicalRAMBlockID), object["qom-type"]?.string != "memory-backend-ram" {
            object.add("x-use-canonical-path-for-ramblock-id", false)
        }
        if let isShared { object.add("share", isShared) }
        if let discards, object["qom-type"]?.string == "memory-backend-file" { object.add("discard-data", discards) }
        if device?.model == "virtio-mem" {
            object.add("reserve", false)
            if prealloc == true, !capabilities.preallocatesPluggedMemory { object.add("prealloc", false) }
            prealloc = nil
        }
        object.add("prealloc", prealloc)
        if prealloc == true || device == nil, let threads = backing.allocationThreads,
            capabilities.has(.preallocThreads) || capabilities.isAssumed
        {
            object.add("prealloc-threads", threads)
        }
        if let align = device?.alignSize { object.add("align", align.kib * 1024) }
        if device?.isPersistent == true { object.add("pmem", true) }
        object.add("size", kib * 1024)
        if let nodes = hostNodes(cell: cell, device: device) {
            object.add("host-nodes", .array(nodes.set.numbers.map { .integer(Int64($0)) }))
            object.add("policy", nodes.policy)
        }
        return object
    }

    /// Whether memory of a device that the guest takes piece by piece is to be there at once.
    func isPreallocated(_ device: MemoryDevice) throws -> Bool {
        try domain.memoryBacking.allocationMode == "immediate" || hugePage(cell: nil, device: device) != nil
    }

    /// The huge page that memory of a cell is made of; nil for ordinary pages.
    private func hugePage(cell: Int?, device: MemoryDevice?) throws -> MemoryBacking.Page? {
        if let size = device?.pageSize {
            var page = MemoryBacking.Page()
            page.size = size.kib
            return size.kib == UInt64(context.host.pageSizeInBytes / 1024) ? nil : page
        }
        guard domain.memoryBacking.hasHugePages, device?.model != "nvdimm" || device?.path == nil else { return nil }
        let pages = domain.memoryBacking.pages
        let node = cell ?? device?.node
        let chosen =
            pages.first { page in node.map { page.nodes?.contains($0) == true } ?? false }
            ?? pages.first { $0.nodes == nil } ?? (node == nil && cell == nil ? pages.first : nil)
        if let chosen {
            return chosen.kib == UInt64(context.host.pageSizeInBytes / 1024) ? nil : chosen
        }
        guard pages.isEmpty else { return nil }
        guard let standard = configuration.hugePageMounts.first(where: \.isDefault) else {
            throw QEMUDriverError.invalid("Huge pages are not mounted on this host. Mount a hugetlbfs.")
        }
        var page = MemoryBacking.Page()
        page.size = standard.kib
        return page
    }

    /// Host NUMA nodes that memory is bound to, with the policy.
    private func hostNodes(cell: Int?, device: MemoryDevice?) -> (set: IntegerSet, policy: String)? {
        let tune = domain.numaTune
        let node = cell ?? device?.node
        let own = tune.cells.first { $0.cell == node && node != nil }
        var mode = own?.mode ?? tune.mode ?? "strict"
        var set = device?.sourceNodes ?? own?.nodes ?? tune.nodes
        if set == nil, tune.placement == "auto" || (tune.hasMemory && tune.mode != nil && tune.nodes == nil) {
            set = context.host.automaticNodes
        }
        guard let set else { return nil }
        if mode == "restrictive" { return nil }
        switch mode {
        case "strict": mode = "bind"
        case "preferred": mode = "preferred"
        default: break
        }
        return (set, mode)
    }

    private mutating func ioThreads() {
        for thread in domain.iothreadIDs {
            var object = QEMUProperties("qom-type", "iothread")
            object.add("id", "iothread\(thread.id)")
            object.add("thread-pool-min", thread.pool.minimum)
            object.add("thread-pool-max", thread.pool.maximum)
            add(object: object)
        }
        if let pool = domain.defaultIOThread {
            var object = QEMUProperties("qom-type", "main-loop")
            object.add("id", "main-loop")
            object.add("thread-pool-min", pool.minimum)
            object.add("thread-pool-max", pool.maximum)
            add(object: object)
        }
    }

    /// `-smp`
    private mutating func processors() {
        let count = context.plugsVCPUs ? domain.vcpus.startCount : domain.vcpus.enabledCount
        var words = ["\(count)"]
        if domain.vcpus.maximum != count { words.append("maxcpus=\(domain.vcpus.maximum)") }
        if let topology = domain.cpu?.topology {
            words.append("sockets=\(topology.sockets)")
            if capabilities.has(.smpDies) { words.append("dies=\(topology.dies)") }
            words.append("cores=\(topology.cores)")
            words.append("threads=\(topology.threads)")
        } else {
            words += ["sockets=\(domain.vcpus.maximum)", "cores=1", "threads=1"]
        }
        add("-smp", words.joined(separator: ","))
    }

    private mutating func numaCells(_ cells: [CPU.Cell]) throws {
        let machine = capabilities.machine(domain.os.machine ?? "", withKVM: domain.kind == .kvm)
        var needsBackends = capabilities.isAssumed || machine?.hasNUMAMemory == false
        for cell in cells where !needsBackends {
            let object = try memoryBackend(id: "ram", kib: cell.memory.kib, cell: cell.id ?? 0)
            needsBackends =
                object["qom-type"]?.string != "memory-backend-ram" || object["host-nodes"] != nil
                || object["share"] != nil
        }
        if !needsBackends, domain.memoryBacking.allocationMode == "immediate" { add("-mem-prealloc") }
        for cell in cells {
            let id = cell.id ?? 0
            if needsBackends {
                try add(memoryObject: memoryBackend(id: "ram-node\(id)", kib: cell.memory.kib, cell: id))
            }
            var words = ["node", "nodeid=\(id)"]
            for range in cell.cpus?.ranges ?? [] {
                words.append(
                    range.count == 1 ? "cpus=\(range.lowerBound)" : "cpus=\(range.lowerBound)-\(range.upperBound)")
            }
            if let initiator = initiator(of: cell, cells) { words.append("initiator=\(initiator)") }
            words.append(needsBackends ? "memdev=ram-node\(id)" : "mem=\(cell.memory.kib / 1024)")
            add("-numa", words.joined(separator: ","))
        }
        let full = distances(cells)
        for (source, row) in full {
            for (target, value) in row { add("-numa", "dist,src=\(source),dst=\(target),val=\(value)") }
        }
        heterogeneousMemory(cells)
    }

    /// Distances between all cells, when any is given: 10 to itself, 20 where nothing is said.
    private func distances(_ cells: [CPU.Cell]) -> [(Int, [(Int, Int)])] {
        guard cells.contains(where: { !$0.distances.isEmpty }) else { return [] }
        return cells.enumerated().map { index, cell in
            let source = cell.id ?? index
            return (
                source,
                cells.enumerated().map { otherIndex, other in
                    let target = other.id ?? otherIndex
                    let value =
                        cell.distances.first { $0.id == target }?.value
                        ?? other.distances.first { $0.id == source }?.value ?? (source == target ? 10 : 20)
                    return (target, value)
                }
            )
        }
    }
}
