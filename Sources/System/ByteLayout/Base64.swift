// SPDX-License-Identifier: Apache-2.0

/// The base64 encoding (RFC 4648, section 4), into and out of memory that the caller owns, so that secrets can be wiped.
public enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The number of characters for so many bytes, padding included.
    public static func encodedCount(_ count: Int) -> Int { (count + 2) / 3 * 4 }

    /// Writes the text of some bytes.
    ///
    /// - Parameter text: Where it goes; as large as ``encodedCount(_:)`` says, or larger.
    public static func encode(_ bytes: UnsafeRawBufferPointer, into text: UnsafeMutableRawBufferPointer) {
        var position = 0
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let rest = bytes.count - start
            let group =
                UInt32(bytes[start]) << 16 | (rest > 1 ? UInt32(bytes[start + 1]) << 8 : 0)
                | (rest > 2 ? UInt32(bytes[start + 2]) : 0)
            for index in 0..<4 {
                text[position] =
                    index <= rest ? alphabet[Int(group >> UInt32(18 - 6 * index) & 63)] : UInt8(ascii: "=")
                position += 1
            }
        }
    }

    /// The text of some bytes.
    public static func encode(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: encodedCount(bytes.count)) { buffer in
            bytes.withUnsafeBytes { encode($0, into: UnsafeMutableRawBufferPointer(buffer)) }
            return encodedCount(bytes.count)
        }
    }

    /// Writes the bytes of a text, in which white space has no meaning.
    ///
    /// - Parameter bytes: Where they go; three quarters of the text's size are enough.
    /// - Returns: The number of bytes, or nil when the text is no base64 or the bytes do not fit.
    public static func decode(_ text: UnsafeRawBufferPointer, into bytes: UnsafeMutableRawBufferPointer) -> Int? {
        var group: UInt32 = 0
        var digits = 0
        var padding = 0
        var count = 0
        for character in text {
            if [0x09, 0x0a, 0x0d, 0x20].contains(character) { continue }
            if character == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard padding == 0, let digit = digit(character) else { return nil }
            group = group << 6 | digit
            digits += 1
            guard digits % 4 == 0 else { continue }
            guard count + 3 <= bytes.count else { return nil }
            for shift: UInt32 in [16, 8, 0] {
                bytes[count] = UInt8(truncatingIfNeeded: group >> shift)
                count += 1
            }
            group = 0
        }
        let rest = digits % 4
        guard rest != 1, padding == (rest == 0 ? 0 : 4 - rest) else { return nil }
        let tail = max(0, rest - 1)
        guard count + tail <= bytes.count else { return nil }
        group <<= UInt32(6 * (4 - rest))
        for index in 0..<tail {
            bytes[count] = UInt8(truncatingIfNeeded: group >> UInt32(16 - 8 * index))
            count += 1
        }
        return count
    }

    private static func digit(_ character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a") + 26)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0") + 52)
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
