// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import QEMUDriver
internal import SystemPackage
internal import VirtModel

/// The processes beside QEMU that serve shared directories over virtiofs; they end with the value.
final class FileServers {
    private var servers: [SharedChild] = []
    private var connections: [OwnedDescriptor] = []

    /// Starts a server for each share.
    init(_ transport: ShareTransport?, _ shares: [TinyVM.Share]) throws {
        guard case .virtiofs(let program) = transport else { return }
        for share in shares { try start(program, share) }
    }

    private func start(_ program: FilePath, _ share: TinyVM.Share) throws {
        let (listening, connected) = try LocalConnection.make()
        connections.append(OwnedDescriptor(connected))
        // What it prints on a good day is of no interest, and on a bad one QEMU says that the connection is lost.
        let silence = OwnedDescriptor(try FileDescriptor.open("/dev/null", .readWrite, options: .closeOnExec))
        let ours = OwnedDescriptor(listening)
        defer { withExtendedLifetime((silence, ours)) {} }
        var filesystem = FileSystemDevice()
        filesystem.source = share.source.string
        filesystem.isReadOnly = !share.isWritable
        do {
            var request = try VirtioFSServer.request(for: filesystem, program: program, listening: listening)
            request.descriptors += [(silence.descriptor, 0), (silence.descriptor, 1), (silence.descriptor, 2)]
            request.hasOwnProcessGroup = true
            servers.append(try SharedChild(request, takesGroupAlong: true))
        } catch let error as QEMUDriverError {
            throw TinyVMError(.machine, error.message)
        } catch {
            throw TinyVMError(.machine, "Cannot share '\(share.source)' with '\(program)': \(error).")
        }
    }

    /// QEMU's ends of the connections, which are then no more kept open here.
    func takeConnections() -> [OwnedDescriptor] {
        defer { connections = [] }
        return connections
    }

    deinit {
        // One may be waiting for a connection that never came.
        for server in servers { server.kill() }
    }
}
