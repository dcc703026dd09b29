// SPDX-License-Identifier: Apache-2.0

/// Where connections come from: drivers in this process, or daemons. Each module that has some offers a provider.
///
/// A program names the providers that it uses where it opens a connection, so nothing is registered anywhere, and what a program
/// does not name is not linked into it.
///
/// ```swift
/// import VirtEmbedded
/// import VirtRemote
///
/// let connection = try await Connection.open(address, by: .embedded, .remote)
/// ```
public struct ConnectionProvider: Sendable {
    private let accepts: @Sendable (ConnectionURI) -> Bool
    private let opening: @Sendable (ConnectionURI) async throws -> Connection

    /// A provider.
    ///
    /// - Parameters:
    ///   - accepts: Whether an address is one of its own.
    ///   - opening: Opens a connection.
    package init(
        accepts: @escaping @Sendable (ConnectionURI) -> Bool,
        opening: @escaping @Sendable (ConnectionURI) async throws -> Connection
    ) {
        self.accepts = accepts
        self.opening = opening
    }

    /// Opens a connection; nil when the address is not one of this provider's.
    func open(_ uri: ConnectionURI) async throws -> Connection? { accepts(uri) ? try await opening(uri) : nil }
}

extension Connection {
    /// Opens a connection by the first provider that knows the address.
    ///
    /// ```swift
    /// let connection = try await Connection.open("qemu:///system", by: .remote)
    /// ```
    ///
    /// - Parameters:
    ///   - uri: The address, such as `qemu:///system` or `qemu:///embed?root=/srv/vms`.
    ///   - provider: Asked first.
    ///   - others: Asked in their order.
    /// - Throws: ``VirtError``: `invalidArgument` for what is no address, `noConnect` for one that no provider knows, and what the
    ///   provider throws.
    public static func open(
        _ uri: String, by provider: ConnectionProvider, _ others: ConnectionProvider...
    ) async throws -> Connection {
        let address = try ConnectionURI(uri)
        for candidate in [provider] + others {
            if let connection = try await candidate.open(address) { return connection }
        }
        throw VirtError(
            .noConnect,
            "No provider that was given opens '\(uri)'. Give that of the module which does, as in 'by: .remote'.")
    }
}
