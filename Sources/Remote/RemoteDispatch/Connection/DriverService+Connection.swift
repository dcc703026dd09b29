// SPDX-License-Identifier: Apache-2.0

internal import RemoteProtocol
internal import RemoteServer
internal import XDR

extension DriverService {
    /// What a client does first and last, and what a connection tells about itself.
    static func serveConnection(_ program: inout Program, _ kind: ConnectionKind, _ version: UInt64) {
        // Who may connect is decided by the permissions of the socket.
        program.answer(RemoteProgram.authList) { _, _, _ in RemoteProgram.AuthListResult(types: [.none]) }
        program.answer(RemoteProgram.connectOpen) { session, _, arguments in
            try open(session, arguments, kind)
            return XDRVoid()
        }
        program.answer(RemoteProgram.connectClose) { _, call, _ in
            call.closeAfterReply()
            return XDRVoid()
        }
        program.answer(RemoteProgram.connectSupportsFeature) { session, call, arguments in
            guard let feature = ConnectionFeature(rawValue: arguments.feature) else {
                if session.uri == nil { throw RemoteError.internalError("hypervisor connection not open") }
                return RemoteProgram.ConnectSupportsFeatureResult(supported: 0)
            }
            if feature == .programKeepalive {
                call.afterReply { call.client.armKeepalive() }
            } else if session.uri == nil {
                throw RemoteError.internalError("hypervisor connection not open")
            }
            return RemoteProgram.ConnectSupportsFeatureResult(supported: 1)
        }
        program.answer(RemoteProgram.connectGetType) { _, _, _ in RemoteProgram.ConnectGetTypeResult(type: kind.type) }
        program.answer(RemoteProgram.connectGetLibVersion) { _, _, _ in
            RemoteProgram.ConnectGetLibVersionResult(libVer: version)
        }
        program.answer(RemoteProgram.connectGetURI) { session, _, _ in
            RemoteProgram.ConnectGetURIResult(uri: session.uri ?? kind.usualURI)
        }
        // A local connection is as good as a secure one.
        program.answer(RemoteProgram.connectIsSecure) { _, _, _ in RemoteProgram.ConnectIsSecureResult(secure: 1) }
        serveCloseCallback(&program)
        // Another daemon tells for whom it asks. It has connected by the system's socket, so it is trusted with that.
        program.answer(RemoteProgram.connectSetIdentity) { session, _, arguments in
            try check(arguments.flags, knowing: 0, "virConnectSetIdentity")
            let token = arguments.params.first { $0.field == "system.token" }?.value
            session.isDaemon = kind.systemToken.map { token == .string($0) } ?? false
            return XDRVoid()
        }
    }

    private static func open(
        _ session: ConnectionSession, _ arguments: RemoteProgram.ConnectOpenArguments, _ kind: ConnectionKind
    ) throws {
        guard let name = arguments.name else { throw RemoteError.internalError("connection not open") }
        let uri = name.isEmpty ? kind.usualURI : name
        guard kind.accepts(uri) else {
            if uri.hasPrefix("\(kind.scheme):///") {
                throw RemoteError.internalError(
                    "unexpected \(kind.type) URI path '\(uri.dropFirst(kind.scheme.count + 3))', try \(kind.usualURI)",
                    in: .qemu)
            }
            throw RemoteError(
                .noConnect, in: .none, format: "no connection driver available for %s", uri)
        }
        guard session.open(uri) else { throw RemoteError.internalError("connection already open") }
        // VIR_CONNECT_RO; other bits are the client library's own.
        if arguments.flags & 1 != 0 { session.client.restrictToReading() }
    }
}

/// What a client asks for before it uses it; the numbers are those of stock clients. Others are not known here.
enum ConnectionFeature: Int32 {
    case migrationV2 = 3
    case migrationPeerToPeer = 4
    case migrationV3 = 6
    case migrationChangeProtection = 7
    case descriptorPassing = 8
    case typedParameterStrings = 9
    case programKeepalive = 10
    case extendedBlockMigration = 11
    case migrationOffline = 12
    case migrationParameters = 13
    case eventCallbacks = 14
    case closeCallbacks = 15
    case networkUpdateArgumentOrder = 16
}
