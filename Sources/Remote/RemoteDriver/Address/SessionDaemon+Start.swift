// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import Glibc
internal import LinuxSystem
internal import Synchronization
internal import SystemPackage

extension RemoteAddress.SessionDaemon {
    /// How often, and at what distance, a daemon that was started is tried.
    private static let attempts = 500
    private static let pauseInMicroseconds: UInt32 = 10_000
    /// F_OFD_SETLKW of fcntl(2), which the headers keep to themselves.
    private static let lockOpenFile: Int32 = 38

    /// Starts the daemon, unless another client has just done so, and connects to it. It waits, for up to five seconds.
    ///
    /// - Throws: ``VirtError`` with the daemon's status when it ends at once; the error number of what else fails.
    func start(for socket: FilePath, _ environment: ClientEnvironment) throws -> OwnedDescriptor {
        try lock.removingLastComponent().createDirectories()
        let descriptor = try FileDescriptor.open(
            lock, .readWrite, options: [.create, .closeOnExec], permissions: .ownerReadWrite)
        // Closing it gives the lock up. The file goes first, so that it does not pile up; who waits for it finds the daemon there.
        defer {
            unlink(lock.string)
            try? descriptor.close()
        }
        var region = flock()
        region.l_type = Int16(F_WRLCK)
        region.l_whence = Int16(SEEK_SET)
        region.l_len = 1
        // A lock of the open file: other tasks of this process are kept out as well, and so are clients that lock the usual way.
        while fcntl(descriptor.rawValue, Self.lockOpenFile, &region) != 0 {
            let error = Errno(rawValue: errno)
            if error != .interrupted { throw error }
        }
        if let there = try Self.connect(to: socket) { return there }
        let child = try StartedDaemon(program, environment)
        for _ in 0..<Self.attempts {
            usleep(Self.pauseInMicroseconds)
            if let there = try Self.connect(to: socket) { return there }
            if let end = child.end {
                throw VirtError(
                    .operationFailed,
                    "The daemon '\(program)' ended with \(end) before it listened at '\(socket)'. Start it by hand to see why."
                )
            }
        }
        throw VirtError(
            .operationTimeout,
            "The daemon '\(program)' was started and does not listen at '\(socket)'. See its log.")
    }

    /// Nil while nobody listens there.
    private static func connect(to socket: FilePath) throws(Errno) -> OwnedDescriptor? {
        do throws(Errno) {
            return try UnixSocket.connect(to: socket)
        } catch {
            guard error == .noSuchFileOrDirectory || error == .connectionRefused else { throw error }
            return nil
        }
    }
}

/// A daemon as a child of this process, which outlives it. A thread waits for its end, so that it never stays as a zombie: the
/// connection that started it, and its loop, may be gone long before.
private final class StartedDaemon: Sendable {
    private let child: ChildProcess
    private let state = Mutex<ChildProcess.End?>(nil)

    init(_ program: FilePath, _ environment: ClientEnvironment) throws {
        let null = try FileDescriptor.open("/dev/null", .readWrite, options: .closeOnExec)
        defer { try? null.close() }
        var request = ChildProcess.Request(
            program: program, arguments: [program.string, "--timeout=120"],
            environment: environment.variables.filter { Self.isKept($0.key) }.map { "\($0.key)=\($0.value)" }.sorted()
                + ["LC_ALL=C"])
        request.descriptors = [(null, 0), (null, 1), (null, 2)]
        request.parentDeathSignal = nil
        request.hasOwnProcessGroup = true
        child = try ChildProcess.start(request)
        try SystemThread.start { [self] in
            let end = try? child.wait()
            state.withLock { $0 = end }
        }
    }

    /// How it ended; nil while it runs.
    var end: ChildProcess.End? { state.withLock { $0 } }

    private static func isKept(_ name: String) -> Bool {
        ["PATH", "HOME", "USER", "LOGNAME", "TMPDIR"].contains(name) || name.hasPrefix("XDG_")
    }
}
