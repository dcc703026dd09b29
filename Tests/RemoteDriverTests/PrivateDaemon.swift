// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import Foundation
import LinuxSystem
import RemoteDriver
import SystemPackage
import TestSupport

/// A C libvirtd of the system's packages, as one user's daemon in a directory of its own: root's would use the host's tree, so
/// root runs it as nobody.
final class PrivateDaemon {
    /// Whether it can be had; says aloud when not.
    static var isAvailable: Bool { PrivateUser.isPossible && Program.areInstalled("libvirtd") }

    let user: PrivateUser
    let program: RunningProgram
    /// Its socket.
    let socket: String
    /// What holds its directories.
    var directory: TemporaryDirectory { user.directory }

    init() async throws {
        user = try PrivateUser("libvirtd")
        socket = "\(user.directory("run"))/libvirt/libvirt-sock"
        program = try user.start(["libvirtd", "--timeout=300"])
        let deadline = ContinuousClock.now + .seconds(60)
        while (try? UnixSocket.connect(to: FilePath(socket))) == nil {
            if ContinuousClock.now > deadline { throw VirtError(.operationTimeout, "libvirtd does not listen.") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    deinit {
        // libvirtd 9.0 takes far longer than this to end when it is asked to.
        program.send(SIGTERM)
        _ = program.wait(seconds: 0.5)
    }

    /// Opens a connection to it.
    func open(_ address: String = "test+unix:///default", isReadOnly: Bool = false) async throws -> RemoteConnection {
        var uri = try ConnectionURI(address)
        uri.parameters.append(.init("socket", socket))
        var options = RemoteConnection.Options()
        options.isReadOnly = isReadOnly
        return try await RemoteConnection.open(uri, options)
    }
}
