// SPDX-License-Identifier: Apache-2.0

/// The text of a UUID (RFC 9562, section 4) and its 16 bytes.
public enum UUIDDigits {
    /// Reads 32 hexadecimal digits; hyphens may stand between pairs of them, as libvirt accepts it.
    ///
    /// - Returns: The 16 bytes in the order of the text; nil when it is something else.
    public static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var first: UInt8?
        for character in text.utf8 {
            if character == UInt8(ascii: "-"), first == nil { continue }
            guard let digit = Character(UnicodeScalar(character)).hexDigitValue, bytes.count < 16 else { return nil }
            if let high = first {
                bytes.append(high << 4 | UInt8(digit))
                first = nil
            } else {
                first = UInt8(digit)
            }
        }
        return first == nil && bytes.count == 16 ? bytes : nil
    }

    /// The usual form: `c7a5fdbd-edaf-9455-926a-d65c16db1809`.
    public static func text(_ bytes: [UInt8]) -> String {
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            text += byte < 16 ? "0" : ""
            text += String(byte, radix: 16)
        }
        return text
    }
}
