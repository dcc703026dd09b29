// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
package import RemoteForwarding
package import RemoteProtocol
package import RemoteServer

/// The programs `remote` and `qemu` over the drivers of this process.
///
/// Each kind of object has a file, which lists its procedures; to serve another one, add it there.
package struct DriverService: OpeningService {
    package typealias Session = ConnectionSession
    typealias Program = ServedProgram<ConnectionSession>

    package let programs: [ServedProgram<ConnectionSession>]
    private let events: EventRegistry
    private let neighbourhood: Neighbourhood?
    private let domains: (any DomainDriver)?
    /// Whose objects are ours, and not a neighbour's.
    private let ownSlots: Set<ProcedureFacts.Slot>

    /// A service over drivers.
    ///
    /// - Parameters:
    ///   - neighbours: The daemons that serve objects of other kinds for our clients; nil when there are none.
    ///   - version: What clients are told to be libvirt's version, as a million for each major one and so on.
    package init(
        _ kind: ConnectionKind, _ drivers: DriverSet, neighbours: Neighbourhood? = nil, version: UInt64 = 9_000_000
    ) {
        neighbourhood = neighbours
        domains = drivers.domains
        ownSlots = drivers.secrets == nil ? [] : [.secret]
        let events = EventRegistry()
        var remote = Program(RemoteProgram.facts)
        Self.serveConnection(&remote, kind, version)
        var qemu = Program(QEMUProgram.facts)
        if let host = drivers.host { Self.serveHost(&remote, host) }
        if let hypervisor = drivers.hypervisor { Self.serveHypervisor(&remote, hypervisor) }
        if let domains = drivers.domains {
            Self.serveCatalog(&remote, domains)
            Self.serveLifecycle(&remote, domains)
            Self.serveDescription(&remote, domains)
            Self.serveStatistics(&remote, domains, drivers.host)
            Self.serveProcessors(&remote, domains, drivers.host)
            Self.serveMemory(&remote, domains)
            Self.serveLimits(&remote, domains)
            Self.serveDevices(&remote, domains)
            Self.serveDisks(&remote, domains)
            Self.serveInput(&remote, domains)
            Self.serveSave(&remote, domains)
            Self.serveJobs(&remote, domains)
            Self.serveSecurity(&remote, domains)
            Self.serveSnapshots(&remote, domains)
            Self.serveDomainEvents(&remote, domains, events)
            Self.serveLegacyEvents(&remote, domains, events)
            Self.serveStreams(&remote, domains)
            Self.serveGraphics(&remote, domains)
            Self.serveMonitor(&qemu, domains, events)
        }
        if let secrets = drivers.secrets {
            Self.serveSecrets(&remote, secrets)
            Self.serveSecretEvents(&remote, secrets, events)
        }
        programs = [remote, qemu]
        self.events = events
    }

    package func makeSession(for client: ClientConnection) -> ConnectionSession {
        ConnectionSession(client, forwarder: neighbourhood.map { Forwarder(client, $0) })
    }

    package func endSession(_ session: ConnectionSession) {
        events.removeAll(of: session.client.number)
        session.forwarder?.close()
        guard let domains else { return }
        for domain in session.end() { Task { await Self.end(domain, domains) } }
    }

    package func forwarding(_ call: Call, _ facts: ProcedureFacts, _ session: ConnectionSession) -> Forwarding? {
        guard let forwarder = session.forwarder, !ownSlots.contains(facts.slot),
            let neighbour = Neighbour(serving: facts.slot)
        else { return nil }
        return forwarder.forward(call, facts, to: neighbour)
    }

    package static let beforeOpening: Set<Int32> = [
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
