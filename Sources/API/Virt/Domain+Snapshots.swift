// SPDX-License-Identifier: Apache-2.0

extension Domain {
    /// Makes a snapshot: of a machine that runs with its memory, unless only the disks are asked for.
    ///
    /// Memory and disks are kept inside of the domain's qcow2 images; with `diskOnly` each disk gets a new image above the one that
    /// it has, which stays as it is.
    ///
    /// ```swift
    /// let clean = try await domain.makeSnapshot(named: "clean", describedAs: "before the tests")
    /// ```
    ///
    /// - Parameter name: Unique in the domain; nil for the seconds since 1970.
    /// - Throws: ``VirtError``: `operationFailed` for a name that is taken, `configurationUnsupported` for images that cannot keep
    ///   snapshots.
    public func makeSnapshot(
        named name: String? = nil, describedAs summary: String? = nil, _ flags: DomainSnapshotCreateFlags = []
    ) async throws -> DomainSnapshot {
        func element(_ tag: String, _ text: String?) -> String {
            guard let text else { return "" }
            let escaped = text.map { ["&": "&amp;", "<": "&lt;", ">": "&gt;"][$0] ?? String($0) }.joined()
            return "<\(tag)>\(escaped)</\(tag)>"
        }
        return try await createSnapshot(
            "<domainsnapshot>\(element("name", name))\(element("description", summary))</domainsnapshot>", flags)
    }

    /// Makes a snapshot as a document asks for it, or takes up one that is there (`redefine`).
    ///
    /// ```swift
    /// let snapshot = try await domain.createSnapshot(
    ///     "<domainsnapshot><disks><disk name='vdb' snapshot='no'/></disks></domainsnapshot>", .diskOnly)
    /// ```
    ///
    /// - Parameter xml: libvirt's `<domainsnapshot>`; what it leaves open is chosen.
    public func createSnapshot(_ xml: String, _ flags: DomainSnapshotCreateFlags = []) async throws -> DomainSnapshot {
        DomainSnapshot(try await driver.createSnapshot(of: identity, xml, flags), driver)
    }

    /// The snapshots that the flags let through, sorted by name, or parents first with `topological`.
    ///
    /// ```swift
    /// for snapshot in try await domain.snapshots(.roots) { print(snapshot) }
    /// ```
    public func snapshots(_ flags: DomainSnapshotListFlags = []) async throws -> [DomainSnapshot] {
        try await driver.snapshots(of: identity, below: nil, flags).map { DomainSnapshot($0, driver) }
    }

    /// The snapshot of a name.
    ///
    /// ```swift
    /// try await domain.snapshot(named: "clean").revert()
    /// ```
    ///
    /// - Throws: ``VirtError``: `noSnapshot`.
    public func snapshot(named name: String) async throws -> DomainSnapshot {
        DomainSnapshot(try await driver.snapshot(of: identity, named: name), driver)
    }

    /// The snapshot that the machine goes on from; nil for none.
    ///
    /// ```swift
    /// print(try await domain.currentSnapshot?.name ?? "none")
    /// ```
    public var currentSnapshot: DomainSnapshot? {
        get async throws { try await driver.currentSnapshot(of: identity).map { DomainSnapshot($0, driver) } }
    }
}
