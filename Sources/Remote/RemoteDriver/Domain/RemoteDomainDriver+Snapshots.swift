// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteValues
internal import XDR

extension RemoteDomainDriver {
    func createSnapshot(
        of domain: DomainIdentity, _ xml: String, _ flags: DomainSnapshotCreateFlags
    ) async throws -> DomainSnapshotIdentity {
        try await caller.call(
            RemoteProgram.domainSnapshotCreateXML, .init(dom: .init(domain), xmlDesc: xml, flags: flags.rawValue)
        ).snap.identity
    }

    func snapshots(
        of domain: DomainIdentity, below name: String?, _ flags: DomainSnapshotListFlags
    ) async throws -> [DomainSnapshotIdentity] {
        let found: [RemoteProgram.DomainSnapshotReference]
        if let name {
            found = try await caller.call(
                RemoteProgram.domainSnapshotListAllChildren,
                .init(snapshot: .init(name: name, dom: .init(domain)), needResults: 1, flags: flags.rawValue)
            ).snapshots
        } else {
            found = try await caller.call(
                RemoteProgram.domainListAllSnapshots, .init(dom: .init(domain), needResults: 1, flags: flags.rawValue)
            ).snapshots
        }
        let list = found.map(\.identity)
        return flags.contains(.topological) ? list : list.sorted { $0.name < $1.name }
    }

    func snapshot(of domain: DomainIdentity, named name: String) async throws -> DomainSnapshotIdentity {
        try await caller.call(
            RemoteProgram.domainSnapshotLookupByName, .init(dom: .init(domain), name: name, flags: 0)
        ).snap.identity
    }

    func currentSnapshot(of domain: DomainIdentity) async throws -> DomainSnapshotIdentity? {
        try await orNil {
            try await caller.call(RemoteProgram.domainSnapshotCurrent, .init(dom: .init(domain), flags: 0)).snap
                .identity
        }
    }

    func parent(of snapshot: DomainSnapshotIdentity) async throws -> DomainSnapshotIdentity? {
        // A snapshot that is not there and one without a parent are one error on the wire.
        _ = try await self.snapshot(of: snapshot.domain, named: snapshot.name)
        return try await orNil {
            try await caller.call(RemoteProgram.domainSnapshotGetParent, .init(snap: .init(snapshot), flags: 0)).snap
                .identity
        }
    }

    private func orNil(
        _ body: () async throws -> DomainSnapshotIdentity
    ) async throws -> DomainSnapshotIdentity? {
        do {
            return try await body()
        } catch let error as VirtError where error.code == .noSnapshot {
            return nil
        }
    }

    func isCurrent(_ snapshot: DomainSnapshotIdentity) async throws -> Bool {
        try await caller.call(RemoteProgram.domainSnapshotIsCurrent, .init(snap: .init(snapshot), flags: 0)).current
            != 0
    }

    func xml(of snapshot: DomainSnapshotIdentity, _ flags: DomainXMLFlags) async throws -> String {
        try await caller.call(
            RemoteProgram.domainSnapshotGetXMLDesc, .init(snap: .init(snapshot), flags: flags.rawValue)
        ).xml
    }

    func revert(to snapshot: DomainSnapshotIdentity, _ flags: DomainSnapshotRevertFlags) async throws {
        _ = try await caller.call(
            RemoteProgram.domainRevertToSnapshot, .init(snap: .init(snapshot), flags: flags.rawValue))
    }

    func delete(_ snapshot: DomainSnapshotIdentity, _ flags: DomainSnapshotDeleteFlags) async throws {
        _ = try await caller.call(
            RemoteProgram.domainSnapshotDelete, .init(snap: .init(snapshot), flags: flags.rawValue))
    }
}
