// SPDX-License-Identifier: Apache-2.0

/// The few numbers that every list of domains shows; `virDomainInfo`.
public struct DomainInformation: Sendable, Hashable {
    /// What the domain is doing.
    public var status: DomainStatus
    /// The memory that it may have, in KiB.
    public var maximumMemoryInKiB: UInt64
    /// The memory that it has now, in KiB.
    public var memoryInKiB: UInt64
    /// The number of its CPUs.
    public var vcpuCount: Int
    /// The CPU time that QEMU has used, in nanoseconds; 0 for a domain that is off.
    public var cpuTimeInNanoseconds: UInt64

    /// Makes a value.
    public init(
        status: DomainStatus, maximumMemoryInKiB: UInt64, memoryInKiB: UInt64, vcpuCount: Int,
        cpuTimeInNanoseconds: UInt64
    ) {
        self.status = status
        self.maximumMemoryInKiB = maximumMemoryInKiB
        self.memoryInKiB = memoryInKiB
        self.vcpuCount = vcpuCount
        self.cpuTimeInNanoseconds = cpuTimeInNanoseconds
    }
}

/// Which of a domain's own texts is meant; `virDomainMetadataType`.
public enum DomainMetadataKind: Sendable, Hashable {
    /// `<description>`
    case description
    /// `<title>`
    case title
    /// The child of `<metadata>` in an XML namespace.
    case element(namespace: String)
}

/// What a domain is busy with, or was; `virDomainGetControlInfo` and the job queries show it.
public struct DomainJobInformation: Sendable, Hashable {
    /// What the operation is called, such as "start".
    public var name: String
    /// How long it has been going on, in milliseconds.
    public var elapsedInMilliseconds: UInt64
    /// What is done and what there is to do, in bytes; nil where this cannot be told.
    public var progress: Progress?
    /// Which kind of long job it is; `unknown` for one that is not long.
    public var operation = Operation.unknown
    /// How it ended; nil while it goes on.
    public var outcome: Outcome?
    /// Further numbers under libvirt's names (`VIR_DOMAIN_JOB_...`).
    public var statistics: [TypedParameter] = []

    /// Bytes done and to be done.
    public struct Progress: Sendable, Hashable {
        /// What is done.
        public var processed: UInt64
        /// All that there is.
        public var total: UInt64
        /// Makes a value.
        public init(processed: UInt64, total: UInt64) {
            self.processed = processed
            self.total = total
        }
    }

    /// A kind of long job (`virDomainJobOperation`).
    public enum Operation: Int32, Sendable, Hashable, CaseIterable {
        /// None of these.
        case unknown = 0
        /// A start.
        case start
        /// Saving to a file.
        case save
        /// Restoring from a file.
        case restore
        /// Coming from another host.
        case migrationIn
        /// Going to another host.
        case migrationOut
        /// Making a snapshot.
        case snapshot
        /// Going back to a snapshot.
        case snapshotRevert
        /// Dumping memory.
        case dump
        /// Copying disks.
        case backup
        /// Removing a snapshot.
        case snapshotDelete
    }

    /// How a long job ended; the numbers are those of `virDomainJobType`.
    public enum Outcome: Int32, Sendable, Hashable, CaseIterable {
        /// It did what it was to do.
        case completed = 3
        /// It failed.
        case failed
        /// It was aborted.
        case cancelled
    }

    /// Makes a value.
    public init(name: String, elapsedInMilliseconds: UInt64, progress: Progress? = nil) {
        self.name = name
        self.elapsedInMilliseconds = elapsedInMilliseconds
        self.progress = progress
    }
}
