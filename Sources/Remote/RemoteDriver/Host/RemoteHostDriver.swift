// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import XDR

/// The machine that a daemon is on.
struct RemoteHostDriver: HostDriver {
    /// VIR_NODE_CPU_STATS_ALL_CPUS and VIR_NODE_MEMORY_STATS_ALL_CELLS
    private static let all: Int32 = -1

    private let caller: RemoteCaller

    init(_ caller: RemoteCaller) { self.caller = caller }

    func hostname() async throws -> String {
        try await caller.call(RemoteProgram.connectGetHostname, XDRVoid()).hostname
    }

    func node() async throws -> NodeInformation {
        let node = try await caller.call(RemoteProgram.nodeGetInfo, XDRVoid())
        return NodeInformation(
            architecture: String(decoding: node.model.prefix { $0 != 0 }, as: UTF8.self), memoryInKiB: node.memory,
            cpus: Int(node.cpus), megahertz: Int(node.mhz), nodes: Int(node.nodes), sockets: Int(node.sockets),
            cores: Int(node.cores), threads: Int(node.threads))
    }

    func cpuTimes(of cpu: Int?) async throws -> [(name: String, nanoseconds: UInt64)] {
        // The first call tells how many there are.
        var arguments = RemoteProgram.NodeGetCPUStatsArguments(
            cpuNum: cpu.map { Int32(clamping: $0) } ?? Self.all, nparams: 0, flags: 0)
        arguments.nparams = try await caller.call(RemoteProgram.nodeGetCPUStats, arguments).nparams
        return try await caller.call(RemoteProgram.nodeGetCPUStats, arguments).params.map { ($0.field, $0.value) }
    }

    func memory(of cell: Int?) async throws -> [(name: String, kibibytes: UInt64)] {
        var arguments = RemoteProgram.NodeGetMemoryStatsArguments(
            nparams: 0, cellNum: cell.map { Int32(clamping: $0) } ?? Self.all, flags: 0)
        arguments.nparams = try await caller.call(RemoteProgram.nodeGetMemoryStats, arguments).nparams
        return try await caller.call(RemoteProgram.nodeGetMemoryStats, arguments).params.map { ($0.field, $0.value) }
    }

    func onlineCPUs() async throws -> [Bool] {
        let answer = try await caller.call(
            RemoteProgram.nodeGetCPUMap, .init(needMap: 1, needOnline: 0, flags: 0))
        let count = min(Int(max(0, answer.ret)), answer.cpumap.count * 8)
        return (0..<count).map { answer.cpumap[$0 / 8] & 1 << ($0 % 8) != 0 }
    }

    func systemInformation() async throws -> String {
        try await caller.call(RemoteProgram.connectGetSysinfo, .init(flags: 0)).sysinfo
    }
}
