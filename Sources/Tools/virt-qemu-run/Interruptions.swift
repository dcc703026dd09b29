// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import SystemPackage

/// Ctrl-C and the other ways to be asked to end, as something to await.
///
/// All threads of the process hold the signals back, and one reads them from a descriptor.
final class Interruptions: Sendable {
    private let queue: QueueBox
    private let loop: EventLoop

    private final class QueueBox: Sendable {
        let queue: SignalQueue
        init(_ queue: consuming SignalQueue) { self.queue = queue }
    }

    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    /// Holds the signals back from the calling thread, and from those that are started later.
    static func holdBack() { SignalQueue.holdBack(signals) }

    init() throws {
        queue = QueueBox(try SignalQueue(Self.signals))
        loop = try EventLoop()
    }

    /// The next signal.
    func next() async throws -> Int32 {
        let came = Promise<Int32>()
        let watch = try loop.watch(queue.queue.descriptor, for: .readable) { [queue] _ in
            if let signal = queue.queue.take().first { came.resolve(.success(signal)) }
        }
        defer { watch.cancel() }
        return try await came.value()
    }
}
