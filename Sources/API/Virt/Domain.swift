// SPDX-License-Identifier: Apache-2.0

/// A virtual machine that a connection knows.
///
/// The value is a reference by UUID: what it is doing is asked for anew each time.
///
/// ```swift
/// let domain = try await connection.domain(named: "ci")
/// try await domain.start(.paused)
/// try await domain.resume()
/// print(try await domain.status)
/// try await domain.destroy()
/// ```
public struct Domain: Sendable, Hashable, CustomStringConvertible {
    /// The name, UUID and number, as they were when the value was made.
    public let identity: DomainIdentity
    let driver: any DomainDriver

    init(_ identity: DomainIdentity, _ driver: any DomainDriver) {
        self.identity = identity
        self.driver = driver
    }

    /// The name.
    public var name: String { identity.name }
    /// The UUID.
    public var uuid: ObjectUUID { identity.uuid }
    /// The name.
    public var description: String { identity.name }

    /// Two are equal when they mean one domain.
    public static func == (one: Domain, other: Domain) -> Bool { one.uuid == other.uuid }
    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) { hasher.combine(uuid) }

    // MARK: What it is

    /// What the domain is doing.
    ///
    /// ```swift
    /// if case .paused(let reason) = try await domain.status { print(reason) }
    /// ```
    public var status: DomainStatus { get async throws { try await driver.status(of: identity) } }

    /// The numbers that lists show.
    ///
    /// ```swift
    /// print(try await domain.information.vcpuCount)
    /// ```
    public var information: DomainInformation { get async throws { try await driver.information(on: identity) } }

    /// The document: of the running domain, unless the flags ask for that of the next start.
    ///
    /// ```swift
    /// let xml = try await domain.xml(.inactive)
    /// ```
    public func xml(_ flags: DomainXMLFlags = []) async throws -> String { try await driver.xml(of: identity, flags) }

    /// What the domain is busy with; nil for nothing.
    ///
    /// ```swift
    /// if let job = try await domain.job { print("busy: \(job.name)") }
    /// ```
    public var job: DomainJobInformation? { get async throws { try await driver.job(of: identity) } }
}
