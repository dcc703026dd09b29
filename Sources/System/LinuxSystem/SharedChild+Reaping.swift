// SPDX-License-Identifier: Apache-2.0

internal import Synchronization
internal import SystemPackage

extension SharedChild {
    /// Has the status of a child that nobody waits for any more taken when it ends, so that no zombie of it stays. The loop lives
    /// until then.
    ///
    /// - Returns: Whether it will be; not when the loop has stopped.
    @discardableResult
    public func reapAtEnd(on loop: EventLoop) -> Bool {
        let reaper = Reaper(self, loop)
        return loop.submit { reaper.watch() }
    }

    private final class Reaper: Sendable {
        private let child: SharedChild
        private let loop: EventLoop
        private let watching = Mutex<(watch: EventLoop.Watch, descriptor: FileDescriptor)?>(nil)

        init(_ child: SharedChild, _ loop: EventLoop) { (self.child, self.loop) = (child, loop) }

        /// Begins, on the loop, which so calls no handler before the watch is known.
        func watch() {
            // A descriptor has one watch in a loop, and that of this one is the owner's.
            guard child.endSoFar == nil, let copy = try? child.descriptor.duplicateCloseOnExec() else { return }
            // The watch keeps us, and we keep the loop.
            guard let watch = try? loop.watch(copy, for: .readable, handler: { _ in self.finish() }) else {
                try? copy.close()
                return
            }
            watching.withLock { $0 = (watch, copy) }
        }

        private func finish() {
            _ = child.endSoFar
            let watching = watching.withLock { watching in
                defer { watching = nil }
                return watching
            }
            watching?.watch.cancel()
            try? watching?.descriptor.close()
        }
    }
}
