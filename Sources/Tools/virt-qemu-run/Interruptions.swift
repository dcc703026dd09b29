// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import Synchronization
import SystemPackage

/// Runs asynchronous work from the first thread of a program, which waits for its end and, meanwhile, for Ctrl-C and its kin.
///
/// The first thread has to wait itself: when it leaves its `main` to the runtime, that lets all signals through again.
struct Interruptions: ~Copyable {
    private let queue: SignalQueue

    /// Holds the signals back, to be called on the first thread before there is another.
    init() throws(Errno) { queue = try SignalQueue([SIGINT, SIGTERM, SIGHUP]) }

    /// Runs work to its end.
    ///
    /// - Parameter interrupted: Called with each signal that comes in the meantime.
    /// - Returns: What the work returns.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value, interrupted: (Int32) -> Void
    ) throws -> Value {
        let pair = try SocketPair()
        let outcome = Outcome<Value>(try pair.theirs.duplicateCloseOnExec())
        pair.closeTheirs()
        Task.detached {
            do {
                outcome.set(.success(try await work()))
            } catch {
                outcome.set(.failure(error))
            }
        }
        while true {
            var polls = [
                pollfd(fd: pair.ours.rawValue, events: Int16(POLLIN), revents: 0),
                pollfd(fd: queue.descriptor.rawValue, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&polls, 2, -1) > 0 else { continue }
            if polls[1].revents != 0 { for signal in queue.take() { interrupted(signal) } }
            if polls[0].revents != 0, let result = outcome.result { return try result.get() }
        }
    }

    /// What the work came to; the other thread sees its socket close when it is there.
    private final class Outcome<Value: Sendable>: Sendable {
        private let content = Mutex<Result<Value, any Error>?>(nil)
        private let socket: FileDescriptor

        init(_ socket: FileDescriptor) { self.socket = socket }

        func set(_ result: Result<Value, any Error>) {
            content.withLock { $0 = result }
            try? socket.close()
        }

        var result: Result<Value, any Error>? { content.withLock { $0 } }
    }
}
