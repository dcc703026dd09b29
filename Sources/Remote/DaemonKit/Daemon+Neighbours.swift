// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import RemoteDriver
package import RemoteForwarding
internal import SystemPackage

extension Daemon.Context {
    /// The daemons beside ours. A user's are started when they are not there, as clients do it; the system's are started by the
    /// service manager, and those below a root of their own by whoever made it.
    package var neighbours: Neighbourhood {
        Neighbourhood(
            directory: paths.run, isPrivileged: paths.isPrivileged,
            startingFrom: paths.isPrivileged || !paths.root.isEmpty ? nil : .besideThisProgram, loop: loop)
    }
}
