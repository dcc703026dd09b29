// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import RemoteDriver
internal import RemoteProtocol
internal import SystemPackage
internal import XDR

extension Upstream {
    /// VIR_DRV_FEATURE_PROGRAM_KEEPALIVE
    static let keepaliveFeature: Int32 = 10

    /// Connects, and does what clients do first.
    ///
    /// - Throws: ``VirtError``; its cause is the error of the wire when the daemon refuses.
    func connect(
        _ onEvent: @escaping @Sendable (Packet) -> Void, onEnd: @escaping @Sendable () -> Void
    ) async throws -> RemoteClient {
        let endpoint = neighbourhood.endpoint(of: neighbour, isReadOnly: opening.isReadOnly)
        let socket = try await neighbourhood.dialer.connect(to: endpoint)
        var limits = ClientLimits()
        // What a client of ours does not read of a stream stays with the daemon.
        limits.unreadStreamBytes = 1 << 20
        let client = try RemoteClient(
            try socket.descriptor.duplicateCloseOnExec(), peer: "\(neighbour.program) at \(endpoint)", limits: limits,
            loop: neighbourhood.loop, onEvent: onEvent, onEnd: { _ in onEnd() })
        do {
            try await authenticate(client)
            _ = try await client.call(
                RemoteProgram.connectOpen, of: RemoteProgram.facts,
                RemoteProgram.ConnectOpenArguments(name: opening.name, flags: opening.isReadOnly ? 1 : 0),
                deadline: neighbourhood.limit)
            try await introduce(client)
        } catch {
            client.close()
            throw error
        }
        return client
    }

    private func authenticate(_ client: RemoteClient) async throws {
        let types = try await client.call(
            RemoteProgram.authList, of: RemoteProgram.facts, XDRVoid(), deadline: neighbourhood.limit
        ).types
        guard types.isEmpty || types.contains(.none) else {
            throw VirtError(
                .rpc,
                "\(neighbour.program) wants authentication, which daemons do not do among themselves. Set its 'auth_unix_rw' and 'auth_unix_ro' to \"none\"."
            )
        }
        try client.send(
            RemoteProgram.connectSupportsFeature, of: RemoteProgram.facts,
            RemoteProgram.ConnectSupportsFeatureArguments(feature: Self.keepaliveFeature)
        ) { [weak client] result in
            if case .success(let answer) = result, answer.supported != 0 { client?.armKeepalive() }
        }
    }

    /// Tells the daemon for whom the calls are, so that its access rules see the caller instead of us.
    private func introduce(_ client: RemoteClient) async throws {
        // A user's daemons are all of that user.
        guard let peer = opening.peer, neighbourhood.isPrivileged else { return }
        var parameters = [
            RemoteTypedParameter("unix-user-id", .unsignedLong(UInt64(peer.user))),
            RemoteTypedParameter("unix-group-id", .unsignedLong(UInt64(peer.group))),
            RemoteTypedParameter("process-id", .long(Int64(peer.process))),
        ]
        if let time = ProcessHandle.startTime(of: peer.process) {
            parameters.append(RemoteTypedParameter("process-time", .unsignedLong(time)))
        }
        do {
            _ = try await client.call(
                RemoteProgram.connectSetIdentity, of: RemoteProgram.facts,
                RemoteProgram.ConnectSetIdentityArguments(params: parameters, flags: 0), deadline: neighbourhood.limit)
        } catch let error as VirtError where error.code == .noSupport {
            // One without access rules does not ask.
        }
    }
}
