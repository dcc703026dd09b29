// SPDX-License-Identifier: Apache-2.0

/// Bytes that wait for a slow descriptor, first in, first out.
struct ByteQueue: Sendable {
    private var bytes: [UInt8] = []
    private var start = 0

    var count: Int { bytes.count - start }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }
    mutating func append(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }

    /// Lets `body` look at the first bytes, at most `limit`, and forgets as many of them as it returns.
    mutating func consume(atMost limit: Int = .max, _ body: (UnsafeRawBufferPointer) throws -> Int) rethrows -> Int {
        let length = min(count, limit)
        let taken = try bytes.withUnsafeBytes { all in
            try body(UnsafeRawBufferPointer(rebasing: all[start..<start + length]))
        }
        start += min(max(taken, 0), length)
        if start == bytes.count {
            bytes.removeAll(keepingCapacity: true)
            start = 0
        } else if start > 1 << 20 {
            bytes.removeFirst(start)
            start = 0
        }
        return taken
    }

    mutating func removeAll() {
        bytes.removeAll()
        start = 0
    }
}
