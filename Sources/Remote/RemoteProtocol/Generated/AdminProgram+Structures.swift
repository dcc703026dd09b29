// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/admin.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension AdminProgram {
    /// `admin_client_close_args`
    package struct ClientCloseArguments: XDRCodable {
        package var clnt: ClientReference = ClientReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(clnt: ClientReference, flags: UInt32) {
            self.clnt = clnt
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try clnt.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `admin_client_get_info_args`
    package struct ClientGetInfoArguments: XDRCodable {
        package var clnt: ClientReference = ClientReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(clnt: ClientReference, flags: UInt32) {
            self.clnt = clnt
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try clnt.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `admin_client_get_info_ret`
    package struct ClientGetInfoResult: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package init() {}
        package init(params: [RemoteTypedParameter]) {
            self.params = params
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 64)
        }
    }
    /// `admin_nonnull_client`
    package struct ClientReference: XDRCodable {
        package var srv: ServerReference = ServerReference()
        package var id: UInt64 = 0
        package var timestamp: Int64 = 0
        package var transport: UInt32 = 0
        package init() {}
        package init(srv: ServerReference, id: UInt64, timestamp: Int64, transport: UInt32) {
            self.srv = srv
            self.id = id
            self.timestamp = timestamp
            self.transport = transport
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try srv.xdr(&stream)
            try stream.integer(&id)
            try stream.integer(&timestamp)
            try stream.integer(&transport)
        }
    }
    /// `admin_nonnull_server`
    package struct ServerReference: XDRCodable {
        package var name: String = ""
        package init() {}
        package init(name: String) {
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
        }
    }
    /// `admin_server_get_client_limits_args`
    package struct ServerGetClientLimitsArguments: XDRCodable {
        package var srv: ServerReference = ServerReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(srv: ServerReference, flags: UInt32) {
            self.srv = srv
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try srv.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `admin_server_get_client_limits_ret`
    package struct ServerGetClientLimitsResult: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package init() {}
        package init(params: [RemoteTypedParameter]) {
            self.params = params
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 32)
        }
    }
    /// `admin_server_get_threadpool_parameters_args`
    package struct ServerGetThreadpoolParametersArguments: XDRCodable {
        package var srv: ServerReference = ServerReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(srv: ServerReference, flags: UInt32) {
            self.srv = srv
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try srv.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `admin_server_get_threadpool_parameters_ret`
    package struct ServerGetThreadpoolParametersResult: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package init() {}
        package init(params: [RemoteTypedParameter]) {
            self.params = params
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 32)
        }
    }
    /// `admin_server_list_clients_args`
    package struct ServerListClientsArguments: XDRCodable {
        package var srv: ServerReference = ServerReference()
        package var needResults: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(srv: ServerReference, needResults: UInt32, flags: UInt32) {
            self.srv = srv
            self.needResults = needResults
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try srv.xdr(&stream)
            try stream.integer(&needResults)
            try stream.integer(&flags)
        }
    }
    /// `admin_server_list_clients_ret`
    package struct ServerListClientsResult: XDRCodable {
        package var clients: [ClientReference] = []
        package var ret: UInt32 = 0
        package init() {}
        package init(clients: [ClientReference], ret: UInt32) {
            self.clients = clients
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&clients, atMost: 16384)
            try stream.integer(&ret)
        }
    }
    /// `admin_server_lookup_client_args`
    package struct ServerLookupClientArguments: XDRCodable {
        package var srv: ServerReference = ServerReference()
        package var id: UInt64 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(srv: ServerReference, id: UInt64, flags: UInt32) {
            self.srv = srv
            self.id = id
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try srv.xdr(&stream)
            try stream.integer(&id)
            try stream.integer(&flags)
        }
    }
    /// `admin_server_lookup_client_ret`
    package struct ServerLookupClientResult: XDRCodable {
        package var clnt: ClientReference = ClientReference()
        package init() {}
        package init(clnt: ClientReference) {
            self.clnt = clnt
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try clnt.xdr(&stream)
        }
    }
    /// `admin_server_set_client_limits_args`
    package struct ServerSetClientLimitsArguments: XDRCodable {
        package var srv: ServerReference = ServerReference()
        package var params: [RemoteTypedParameter] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(srv: ServerReference, params: [RemoteTypedParameter], flags: UInt32) {
            self.srv = srv
            self.params = params
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try srv.xdr(&stream)
            try stream.list(&params, atMost: 32)
            try stream.integer(&flags)
        }
    }
    /// `admin_server_set_threadpool_parameters_args`
    package struct ServerSetThreadpoolParametersArguments: XDRCodable {
        package var srv: ServerReference = ServerReference()
        package var params: [RemoteTypedParameter] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(srv: ServerReference, params: [RemoteTypedParameter], flags: UInt32) {
            self.srv = srv
            self.params = params
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try srv.xdr(&stream)
            try stream.list(&params, atMost: 32)
            try stream.integer(&flags)
        }
    }
    /// `admin_server_update_tls_files_args`
    package struct ServerUpdateTLSFilesArguments: XDRCodable {
        package var srv: ServerReference = ServerReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(srv: ServerReference, flags: UInt32) {
            self.srv = srv
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try srv.xdr(&stream)
            try stream.integer(&flags)
        }
    }
}
