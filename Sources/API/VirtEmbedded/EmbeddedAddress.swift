// SPDX-License-Identifier: Apache-2.0

internal import Virt

/// What the address of an embedded connection asks for.
struct EmbeddedAddress: Sendable, Hashable {
    /// The directory below which everything is.
    var root = ""
    /// Whether QEMUs end with the process.
    var endsWithUs = true

    /// - Throws: `invalidArgument`, `noConnect`.
    init(_ uri: ConnectionURI) throws {
        guard uri.driver == "qemu", uri.transport == nil, uri.user == nil, uri.host == nil,
            uri.port == nil, uri.path == "/embed"
        else {
            throw VirtError(
                .noConnect,
                "'\(uri)' is not for this process. Use 'qemu:///embed?root=DIRECTORY', or a remote connection.")
        }
        for parameter in uri.parameters {
            let (name, value) = (parameter.name, parameter.value)
            switch name {
            case "root": root = value
            case "autodestroy": endsWithUs = try Self.truth(name, value)
            default:
                throw VirtError(
                    .invalidArgument,
                    "Parameter '\(name)' of '\(uri)' is not known. There are 'root' and 'autodestroy'.")
            }
        }
        guard root.hasPrefix("/") else {
            throw VirtError(
                .invalidArgument, "'\(uri)' does not name its root as an absolute path. Add '?root=/DIRECTORY'.")
        }
    }

    private static func truth(_ name: String, _ value: String) throws -> Bool {
        switch value {
        case "yes", "1": true
        case "no", "0": false
        default: throw VirtError(.invalidArgument, "Parameter '\(name)' is '\(value)', and has to be 'yes' or 'no'.")
        }
    }
}
