// SPDX-License-Identifier: Apache-2.0

extension Domain {
    /// Removes the definition. A domain that runs goes on until it ends.
    ///
    /// ```swift
    /// try await domain.undefine(.nvram)
    /// ```
    public func undefine(_ flags: DomainUndefineFlags = []) async throws { try await driver.undefine(identity, flags) }

    /// Gives the domain, which must be off, another name.
    ///
    /// ```swift
    /// try await domain.rename(to: "ci-old")
    /// ```
    public func rename(to name: String) async throws { try await driver.rename(identity, to: name) }

    /// Whether there is a definition that stays.
    ///
    /// ```swift
    /// if try await !domain.isPersistent { print("gone when it ends") }
    /// ```
    public var isPersistent: Bool { get async throws { try await driver.isPersistent(identity) } }

    /// Whether the next start is made of another definition than the present run.
    ///
    /// ```swift
    /// if try await domain.isUpdated { print("restart it") }
    /// ```
    public var isUpdated: Bool { get async throws { try await driver.isUpdated(identity) } }

    /// Whether the domain is started with the host.
    ///
    /// ```swift
    /// print(try await domain.isAutostarted)
    /// ```
    public var isAutostarted: Bool { get async throws { try await driver.isAutostarted(identity) } }

    /// Has the domain started with the host, or not.
    ///
    /// ```swift
    /// try await domain.setAutostart(true)
    /// ```
    public func setAutostart(_ isOn: Bool) async throws { try await driver.setAutostart(identity, isOn) }

    /// A text of the domain: its title, description, or an element of its metadata.
    ///
    /// ```swift
    /// let title = try await domain.metadata(.title)
    /// ```
    ///
    /// - Throws: ``VirtError``: `noMetadata`.
    public func metadata(_ kind: DomainMetadataKind, _ affecting: DomainAffectFlags = []) async throws -> String {
        try await driver.metadata(of: identity, kind, affecting)
    }

    /// Changes or removes a text of the domain.
    ///
    /// ```swift
    /// try await domain.setMetadata(.title, to: "Build machine")
    /// ```
    ///
    /// - Parameter key: The prefix for the namespace of an element.
    public func setMetadata(
        _ kind: DomainMetadataKind, to text: String?, key: String? = nil, _ affecting: DomainAffectFlags = []
    ) async throws {
        try await driver.setMetadata(of: identity, kind, to: text, key: key, affecting)
    }
}
