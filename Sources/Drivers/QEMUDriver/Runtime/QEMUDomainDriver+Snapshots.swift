// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
internal import Synchronization
internal import VirtModel

extension QEMUDomainDriver {
    package func createSnapshot(
        of domain: DomainIdentity, _ xml: String, _ flags: DomainSnapshotCreateFlags
    ) async throws -> DomainSnapshotIdentity {
        let machine = try machine(domain)
        let name = try await Self.whole { try await machine.createSnapshot(xml, flags) }
        return DomainSnapshotIdentity(domain: machine.identity, name: name)
    }

    /// Does something to its end, also when the task that asked for it is cancelled: half a snapshot is of use to nobody.
    private static func whole<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws
        -> Value
    {
        let task = Task {
            do {
                return try await body()
            } catch {
                throw VirtError(error, task: error is VirtError ? nil : "work on snapshots")
            }
        }
        return try await task.value
    }

    package func snapshots(
        of domain: DomainIdentity, below name: String?, _ flags: DomainSnapshotListFlags
    ) async throws -> [DomainSnapshotIdentity] {
        let machine = try machine(domain)
        let identity = machine.identity
        return try machine.snapshots.list(below: name, flags).map { .init(domain: identity, name: $0) }
    }

    package func snapshot(of domain: DomainIdentity, named name: String) async throws -> DomainSnapshotIdentity {
        let machine = try machine(domain)
        _ = try machine.snapshots.snapshot(name)
        return DomainSnapshotIdentity(domain: machine.identity, name: name)
    }

    package func currentSnapshot(of domain: DomainIdentity) async throws -> DomainSnapshotIdentity? {
        let machine = try machine(domain)
        return machine.snapshots.current.map { .init(domain: machine.identity, name: $0) }
    }

    package func parent(of snapshot: DomainSnapshotIdentity) async throws -> DomainSnapshotIdentity? {
        let machine = try machine(snapshot.domain)
        return try machine.snapshots.snapshot(snapshot.name).parent.map { .init(domain: machine.identity, name: $0) }
    }

    package func isCurrent(_ snapshot: DomainSnapshotIdentity) async throws -> Bool {
        let tree = try machine(snapshot.domain).snapshots
        _ = try tree.snapshot(snapshot.name)
        return tree.current == snapshot.name
    }

    package func xml(of snapshot: DomainSnapshotIdentity, _ flags: DomainXMLFlags) async throws -> String {
        let document = try machine(snapshot.domain).snapshots.snapshot(snapshot.name)
        return try document.xmlText(includesSecrets: flags.contains(.secure))
    }

    package func revert(to snapshot: DomainSnapshotIdentity, _ flags: DomainSnapshotRevertFlags) async throws {
        let machine = try machine(snapshot.domain)
        try await Self.whole { try await machine.revert(to: snapshot.name, flags) }
    }

    package func delete(_ snapshot: DomainSnapshotIdentity, _ flags: DomainSnapshotDeleteFlags) async throws {
        let machine = try machine(snapshot.domain)
        try await Self.whole { try await machine.deleteSnapshot(snapshot.name, flags) }
    }
}
