// SPDX-License-Identifier: Apache-2.0

internal import CGuest

/// What came for standard input and was not yet taken: a ring as large as the window of the stream.
struct InputBuffer {
    private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: StreamWindow.input, alignment: 8)
    private var start = 0
    private var count = 0
    /// No more will come.
    var hasEnded = false

    var isEmpty: Bool { count == 0 }

    /// Keeps bytes; those beyond the window, which the host had no credit for, are dropped.
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        for index in 0..<min(bytes.count, memory.count - count) {
            memory[(start + count) % memory.count] = bytes[index]
            count += 1
        }
    }

    /// Writes as much as the file takes.
    ///
    /// - Returns: How many bytes it took; nil when nobody reads any more.
    mutating func write(to file: CInt) -> Int? {
        var taken = 0
        while count > 0 {
            let piece = min(count, memory.count - start)
            let written = guest_write(file, memory.baseAddress.map { $0 + start }, guest_size(piece))
            if written == ErrorNumber.interrupted { continue }
            if written == ErrorNumber.again { break }
            guard written > 0 else { return nil }
            start = (start + written) % memory.count
            count -= written
            taken += written
        }
        return taken
    }

    mutating func discard() {
        count = 0
    }
}
