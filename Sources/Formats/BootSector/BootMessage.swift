// SPDX-License-Identifier: Apache-2.0

/// A text as a boot sector holds it: code page 437, lines ended by CR LF, no zero byte.
public struct BootMessage: Sendable, Equatable {
    /// The bytes that go to the screen and to the serial port.
    public let bytes: [UInt8]

    /// Columns from one tab stop to the next, for tabs in a text: the BIOS knows none.
    public static let tabWidthInColumns = 8

    /// The message of a text. Each line end, LF or CR LF, becomes CR LF; a tab becomes spaces.
    ///
    /// - Throws: ``BootSectorError`` with the code `badMessage`, naming the first character that the screen of a PC
    ///   cannot show and its line.
    public init(_ text: String) throws(BootSectorError) {
        var bytes: [UInt8] = []
        var line = 1
        var column = 0
        // Precomposed letters are what the code page has: 'e' and a combining accent become one.
        for scalar in text.precomposedForCodePage {
            switch scalar {
            case "\n":
                if bytes.last != 0x0D { bytes.append(0x0D) }
                bytes.append(0x0A)
                line += 1
                column = 0
            case "\r":
                bytes.append(0x0D)
                column = 0
            case "\t":
                let spaces = Self.tabWidthInColumns - column % Self.tabWidthInColumns
                bytes += [UInt8](repeating: 0x20, count: spaces)
                column += spaces
            case "\u{FEFF}" where bytes.isEmpty:
                break  // the byte order mark of some editors
            default:
                guard let byte = CodePage437.byte(for: scalar) else {
                    let number = String(scalar.value, radix: 16, uppercase: true)
                    let name = "U+" + String(repeating: "0", count: max(0, 4 - number.count)) + number
                    let quoted = scalar.properties.generalCategory == .control ? name : "'\(scalar)' (\(name))"
                    throw BootSectorError(
                        .badMessage,
                        """
                        Cannot show \(quoted) in line \(line) of the message: it is not in code page 437, the \
                        characters of a PC's text screen. Write it differently.
                        """)
                }
                bytes.append(byte)
                column += 1
            }
        }
        self.bytes = bytes
    }

    /// The message of a file's bytes: UTF-8, or else code page 437 as it is, as byebyebios 1.0 took it.
    ///
    /// - Throws: ``BootSectorError`` with the code `badMessage`.
    public init(contents: [UInt8]) throws(BootSectorError) {
        if let text = String(validating: contents, as: UTF8.self) {
            try self.init(text)
        } else {
            try self.init(
                String(
                    String.UnicodeScalarView(
                        contents.map {
                            $0 < 0x80 ? Unicode.Scalar($0) : CodePage437.scalar(for: $0)
                        })))
        }
    }

    /// The message that a boot sector holds: what is before the first zero byte.
    init(stored bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes.prefix { $0 != 0 })
    }

    /// The message as text, with LF as the line end.
    public var text: String { CodePage437.text(bytes) }
}

extension String {
    /// The scalars, each letter joined with the accent that follows it where the code page has them as one.
    fileprivate var precomposedForCodePage: [Unicode.Scalar] {
        var scalars: [Unicode.Scalar] = []
        for character in self {
            let parts = Array(character.unicodeScalars)
            // Equal characters are canonically equivalent, whatever they are composed of.
            if parts.count > 1, !character.isNewline,
                let byte = (0x80...0xFF).first(where: { Character(CodePage437.scalar(for: $0)) == character })
            {
                scalars.append(CodePage437.scalar(for: byte))
            } else {
                scalars += parts
            }
        }
        return scalars
    }
}
