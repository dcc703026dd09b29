// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc

/// A time of the clock that no one sets: CLOCK_MONOTONIC of clock_gettime(2).
package struct MonotonicTime: Comparable {
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    package static func now() -> MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// A later time; one that would be beyond the clock's range is its last.
    package func advanced(by duration: Duration) -> MonotonicTime {
        let (seconds, attoseconds) = duration.components
        let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflowsToo) = nanoseconds.addingReportingOverflow(whole)
        guard !overflows, !overflowsToo else { return MonotonicTime(nanoseconds: seconds < 0 ? 0 : .max / 2) }
        return MonotonicTime(nanoseconds: min(sum, .max / 2) + attoseconds / 1_000_000_000)
    }

    package static func < (left: MonotonicTime, right: MonotonicTime) -> Bool { left.nanoseconds < right.nanoseconds }
}

/// Handlers by the time when they are due: a binary heap, from which those that were removed are swept later.
package struct TimerQueue {
    private struct Entry {
        var time: MonotonicTime
        var token: UInt64

        /// Whether it comes before another one; of the same time, the one that was added first.
        func precedes(_ other: Entry) -> Bool {
            time == other.time ? token < other.token : time < other.time
        }
    }

    private var heap: [Entry] = []
    private var handlers: [UInt64: @Sendable () -> Void] = [:]

    package init() {}

    /// When the next one is due; nil when there is none.
    package var next: MonotonicTime? {
        mutating get {
            dropRemoved()
            return heap.first?.time
        }
    }

    /// Adds one, with a token greater than those before; says whether it is the next.
    package mutating func add(_ token: UInt64, at time: MonotonicTime, _ handler: @escaping @Sendable () -> Void)
        -> Bool
    {
        handlers[token] = handler
        heap.append(Entry(time: time, token: token))
        siftUp(heap.count - 1)
        return heap[0].token == token
    }

    /// Removes one and returns its handler; nil when it is not there.
    package mutating func remove(_ token: UInt64) -> (@Sendable () -> Void)? {
        let handler = handlers.removeValue(forKey: token)
        // Deadlines are mostly removed long before their time, so they must not pile up until then.
        if heap.count > 64, heap.count > 2 * handlers.count {
            let living = heap.filter { handlers[$0.token] != nil }
            heap = living.sorted { $0.precedes($1) }
        }
        return handler
    }

    /// Takes the first that is due.
    package mutating func takeDue(at now: MonotonicTime) -> (@Sendable () -> Void)? {
        dropRemoved()
        guard let first = heap.first, first.time <= now else { return nil }
        dropFirst()
        return handlers.removeValue(forKey: first.token)
    }

    private mutating func dropRemoved() {
        while let first = heap.first, handlers[first.token] == nil { dropFirst() }
    }

    private mutating func dropFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].precedes(heap[least])
            {
                least = child
            }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }

    private mutating func siftUp(_ index: Int) {
        var child = index
        while child > 0, heap[child].precedes(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }
}
