// SPDX-License-Identifier: Apache-2.0

/// Finds the imports of a Swift file without compiling it.
///
/// It knows attributes (`@testable`), access levels (`public import`), kinds (`import struct M.T`), submodules
/// (`import M.S`), and passes over comments and multi-line strings; see "Import Declaration" in The Swift Programming
/// Language.
public struct ImportScanner {
    /// One import.
    public struct Import: Sendable, Equatable {
        /// The module, without submodules and declarations.
        public var module: String
        /// The line that it stands on, counted from 1.
        public var line: Int
    }

    private static let kinds: Set<Substring> = [
        "typealias", "struct", "class", "enum", "protocol", "let", "var", "func",
    ]
    private static let accessLevels: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]

    /// The imports in a text, in its order.
    public static func imports(in text: String) -> [Import] {
        var found: [Import] = []
        var commentDepth = 0
        var isInString = false
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let code = visible(line, &commentDepth, &isInString)
            for statement in code.split(separator: ";") {
                var words = statement.split { $0 == " " || $0 == "\t" }[...]
                while let word = words.first, word.hasPrefix("@") || accessLevels.contains(word) {
                    words = words.dropFirst()
                }
                guard words.first == "import" else { continue }
                words = words.dropFirst()
                if let word = words.first, kinds.contains(word) { words = words.dropFirst() }
                guard let module = words.first?.split(separator: ".").first else { continue }
                found.append(Import(module: String(module), line: index + 1))
            }
        }
        return found
    }

    /// What of a line is code: neither comment nor inside of a multi-line string.
    private static func visible(_ line: Substring, _ commentDepth: inout Int, _ isInString: inout Bool) -> String {
        // Most lines have none of the marks that the walk below looks for.
        if commentDepth == 0 && !isInString && !line.utf8.contains(where: { $0 == 0x2F || $0 == 0x22 }) {
            return String(line)
        }
        var code: [UInt8] = []
        var rest = Array(line.utf8)[...]
        func starts(_ mark: String) -> Bool { rest.starts(with: mark.utf8) }
        while let byte = rest.first {
            if isInString {
                if starts("\"\"\"") {
                    isInString = false
                    rest = rest.dropFirst(3)
                } else {
                    rest = rest.dropFirst()
                }
            } else if starts("/*") {
                commentDepth += 1
                rest = rest.dropFirst(2)
            } else if commentDepth > 0 {
                if starts("*/") { commentDepth -= 1 }
                rest = rest.dropFirst(starts("*/") ? 2 : 1)
            } else if starts("//") {
                break
            } else if starts("\"\"\"") {
                isInString = true
                rest = rest.dropFirst(3)
            } else if byte == UInt8(ascii: "\"") {
                rest = rest.dropFirst()
                while let inner = rest.popFirst(), inner != byte {
                    if inner == UInt8(ascii: "\\") { rest = rest.dropFirst() }
                }
            } else {
                code.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: code, as: UTF8.self)
    }
}
