// SPDX-License-Identifier: Apache-2.0

package import RemoteProtocol
package import RemoteServer
internal import XDR

/// The programs `remote` and `qemu` over the daemons of this machine: each call goes to the one whose objects it is about.
///
/// What belongs to the connection itself is answered here: authentication, keepalive, the close callback, the end.
package struct ForwardingService: OpeningService {
    package typealias Session = ForwardingSession

    package let programs: [ServedProgram<ForwardingSession>]
    private let neighbourhood: Neighbourhood
    private let own: Set<Int32>

    /// A service over the daemons of a place.
    package init(_ neighbourhood: Neighbourhood) {
        self.neighbourhood = neighbourhood
        var remote = ServedProgram<ForwardingSession>(RemoteProgram.facts)
        Self.serveConnection(&remote)
        own = Set(remote.servedNumbers)
        programs = [remote, ServedProgram(QEMUProgram.facts)]
    }

    package func makeSession(for client: ClientConnection) -> ForwardingSession {
        ForwardingSession(client, neighbourhood)
    }

    package func endSession(_ session: ForwardingSession) { session.end() }

    package func forwarding(_ call: Call, _ facts: ProcedureFacts, _ session: ForwardingSession) throws -> Forwarding? {
        guard call.packet.header.prog == RemoteProgram.facts.number else { return session.forwarding(call, facts) }
        if facts.number == RemoteProgram.connectOpen.number {
            return try session.opening(
                call, RemoteProgram.ConnectOpenArguments(xdr: call.packet.bytes, from: call.packet.offset))
        }
        if facts.number == RemoteProgram.connectSupportsFeature.number {
            let feature = try Int32(xdr: call.packet.bytes, from: call.packet.offset)
            return feature == Upstream.keepaliveFeature ? nil : session.forwarding(call, facts)
        }
        return own.contains(facts.number) ? nil : session.forwarding(call, facts)
    }

    package static let beforeOpening: Set<Int32> = [
        RemoteProgram.authList.number, RemoteProgram.connectOpen.number, RemoteProgram.connectClose.number,
        RemoteProgram.connectSupportsFeature.number,
    ]

    private static func serveConnection(_ program: inout ServedProgram<ForwardingSession>) {
        // Who may connect is decided by the permissions of the socket, and over TCP by the configuration.
        program.answer(RemoteProgram.authList) { _, _, _ in RemoteProgram.AuthListResult(types: [.none]) }
        program.answer(RemoteProgram.connectClose) { _, call, _ in
            call.closeAfterReply()
            return XDRVoid()
        }
        // Of keepalive messages only: the daemons know of the rest.
        program.answer(RemoteProgram.connectSupportsFeature) { _, call, arguments in
            guard arguments.feature == Upstream.keepaliveFeature else {
                throw RemoteError.internalError("hypervisor connection not open")
            }
            call.afterReply { call.client.armKeepalive() }
            return RemoteProgram.ConnectSupportsFeatureResult(supported: 1)
        }
        serveCloseCallback(&program)
        // The daemons are told who the caller is, and not who it says it is.
        program.answer(RemoteProgram.connectSetIdentity) { _, _, arguments in
            if arguments.flags != 0 {
                throw RemoteError.unsupportedFlags(arguments.flags, "virConnectSetIdentity", in: .domain)
            }
            return XDRVoid()
        }
    }
}
