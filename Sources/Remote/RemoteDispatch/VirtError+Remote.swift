// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
package import RemoteServer

extension VirtError: RemoteErrorConvertible {
    /// The error for clients: our sentence after the words with which all errors of its kind begin, which people and scripts know.
    package var remoteError: RemoteError {
        let code = RemoteError.Code(rawValue: code.rawValue)
        guard let start = Self.starts[self.code] else { return RemoteError(code, in: origin, message) }
        // One that came from another daemon begins with them already.
        let detail = message.hasPrefix("\(start): ") ? String(message.dropFirst(start.count + 2)) : message
        return RemoteError(code, in: origin, format: start + ": %s", detail)
    }

    private var origin: RemoteError.Domain {
        switch code {
        case .noSecret, .invalidSecret: .secret
        case .noNetwork: .network
        case .noStoragePool, .noStorageVolume: .storage
        case .xmlError: .domain
        default: .qemu
        }
    }

    private static let starts: [Code: String] = [
        .internalError: "internal error", .noSupport: "this function is not supported by the connection driver",
        .invalidArgument: "invalid argument", .operationFailed: "operation failed", .xmlError: "XML error",
        .operationDenied: "operation forbidden", .noDomain: "Domain not found", .noSecret: "Secret not found",
        .noNetwork: "Network not found", .noStoragePool: "Storage pool not found",
        .operationInvalid: "Requested operation is not valid", .configurationUnsupported: "unsupported configuration",
        .operationTimeout: "Timed out during operation", .invalidSecret: "Invalid secret",
        .argumentUnsupported: "argument unsupported", .operationUnsupported: "Operation not supported",
        .noSnapshot: "Domain snapshot not found", .agentUnresponsive: "Guest agent is not responding",
        .resourceBusy: "resource busy", .deviceMissing: "device not found", .noMetadata: "metadata not found",
    ]
}
