// SPDX-License-Identifier: Apache-2.0

/// A secret of a connection: the passphrase of an encrypted disk, the key of a server.
///
/// ```swift
/// let secret = try await connection.defineSecret(xml)
/// try await secret.setValue(Array("passphrase".utf8))
/// ```
public struct Secret: Sendable {
    /// Which secret it is.
    public let identity: SecretIdentity
    let driver: any SecretDriver

    /// The document, without the value.
    ///
    /// ```swift
    /// print(try await secret.xml)
    /// ```
    ///
    /// - Throws: ``VirtError``: `noSecret`.
    public var xml: String {
        get async throws { try await driver.xml(of: identity) }
    }

    /// Sets the value. Machines that run keep the one that they were started with.
    ///
    /// ```swift
    /// try await secret.setValue(Array("passphrase".utf8))
    /// ```
    ///
    /// - Throws: ``VirtError``: `noSecret`.
    public func setValue(_ value: [UInt8]) async throws { try await driver.setValue(value, of: identity) }

    /// The value.
    ///
    /// ```swift
    /// let passphrase = try await secret.value
    /// ```
    ///
    /// - Throws: ``VirtError``: `noSecret` when there is none yet; `invalidSecret` for a private one, whose value only machines get.
    public var value: [UInt8] {
        get async throws { try await driver.value(of: identity, internally: false) }
    }

    /// Removes the secret with its value.
    ///
    /// ```swift
    /// try await secret.undefine()
    /// ```
    public func undefine() async throws { try await driver.undefine(identity) }
}

extension Connection {
    /// Defines a secret, or changes one of the same UUID.
    ///
    /// ```swift
    /// let secret = try await connection.defineSecret(
    ///     "<secret ephemeral='yes' private='yes'><usage type='volume'><volume>/srv/a.luks</volume></usage></secret>")
    /// ```
    ///
    /// - Parameter xml: libvirt's secret XML.
    /// - Throws: ``VirtError``: `xmlError` for a document that cannot be; `noSupport` when the connection has no secrets.
    public func defineSecret(_ xml: String) async throws -> Secret {
        let driver = try secretDriver
        return Secret(identity: try await driver.define(xml), driver: driver)
    }

    /// The secrets that the flags let through.
    ///
    /// ```swift
    /// for secret in try await connection.secrets() { print(secret.identity.uuid) }
    /// ```
    public func secrets(_ flags: SecretListFlags = []) async throws -> [Secret] {
        let driver = try secretDriver
        return try await driver.list(flags).map { Secret(identity: $0, driver: driver) }
    }

    /// The secret of a UUID.
    ///
    /// ```swift
    /// let secret = try await connection.secret(uuid: uuid)
    /// ```
    ///
    /// - Throws: ``VirtError``: `noSecret`.
    public func secret(uuid: ObjectUUID) async throws -> Secret {
        let driver = try secretDriver
        return Secret(identity: try await driver.secret(uuid: uuid), driver: driver)
    }
}
