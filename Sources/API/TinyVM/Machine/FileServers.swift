// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
internal import SystemPackage

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
        var request = ChildProcess.Request(
            program: program,
            arguments: [program.string, "--fd=3", "-o", "source=\(share.source)", "-o", "cache=auto"],
            environment: ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"])
        request.descriptors = [(silence, 0), (silence, 1), (silence, 2), (listening, 3)]
        request.readOnlyDirectory = share.isWritable ? nil : share.source
        request.hasOwnProcessGroup = true
        do {
            child = try ChildProcess.start(request)
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

/// A connection over a UNIX socket that has no name in the file system.
enum LocalConnection {
    /// A socket that listens, with a connection to it already waiting; see unix(7), "Autobind feature".
    static func make() throws(Errno) -> (listening: FileDescriptor, connected: FileDescriptor) {
        let type = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        let listening = try systemCall { socket(AF_UNIX, type, 0) }
        var connected: CInt = -1
        do throws(Errno) {
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            var length = socklen_t(MemoryLayout<sa_family_t>.size)
            try withSocketAddress(&address) { pointer throws(Errno) in
                try systemCall { bind(listening, pointer, length) }
                try systemCall { listen(listening, 1) }
                length = socklen_t(MemoryLayout<sockaddr_un>.size)
                try systemCall { getsockname(listening, pointer, &length) }
                connected = try systemCall { socket(AF_UNIX, type, 0) }
                try systemCall { connect(connected, pointer, length) }
            }
        } catch {
            close(listening)
            if connected >= 0 { close(connected) }
            throw error
        }
        return (FileDescriptor(rawValue: listening), FileDescriptor(rawValue: connected))
    }

    private static func withSocketAddress(
        _ address: inout sockaddr_un, _ body: (UnsafeMutablePointer<sockaddr>) throws(Errno) -> Void
    ) throws(Errno) {
        let outcome = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer -> Errno? in
                do throws(Errno) {
                    try body(pointer)
                    return nil
                } catch {
                    return error
                }
            }
        }
        if let outcome { throw outcome }
    }
}
