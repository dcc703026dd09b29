// SPDX-License-Identifier: Apache-2.0

/// A connection to a driver of virtual machines, in this process or elsewhere.
///
/// ```swift
/// import VirtEmbedded
///
/// let connection = try await Connection.open("qemu:///embed?root=/srv/vms")
/// let domain = try await connection.define(xml)
/// try await domain.start()
/// for try await event in connection.events(of: domain) {
///     if case .lifecycle(.stopped) = event.kind { break }
/// }
/// await connection.close()
/// ```
///
/// A connection may be used by many tasks at once, and there may be many in one process.
public struct Connection: Sendable {
    /// The address that it was opened by.
    public let uri: String
    private let drivers: DriverSet
    private let closing: @Sendable () async -> Void

    /// A connection to drivers that are there.
    ///
    /// - Parameter closing: Ends the drivers; called at each ``close()``.
    package init(uri: String, drivers: DriverSet, closing: @escaping @Sendable () async -> Void) {
        self.uri = uri
        self.drivers = drivers
        self.closing = closing
    }

    /// Ends the connection. Machines that a connection of this process runs end with it, unless they were started to live on.
    ///
    /// ```swift
    /// await connection.close()
    /// ```
    public func close() async { await closing() }

    /// The driver of virtual machines.
    ///
    /// - Throws: `noSupport` when the connection has none.
    package var domainDriver: any DomainDriver {
        get throws {
            guard let driver = drivers.domains else {
                throw VirtError(.noSupport, "The connection '\(uri)' has no virtual machines.")
            }
            return driver
        }
    }

    /// The driver of secrets.
    ///
    /// - Throws: `noSupport` when the connection has none.
    package var secretDriver: any SecretDriver {
        get throws {
            guard let driver = drivers.secrets else {
                throw VirtError(.noSupport, "The connection '\(uri)' has no secrets.")
            }
            return driver
        }
    }
}
