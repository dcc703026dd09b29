// SPDX-License-Identifier: Apache-2.0

/// A driver of virtual machines: all that can be done with a domain, by aspect.
///
/// Every operation throws ``VirtError``; a domain that is not there is ``VirtError/Code/noDomain``. To add an operation, add it to
/// the protocol of its aspect, or a protocol for a new aspect here.
package protocol DomainDriver: DomainCatalogDriver, DomainLifecycleDriver, DomainDescriptionDriver, DomainEventDriver,
    DomainStatisticsDriver, DomainMonitorDriver, DomainInputDriver, DomainStreamDriver,
    DomainSaveDriver, DomainTuningDriver, DomainDeviceDriver, DomainLimitDriver, DomainTemplateDriver,
    DomainSnapshotDriver
{}

/// Which domains there are, and what their definitions are.
package protocol DomainCatalogDriver: Sendable {
    /// The running domain of a number.
    func domain(id: Int) async throws -> DomainIdentity
    /// The domain of a name.
    func domain(named name: String) async throws -> DomainIdentity
    /// The domain of a UUID.
    func domain(uuid: ObjectUUID) async throws -> DomainIdentity
    /// The domains that the flags let through, sorted by name.
    func list(_ flags: DomainListFlags) async throws -> [DomainIdentity]

    /// Defines a domain, or gives one of the same name and UUID another definition for its next start.
    func define(_ xml: String, _ flags: DomainDefineFlags) async throws -> DomainIdentity
    /// Removes a definition. A domain that runs goes on until it ends.
    func undefine(_ domain: DomainIdentity, _ flags: DomainUndefineFlags) async throws
    /// Gives a domain that is off another name.
    func rename(_ domain: DomainIdentity, to name: String) async throws
    /// Whether there is a definition that stays.
    func isPersistent(_ domain: DomainIdentity) async throws -> Bool
    /// Whether there is another definition than the one that the domain runs with.
    func isUpdated(_ domain: DomainIdentity) async throws -> Bool
    /// Whether the domain is started with the host.
    func isAutostarted(_ domain: DomainIdentity) async throws -> Bool
    /// Has the domain started with the host, or not.
    func setAutostart(_ domain: DomainIdentity, _ isOn: Bool) async throws
}

/// Starting, stopping and what lies between.
package protocol DomainLifecycleDriver: Sendable {
    /// Starts a domain without a definition that stays.
    func create(_ xml: String, _ flags: DomainStartFlags) async throws -> DomainIdentity
    /// Starts a defined domain.
    func start(_ domain: DomainIdentity, _ flags: DomainStartFlags) async throws -> DomainIdentity
    /// Asks the guest to power off, and does not wait for it.
    func shutdown(_ domain: DomainIdentity, _ flags: DomainPowerFlags) async throws
    /// Asks the guest to reboot, and does not wait for it.
    func reboot(_ domain: DomainIdentity, _ flags: DomainPowerFlags) async throws
    /// Resets the machine.
    func reset(_ domain: DomainIdentity) async throws
    /// Lets the guest stand still.
    func suspend(_ domain: DomainIdentity) async throws
    /// Lets the guest go on.
    func resume(_ domain: DomainIdentity) async throws
    /// Ends a domain at once; it has ended when this returns.
    func destroy(_ domain: DomainIdentity, _ flags: DomainDestroyFlags) async throws
}

/// What a domain is, and what it is doing.
package protocol DomainDescriptionDriver: Sendable {
    /// What the domain is doing.
    func status(of domain: DomainIdentity) async throws -> DomainStatus
    /// The numbers that lists show.
    func information(on domain: DomainIdentity) async throws -> DomainInformation
    /// The document.
    func xml(of domain: DomainIdentity, _ flags: DomainXMLFlags) async throws -> String
    /// What the domain is busy with; nil for nothing.
    func job(of domain: DomainIdentity) async throws -> DomainJobInformation?
    /// A text of the domain.
    func metadata(of domain: DomainIdentity, _ kind: DomainMetadataKind, _ affecting: DomainAffectFlags) async throws
        -> String
    /// Changes or removes a text of the domain; `key` is the prefix for the namespace of an element.
    func setMetadata(
        of domain: DomainIdentity, _ kind: DomainMetadataKind, to text: String?, key: String?,
        _ affecting: DomainAffectFlags
    ) async throws
}

/// What happens to domains.
package protocol DomainEventDriver: Sendable {
    /// What happens from now on, to one domain or to all.
    func events(of domain: DomainIdentity?) -> EventSequence<DomainEvent>
}
