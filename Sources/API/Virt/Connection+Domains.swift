// SPDX-License-Identifier: Apache-2.0

extension Connection {
    /// Defines a domain, or gives one that is there another definition for its next start.
    ///
    /// ```swift
    /// let domain = try await connection.define("<domain type='qemu'><name>ci</name>...</domain>")
    /// ```
    ///
    /// - Parameter xml: libvirt's domain XML.
    /// - Throws: ``VirtError``: `xmlError`, `xmlDetail` or `configurationUnsupported` for a document that cannot be.
    public func define(_ xml: String, _ flags: DomainDefineFlags = []) async throws -> Domain {
        let driver = try domainDriver
        return Domain(try await driver.define(xml, flags), driver)
    }

    /// Starts a domain that is gone when it ends.
    ///
    /// ```swift
    /// let domain = try await connection.create(xml, .paused)
    /// ```
    public func create(_ xml: String, _ flags: DomainStartFlags = []) async throws -> Domain {
        let driver = try domainDriver
        return Domain(try await driver.create(xml, flags), driver)
    }

    /// The domains that the flags let through, sorted by name.
    ///
    /// ```swift
    /// for domain in try await connection.domains(.running) { print(domain.name) }
    /// ```
    public func domains(_ flags: DomainListFlags = []) async throws -> [Domain] {
        let driver = try domainDriver
        return try await driver.list(flags).map { Domain($0, driver) }
    }

    /// The domain of a name.
    ///
    /// ```swift
    /// let status = try await connection.domain(named: "ci").status
    /// ```
    ///
    /// - Throws: ``VirtError``: `noDomain`.
    public func domain(named name: String) async throws -> Domain {
        let driver = try domainDriver
        return Domain(try await driver.domain(named: name), driver)
    }

    /// The domain of a UUID.
    ///
    /// ```swift
    /// let domain = try await connection.domain(uuid: identity.uuid)
    /// ```
    ///
    /// - Throws: ``VirtError``: `noDomain`.
    public func domain(uuid: ObjectUUID) async throws -> Domain {
        let driver = try domainDriver
        return Domain(try await driver.domain(uuid: uuid), driver)
    }

    /// The running domain of a number.
    ///
    /// ```swift
    /// let domain = try await connection.domain(id: 3)
    /// ```
    ///
    /// - Throws: ``VirtError``: `noDomain`.
    public func domain(id: Int) async throws -> Domain {
        let driver = try domainDriver
        return Domain(try await driver.domain(id: id), driver)
    }

    /// What happens from now on, to all domains or to one.
    ///
    /// Subscribe before what you wait for can happen:
    ///
    /// ```swift
    /// let events = try connection.events(of: domain)
    /// try await domain.start()
    /// for try await event in events { print(event.kind) }
    /// ```
    public func events(of domain: Domain? = nil) throws -> EventSequence<DomainEvent> {
        try domainDriver.events(of: domain?.identity)
    }
}
