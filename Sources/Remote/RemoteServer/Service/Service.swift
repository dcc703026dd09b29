// SPDX-License-Identifier: Apache-2.0

package import RemoteProtocol

/// What stands behind a server's sockets: programs, and a session for each client.
package protocol Service: Sendable {
    /// What is kept for a client.
    associatedtype Session: Sendable
    /// The programs; a number stands for one only.
    var programs: [ServedProgram<Session>] { get }
    /// A client has come.
    func makeSession(for client: ClientConnection) -> Session
    /// A client has gone; nothing can be sent to it any more.
    func endSession(_ session: Session)
    /// Refuses a call before its arguments are looked at, by throwing.
    func admit(_ call: Call, _ facts: ProcedureFacts, _ session: Session) throws
    /// How a call gets its answer from somebody else; nil for one of ours.
    func forwarding(_ call: Call, _ facts: ProcedureFacts, _ session: Session) throws -> Forwarding?
    /// The error for a procedure that is not served.
    func unserved(_ facts: ProcedureFacts) -> RemoteError
}

extension Service {
    package func forwarding(_ call: Call, _ facts: ProcedureFacts, _ session: Session) throws -> Forwarding? { nil }
}

/// The passing on of a call to somebody else. It begins at once, on the event loop, and gives the answer once, from anywhere: the
/// whole message as it came, an error included, or why there is none.
package typealias Forwarding = @Sendable (_ answer: @escaping @Sendable (Result<Packet, any Error>) -> Void) -> Void

/// A service without its type.
struct AnyService: Sendable {
    /// How a call is to be worked off.
    enum Work: Sendable {
        case atOnce(@Sendable () throws -> [UInt8])
        case task(deadline: Duration?, @Sendable () async throws -> [UInt8])
        case forward(Forwarding)
    }

    /// The service for one client.
    struct Session: Sendable {
        let work: @Sendable (Call) -> Work
        let end: @Sendable () -> Void
    }

    let makeSession: @Sendable (ClientConnection) -> Session

    init<S: Service>(_ service: S) {
        let programs = Dictionary(service.programs.map { ($0.facts.number, $0) }) { first, _ in first }
        makeSession = { client in
            let session = service.makeSession(for: client)
            return Session(
                work: { call in
                    do {
                        return try Self.work(service, programs, session, call)
                    } catch {
                        return .atOnce { throw error }
                    }
                },
                end: { service.endSession(session) })
        }
    }

    private static func work<S: Service>(
        _ service: S, _ programs: [UInt32: ServedProgram<S.Session>], _ session: S.Session, _ call: Call
    ) throws -> Work {
        let header = call.packet.header
        guard let program = programs[header.prog], program.facts.version == header.vers else {
            throw RemoteError(.rpc, "Cannot find program \(header.prog) version \(header.vers)")
        }
        guard header.status == .ok else {
            throw RemoteError(.rpc, "Unexpected message status \(header.status.rawValue)")
        }
        // Clients of libvirt take "unknown procedure" at the beginning for "not supported".
        guard let facts = program.facts[header.proc] else {
            throw RemoteError(.rpc, "unknown procedure: \(header.proc)")
        }
        try service.admit(call, facts, session)
        if let forwarding = try service.forwarding(call, facts, session) { return .forward(forwarding) }
        switch program.handlers[header.proc] {
        case nil: throw service.unserved(facts)
        case .atOnce(let body): return .atOnce { try body(session, call) }
        case .task(let deadline, let body): return .task(deadline: deadline) { try await body(session, call) }
        }
    }
}
