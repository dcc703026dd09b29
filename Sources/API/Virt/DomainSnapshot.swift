// SPDX-License-Identifier: Apache-2.0

/// What a machine was at one moment, to which it can go back.
///
/// The value is a reference by name: what is known of it is asked for anew each time.
///
/// ```swift
/// let clean = try await domain.makeSnapshot(named: "clean")
/// try await runTheDangerousThing(in: domain)
/// try await clean.revert()
/// ```
public struct DomainSnapshot: Sendable, Hashable, CustomStringConvertible {
    /// The domain, as it was when the value was made, and the name.
    public let identity: DomainSnapshotIdentity
    let driver: any DomainDriver

    init(_ identity: DomainSnapshotIdentity, _ driver: any DomainDriver) {
        self.identity = identity
        self.driver = driver
    }

    /// The name.
    public var name: String { identity.name }
    /// The domain.
    public var domain: Domain { Domain(identity.domain, driver) }
    /// The name.
    public var description: String { identity.name }

    /// Two are equal when they mean one snapshot of one domain.
    public static func == (one: DomainSnapshot, other: DomainSnapshot) -> Bool {
        one.identity.domain.uuid == other.identity.domain.uuid && one.name == other.name
    }
    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(identity.domain.uuid)
        hasher.combine(name)
    }

    /// The document, libvirt's `<domainsnapshot>`.
    ///
    /// ```swift
    /// print(try await snapshot.xml())
    /// ```
    ///
    /// - Throws: ``VirtError``: `noSnapshot` when it was deleted.
    public func xml(_ flags: DomainXMLFlags = []) async throws -> String { try await driver.xml(of: identity, flags) }

    /// Whether the machine goes on from it.
    ///
    /// ```swift
    /// if try await !snapshot.isCurrent { try await snapshot.revert() }
    /// ```
    public var isCurrent: Bool { get async throws { try await driver.isCurrent(identity) } }

    /// The snapshot that was current when this one was made; nil for none.
    ///
    /// ```swift
    /// let before = try await snapshot.parent
    /// ```
    public var parent: DomainSnapshot? {
        get async throws { try await driver.parent(of: identity).map { DomainSnapshot($0, driver) } }
    }

    /// The snapshots that come of it: its children, with `descendants` theirs, too.
    ///
    /// ```swift
    /// for child in try await snapshot.children([.descendants, .topological]) { print(child) }
    /// ```
    public func children(_ flags: DomainSnapshotListFlags = []) async throws -> [DomainSnapshot] {
        try await driver.snapshots(of: identity.domain, below: name, flags).map { DomainSnapshot($0, driver) }
    }

    /// Makes the machine what it was, with its memory if that was kept; what it is now is lost.
    ///
    /// ```swift
    /// try await snapshot.revert(.paused)
    /// ```
    ///
    /// - Throws: ``VirtError``: `snapshotRevertRisky` for what has to be asked for with `force`,
    ///   `configurationUnsupported` for snapshots that are kept outside of the images.
    public func revert(_ flags: DomainSnapshotRevertFlags = []) async throws {
        try await driver.revert(to: identity, flags)
    }

    /// Forgets it, with what is kept for it. Its children become those of its parent.
    ///
    /// ```swift
    /// try await snapshot.delete(.children)
    /// ```
    public func delete(_ flags: DomainSnapshotDeleteFlags = []) async throws {
        try await driver.delete(identity, flags)
    }
}
