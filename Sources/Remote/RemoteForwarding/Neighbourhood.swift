// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import LinuxSystem
package import RemoteDriver
package import SystemPackage

/// The daemons beside ours: where their sockets are, and how they are reached.
package struct Neighbourhood: Sendable {
    /// Where the sockets are.
    package var directory: FilePath
    /// Whether the daemons are the system's; else they are one user's, and have no sockets for those who only read.
    package var isPrivileged: Bool
    /// Where a user's daemons are looked for, to start the one that is not there; nil to start none.
    package var environment: ClientEnvironment?
    /// Where what they say is read.
    package var loop: EventLoop
    /// How long it may take to get through to one, and for each step of the opening.
    package var limit = Duration.seconds(30)

    package init(directory: FilePath, isPrivileged: Bool, startingFrom environment: ClientEnvironment?, loop: EventLoop)
    {
        self.directory = directory
        self.isPrivileged = isPrivileged
        self.environment = environment
        self.loop = loop
    }

    /// The address that a daemon is opened by when the client has not named one for it.
    func uri(of neighbour: Neighbour) -> String { "\(neighbour.scheme):///\(isPrivileged ? "system" : "session")" }

    /// The socket of a daemon.
    func socket(of neighbour: Neighbour, isReadOnly: Bool) -> FilePath {
        directory.appending("\(neighbour.program)-sock\(isReadOnly && isPrivileged ? "-ro" : "")")
    }

    /// Whether a daemon has a socket here.
    func isThere(_ neighbour: Neighbour) -> Bool { access(socket(of: neighbour, isReadOnly: false).string, F_OK) == 0 }

    /// What connects to a daemon, and starts it if that is to be.
    func endpoint(of neighbour: Neighbour, isReadOnly: Bool) -> RemoteAddress.Endpoint {
        let daemon = environment.flatMap { $0.daemon(neighbour.program) }.map {
            RemoteAddress.SessionDaemon(program: $0, lock: directory.appending("\(neighbour.program).lock"))
        }
        return .unix(socket(of: neighbour, isReadOnly: isReadOnly), starting: daemon)
    }

    var dialer: Dialer { Dialer(loop: loop, environment: environment ?? .current, limit: limit) }
}
