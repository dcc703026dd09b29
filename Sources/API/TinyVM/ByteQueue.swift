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

    /// Lets `body` look at all bytes.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[start...])) }
    }

    /// Takes the first bytes out; there are as many.
    mutating func removeFirst(_ length: Int) -> [UInt8] {
        var first: [UInt8] = []
        _ = consume(atMost: length) { bytes in
            first = Array(bytes)
            return bytes.count
        }
        return first
    }

    mutating func removeAll() {
        bytes.removeAll()
        start = 0
    }
}
