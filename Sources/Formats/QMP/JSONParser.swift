// SPDX-License-Identifier: Apache-2.0

/// Why a text is no JSON value.
public struct JSONError: Error, Hashable, CustomStringConvertible {
    /// What is wrong.
    public var reason: String
    /// Where, in bytes from the start.
    public var offset: Int

    /// One sentence.
    public var description: String { "The text is not JSON at byte \(offset): \(reason)." }
}

/// Reads JSON values (RFC 8259) out of bytes, one after the other.
public struct JSONParser: Sendable {
    /// How deep arrays and objects may nest.
    public static let maximumDepth = 256

    private let bytes: [UInt8]
    /// Where the next value begins.
    public private(set) var offset = 0

    /// Makes a parser over bytes.
    public init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    /// Reads a text that holds one value and nothing else.
    public static func parse(_ text: String) throws -> JSONValue {
        var parser = JSONParser(text.utf8)
        guard let value = try parser.next() else { throw JSONError(reason: "there is nothing", offset: 0) }
        guard try parser.next() == nil else {
            throw JSONError(reason: "more follows the value", offset: parser.offset)
        }
        return value
    }

    /// The next value; nil at the end.
    public mutating func next() throws -> JSONValue? {
        skipSpace()
        guard offset < bytes.count else { return nil }
        return try value(depth: 0)
    }

    private mutating func skipSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0a, 0x0d: offset += 1
            default: return
            }
        }
    }

    private func error(_ reason: String) -> JSONError { JSONError(reason: reason, offset: offset) }

    private mutating func value(depth: Int) throws -> JSONValue {
        guard depth < Self.maximumDepth else { throw error("it is nested too deep") }
        skipSpace()
        guard offset < bytes.count else { throw error("it ends too early") }
        switch bytes[offset] {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ text: String, _ value: JSONValue) throws -> JSONValue {
        guard bytes[offset...].starts(with: text.utf8) else { throw error("a value was expected") }
        offset += text.utf8.count
        return value
    }

    private mutating func object(depth: Int) throws -> JSONValue {
        offset += 1
        var members: [JSONValue.Member] = []
        skipSpace()
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else { throw error("a name was expected") }
            let name = try string()
            skipSpace()
            guard take(":") else { throw error("a ':' was expected") }
            members.append(.init(name, try value(depth: depth + 1)))
            skipSpace()
        } while take(",")
        guard take("}") else { throw error("a '}' was expected") }
        return .object(members)
    }

    private mutating func array(depth: Int) throws -> JSONValue {
        offset += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take("]") { return .array(elements) }
        repeat {
            elements.append(try value(depth: depth + 1))
            skipSpace()
        } while take(",")
        guard take("]") else { throw error("a ']' was expected") }
        return .array(elements)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private mutating func string() throws -> String {
        offset += 1
        let start = offset
        while offset < bytes.count, bytes[offset] >= 0x20, bytes[offset] != UInt8(ascii: "\""),
            bytes[offset] != UInt8(ascii: "\\")
        {
            offset += 1
        }
        var text = Array(bytes[start..<offset])
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let result = String(validating: text, as: UTF8.self) else { throw error("a string is not UTF-8") }
                return result
            case UInt8(ascii: "\\"): try escape(&text)
            case 0..<0x20: throw error("a string holds a control character")
            default: text.append(byte)
            }
        }
        throw error("a string does not end")
    }

    private mutating func escape(_ text: inout [UInt8]) throws {
        guard offset < bytes.count else { throw error("a string does not end") }
        let byte = bytes[offset]
        offset += 1
        switch byte {
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "u"):
            var code = try hex4()
            if 0xd800..<0xdc00 ~= code {
                guard take("\\"), take("u") else { throw error("half of a surrogate pair is missing") }
                let low = try hex4()
                guard 0xdc00..<0xe000 ~= low else { throw error("half of a surrogate pair is missing") }
                code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw error("an escape is no character") }
            text.append(contentsOf: String(scalar).utf8)
        default: throw error("an escape is not known")
        }
    }

    private mutating func hex4() throws -> UInt32 {
        guard offset + 4 <= bytes.count else { throw error("an escape is cut short") }
        var code: UInt32 = 0
        for byte in bytes[offset..<offset + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error("an escape is not hexadecimal")
            }
            code = code << 4 | UInt32(digit)
        }
        offset += 4
        return code
    }

    private mutating func number() throws -> JSONValue {
        let start = offset
        loop: while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                offset += 1
            default: break loop
            }
        }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        let isWellFormed = Self.isNumber(bytes[start..<offset])
        if isWellFormed, let value = Int64(text) { return .integer(value) }
        if isWellFormed, let value = UInt64(text) { return .unsigned(value) }
        guard isWellFormed, let value = Double(text), value.isFinite else {
            offset = start
            throw error("a value was expected")
        }
        return .number(value)
    }

    /// Whether bytes are a number as RFC 8259, section 6, has it: no plus, no leading zero, digits around the point.
    private static func isNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        func digits() -> Int {
            let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        func take(_ characters: String) -> Bool {
            guard let first = rest.first, characters.utf8.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        _ = take("-")
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let count = digits()
        guard count > 0, !startsWithZero || count == 1 else { return false }
        if take("."), digits() == 0 { return false }
        if take("eE") {
            _ = take("+-")
            if digits() == 0 { return false }
        }
        return rest.isEmpty
    }
}
