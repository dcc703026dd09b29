// SPDX-License-Identifier: Apache-2.0

internal import VirtModel

/// The processors, nodes and caches of the machine, as /sys tells them.
struct HostTopology {
    let files: SystemFiles

    private static let nodes = "/sys/devices/system/node"
    private static let processors = "/sys/devices/system/cpu"

    /// The NUMA nodes with their memory and processors; a machine without nodes is one.
    func cells() -> [HostCapabilities.Cell] {
        let nodes = files.numbers(Self.nodes, prefix: "node")
        return nodes.map(cell)
    }

    private func cell(_ node: Int) -> HostCapabilities.Cell {
        let directory = "\(Self.nodes)/node\(node)"
        var cell = HostCapabilities.Cell()
        cell.id = node
        let total = memory(files.text("\(directory)/meminfo") ?? "")
        cell.memory = .init(kib: total)
        var ordinary = total
        var pages: [HostCapabilities.PageSize] = []
        for size in HostCapabilities.Processor.hugePages(files, in: "\(directory)/hugepages") {
            let count = UInt64(clamping: files.number("\(directory)/hugepages/hugepages-\(size)kB/nr_hugepages") ?? 0)
            ordinary -= min(ordinary, count * size)
            pages.append(.init(kib: size, count: count))
        }
        cell.pages = [.init(kib: 4, count: ordinary / 4)] + pages
        let distances = (files.text("\(directory)/distance") ?? "").split(separator: " ").compactMap { Int($0) }
        cell.distances = zip(files.numbers(Self.nodes, prefix: "node"), distances).map { .init(to: $0, $1) }
        cell.cpus = (files.text("\(directory)/cpulist").flatMap { IntegerSet(xml: $0) }?.numbers ?? []).map(processor)
        return cell
    }

    /// `Node 0 MemTotal:  8349912 kB`
    private func memory(_ text: String) -> UInt64 {
        for line in text.split(separator: "\n") where line.contains("MemTotal:") {
            let words = line.split(separator: " ")
            return words.count > 3 ? UInt64(words[3]) ?? 0 : 0
        }
        return 0
    }

    private func processor(_ number: Int) -> HostCapabilities.LogicalProcessor {
        let directory = "\(Self.processors)/cpu\(number)/topology"
        var processor = HostCapabilities.LogicalProcessor()
        processor.id = number
        processor.socket = max(0, files.number("\(directory)/physical_package_id") ?? 0)
        processor.die = max(0, files.number("\(directory)/die_id") ?? 0)
        processor.core = max(0, files.number("\(directory)/core_id") ?? 0)
        processor.siblings = files.text("\(directory)/thread_siblings_list").flatMap { IntegerSet(xml: $0) }
        return processor
    }

    /// Sockets, dies, cores and threads, counted over all nodes.
    func shape(_ cells: [HostCapabilities.Cell]) -> CPU.Topology {
        let processors = cells.flatMap(\.cpus)
        var topology = CPU.Topology()
        topology.sockets = max(1, Set(processors.map(\.socket)).count)
        topology.dies = max(1, Set(processors.map(\.die)).count)
        topology.threads = max(1, processors.map { $0.siblings?.numbers.count ?? 1 }.max() ?? 1)
        let perSocket = processors.count / topology.sockets
        topology.cores = max(1, perSocket / topology.dies / topology.threads)
        return topology
    }

    /// The caches of the third level, each once.
    func caches(_ cells: [HostCapabilities.Cell]) -> [HostCapabilities.CacheBank] {
        var banks: [Int: HostCapabilities.CacheBank] = [:]
        for processor in cells.flatMap(\.cpus) {
            let directory = "\(Self.processors)/cpu\(processor.id)/cache"
            for index in files.names(directory) where files.text("\(directory)/\(index)/level") == "3" {
                guard let size = files.text("\(directory)/\(index)/size"),
                    let kib = UInt64(size.prefix { $0.isNumber })
                else { continue }
                var bank = HostCapabilities.CacheBank()
                bank.id = files.number("\(directory)/\(index)/id") ?? 0
                if banks[bank.id] != nil { continue }
                let kinds = ["Data": "data", "Instruction": "code"]
                bank.type = kinds[files.text("\(directory)/\(index)/type") ?? ""] ?? "both"
                (bank.size, bank.unit) = kib % 1024 == 0 ? (kib / 1024, "MiB") : (kib, "KiB")
                bank.cpus = files.text("\(directory)/\(index)/shared_cpu_list").flatMap { IntegerSet(xml: $0) }
                banks[bank.id] = bank
            }
        }
        return banks.sorted { $0.key < $1.key }.map(\.value)
    }
}
