// SPDX-License-Identifier: Apache-2.0

/// A file of settings in libvirt's syntax: `key = value` on a line each, `#` for comments.
///
/// A value is a number, a text in quotes, or a list in brackets, which may go over lines:
///
/// ```
/// max_clients = 5000          # a comment
/// unix_sock_group = "libvirt"
/// access_drivers = [ "polkit",
///                    "none" ]
/// ```
package struct ConfigurationFile: Sendable, Equatable {
    /// A value.
    package enum Value: Sendable, Equatable {
        case number(Int64)
        case text(String)
        case list([Value])
    }

    /// A setting, and the line that it begins on, from 1.
    package struct Setting: Sendable, Equatable {
        package var key: String
        package var value: Value
        package var line: Int
    }

    /// What is wrong with a file.
    package struct Failure: Error, Equatable, CustomStringConvertible {
        /// The line, from 1.
        package var line: Int
        /// What is wrong there.
        package var reason: String

        package init(line: Int, reason: String) {
            self.line = line
            self.reason = reason
        }

        package var description: String { "Line \(line): \(reason)" }
    }

    /// The settings in the order of the file. Of several with one key, the last one counts.
    package private(set) var settings: [Setting] = []

    /// No settings.
    package init() {}

    /// Reads a file's text.
    package init(_ text: String) throws(Failure) {
        var parser = Parser(text)
        while let setting = try parser.setting() { settings.append(setting) }
    }

    /// The value of a key; nil when it is not set.
    package subscript(key: String) -> Setting? { settings.last { $0.key == key } }
}

extension ConfigurationFile {
    private struct Parser {
        private let bytes: [UInt8]
        private var position = 0
        private var line = 1

        init(_ text: String) { bytes = Array(text.utf8) }

        private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

        mutating func setting() throws(Failure) -> Setting? {
            skip(lines: true)
            guard let first = current else { return nil }
            guard Self.isLetter(first) else { throw failure("A setting begins with a letter.") }
            let start = position
            while let byte = current, Self.isLetter(byte) || Self.isDigit(byte) || [0x2d, 0x2e, 0x5f].contains(byte) {
                position += 1
            }
            let key = String(decoding: bytes[start..<position], as: UTF8.self)
            let firstLine = line
            skip(lines: false)
            guard current == UInt8(ascii: "=") else { throw failure("After '\(key)' comes '='.") }
            position += 1
            skip(lines: false)
            let value = try value(of: key)
            skip(lines: false)
            guard current == nil || current == UInt8(ascii: "\n") else {
                throw failure("After the value of '\(key)' comes the end of the line.")
            }
            return Setting(key: key, value: value, line: firstLine)
        }

        private mutating func value(of key: String) throws(Failure) -> Value {
            switch current {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): return .text(try text(of: key))
            case UInt8(ascii: "["): return .list(try list(of: key))
            case let byte? where Self.isDigit(byte) || byte == UInt8(ascii: "-"): return .number(try number(of: key))
            default: throw failure("'\(key)' has no value. Write a number, a text in quotes, or a list in brackets.")
            }
        }

        /// A text has no escapes. Three double quotes begin one that may go over lines.
        private mutating func text(of key: String) throws(Failure) -> String {
            guard let quote = current else { throw failure("'\(key)' has no value.") }
            let triple =
                quote == UInt8(ascii: "\"") && bytes[position...].prefix(3).elementsEqual([quote, quote, quote])
            position += triple ? 3 : 1
            let start = position
            while let byte = current {
                if byte == quote, !triple || bytes[position...].prefix(3).elementsEqual([quote, quote, quote]) {
                    let text = String(decoding: bytes[start..<position], as: UTF8.self)
                    position += triple ? 3 : 1
                    return text
                }
                if byte == UInt8(ascii: "\n") {
                    if !triple { break }
                    line += 1
                }
                position += 1
            }
            throw failure("The text of '\(key)' has no closing quote.")
        }

        private mutating func number(of key: String) throws(Failure) -> Int64 {
            let start = position
            position += 1
            while let byte = current, Self.isDigit(byte) { position += 1 }
            let digits = String(decoding: bytes[start..<position], as: UTF8.self)
            guard let number = Int64(digits) else { throw failure("'\(digits)' is no number that '\(key)' can have.") }
            return number
        }

        private mutating func list(of key: String) throws(Failure) -> [Value] {
            position += 1
            var values: [Value] = []
            while true {
                skip(lines: true)
                if current == UInt8(ascii: "]") {
                    position += 1
                    return values
                }
                if !values.isEmpty {
                    guard current == UInt8(ascii: ",") else { throw failure("Between values of '\(key)' comes ','.") }
                    position += 1
                    skip(lines: true)
                    // A comma may stand behind the last value, too.
                    if current == UInt8(ascii: "]") { continue }
                }
                guard current != UInt8(ascii: "[") else { throw failure("A list of '\(key)' holds no lists.") }
                values.append(try value(of: key))
            }
        }

        /// Steps over white space and comments; over ends of lines only where they mean nothing.
        private mutating func skip(lines: Bool) {
            while let byte = current {
                switch byte {
                case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
                case UInt8(ascii: "#"): while let byte = current, byte != UInt8(ascii: "\n") { position += 1 }
                case UInt8(ascii: "\n") where lines:
                    position += 1
                    line += 1
                default: return
                }
            }
        }

        private func failure(_ reason: String) -> Failure { Failure(line: line, reason: reason) }

        private static func isLetter(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
        private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    }
}
