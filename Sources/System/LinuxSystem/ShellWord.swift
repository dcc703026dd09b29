// SPDX-License-Identifier: Apache-2.0

/// Words of a POSIX shell; see XCU 2.2 of POSIX.
public enum ShellWord {
    /// The word as it is when a shell reads it so, else in single quotes.
    public static func quote(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "-_./:=,+@%".utf8.contains(byte)
                }
            }
        if isPlain { return word }
        let quote = UInt8(ascii: "'")
        var quoted = [quote]
        for byte in word.utf8 {
            if byte == quote { quoted += [quote, UInt8(ascii: "\\"), quote] }
            quoted.append(byte)
        }
        quoted.append(quote)
        return String(decoding: quoted, as: UTF8.self)
    }

    /// A command that a shell takes apart into these words again.
    public static func line(_ words: some Sequence<String>) -> String { words.map(quote).joined(separator: " ") }

    /// The words of a line in which only single quotes and backslashes quote, as ``line(_:)`` makes it.
    public static func split(_ line: some StringProtocol) -> [String] {
        var words: [String] = []
        var word: String?
        var isQuoted = false
        var isEscaped = false
        for character in line {
            switch character {
            case _ where isEscaped:
                word = (word ?? "") + String(character)
                isEscaped = false
            case "'":
                isQuoted.toggle()
                word = word ?? ""
            case "\\" where !isQuoted: isEscaped = true
            case " " where !isQuoted:
                if let word { words.append(word) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        return words + (word.map { [$0] } ?? [])
    }
}
