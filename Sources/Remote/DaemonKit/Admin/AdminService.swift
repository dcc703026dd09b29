// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
package import RemoteProtocol
package import RemoteServer
internal import XDR

/// The program `admin`: a daemon's servers, clients, limits and logs, for `virt-admin`.
package struct AdminService: Service {
    /// A client that administers.
    package final class Session: Sendable {
        let client: ClientConnection
        init(_ client: ClientConnection) { self.client = client }
    }

    package let programs: [ServedProgram<Session>]

    /// A service for a daemon.
    package init(_ daemon: Daemon) {
        var program = ServedProgram<Session>(AdminProgram.facts)
        // The daemon has the server that has the service.
        let owner = Owner(daemon)
        Self.serveConnection(&program, owner)
        Self.serveServers(&program, owner)
        Self.serveClients(&program, owner)
        Self.serveLogging(&program, owner)
        programs = [program]
    }

    package func makeSession(for client: ClientConnection) -> Session {
        // The socket is the owner's alone; this holds when its permissions were changed.
        if client.identity.peer?.user != geteuid() { client.disconnect("It is of another user than the daemon.") }
        return Session(client)
    }

    package func endSession(_ session: Session) {}

    package func admit(_ call: Call, _ facts: ProcedureFacts, _ session: Session) throws {}

    package func unserved(_ facts: ProcedureFacts) -> RemoteError { .noSupport(facts.name, in: .admin) }

    /// A daemon as long as it is there.
    final class Owner: Sendable {
        private struct Weak: Sendable { weak let daemon: Daemon? }
        private let content: Weak
        init(_ daemon: Daemon) { content = Weak(daemon: daemon) }

        func daemon() throws -> Daemon {
            guard let daemon = content.daemon else { throw RemoteError.internalError("the daemon ends", in: .admin) }
            return daemon
        }

        func server(_ reference: AdminProgram.ServerReference) throws -> Server { try server(named: reference.name) }

        func server(named name: String) throws -> Server {
            guard let server = try daemon().servers.first(where: { $0.name == name }) else {
                throw RemoteError(
                    .noServer, in: .admin, format: "Server not found: %s", "no server with matching name '\(name)'")
            }
            return server
        }

        func client(_ reference: AdminProgram.ClientReference) throws -> ClientConnection {
            try client(reference.id, of: try server(reference.srv))
        }

        func client(_ number: UInt64, of server: Server) throws -> ClientConnection {
            guard let client = server.client(number) else {
                throw RemoteError(
                    .noClient, in: .admin, format: "Client not found: %s",
                    "no client with matching id '\(number)' on server '\(server.name)'")
            }
            return client
        }
    }

    private static func serveConnection(_ program: inout ServedProgram<Session>, _ owner: Owner) {
        program.answer(AdminProgram.connectOpen) { _, _, arguments in
            try refuse(arguments.flags, "virAdmConnectOpen")
            return XDRVoid()
        }
        program.answer(AdminProgram.connectClose) { _, call, _ in
            call.closeAfterReply()
            return XDRVoid()
        }
        program.answer(AdminProgram.connectGetLibVersion) { _, _, _ in
            AdminProgram.ConnectGetLibVersionResult(libVer: 9_000_000)
        }
        program.answer(AdminProgram.connectSetDaemonTimeout) { _, _, arguments in
            try refuse(arguments.flags, "virAdmConnectSetDaemonTimeout")
            try owner.daemon().setTimeout(arguments.timeout == 0 ? nil : .seconds(Int64(arguments.timeout)))
            return XDRVoid()
        }
    }

    /// Refuses flags; there are none yet.
    static func refuse(_ flags: UInt32, _ function: String) throws {
        if flags != 0 { throw RemoteError.unsupportedFlags(flags, function, in: .admin) }
    }
}
