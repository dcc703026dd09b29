// SPDX-License-Identifier: Apache-2.0

/// Text as one word of a POSIX shell, whatever it holds.
enum ShellText {
    /// The text in single quotes, unless it is plain enough to go without.
    static func quoted(_ text: String) -> String {
        let plain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "/._-=:,+@%".utf8.contains(byte)
            }
        }
        if plain, !text.isEmpty { return text }
        let parts = text.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + parts.joined(separator: #"'\''"#) + "'"
    }
}
