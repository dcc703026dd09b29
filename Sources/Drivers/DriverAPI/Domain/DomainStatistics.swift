// SPDX-License-Identifier: Apache-2.0

/// The CPU time that a running domain has used on the host.
public struct DomainCPUStatistics: Sendable, Hashable {
    /// All of it, in nanoseconds.
    public var timeInNanoseconds: UInt64
    /// That of programs, the guest's among them, in nanoseconds.
    public var userTimeInNanoseconds: UInt64
    /// That of the kernel, in nanoseconds.
    public var systemTimeInNanoseconds: UInt64

    /// Makes a value.
    public init(timeInNanoseconds: UInt64, userTimeInNanoseconds: UInt64, systemTimeInNanoseconds: UInt64) {
        self.timeInNanoseconds = timeInNanoseconds
        self.userTimeInNanoseconds = userTimeInNanoseconds
        self.systemTimeInNanoseconds = systemTimeInNanoseconds
    }
}

/// One virtual CPU of a running domain; `virVcpuInfo`.
public struct DomainVCPUInformation: Sendable, Hashable {
    /// Its number.
    public var number: Int
    /// The thread of QEMU that executes it; nil where the driver does not tell, as over libvirt's wire.
    public var thread: Int?
    /// The CPU time that it has used, in nanoseconds.
    public var timeInNanoseconds: UInt64
    /// How long it was ready and had to wait for a processor of the host, in nanoseconds; nil where the host does not tell.
    public var delayInNanoseconds: UInt64?
    /// The processor of the host that it was on last.
    public var processor: Int
    /// The processors of the host that it may run on.
    public var affinity: [Int]

    /// Makes a value.
    public init(
        number: Int, thread: Int?, timeInNanoseconds: UInt64, delayInNanoseconds: UInt64?, processor: Int,
        affinity: [Int]
    ) {
        self.number = number
        self.thread = thread
        self.timeInNanoseconds = timeInNanoseconds
        self.delayInNanoseconds = delayInNanoseconds
        self.processor = processor
        self.affinity = affinity
    }
}

/// One number about a domain's memory; `virDomainMemoryStatStruct`.
public struct DomainMemoryStatistic: Sendable, Hashable {
    /// What it is about (`virDomainMemoryStatTags`). Sizes are in KiB.
    public enum Tag: Int32, Sendable, Hashable, CaseIterable {
        /// What the guest has read back from its swap space.
        case swapIn = 0
        /// What the guest has written to its swap space.
        case swapOut
        /// Page faults of the guest that needed its disk.
        case majorFaults
        /// Page faults of the guest that did not.
        case minorFaults
        /// What the guest uses for nothing.
        case unused
        /// All that the guest sees.
        case available
        /// What the balloon leaves to the guest.
        case actualBalloon
        /// What QEMU has in the host's memory.
        case resident
        /// What the guest could use without swapping.
        case usable
        /// When the guest told all this, in seconds since 1970.
        case lastUpdate
        /// What the guest could take back from its disk caches.
        case diskCaches
        /// Huge pages that the guest has allocated.
        case hugePagesAllocated
        /// Huge pages that the guest could not allocate.
        case hugePagesFailed
    }

    /// What the number is about.
    public var tag: Tag
    /// The number.
    public var value: UInt64

    /// Makes a value.
    public init(_ tag: Tag, _ value: UInt64) {
        self.tag = tag
        self.value = value
    }
}

/// What a disk has done since its domain was started; `virDomainBlockStats` and its parameters.
public struct DomainBlockStatistics: Sendable, Hashable {
    /// Requests of one kind.
    public struct Requests: Sendable, Hashable {
        /// How many.
        public var count: UInt64 = 0
        /// Their bytes; 0 for flushes.
        public var bytes: UInt64 = 0
        /// The time they took together, in nanoseconds.
        public var timeInNanoseconds: UInt64 = 0

        /// None.
        public init() {}

        static func += (one: inout Self, other: Self) {
            one.count &+= other.count
            one.bytes &+= other.bytes
            one.timeInNanoseconds &+= other.timeInNanoseconds
        }
    }
    /// Reads.
    public var reads = Requests()
    /// Writes.
    public var writes = Requests()
    /// Flushes.
    public var flushes = Requests()

    /// Nothing done.
    public init() {}

    /// Adds what another disk has done.
    public static func += (one: inout Self, other: Self) {
        one.reads += other.reads
        one.writes += other.writes
        one.flushes += other.flushes
    }
}

/// How large a disk is; `virDomainBlockInfo`.
public struct DomainBlockInformation: Sendable, Hashable {
    /// What the guest sees, in bytes.
    public var capacity: UInt64
    /// What is allocated of it on the host, in bytes.
    public var allocation: UInt64
    /// The size of the file or device on the host, in bytes.
    public var physical: UInt64

    /// Makes a value.
    public init(capacity: UInt64, allocation: UInt64, physical: UInt64) {
        self.capacity = capacity
        self.allocation = allocation
        self.physical = physical
    }
}

/// A disk that has failed, so that the guest waits or was told; `virDomainDiskError`.
public struct DomainDiskError: Sendable, Hashable {
    /// Why a disk failed; `virDomainDiskErrorCode`.
    public enum Reason: Int32, Sendable, Hashable, CaseIterable {
        /// It is not known.
        case unspecified = 1
        /// There is no room left on the host.
        case noSpace = 2
    }
    /// The name of the disk's target.
    public var disk: String
    /// Why it failed.
    public var reason: Reason

    /// Makes a value.
    public init(disk: String, reason: Reason) {
        self.disk = disk
        self.reason = reason
    }
}

/// What went through a network interface, as the guest sees it; `virDomainInterfaceStatsStruct`.
public struct DomainInterfaceStatistics: Sendable, Hashable {
    /// One direction.
    public struct Direction: Sendable, Hashable {
        /// Bytes.
        public var bytes: UInt64
        /// Packets.
        public var packets: UInt64
        /// Packets that were broken.
        public var errors: UInt64
        /// Packets that were dropped.
        public var drops: UInt64

        /// Makes a value.
        public init(bytes: UInt64, packets: UInt64, errors: UInt64, drops: UInt64) {
            self.bytes = bytes
            self.packets = packets
            self.errors = errors
            self.drops = drops
        }
    }
    /// What the guest received.
    public var received: Direction
    /// What the guest sent.
    public var sent: Direction

    /// Makes a value.
    public init(received: Direction, sent: Direction) {
        self.received = received
        self.sent = sent
    }
}

/// Groups of statistics; `virDomainStatsTypes`. None: all that the driver has.
public struct DomainStatisticsGroups: OptionSet, Sendable, Hashable {
    /// libvirt's bits.
    public var rawValue: UInt32
    /// Makes groups of libvirt's bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// What the domain is doing.
    public static let state = Self(rawValue: 1)
    /// The time of all CPUs together.
    public static let cpuTotal = Self(rawValue: 2)
    /// Memory, and what the balloon's driver in the guest tells.
    public static let balloon = Self(rawValue: 4)
    /// Each virtual CPU.
    public static let vcpu = Self(rawValue: 8)
    /// Each network interface.
    public static let interface = Self(rawValue: 16)
    /// Each disk.
    public static let block = Self(rawValue: 32)
    /// Counters of the host's processors.
    public static let perf = Self(rawValue: 64)
    /// Each I/O thread.
    public static let iothread = Self(rawValue: 128)
    /// Bandwidth of memory.
    public static let memory = Self(rawValue: 256)
    /// How fast the guest writes to its memory.
    public static let dirtyRate = Self(rawValue: 512)
    /// What the hypervisor counts of the machine.
    public static let machine = Self(rawValue: 1024)
}

/// How statistics are gathered; the upper bits of `virConnectGetAllDomainStatsFlags`.
public struct DomainStatisticsFlags: OptionSet, Sendable, Hashable {
    /// libvirt's bits.
    public var rawValue: UInt32
    /// Makes flags of libvirt's bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// Leave out what a domain that is busy would have to be waited for.
    public static let noWait = Self(rawValue: 1 << 29)
    /// The images below a disk too.
    public static let backing = Self(rawValue: 1 << 30)
    /// Fail when the driver does not have a group.
    public static let enforce = Self(rawValue: 1 << 31)
}

/// The statistics of one domain, under libvirt's names.
public struct DomainStatisticsRecord: Sendable, Hashable {
    /// The domain.
    public var domain: DomainIdentity
    /// The values, in libvirt's order.
    public var parameters: [TypedParameter]

    /// Makes a record.
    public init(domain: DomainIdentity, parameters: [TypedParameter]) {
        self.domain = domain
        self.parameters = parameters
    }
}
