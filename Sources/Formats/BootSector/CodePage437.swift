// SPDX-License-Identifier: Apache-2.0

/// The character set of the PC's text screen.
///
/// The upper half is as in the Unicode Consortium's mapping table `CP437.TXT`; the lower half is ASCII.
public enum CodePage437 {
    /// The characters of 0x80 to 0xFF, in order.
    private static let upperHalf: [Unicode.Scalar] = Array(
        """
        ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
        αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}
        """.unicodeScalars)

    /// What the screen shows for 0x00 to 0x1F, and for 0x7F at the end, where a program prints them as pictures.
    private static let pictures: [Unicode.Scalar] = Array(" ☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼⌂".unicodeScalars)

    /// The byte of a printable character, or nil when the code page has none.
    ///
    /// Characters that the screen only shows for control codes are not printable: a serial terminal would obey them.
    public static func byte(for scalar: Unicode.Scalar) -> UInt8? {
        if (0x20...0x7E).contains(scalar.value) { return UInt8(scalar.value) }
        // The code page's one sign stands for both of these pairs.
        let scalar: Unicode.Scalar =
            switch scalar {
            case "μ": "µ"
            case "β": "ß"
            default: scalar
            }
        return upperHalf.firstIndex(of: scalar).map { UInt8(0x80 + $0) }
    }

    /// The character that the screen shows for a byte.
    public static func scalar(for byte: UInt8) -> Unicode.Scalar {
        switch byte {
        case 0x20...0x7E: Unicode.Scalar(byte)
        case 0x80...0xFF: upperHalf[Int(byte) - 0x80]
        case 0x7F: pictures[0x20]
        default: pictures[Int(byte)]
        }
    }

    /// Text as the screen shows these bytes, with the line ends kept.
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes where byte != 0x0D {
            text.append(byte == 0x0A ? "\n" : scalar(for: byte))
        }
        return String(text)
    }
}
