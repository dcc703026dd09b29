// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
internal import QEMUDriver
internal import SystemPackage
internal import VirtModel

/// The processes beside QEMU that serve shared directories over virtiofs; they end with the value.
final class FileServers {
    private var servers: [FileServer] = []

    /// QEMU's ends of the connections, and the numbers that QEMU knows them by.
    var descriptors: [(ours: FileDescriptor, theirs: Int32)] {
        servers.map { ($0.connection, $0.number) }
    }

    /// Starts a server for each share.
    ///
    /// - Parameter numbers: QEMU's number for the connection to each.
    init(_ transport: ShareTransport?, _ shares: [TinyVM.Share], numbers: [Int32]) throws {
        guard case .virtiofs(let program) = transport else { return }
        for (share, number) in zip(shares, numbers) {
            servers.append(try FileServer(program, share, number))
        }
    }

    /// Closes what QEMU has by now.
    func closeConnections() {
        for server in servers { server.closeConnection() }
    }
}

/// One virtiofsd with its connection.
private final class FileServer {
    let number: Int32
    let connection: FileDescriptor
    private let child: ChildProcess
    private var isConnectionOpen = true

    init(_ program: FilePath, _ share: TinyVM.Share, _ number: Int32) throws {
        self.number = number
        let (listening, connected) = try LocalConnection.make()
        connection = connected
        // What it prints on a good day is of no interest, and on a bad one QEMU says that the connection is lost.
        let silence = try FileDescriptor.open("/dev/null", .readWrite, options: .closeOnExec)
        defer {
            try? listening.close()
            try? silence.close()
        }
        var filesystem = FileSystemDevice()
        filesystem.source = share.source.string
        filesystem.isReadOnly = !share.isWritable
        do {
            var request = try VirtioFSServer.request(for: filesystem, program: program, listening: listening)
            request.descriptors += [(silence, 0), (silence, 1), (silence, 2)]
            request.hasOwnProcessGroup = true
            child = try ChildProcess.start(request)
        } catch let error as QEMUDriverError {
            try? connected.close()
            throw TinyVMError(.machine, error.message)
        } catch {
            try? connected.close()
            throw TinyVMError(.machine, "Cannot share '\(share.source)' with '\(program)': \(error).")
        }
    }

    func closeConnection() {
        guard isConnectionOpen else { return }
        isConnectionOpen = false
        try? connection.close()
    }

    deinit {
        closeConnection()
        // Its own children end with it; it may be waiting for a connection that never came.
        child.send(SIGKILL)
        _ = try? child.wait()
    }
}
