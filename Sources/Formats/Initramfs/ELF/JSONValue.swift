// SPDX-License-Identifier: Apache-2.0

/// A JSON text (RFC 8259) as a value; just enough to read ELF notes without Foundation.
enum JSONValue: Hashable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// The string, if it is one.
    var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// Reads a whole text; nil when it is not valid JSON, or nested deeper than 32 levels.
    init?(parsing text: some Sequence<UInt8>) {
        var parser = JSONParser(bytes: Array(text))
        guard let value = parser.value(depth: 0), parser.isAtEnd() else { return nil }
        self = value
    }
}

private struct JSONParser {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    mutating func isAtEnd() -> Bool {
        skipSpace()
        return position == bytes.count
    }

    private mutating func take(_ byte: Character) -> Bool {
        skipSpace()
        guard next == byte.asciiValue else { return false }
        position += 1
        return true
    }

    private mutating func take(word: String) -> Bool {
        guard bytes[position...].starts(with: word.utf8) else { return false }
        position += word.utf8.count
        return true
    }

    mutating func value(depth: Int) -> JSONValue? {
        guard depth < 32 else { return nil }
        skipSpace()
        switch next.map({ Character(Unicode.Scalar($0)) }) {
        case "{": return object(depth: depth)
        case "[": return array(depth: depth)
        case "\"": return string().map(JSONValue.string)
        case "t": return take(word: "true") ? .bool(true) : nil
        case "f": return take(word: "false") ? .bool(false) : nil
        case "n": return take(word: "null") ? .null : nil
        default: return number()
        }
    }

    private mutating func object(depth: Int) -> JSONValue? {
        position += 1
        var members: [String: JSONValue] = [:]
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            guard next == 0x22, let name = string(), take(":"), let value = value(depth: depth + 1) else { return nil }
            members[name] = value
        } while take(",")
        return take("}") ? .object(members) : nil
    }

    private mutating func array(depth: Int) -> JSONValue? {
        position += 1
        var elements: [JSONValue] = []
        if take("]") { return .array(elements) }
        repeat {
            guard let value = value(depth: depth + 1) else { return nil }
            elements.append(value)
        } while take(",")
        return take("]") ? .array(elements) : nil
    }

    private mutating func number() -> JSONValue? {
        let digits = bytes[position...].prefix { "+-.0123456789eE".utf8.contains($0) }
        guard !digits.isEmpty else { return nil }
        position += digits.count
        return .number(String(decoding: digits, as: UTF8.self))
    }

    private mutating func string() -> String? {
        position += 1
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case 0x22: return String(decoding: text, as: UTF8.self)
            case 0x5C:
                guard let scalar = escape() else { return nil }
                text += Array(String(Character(scalar)).utf8)
            case 0..<0x20: return nil
            default: text.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
        guard let byte = next else { return nil }
        position += 1
        switch Character(Unicode.Scalar(byte)) {
        case "\"", "\\", "/": return Unicode.Scalar(byte)
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u":
            guard let first = hexadecimal() else { return nil }
            guard first & 0xFC00 == 0xD800 else { return Unicode.Scalar(first) }
            guard take(word: "\\u"), let second = hexadecimal(), second & 0xFC00 == 0xDC00 else { return nil }
            return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF)
        default: return nil
        }
    }

    private mutating func hexadecimal() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        let digits = bytes[position..<position + 4]
        position += 4
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
