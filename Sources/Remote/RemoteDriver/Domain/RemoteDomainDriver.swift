// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteValues
internal import XDR

/// The virtual machines of a daemon.
struct RemoteDomainDriver: DomainDriver {
    let caller: RemoteCaller
    let source: EventSource<DomainEvent>

    init(_ caller: RemoteCaller) {
        self.caller = caller
        source = EventSource(caller, DomainEvent.wishes)
    }

    func events(of domain: DomainIdentity?) -> EventSequence<DomainEvent> {
        guard let uuid = domain?.uuid else { return source.subscribe { _ in true } }
        return source.subscribe { $0.domain.uuid == uuid }
    }
}

// MARK: - Catalog

extension RemoteDomainDriver {
    func domain(id: Int) async throws -> DomainIdentity {
        guard let number = Int32(exactly: id) else { throw VirtError(.noDomain, "There is no domain \(id).") }
        return try await caller.call(RemoteProgram.domainLookupByID, .init(id: number)).dom.identity
    }

    func domain(named name: String) async throws -> DomainIdentity {
        try await caller.call(RemoteProgram.domainLookupByName, .init(name: name)).dom.identity
    }

    func domain(uuid: ObjectUUID) async throws -> DomainIdentity {
        try await caller.call(RemoteProgram.domainLookupByUUID, .init(uuid: UUIDBytes(uuid.bytes))).dom.identity
    }

    func list(_ flags: DomainListFlags) async throws -> [DomainIdentity] {
        let arguments = RemoteProgram.ConnectListAllDomainsArguments(needResults: 1, flags: flags.rawValue)
        return try await caller.call(RemoteProgram.connectListAllDomains, arguments).domains.map(\.identity)
            .sorted { $0.name < $1.name }
    }

    func define(_ xml: String, _ flags: DomainDefineFlags) async throws -> DomainIdentity {
        try await caller.call(RemoteProgram.domainDefineXMLFlags, .init(xml: xml, flags: flags.rawValue)).dom.identity
    }

    func undefine(_ domain: DomainIdentity, _ flags: DomainUndefineFlags) async throws {
        // Drivers that know no flags have the older procedure only.
        if flags.isEmpty {
            _ = try await caller.call(RemoteProgram.domainUndefine, .init(dom: .init(domain)))
        } else {
            _ = try await caller.call(
                RemoteProgram.domainUndefineFlags, .init(dom: .init(domain), flags: flags.rawValue))
        }
    }

    func rename(_ domain: DomainIdentity, to name: String) async throws {
        _ = try await caller.call(RemoteProgram.domainRename, .init(dom: .init(domain), newName: name, flags: 0))
    }

    func isPersistent(_ domain: DomainIdentity) async throws -> Bool {
        try await caller.call(RemoteProgram.domainIsPersistent, .init(dom: .init(domain))).persistent != 0
    }

    func isUpdated(_ domain: DomainIdentity) async throws -> Bool {
        try await caller.call(RemoteProgram.domainIsUpdated, .init(dom: .init(domain))).updated != 0
    }

    func isAutostarted(_ domain: DomainIdentity) async throws -> Bool {
        try await caller.call(RemoteProgram.domainGetAutostart, .init(dom: .init(domain))).autostart != 0
    }

    func setAutostart(_ domain: DomainIdentity, _ isOn: Bool) async throws {
        _ = try await caller.call(
            RemoteProgram.domainSetAutostart, .init(dom: .init(domain), autostart: isOn ? 1 : 0))
    }
}

// MARK: - Lifecycle

extension RemoteDomainDriver {
    func create(_ xml: String, _ flags: DomainStartFlags) async throws -> DomainIdentity {
        try await caller.call(RemoteProgram.domainCreateXML, .init(xmlDesc: xml, flags: flags.rawValue)).dom.identity
    }

    func start(_ domain: DomainIdentity, _ flags: DomainStartFlags) async throws -> DomainIdentity {
        try await caller.call(
            RemoteProgram.domainCreateWithFlags, .init(dom: .init(domain), flags: flags.rawValue)
        ).dom.identity
    }

    func shutdown(_ domain: DomainIdentity, _ flags: DomainPowerFlags) async throws {
        if flags.isEmpty {
            _ = try await caller.call(RemoteProgram.domainShutdown, .init(dom: .init(domain)))
        } else {
            _ = try await caller.call(
                RemoteProgram.domainShutdownFlags, .init(dom: .init(domain), flags: flags.rawValue))
        }
    }

    func reboot(_ domain: DomainIdentity, _ flags: DomainPowerFlags) async throws {
        _ = try await caller.call(RemoteProgram.domainReboot, .init(dom: .init(domain), flags: flags.rawValue))
    }

    func reset(_ domain: DomainIdentity) async throws {
        _ = try await caller.call(RemoteProgram.domainReset, .init(dom: .init(domain), flags: 0))
    }

    func suspend(_ domain: DomainIdentity) async throws {
        _ = try await caller.call(RemoteProgram.domainSuspend, .init(dom: .init(domain)))
    }

    func resume(_ domain: DomainIdentity) async throws {
        _ = try await caller.call(RemoteProgram.domainResume, .init(dom: .init(domain)))
    }

    func destroy(_ domain: DomainIdentity, _ flags: DomainDestroyFlags) async throws {
        if flags.isEmpty {
            _ = try await caller.call(RemoteProgram.domainDestroy, .init(dom: .init(domain)))
        } else {
            _ = try await caller.call(
                RemoteProgram.domainDestroyFlags, .init(dom: .init(domain), flags: flags.rawValue))
        }
    }
}
