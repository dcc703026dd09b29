// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A pipe or terminal that a test reads from bit by bit.
public final class PipeReader {
    /// The end that a program writes to; see ``closeWritingEnd()``.
    public let writingEnd: Int32
    private let readingEnd: Int32
    private var isWritingEndOpen = true
    /// All that was read so far.
    public private(set) var data = Data()

    /// A new pipe.
    public init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        readingEnd = ends[0]
        writingEnd = ends[1]
    }

    deinit {
        close(readingEnd)
        closeWritingEnd()
    }

    /// Lets the pipe end when the program closes it.
    public func closeWritingEnd() {
        if isWritingEndOpen { close(writingEnd) }
        isWritingEndOpen = false
    }

    /// All that was read so far, as text.
    public var text: String { String(decoding: data, as: UTF8.self) }

    /// Reads until the text contains another.
    ///
    /// - Returns: Whether it came in time.
    public func waitFor(_ text: String, seconds: Double = 60) -> Bool {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while !self.text.contains(text) {
            guard Date() < deadline, read() else { return false }
        }
        return true
    }

    /// Reads to the end, and tells how much it was; `keeping` is whether to keep it all.
    public func readToEnd(seconds: Double = 60, keeping: Bool = true, _ progress: (Int) -> Void = { _ in }) -> Int {
        let deadline = Date(timeIntervalSinceNow: seconds)
        var total = data.count
        while Date() < deadline {
            let before = data.count
            guard read() else { break }
            total += data.count - before
            if !keeping { data = Data() }
            progress(total)
        }
        return total
    }

    /// Reads what comes within half a second; false at the end.
    private func read() -> Bool {
        var ready = pollfd(fd: readingEnd, events: Int16(POLLIN), revents: 0)
        guard poll(&ready, 1, 500) > 0 else { return true }
        var bytes = [UInt8](repeating: 0, count: 65536)
        let count = Glibc.read(readingEnd, &bytes, bytes.count)
        if count > 0 { data.append(contentsOf: bytes[..<count]) }
        return count > 0
    }
}
