// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/admin.json: change that, not this.
// swift-format-ignore-file

extension AdminProgram {
    /// The numbers of the program, and what is known of its procedures.
    package static let facts = ProgramFacts(
        number: 110102160, version: 1,
        procedures: [
            ProcedureFacts(1, "CONNECT_OPEN"),
            ProcedureFacts(2, "CONNECT_CLOSE"),
            ProcedureFacts(3, "CONNECT_GET_LIB_VERSION"),
            ProcedureFacts(4, "CONNECT_LIST_SERVERS"),
            ProcedureFacts(5, "CONNECT_LOOKUP_SERVER"),
            ProcedureFacts(6, "SERVER_GET_THREADPOOL_PARAMETERS"),
            ProcedureFacts(7, "SERVER_SET_THREADPOOL_PARAMETERS"),
            ProcedureFacts(8, "SERVER_LIST_CLIENTS"),
            ProcedureFacts(9, "SERVER_LOOKUP_CLIENT"),
            ProcedureFacts(10, "CLIENT_GET_INFO"),
            ProcedureFacts(11, "CLIENT_CLOSE"),
            ProcedureFacts(12, "SERVER_GET_CLIENT_LIMITS"),
            ProcedureFacts(13, "SERVER_SET_CLIENT_LIMITS"),
            ProcedureFacts(14, "CONNECT_GET_LOGGING_OUTPUTS"),
            ProcedureFacts(15, "CONNECT_GET_LOGGING_FILTERS"),
            ProcedureFacts(16, "CONNECT_SET_LOGGING_OUTPUTS"),
            ProcedureFacts(17, "CONNECT_SET_LOGGING_FILTERS"),
            ProcedureFacts(18, "SERVER_UPDATE_TLS_FILES"),
            ProcedureFacts(19, "CONNECT_SET_DAEMON_TIMEOUT"),
        ])
}
