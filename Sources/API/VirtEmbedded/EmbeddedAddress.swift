// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
internal import Virt

/// What the address of an embedded connection asks for.
struct EmbeddedAddress: Sendable, Hashable {
    /// The directory below which everything is.
    var root = ""
    /// Whether QEMUs end with the process.
    var endsWithUs = true
    /// As whom QEMUs run, by name or number; nil for the caller.
    var user: String?
    var group: String?

    /// - Throws: `invalidArgument`, `noConnect`.
    init(_ uri: ConnectionURI) throws {
        guard uri.driver == "qemu", uri.transport == nil, uri.authority.isEmpty, uri.path == "/embed" else {
            throw VirtError(
                .noConnect,
                "'\(uri)' is not for this process. Use 'qemu:///embed?root=DIRECTORY', or a remote connection.")
        }
        for (name, value) in uri.parameters {
            switch name {
            case "root": root = value
            case "autodestroy": endsWithUs = try Self.truth(name, value)
            case "user": user = value
            case "group": group = value
            default:
                throw VirtError(
                    .invalidArgument,
                    "Parameter '\(name)' of '\(uri)' is not known. There are 'root', 'autodestroy', 'user' and 'group'.")
            }
        }
        guard root.hasPrefix("/") else {
            throw VirtError(
                .invalidArgument, "'\(uri)' does not name its root as an absolute path. Add '?root=/DIRECTORY'.")
        }
    }

    /// As whom QEMUs run; nil for the caller.
    ///
    /// - Throws: `invalidArgument` for a user or group that there is not, `operationDenied` without the right to change.
    func identity() async throws -> ProcessIdentity? {
        guard user != nil || group != nil else { return nil }
        do {
            // A thread of its own, as names may be asked for over the network.
            let loop = try EventLoop()
            let work = try BlockingWork(loop: loop)
            let (user, group) = (user, group)
            let identity = try await work.run("look up user and group", deadline: .seconds(30)) {
                try ProcessIdentity(user: user, group: group)
            }
            loop.stop()
            if identity.user == geteuid(), identity.group == getegid() { return nil }
            guard geteuid() == 0 else {
                throw VirtError(
                    .operationDenied, "Only root can run QEMU as another user. Leave out 'user' and 'group'.")
            }
            return identity
        } catch let error as ProcessIdentity.Unknown {
            throw VirtError(.invalidArgument, error.description, cause: error)
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
