// SPDX-License-Identifier: Apache-2.0

package import RemoteProtocol
internal import XDR

/// What is kept for a client that opens one connection to a driver before it does anything else.
package protocol OpeningSession: AnyObject, Sendable {
    /// The client.
    var client: ClientConnection { get }
    /// Whether the client has opened its connection.
    var isOpen: Bool { get }
    /// Whether the client is to be told when what is behind its connection is lost.
    var wantsCloseCallback: Bool { get set }
}

/// A service of libvirt's programs, whose clients open a connection first.
package protocol OpeningService: Service where Session: OpeningSession {
    /// The procedures of the program `remote` that lead to an open connection.
    static var beforeOpening: Set<Int32> { get }
}

extension OpeningService {
    /// Before a connection is open there is only what leads there; and a client that may only read changes nothing.
    package func admit(_ call: Call, _ facts: ProcedureFacts, _ session: Session) throws {
        let isRemote = call.packet.header.prog == RemoteProgram.facts.number
        if !session.isOpen, !(isRemote && Self.beforeOpening.contains(facts.number)) {
            throw RemoteError.internalError("hypervisor connection not open")
        }
        if facts.readOnly == .denied, session.client.isReadOnly {
            throw RemoteError.readOnly(facts.function, in: facts.slot.errorDomain)
        }
    }

    package func unserved(_ facts: ProcedureFacts) -> RemoteError {
        .noSupport(facts.function.isEmpty ? facts.name : facts.function, in: facts.slot.errorDomain)
    }

    /// Serves the wish to be told of the end.
    package static func serveCloseCallback(_ program: inout ServedProgram<Session>) {
        program.answer(RemoteProgram.connectRegisterCloseCallback) { session, _, _ in
            session.wantsCloseCallback = true
            return XDRVoid()
        }
        program.answer(RemoteProgram.connectUnregisterCloseCallback) { session, _, _ in
            session.wantsCloseCallback = false
            return XDRVoid()
        }
    }
}
