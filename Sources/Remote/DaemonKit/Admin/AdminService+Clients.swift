// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
internal import RemoteProtocol
internal import RemoteServer
internal import XDR

extension AdminService {
    /// The clients of a server.
    static func serveClients(_ program: inout ServedProgram<Session>, _ owner: Owner) {
        program.answer(AdminProgram.serverListClients) { _, _, arguments in
            try refuse(arguments.flags, "virAdmServerListClients")
            let server = try owner.server(arguments.srv)
            let clients = server.clients
            return AdminProgram.ServerListClientsResult(
                clients: arguments.needResults != 0 ? clients.map { reference($0, of: server) } : [],
                ret: UInt32(clients.count))
        }
        program.answer(AdminProgram.serverLookupClient) { _, _, arguments in
            try refuse(arguments.flags, "virAdmServerLookupClient")
            let server = try owner.server(arguments.srv)
            return AdminProgram.ServerLookupClientResult(
                clnt: reference(try owner.client(arguments.id, of: server), of: server))
        }
        program.answer(AdminProgram.clientGetInfo) { _, _, arguments in
            try refuse(arguments.flags, "virAdmClientGetInfo")
            return AdminProgram.ClientGetInfoResult(params: information(try owner.client(arguments.clnt)))
        }
        program.answer(AdminProgram.clientClose) { _, _, arguments in
            try refuse(arguments.flags, "virAdmClientClose")
            try owner.client(arguments.clnt).disconnect("An administrator disconnected it.")
            return XDRVoid()
        }
    }

    private static func reference(_ client: ClientConnection, of server: Server) -> AdminProgram.ClientReference {
        AdminProgram.ClientReference(
            srv: .init(name: server.name), id: client.number, timestamp: client.identity.connectedAt,
            transport: UInt32(client.identity.transport.rawValue))
    }

    /// Who a client is; the names are libvirt's `VIR_CLIENT_INFO_*`.
    private static func information(_ client: ClientConnection) -> [RemoteTypedParameter] {
        var parameters = [RemoteTypedParameter("readonly", .boolean(client.isReadOnly))]
        if let peer = client.identity.peer {
            parameters.append(RemoteTypedParameter("unix_user_id", .int(Int32(bitPattern: peer.user))))
            if let entry = getpwuid(peer.user) {
                parameters.append(
                    RemoteTypedParameter("unix_user_name", .string(String(cString: entry.pointee.pw_name))))
            }
            parameters.append(RemoteTypedParameter("unix_group_id", .int(Int32(bitPattern: peer.group))))
            if let entry = getgrgid(peer.group) {
                parameters.append(
                    RemoteTypedParameter("unix_group_name", .string(String(cString: entry.pointee.gr_name))))
            }
            parameters.append(RemoteTypedParameter("unix_process_id", .int(peer.process)))
        }
        return parameters
    }
}
