// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A terminal whose keyboard and screen are the test's.
public final class PseudoTerminal {
    /// The path of the programs' side, for instance /dev/pts/3.
    public let path: String
    private let screen: Int32
    /// Kept open, so that the terminal outlives a program on it.
    private let program: Int32
    /// All that was shown so far.
    public private(set) var text = ""

    /// A terminal of that many rows and columns.
    public init(rows: UInt16, columns: UInt16) throws {
        var ends: (screen: Int32, program: Int32) = (-1, -1)
        var name = [CChar](repeating: 0, count: 128)
        guard openpty(&ends.screen, &ends.program, &name, nil, nil) == 0 else { throw POSIXError(.ENOTTY) }
        _ = fcntl(ends.screen, F_SETFD, FD_CLOEXEC)
        _ = fcntl(ends.program, F_SETFD, FD_CLOEXEC)
        screen = ends.screen
        program = ends.program
        path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        resize(rows: rows, columns: columns)
    }

    deinit {
        close(screen)
        close(program)
    }

    /// Changes the size; the programs in the foreground get SIGWINCH.
    public func resize(rows: UInt16, columns: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(screen, UInt(TIOCSWINSZ), &size)
    }

    /// The settings, as bytes to compare.
    public var settings: Data {
        var settings = termios()
        tcgetattr(program, &settings)
        return withUnsafeBytes(of: &settings) { Data($0) }
    }

    /// Types.
    public func type(_ text: String) {
        _ = Array(text.utf8).withUnsafeBytes { write(screen, $0.baseAddress, $0.count) }
    }

    /// Reads until another text was shown, behind all that was waited for before.
    ///
    /// - Returns: Whether it came in time.
    public func waitFor(_ expected: String, seconds: Double = 60) -> Bool {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while true {
            if let range = text.range(of: expected, range: seen..<text.endIndex) {
                seen = range.upperBound
                return true
            }
            guard Date() < deadline else { return false }
            var ready = pollfd(fd: screen, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, 200) > 0 else { continue }
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = read(screen, &bytes, bytes.count)
            guard count > 0 else { return false }
            let offset = text.utf8.distance(from: text.startIndex, to: seen)
            text += String(decoding: bytes[..<count], as: UTF8.self)
            seen = text.utf8.index(text.startIndex, offsetBy: offset)
        }
    }

    private lazy var seen = text.startIndex
}
