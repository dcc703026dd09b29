// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteDriver
internal import RemoteProtocol
internal import RemoteServer
internal import SystemPackage

/// What a client gets when a call did not get through.
enum ForwardingFailure {
    /// The error of the daemon, with all it says, or ours.
    static func told(by error: any Error) -> RemoteError {
        guard let error = error as? VirtError else { return RemoteError(error) }
        if let told = error.cause as? NetMessage.Error { return RemoteError(told) }
        return RemoteError(RemoteError.Code(rawValue: error.code.rawValue), error.message)
    }

    /// The error for a call that needs a daemon that cannot be reached.
    ///
    /// Clients go on without what they asked for on two errors only: that a function is not supported, and that the conversation
    /// with a daemon failed.
    ///
    /// - Parameter isEssential: Whether the client has nothing without the daemon.
    static func unreachable(
        _ neighbour: Neighbour, at socket: FilePath, _ error: any Error, _ facts: ProcedureFacts, isEssential: Bool
    ) -> RemoteError {
        guard let error = error as? VirtError, !(error.cause is NetMessage.Error) else { return told(by: error) }
        guard error.cause as? Errno == .noSuchFileOrDirectory, !isEssential else {
            return RemoteError(.rpc, error.message)
        }
        let function = facts.function.isEmpty ? facts.name : facts.function
        return .noSupport(
            "\(function), for which \(neighbour.program) has to run. Nobody listens at '\(socket)': start it.",
            in: facts.slot.errorDomain)
    }
}
