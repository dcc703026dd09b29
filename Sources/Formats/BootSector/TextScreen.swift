// SPDX-License-Identifier: Apache-2.0

/// The 80 by 25 text screen of a PC, as the BIOS's teletype output fills it (interrupt 0x10, function 0x0E).
public struct TextScreen: Sendable, Equatable {
    /// Columns of a line.
    public static let width = 80
    /// Lines of the screen.
    public static let height = 25

    /// The bytes of each line, in code page 437.
    public private(set) var lines = [[UInt8]](repeating: [UInt8](repeating: 0x20, count: width), count: height)
    private var row = 0
    private var column = 0

    /// An empty screen.
    public init() {}

    /// Prints bytes where the cursor is; the screen scrolls at its end.
    public mutating func print(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            switch byte {
            case 0x07: break
            case 0x08: column = max(0, column - 1)
            case 0x0A: nextRow()
            case 0x0D: column = 0
            default:
                lines[row][column] = byte
                column += 1
                if column == Self.width {
                    column = 0
                    nextRow()
                }
            }
        }
    }

    private mutating func nextRow() {
        row += 1
        guard row == Self.height else { return }
        row -= 1
        lines.removeFirst()
        lines.append([UInt8](repeating: 0x20, count: Self.width))
    }

    /// The lines as text without the spaces at their ends.
    public var text: [String] {
        lines.map { line in
            var line = line[...]
            while line.last == 0x20 { line.removeLast() }
            return String(String.UnicodeScalarView(line.map(CodePage437.scalar(for:))))
        }
    }

    /// The screen in a frame, for a terminal: the frame's lines end in LF.
    public var framed: String {
        let edge = String(repeating: "─", count: Self.width)
        let rows = lines.map { line in
            "│\(String(String.UnicodeScalarView(line.map(CodePage437.scalar(for:)))))│\n"
        }
        return "┌\(edge)┐\n\(rows.joined())└\(edge)┘\n"
    }
}
