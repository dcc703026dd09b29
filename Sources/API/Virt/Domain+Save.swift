// SPDX-License-Identifier: Apache-2.0

extension Domain {
    /// Writes the running domain, memory and all, to a file and ends it. When that fails, the guest goes on as before.
    ///
    /// The file is in libvirt's own form, so libvirt can restore it, too.
    ///
    /// ```swift
    /// try await domain.save(to: "/srv/ci-3.save")
    /// let same = try await connection.restore(from: "/srv/ci-3.save")
    /// ```
    ///
    /// - Parameter xml: The document to keep with it, of the same machine; nil for its own.
    public func save(to path: String, xml: String? = nil, _ flags: DomainSaveFlags = []) async throws {
        try await driver.save(identity, to: path, xml: xml, flags)
    }

    /// Writes the running domain to a file of the driver's and ends it; its next start goes on from there.
    ///
    /// ```swift
    /// try await domain.managedSave()
    /// try await domain.start()
    /// ```
    public func managedSave(_ flags: DomainSaveFlags = []) async throws {
        try await driver.managedSave(identity, flags)
    }

    /// Whether the next start goes on from a managed save.
    ///
    /// ```swift
    /// if try await domain.hasManagedSave { try await domain.removeManagedSave() }
    /// ```
    public var hasManagedSave: Bool { get async throws { try await driver.hasManagedSave(identity) } }

    /// Forgets the managed save, so that the next start boots.
    ///
    /// ```swift
    /// try await domain.removeManagedSave()
    /// ```
    public func removeManagedSave() async throws { try await driver.removeManagedSave(identity) }

    /// Ends the long job that the domain is busy with, such as a save; the guest goes on as before.
    ///
    /// ```swift
    /// if try await domain.job?.operation == .save { try await domain.abortJob() }
    /// ```
    public func abortJob() async throws { try await driver.abortJob(of: identity) }

    /// The long job that the domain was busy with last.
    ///
    /// ```swift
    /// if try await domain.completedJob?.outcome == .failed { print("not saved") }
    /// ```
    public var completedJob: DomainJobInformation? {
        get async throws { try await driver.completedJob(of: identity, isKept: true) }
    }
}

extension Connection {
    /// Starts a domain from a file that ``Domain/save(to:xml:_:)``, or libvirt, wrote. The file stays.
    ///
    /// ```swift
    /// let domain = try await connection.restore(from: "/srv/ci-3.save", .paused)
    /// ```
    ///
    /// - Parameter xml: The document to start it with, of the same machine; nil for the one in the file.
    public func restore(
        from path: String, xml: String? = nil, _ flags: DomainSaveFlags = []
    ) async throws -> Domain {
        let driver = try domainDriver
        return Domain(try await driver.restore(from: path, xml: xml, flags), driver)
    }

    /// The document in a file in which a domain is kept.
    ///
    /// ```swift
    /// let xml = try await connection.saveImageXML("/srv/ci-3.save")
    /// ```
    public func saveImageXML(_ path: String, _ flags: DomainXMLFlags = []) async throws -> String {
        try await domainDriver.saveImageXML(path, flags)
    }

    /// Gives a file in which a domain is kept another document of the same machine.
    ///
    /// ```swift
    /// try await connection.defineSaveImageXML("/srv/ci-3.save", xml: changed)
    /// ```
    public func defineSaveImageXML(_ path: String, xml: String, _ flags: DomainSaveFlags = []) async throws {
        try await domainDriver.defineSaveImageXML(path, xml: xml, flags)
    }
}
