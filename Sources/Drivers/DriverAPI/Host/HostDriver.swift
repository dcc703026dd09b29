// SPDX-License-Identifier: Apache-2.0

/// What a connection tells of the machine that it is on; ``HypervisorDriver`` has what it can run.
package protocol HostDriver: Sendable {
    /// The machine's name.
    func hostname() async throws -> String
    /// The machine's processors and memory in numbers.
    func node() async throws -> NodeInformation
    /// The time that processors have spent, in nanoseconds, by what they did: `kernel`, `user`, `idle`, `iowait`.
    ///
    /// - Parameter cpu: One processor; nil for all.
    func cpuTimes(of cpu: Int?) async throws -> [(name: String, nanoseconds: UInt64)]
    /// The memory by its use, in KiB: `total`, `free`, `buffers`, `cached`.
    ///
    /// - Parameter cell: One NUMA node; nil for all.
    func memory(of cell: Int?) async throws -> [(name: String, kibibytes: UInt64)]
    /// Whether each processor is online, from the first.
    func onlineCPUs() async throws -> [Bool]
    /// What the firmware says of the machine, as a `<sysinfo>` document.
    ///
    /// - Throws: `configurationUnsupported` where it says nothing.
    func systemInformation() async throws -> String
}

/// A machine's processors and memory; `virNodeInfo`.
public struct NodeInformation: Sendable, Hashable {
    /// The architecture, such as `x86_64`.
    public var architecture: String
    /// The memory, in KiB.
    public var memoryInKiB: UInt64
    /// The number of processors that are online.
    public var cpus: Int
    /// Their clock; 0 if it is not known.
    public var megahertz: Int
    /// The number of NUMA nodes.
    public var nodes: Int
    /// Sockets of a node.
    public var sockets: Int
    /// Cores of a socket.
    public var cores: Int
    /// Threads of a core.
    public var threads: Int

    /// Makes a value.
    public init(
        architecture: String, memoryInKiB: UInt64, cpus: Int, megahertz: Int, nodes: Int, sockets: Int, cores: Int,
        threads: Int
    ) {
        self.architecture = architecture
        self.memoryInKiB = memoryInKiB
        self.cpus = cpus
        self.megahertz = megahertz
        self.nodes = nodes
        self.sockets = sockets
        self.cores = cores
        self.threads = threads
    }
}
