// SPDX-License-Identifier: Apache-2.0

import DriverAPI

/// A driver without domains, whose events a test sends.
struct EventfulDomains: DomainDriver {
    static let domain: DomainIdentity = {
        guard let uuid = ObjectUUID(bytes: Array(1...16)) else { preconditionFailure("They are sixteen.") }
        return DomainIdentity(name: "one", uuid: uuid, id: 3)
    }()

    let hub = EventHub<DomainEvent>()

    private var none: VirtError { VirtError(.noDomain, "There is none.") }

    func events(of domain: DomainIdentity?) -> EventSequence<DomainEvent> { hub.subscribe() }
    func list(_ flags: DomainListFlags) async throws -> [DomainIdentity] { [] }
    func domain(id: Int) async throws -> DomainIdentity { throw none }
    func domain(named name: String) async throws -> DomainIdentity { throw none }
    func domain(uuid: ObjectUUID) async throws -> DomainIdentity { throw none }
    func define(_ xml: String, _ flags: DomainDefineFlags) async throws -> DomainIdentity { throw none }
    func undefine(_ domain: DomainIdentity, _ flags: DomainUndefineFlags) async throws { throw none }
    func rename(_ domain: DomainIdentity, to name: String) async throws { throw none }
    func isPersistent(_ domain: DomainIdentity) async throws -> Bool { throw none }
    func isUpdated(_ domain: DomainIdentity) async throws -> Bool { throw none }
    func isAutostarted(_ domain: DomainIdentity) async throws -> Bool { throw none }
    func setAutostart(_ domain: DomainIdentity, _ isOn: Bool) async throws { throw none }
    func create(_ xml: String, _ flags: DomainStartFlags) async throws -> DomainIdentity { throw none }
    func start(_ domain: DomainIdentity, _ flags: DomainStartFlags) async throws -> DomainIdentity { throw none }
    func shutdown(_ domain: DomainIdentity, _ flags: DomainPowerFlags) async throws { throw none }
    func reboot(_ domain: DomainIdentity, _ flags: DomainPowerFlags) async throws { throw none }
    func reset(_ domain: DomainIdentity) async throws { throw none }
    func suspend(_ domain: DomainIdentity) async throws { throw none }
    func resume(_ domain: DomainIdentity) async throws { throw none }
    func destroy(_ domain: DomainIdentity, _ flags: DomainDestroyFlags) async throws { throw none }
    func status(of domain: DomainIdentity) async throws -> DomainStatus { throw none }
    func information(on domain: DomainIdentity) async throws -> DomainInformation { throw none }
    func xml(of domain: DomainIdentity, _ flags: DomainXMLFlags) async throws -> String { throw none }
    func job(of domain: DomainIdentity) async throws -> DomainJobInformation? { throw none }
    func metadata(of domain: DomainIdentity, _ kind: DomainMetadataKind, _ affecting: DomainAffectFlags) async throws
        -> String
    { throw none }
    func setMetadata(
        of domain: DomainIdentity, _ kind: DomainMetadataKind, to text: String?, key: String?,
        _ affecting: DomainAffectFlags
    ) async throws { throw none }
}
