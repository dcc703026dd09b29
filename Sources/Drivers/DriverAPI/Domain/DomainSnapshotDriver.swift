// SPDX-License-Identifier: Apache-2.0

/// What machines were at moments to which they can go back.
package protocol DomainSnapshotDriver: Sendable {
    /// Makes a snapshot, or takes up one that is there.
    ///
    /// - Parameter xml: libvirt's snapshot XML; what it leaves open is chosen.
    func createSnapshot(
        of domain: DomainIdentity, _ xml: String, _ flags: DomainSnapshotCreateFlags
    ) async throws -> DomainSnapshotIdentity
    /// The snapshots that the flags let through; those that come of one, when its name is given.
    func snapshots(
        of domain: DomainIdentity, below name: String?, _ flags: DomainSnapshotListFlags
    ) async throws -> [DomainSnapshotIdentity]
    /// The snapshot of a name.
    func snapshot(of domain: DomainIdentity, named name: String) async throws -> DomainSnapshotIdentity
    /// The snapshot that the machine goes on from; nil for none.
    func currentSnapshot(of domain: DomainIdentity) async throws -> DomainSnapshotIdentity?
    /// The snapshot that was current when this one was made; nil for none.
    func parent(of snapshot: DomainSnapshotIdentity) async throws -> DomainSnapshotIdentity?
    /// Whether the machine goes on from it.
    func isCurrent(_ snapshot: DomainSnapshotIdentity) async throws -> Bool
    /// The document.
    func xml(of snapshot: DomainSnapshotIdentity, _ flags: DomainXMLFlags) async throws -> String
    /// Makes the machine what it was; what it is now is lost.
    func revert(to snapshot: DomainSnapshotIdentity, _ flags: DomainSnapshotRevertFlags) async throws
    /// Forgets a snapshot, with what is kept for it.
    func delete(_ snapshot: DomainSnapshotIdentity, _ flags: DomainSnapshotDeleteFlags) async throws
}

/// Which snapshot is meant: the name is unique in its domain.
public struct DomainSnapshotIdentity: Sendable, Hashable, CustomStringConvertible {
    /// The domain.
    public var domain: DomainIdentity
    /// The name.
    public var name: String

    /// Makes an identity.
    public init(domain: DomainIdentity, name: String) {
        self.domain = domain
        self.name = name
    }

    /// The name.
    public var description: String { name }
}

/// How a snapshot is made; `virDomainSnapshotCreateFlags`.
public struct DomainSnapshotCreateFlags: OptionSet, Sendable {
    /// libvirt's bits.
    public var rawValue: UInt32
    /// Makes flags of libvirt's bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// Make nothing: the snapshot is there, and its document, which has to be whole, is taken up or replaced.
    public static let redefine = Self(rawValue: 1)
    /// With `redefine`: the machine goes on from it.
    public static let current = Self(rawValue: 2)
    /// Keep the data, and know nothing of it afterwards.
    public static let noMetadata = Self(rawValue: 4)
    /// End the machine when the snapshot is made.
    public static let halt = Self(rawValue: 8)
    /// Keep disks and no memory, each by a new image above it.
    public static let diskOnly = Self(rawValue: 16)
    /// The new images are there already.
    public static let reuseExternal = Self(rawValue: 32)
    /// Have the agent in the guest bring its file systems to rest.
    public static let quiesce = Self(rawValue: 64)
    /// All disks or none, which is always so here.
    public static let atomic = Self(rawValue: 128)
    /// Keep the guest running while its memory is written to a file.
    public static let live = Self(rawValue: 256)
    /// Refuse what the schema does not know. That is always done here.
    public static let validate = Self(rawValue: 512)
}

/// Snapshots as a filter of a list; `virDomainSnapshotListFlags`. Of each group one has to fit, when any is given.
public struct DomainSnapshotListFlags: OptionSet, Sendable {
    /// libvirt's bits.
    public var rawValue: UInt32
    /// Makes flags of libvirt's bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// Of a domain: those without a parent.
    public static let roots = Self(rawValue: 1)
    /// Of a snapshot: those that come of its children, too.
    public static let descendants = Self(rawValue: 1)
    /// Those that something is known of beside their data, which are all.
    public static let metadata = Self(rawValue: 1 << 1)
    /// Without children.
    public static let leaves = Self(rawValue: 1 << 2)
    /// With children.
    public static let noLeaves = Self(rawValue: 1 << 3)
    /// Those of which there is only data, which are none.
    public static let noMetadata = Self(rawValue: 1 << 4)
    /// Of a machine that was off.
    public static let inactive = Self(rawValue: 1 << 5)
    /// With memory.
    public static let active = Self(rawValue: 1 << 6)
    /// Only the disks of a machine that ran.
    public static let diskOnly = Self(rawValue: 1 << 7)
    /// Kept in the images.
    public static let `internal` = Self(rawValue: 1 << 8)
    /// Kept by new images or files.
    public static let external = Self(rawValue: 1 << 9)
    /// Parents come before their children.
    public static let topological = Self(rawValue: 1 << 10)
}

/// How a machine goes back; `virDomainSnapshotRevertFlags`.
public struct DomainSnapshotRevertFlags: OptionSet, Sendable {
    /// libvirt's bits.
    public var rawValue: UInt32
    /// Makes flags of libvirt's bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// The guest runs afterwards, whatever it did then.
    public static let running = Self(rawValue: 1)
    /// The guest stands still afterwards.
    public static let paused = Self(rawValue: 2)
    /// Do what may lose more than expected, too.
    public static let force = Self(rawValue: 4)
    /// Begin with fresh firmware variables.
    public static let resetNVRAM = Self(rawValue: 8)
}

/// What goes with a snapshot; `virDomainSnapshotDeleteFlags`.
public struct DomainSnapshotDeleteFlags: OptionSet, Sendable {
    /// libvirt's bits.
    public var rawValue: UInt32
    /// Makes flags of libvirt's bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// All that come of it go, too.
    public static let children = Self(rawValue: 1)
    /// Only forget it; its data stays.
    public static let metadataOnly = Self(rawValue: 2)
    /// All that come of it go, and it stays.
    public static let childrenOnly = Self(rawValue: 4)
}
