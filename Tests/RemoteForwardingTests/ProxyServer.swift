// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import RemoteForwarding
import RemoteProtocol
import RemoteServer
import SystemPackage
import TestSupport
import WireTestSupport
import XDR

/// A server that passes calls on to those that listen in the same directory.
final class ProxyServer {
    let server: Server
    let loop: EventLoop
    let directory: TemporaryDirectory
    let path: FilePath
    let readOnlyPath: FilePath

    init() throws {
        directory = try TemporaryDirectory("proxy")
        loop = try EventLoop()
        let neighbourhood = Neighbourhood(
            directory: FilePath(directory.path), isPrivileged: true, startingFrom: nil, loop: loop)
        server = Server(name: "proxy", service: ForwardingService(neighbourhood), loop: loop)
        path = FilePath(directory("libvirt-sock"))
        readOnlyPath = FilePath(directory("libvirt-sock-ro"))
        try server.listen(on: UnixSocket.listen(at: path, mode: .ownerReadWrite))
        try server.listen(on: UnixSocket.listen(at: readOnlyPath, mode: .ownerReadWrite), readOnly: true)
    }

    deinit {
        server.end(with: loop)
    }

    /// A service in the place of one of the daemons.
    func daemon(_ name: String) throws -> EchoServer { try EchoServer("\(name)-sock", in: directory) }

    /// A client that has opened its connection.
    static func open(_ path: FilePath, _ uri: String = "qemu:///system") throws -> WireClient {
        let client = try WireClient(path)
        _ = try client.result(RemoteProgram.authList, XDRVoid())
        _ = try client.result(RemoteProgram.connectOpen, .init(name: uri, flags: 0))
        return client
    }
}
