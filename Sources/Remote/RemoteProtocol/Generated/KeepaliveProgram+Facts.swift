// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/keepalive.json: change that, not this.
// swift-format-ignore-file

extension KeepaliveProgram {
    /// The numbers of the program, and what is known of its procedures.
    package static let facts = ProgramFacts(
        number: 1801807216, version: 1,
        procedures: [
            ProcedureFacts(1, "PING"),
            ProcedureFacts(2, "PONG"),
        ])
}
