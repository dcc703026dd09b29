// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
package import LinuxSystem
internal import RemoteProtocol
internal import SystemPackage
internal import XDR

/// A connection to a daemon that was opened for an address, with the drivers behind it.
///
/// ```swift
/// let connection = try await RemoteConnection.open(ConnectionURI("qemu:///system"))
/// for domain in try await connection.drivers.domains?.list([]) ?? [] { print(domain) }
/// await connection.close()
/// ```
package final class RemoteConnection: Sendable {
    /// How a connection is made.
    package struct Options: Sendable {
        /// Whether the daemon is to refuse changes.
        package var isReadOnly = false
        /// How long it may take to get through to the daemon, and for each step of the opening.
        package var limit = Duration.seconds(30)
        /// What the daemon may demand of us.
        package var client = ClientLimits()
        /// What shows a daemon that another one of this machine asks, which gets private secrets, too; nil for a client.
        package var systemToken: String?
        /// Where sockets and daemons are looked for.
        package var environment: ClientEnvironment

        package init(environment: ClientEnvironment = .current) { self.environment = environment }
    }

    /// What clients ask for by number before they use it.
    private enum Feature: Int32 {
        /// VIR_DRV_FEATURE_PROGRAM_KEEPALIVE
        case keepalive = 10
    }

    /// The drivers behind the connection. What a daemon does not offer, it refuses call by call.
    package let drivers: DriverSet
    /// The calls beside those of the drivers.
    package let client: RemoteClient
    private let router: EventRouter
    private let loop: EventLoop

    private init(_ client: RemoteClient, _ router: EventRouter, _ loop: EventLoop) {
        self.client = client
        self.router = router
        self.loop = loop
        let caller = RemoteCaller(client, router)
        drivers = DriverSet(
            domains: RemoteDomainDriver(caller), secrets: RemoteSecretDriver(caller), host: RemoteHostDriver(caller),
            hypervisor: RemoteHypervisorDriver(caller))
    }

    /// Opens a connection.
    ///
    /// - Parameters:
    ///   - uri: The address; nil for the usual one.
    ///   - loop: Where what comes is read; nil for one of its own.
    /// - Throws: ``VirtError``, in the daemon's words when it refuses; `CancellationError`.
    package static func open(
        _ uri: ConnectionURI?, _ options: Options = Options(), on loop: EventLoop? = nil
    ) async throws -> RemoteConnection {
        let uri = if let uri { uri } else { try RemoteAddress.usual(in: options.environment) }
        let address = try RemoteAddress(uri, isReadOnly: options.isReadOnly, in: options.environment)
        let loop = if let loop { loop } else { try makeLoop() }
        let socket = try await Dialer(loop: loop, environment: options.environment, limit: options.limit)
            .connect(to: address.endpoint)
        let router = EventRouter()
        let client: RemoteClient
        do throws(Errno) {
            client = try RemoteClient(
                try socket.descriptor.duplicateCloseOnExec(), peer: "the daemon at \(address.endpoint)",
                limits: options.client, loop: loop, onEvent: { router.receive($0) }, onEnd: { router.end($0) })
        } catch {
            throw VirtError(.systemError, "Cannot watch the connection to \(address.endpoint): \(error).", cause: error)
        }
        let connection = RemoteConnection(client, router, loop)
        do {
            try await connection.authenticate(options)
            try await connection.open(address.name, options)
        } catch {
            client.close()
            throw error
        }
        return connection
    }

    private static func makeLoop() throws(VirtError) -> EventLoop {
        do throws(Errno) {
            return try EventLoop()
        } catch {
            throw VirtError(.systemError, "Cannot start the thread of a connection: \(error).", cause: error)
        }
    }

    /// Asks how to show who we are: it is also what lets root in where others have to.
    private func authenticate(_ options: Options) async throws {
        let types = try await client.call(
            RemoteProgram.authList, of: RemoteProgram.facts, XDRVoid(), deadline: options.limit
        ).types
        guard !types.contains(.none), let first = types.first else { return }
        let name = first == .polkit ? "polkit" : "SASL"
        // VIR_ERR_AUTH_UNAVAILABLE
        throw VirtError(
            VirtError.Code(rawValue: 94),
            "The daemon wants authentication by \(name), which this client does not support. Set its 'auth_unix_rw' to 'none', or become root."
        )
    }

    private func open(_ name: String, _ options: Options) async throws {
        try client.send(
            RemoteProgram.connectSupportsFeature, of: RemoteProgram.facts,
            RemoteProgram.ConnectSupportsFeatureArguments(feature: Feature.keepalive.rawValue)
        ) { [weak client] result in
            if case .success(let answer) = result, answer.supported != 0 { client?.armKeepalive() }
        }
        // VIR_CONNECT_RO is 1.
        _ = try await client.call(
            RemoteProgram.connectOpen, of: RemoteProgram.facts,
            RemoteProgram.ConnectOpenArguments(name: name, flags: options.isReadOnly ? 1 : 0), deadline: options.limit)
        if let token = options.systemToken {
            _ = try await client.call(
                RemoteProgram.connectSetIdentity, of: RemoteProgram.facts,
                RemoteProgram.ConnectSetIdentityArguments(
                    params: [RemoteTypedParameter("system.token", .string(token))], flags: 0),
                deadline: options.limit)
        }
        router.handle(RemoteProgram.connectEventConnectionClosed.number) { [weak client] _ in client?.lost() }
        // A daemon that knows no such notice says so, and that is all right.
        try client.send(RemoteProgram.connectRegisterCloseCallback, of: RemoteProgram.facts, XDRVoid()) { _ in }
    }

    /// The address as the daemon has it.
    package func uri() async throws -> String {
        try await client.call(RemoteProgram.connectGetURI, of: RemoteProgram.facts, XDRVoid()).uri
    }

    /// What the daemon drives, such as `QEMU`.
    package func type() async throws -> String {
        try await client.call(RemoteProgram.connectGetType, of: RemoteProgram.facts, XDRVoid()).type
    }

    /// The version of the daemon: a million for each major one, a thousand for each minor one, and the rest.
    package func daemonVersion() async throws -> UInt64 {
        try await client.call(RemoteProgram.connectGetLibVersion, of: RemoteProgram.facts, XDRVoid()).libVer
    }

    /// Why the connection has ended; nil as long as it has not.
    package var end: VirtError? { client.end }

    /// Takes leave of the daemon and ends the connection; again does nothing. A daemon that does not answer is not waited for.
    package func close() async {
        client.takeLeave()
        _ = try? await client.call(
            RemoteProgram.connectClose, of: RemoteProgram.facts, XDRVoid(), deadline: .seconds(5))
        client.close()
    }
}
