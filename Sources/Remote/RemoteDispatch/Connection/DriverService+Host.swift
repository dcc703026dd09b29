// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer

extension DriverService {
    /// The machine.
    static func serveHost(_ program: inout Program, _ host: any HostDriver) {
        program.serve(RemoteProgram.connectGetHostname) { _, _, _ in
            RemoteProgram.ConnectGetHostnameResult(hostname: try await host.hostname())
        }
        program.serve(RemoteProgram.connectGetSysinfo) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virConnectGetSysinfo")
            return RemoteProgram.ConnectGetSysinfoResult(sysinfo: try await host.systemInformation())
        }
        program.serve(RemoteProgram.nodeGetInfo) { _, _, _ in
            let node = try await host.node()
            return RemoteProgram.NodeGetInfoResult(
                model: Array(node.architecture.utf8.prefix(31)), memory: node.memoryInKiB, cpus: Int32(node.cpus),
                mhz: Int32(node.megahertz), nodes: Int32(node.nodes), sockets: Int32(node.sockets),
                cores: Int32(node.cores), threads: Int32(node.threads))
        }
        program.serve(RemoteProgram.nodeGetFreeMemory) { _, _, _ in
            let free = try await host.memory(of: nil).first { $0.name == "free" }?.kibibytes ?? 0
            return RemoteProgram.NodeGetFreeMemoryResult(freeMem: free * 1024)
        }
        program.serve(RemoteProgram.nodeGetCellsFreeMemory) { _, _, arguments in
            guard arguments.startCell >= 0, arguments.maxcells > 0 else {
                throw RemoteError.invalidArgument("the first cell and the number of cells must be positive")
            }
            let end = min(try await host.node().nodes, Int(arguments.startCell) + min(Int(arguments.maxcells), 1024))
            guard Int(arguments.startCell) < end else {
                throw RemoteError.invalidArgument("start cell \(arguments.startCell) out of range (0-\(end - 1))")
            }
            var cells: [UInt64] = []
            for cell in Int(arguments.startCell)..<end {
                cells.append((try await host.memory(of: cell).first { $0.name == "free" }?.kibibytes ?? 0) * 1024)
            }
            return RemoteProgram.NodeGetCellsFreeMemoryResult(cells: cells)
        }
        program.serve(RemoteProgram.nodeGetCPUStats) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virNodeGetCPUStats")
            // VIR_NODE_CPU_STATS_ALL_CPUS is -1. A caller that has room for none asks how many there are.
            let times = try await host.cpuTimes(of: arguments.cpuNum < 0 ? nil : Int(arguments.cpuNum))
            let count = Int32(times.count)
            if arguments.nparams == 0 { return RemoteProgram.NodeGetCPUStatsResult(params: [], nparams: count) }
            return RemoteProgram.NodeGetCPUStatsResult(
                params: times.prefix(Int(max(0, arguments.nparams))).map {
                    RemoteProgram.NodeGetCPUStats(field: $0.name, value: $0.nanoseconds)
                }, nparams: count)
        }
        program.serve(RemoteProgram.nodeGetMemoryStats) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virNodeGetMemoryStats")
            let memory = try await host.memory(of: arguments.cellNum < 0 ? nil : Int(arguments.cellNum))
            let count = Int32(memory.count)
            if arguments.nparams == 0 { return RemoteProgram.NodeGetMemoryStatsResult(params: [], nparams: count) }
            return RemoteProgram.NodeGetMemoryStatsResult(
                params: memory.prefix(Int(max(0, arguments.nparams))).map {
                    RemoteProgram.NodeGetMemoryStats(field: $0.name, value: $0.kibibytes)
                }, nparams: count)
        }
        program.serve(RemoteProgram.nodeGetCPUMap) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virNodeGetCPUMap")
            let online = try await host.onlineCPUs()
            var map = [UInt8](repeating: 0, count: arguments.needMap != 0 ? (online.count + 7) / 8 : 0)
            for (cpu, isOnline) in online.enumerated() where isOnline && !map.isEmpty { map[cpu / 8] |= 1 << (cpu % 8) }
            return RemoteProgram.NodeGetCPUMapResult(
                cpumap: map, online: arguments.needOnline != 0 ? UInt32(online.count { $0 }) : 0,
                ret: Int32(online.count))
        }
    }
}
