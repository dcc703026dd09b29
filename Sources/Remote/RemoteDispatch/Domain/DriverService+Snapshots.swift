// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer
internal import RemoteValues
internal import XDR

extension DriverService {
    /// What domains were at moments to which they can go back.
    static func serveSnapshots(_ program: inout Program, _ domains: any DomainDriver) {
        // Memory and disks take the time that they take.
        program.serve(RemoteProgram.domainSnapshotCreateXML, deadline: .none) { _, _, arguments in
            try check(arguments.flags, knowing: 0x3ff, "virDomainSnapshotCreateXML")
            let made = try await domains.createSnapshot(
                of: arguments.dom.identity, arguments.xmlDesc, DomainSnapshotCreateFlags(rawValue: arguments.flags))
            return RemoteProgram.DomainSnapshotCreateXMLResult(snap: .init(made))
        }
        program.serve(RemoteProgram.domainRevertToSnapshot, deadline: .none) { _, _, arguments in
            try check(arguments.flags, knowing: 0xf, "virDomainRevertToSnapshot")
            try await domains.revert(
                to: arguments.snap.identity, DomainSnapshotRevertFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainSnapshotDelete, deadline: .none) { _, _, arguments in
            try check(arguments.flags, knowing: 7, "virDomainSnapshotDelete")
            try await domains.delete(arguments.snap.identity, DomainSnapshotDeleteFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainSnapshotGetXMLDesc) { session, _, arguments in
            try check(arguments.flags, knowing: 1, "virDomainSnapshotGetXMLDesc")
            let flags = DomainXMLFlags(rawValue: arguments.flags)
            // Passwords are not for those who may only read.
            if session.client.isReadOnly, flags.contains(.secure) {
                throw RemoteError.readOnly("virDomainSnapshotGetXMLDesc", in: .domain)
            }
            return RemoteProgram.DomainSnapshotGetXMLDescResult(
                xml: try await domains.xml(of: arguments.snap.identity, flags))
        }
        serveSnapshotKinship(&program, domains)
        serveSnapshotLists(&program, domains)
    }

    /// Which snapshot is current, and which came of which.
    private static func serveSnapshotKinship(_ program: inout Program, _ domains: any DomainDriver) {
        program.serve(RemoteProgram.domainSnapshotLookupByName) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virDomainSnapshotLookupByName")
            return RemoteProgram.DomainSnapshotLookupByNameResult(
                snap: .init(try await domains.snapshot(of: arguments.dom.identity, named: arguments.name)))
        }
        program.serve(RemoteProgram.domainHasCurrentSnapshot) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virDomainHasCurrentSnapshot")
            let current = try await domains.currentSnapshot(of: arguments.dom.identity)
            return RemoteProgram.DomainHasCurrentSnapshotResult(result: current == nil ? 0 : 1)
        }
        program.serve(RemoteProgram.domainSnapshotCurrent) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virDomainSnapshotCurrent")
            guard let current = try await domains.currentSnapshot(of: arguments.dom.identity) else {
                throw VirtError(.noSnapshot, "Domain '\(arguments.dom.name)' has no current snapshot.")
            }
            return RemoteProgram.DomainSnapshotCurrentResult(snap: .init(current))
        }
        program.serve(RemoteProgram.domainSnapshotGetParent) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virDomainSnapshotGetParent")
            guard let parent = try await domains.parent(of: arguments.snap.identity) else {
                throw VirtError(.noSnapshot, "Snapshot '\(arguments.snap.name)' has no parent.")
            }
            return RemoteProgram.DomainSnapshotGetParentResult(snap: .init(parent))
        }
        program.serve(RemoteProgram.domainSnapshotIsCurrent) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virDomainSnapshotIsCurrent")
            return RemoteProgram.DomainSnapshotIsCurrentResult(
                current: try await domains.isCurrent(arguments.snap.identity) ? 1 : 0)
        }
        program.serve(RemoteProgram.domainSnapshotHasMetadata) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virDomainSnapshotHasMetadata")
            // Of a snapshot that is found by its name something is known.
            let snapshot = arguments.snap.identity
            _ = try await domains.snapshot(of: snapshot.domain, named: snapshot.name)
            return RemoteProgram.DomainSnapshotHasMetadataResult(metadata: 1)
        }
    }

    /// One list, and those of older clients, which are the names and the number of its entries.
    private static func serveSnapshotLists(_ program: inout Program, _ domains: any DomainDriver) {
        @Sendable func list(
            _ domain: RemoteProgram.DomainReference, below name: String? = nil, _ flags: UInt32, _ function: String
        ) async throws -> [DomainSnapshotIdentity] {
            try check(flags, knowing: 0x7ff, function)
            return try await domains.snapshots(
                of: domain.identity, below: name, DomainSnapshotListFlags(rawValue: flags))
        }
        program.serve(RemoteProgram.domainListAllSnapshots) { _, _, arguments in
            let found = try await list(arguments.dom, arguments.flags, "virDomainListAllSnapshots")
            return RemoteProgram.DomainListAllSnapshotsResult(
                snapshots: arguments.needResults != 0 ? found.map { .init($0) } : [], ret: Int32(clamping: found.count))
        }
        program.serve(RemoteProgram.domainSnapshotListAllChildren) { _, _, arguments in
            let found = try await list(
                arguments.snapshot.dom, below: arguments.snapshot.name, arguments.flags,
                "virDomainSnapshotListAllChildren")
            return RemoteProgram.DomainSnapshotListAllChildrenResult(
                snapshots: arguments.needResults != 0 ? found.map { .init($0) } : [], ret: Int32(clamping: found.count))
        }
        program.serve(RemoteProgram.domainSnapshotNum) { _, _, arguments in
            let found = try await list(arguments.dom, arguments.flags, "virDomainSnapshotNum")
            return RemoteProgram.DomainSnapshotNumResult(num: Int32(clamping: found.count))
        }
        program.serve(RemoteProgram.domainSnapshotListNames) { _, _, arguments in
            let found = try await list(arguments.dom, arguments.flags, "virDomainSnapshotListNames")
            return RemoteProgram.DomainSnapshotListNamesResult(
                names: found.prefix(Int(max(0, arguments.maxnames))).map(\.name))
        }
        program.serve(RemoteProgram.domainSnapshotNumChildren) { _, _, arguments in
            let found = try await list(
                arguments.snap.dom, below: arguments.snap.name, arguments.flags, "virDomainSnapshotNumChildren")
            return RemoteProgram.DomainSnapshotNumChildrenResult(num: Int32(clamping: found.count))
        }
        program.serve(RemoteProgram.domainSnapshotListChildrenNames) { _, _, arguments in
            let found = try await list(
                arguments.snap.dom, below: arguments.snap.name, arguments.flags, "virDomainSnapshotListChildrenNames")
            return RemoteProgram.DomainSnapshotListChildrenNamesResult(
                names: found.prefix(Int(max(0, arguments.maxnames))).map(\.name))
        }
    }
}
