// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
package import RemoteProtocol
package import RemoteServer

/// The programs `remote` and `qemu` over the drivers of this process.
///
/// Each kind of object has a file, which lists its procedures; to serve another one, add it there.
package struct DriverService: Service {
    package typealias Session = ConnectionSession
    typealias Program = ServedProgram<ConnectionSession>

    package let programs: [ServedProgram<ConnectionSession>]
    private let events: EventRegistry

    /// A service over drivers.
    ///
    /// - Parameter version: What clients are told to be libvirt's version, as a million for each major one and so on.
    package init(_ kind: ConnectionKind, _ drivers: DriverSet, version: UInt64 = 9_000_000) {
        let events = EventRegistry()
        var remote = Program(RemoteProgram.facts)
        Self.serveConnection(&remote, kind, version)
        if let host = drivers.host { Self.serveHost(&remote, host) }
        if let domains = drivers.domains {
            Self.serveCatalog(&remote, domains)
            Self.serveLifecycle(&remote, domains)
            Self.serveDescription(&remote, domains)
            Self.serveSnapshots(&remote, domains)
            Self.serveDomainEvents(&remote, domains, events)
        }
        if let secrets = drivers.secrets {
            Self.serveSecrets(&remote, secrets)
            Self.serveSecretEvents(&remote, secrets, events)
        }
        programs = [remote, Program(QEMUProgram.facts)]
        self.events = events
    }

    package func makeSession(for client: ClientConnection) -> ConnectionSession { ConnectionSession(client) }

    package func endSession(_ session: ConnectionSession) { events.removeAll(of: session.client.number) }

    /// Before a connection is open there is only what leads there; and a client that may only read changes nothing.
    package func admit(_ call: Call, _ facts: ProcedureFacts, _ session: ConnectionSession) throws {
        let isRemote = call.packet.header.prog == RemoteProgram.facts.number
        if session.uri == nil, !(isRemote && Self.beforeOpening.contains(facts.number)) {
            throw RemoteError.internalError("hypervisor connection not open")
        }
        if facts.readOnly == .denied, session.client.isReadOnly {
            throw RemoteError.readOnly(facts.function, in: facts.slot.errorDomain)
        }
    }

    package func unserved(_ facts: ProcedureFacts) -> RemoteError {
        .noSupport(facts.function.isEmpty ? facts.name : facts.function, in: facts.slot.errorDomain)
    }

    private static let beforeOpening: Set<Int32> = [
        RemoteProgram.authList.number, RemoteProgram.authSASLInit.number, RemoteProgram.authSASLStart.number,
        RemoteProgram.authSASLStep.number, RemoteProgram.authPolkit.number, RemoteProgram.connectOpen.number,
        RemoteProgram.connectClose.number, RemoteProgram.connectSupportsFeature.number,
    ]

    /// Refuses flags that are not among those that a function knows.
    static func check(
        _ flags: UInt32, knowing known: UInt32, _ function: String, in domain: RemoteError.Domain = .domain
    ) throws {
        let unknown = flags & ~known
        if unknown != 0 { throw RemoteError.unsupportedFlags(unknown, function, in: domain) }
    }
}

extension ProcedureFacts.Slot {
    /// The part of libvirt that errors about its objects come from.
    var errorDomain: RemoteError.Domain {
        switch self {
        case .rpc, .hypervisor: .domain
        case .interface: .interface
        case .network: .network
        case .nodedev: .nodeDevice
        case .nwfilter: .nwfilter
        case .secret: .secret
        case .storage: .storage
        }
    }
}
