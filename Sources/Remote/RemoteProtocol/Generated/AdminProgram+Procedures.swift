// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/admin.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension AdminProgram {
    /// Procedure 1, `CONNECT_OPEN`.
    package static var connectOpen: Procedure<ConnectOpenArguments, XDRVoid> { Procedure(1) }
    /// Procedure 2, `CONNECT_CLOSE`.
    package static var connectClose: Procedure<XDRVoid, XDRVoid> { Procedure(2) }
    /// Procedure 3, `CONNECT_GET_LIB_VERSION`.
    package static var connectGetLibVersion: Procedure<XDRVoid, ConnectGetLibVersionResult> { Procedure(3) }
    /// Procedure 4, `CONNECT_LIST_SERVERS`.
    package static var connectListServers: Procedure<ConnectListServersArguments, ConnectListServersResult> { Procedure(4) }
    /// Procedure 5, `CONNECT_LOOKUP_SERVER`.
    package static var connectLookupServer: Procedure<ConnectLookupServerArguments, ConnectLookupServerResult> { Procedure(5) }
    /// Procedure 6, `SERVER_GET_THREADPOOL_PARAMETERS`.
    package static var serverGetThreadpoolParameters: Procedure<ServerGetThreadpoolParametersArguments, ServerGetThreadpoolParametersResult> { Procedure(6) }
    /// Procedure 7, `SERVER_SET_THREADPOOL_PARAMETERS`.
    package static var serverSetThreadpoolParameters: Procedure<ServerSetThreadpoolParametersArguments, XDRVoid> { Procedure(7) }
    /// Procedure 8, `SERVER_LIST_CLIENTS`.
    package static var serverListClients: Procedure<ServerListClientsArguments, ServerListClientsResult> { Procedure(8) }
    /// Procedure 9, `SERVER_LOOKUP_CLIENT`.
    package static var serverLookupClient: Procedure<ServerLookupClientArguments, ServerLookupClientResult> { Procedure(9) }
    /// Procedure 10, `CLIENT_GET_INFO`.
    package static var clientGetInfo: Procedure<ClientGetInfoArguments, ClientGetInfoResult> { Procedure(10) }
    /// Procedure 11, `CLIENT_CLOSE`.
    package static var clientClose: Procedure<ClientCloseArguments, XDRVoid> { Procedure(11) }
    /// Procedure 12, `SERVER_GET_CLIENT_LIMITS`.
    package static var serverGetClientLimits: Procedure<ServerGetClientLimitsArguments, ServerGetClientLimitsResult> { Procedure(12) }
    /// Procedure 13, `SERVER_SET_CLIENT_LIMITS`.
    package static var serverSetClientLimits: Procedure<ServerSetClientLimitsArguments, XDRVoid> { Procedure(13) }
    /// Procedure 14, `CONNECT_GET_LOGGING_OUTPUTS`.
    package static var connectGetLoggingOutputs: Procedure<ConnectGetLoggingOutputsArguments, ConnectGetLoggingOutputsResult> { Procedure(14) }
    /// Procedure 15, `CONNECT_GET_LOGGING_FILTERS`.
    package static var connectGetLoggingFilters: Procedure<ConnectGetLoggingFiltersArguments, ConnectGetLoggingFiltersResult> { Procedure(15) }
    /// Procedure 16, `CONNECT_SET_LOGGING_OUTPUTS`.
    package static var connectSetLoggingOutputs: Procedure<ConnectSetLoggingOutputsArguments, XDRVoid> { Procedure(16) }
    /// Procedure 17, `CONNECT_SET_LOGGING_FILTERS`.
    package static var connectSetLoggingFilters: Procedure<ConnectSetLoggingFiltersArguments, XDRVoid> { Procedure(17) }
    /// Procedure 18, `SERVER_UPDATE_TLS_FILES`.
    package static var serverUpdateTLSFiles: Procedure<ServerUpdateTLSFilesArguments, XDRVoid> { Procedure(18) }
    /// Procedure 19, `CONNECT_SET_DAEMON_TIMEOUT`.
    package static var connectSetDaemonTimeout: Procedure<ConnectSetDaemonTimeoutArguments, XDRVoid> { Procedure(19) }
}
