// SPDX-License-Identifier: Apache-2.0

/// Cuts a stream of bytes into JSON objects, by their braces and strings; what is inside is for ``JSONParser``.
struct MessageScanner: Sendable {
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var message: [UInt8] = []

    /// Whether a message has begun and not ended.
    var isInMessage: Bool { depth > 0 }

    /// Takes bytes until a message is complete.
    ///
    /// - Returns: The message; nil when all bytes were taken and it goes on.
    mutating func next(
        from bytes: UnsafeRawBufferPointer, at offset: inout Int, limits: QMPSession.Limits
    ) throws(QMPProtocolError) -> [UInt8]? {
        while depth == 0 {
            guard offset < bytes.count else { return nil }
            switch bytes[offset] {
            case 0x20, 0x09, 0x0a, 0x0d: offset += 1
            case UInt8(ascii: "{"):
                depth = 1
                message.append(bytes[offset])
                offset += 1
            default: throw Self.garbage(bytes[offset...])
            }
        }
        let start = offset
        while offset < bytes.count, depth > 0 {
            let byte = bytes[offset]
            offset += 1
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["):
                    depth += 1
                    guard depth <= limits.depth else {
                        throw QMPProtocolError(
                            code: .tooLarge, description: "A message nests deeper than \(limits.depth) levels.")
                    }
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                default: break
                }
            }
        }
        guard message.count + offset - start <= limits.messageSize else {
            throw QMPProtocolError(
                code: .tooLarge, description: "A message is longer than \(limits.messageSize) bytes.")
        }
        message.append(contentsOf: bytes[start..<offset])
        guard depth == 0 else { return nil }
        defer { message = [] }
        return message
    }

    private static func garbage(_ bytes: Slice<UnsafeRawBufferPointer>) -> QMPProtocolError {
        let shown = String(decoding: bytes.prefix(40), as: UTF8.self).map { character in
            character.isASCII && !character.isNewline && character >= " " ? character : "."
        }
        return QMPProtocolError(
            code: .malformed, description: "A message was expected, but there came '\(String(shown))'.")
    }
}
