// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import TestSupport
import Testing

@Suite struct ShellWordTests {
    @Test("a quoted word is the same word to a shell, and to us")
    func quoting() throws {
        let words = ["plain", "", "a b", "it's", "''", "$x`y`\\", "new\nline", "-", "é", "a=b,c:/d%e@f+g", "*", "#"]
        let line = "printf '%s\\0' " + ShellWord.line(words)
        let result = try Program.run(["sh", "-c", line])
        #expect(result.text == words.map { "\($0)\0" }.joined())
        #expect(ShellWord.quote("a=b,c:/d%e@f+g") == "a=b,c:/d%e@f+g")
        #expect(ShellWord.split(ShellWord.line(words)) == words)
    }

    @Test("any words are found again in the line made of them")
    func anyWords() {
        var random = SeededGenerator(seed: 7)
        let parts = ["'", "\\", " ", "a", "\"", "$", "\n", "é"]
        for _ in 0..<SeededGenerator.rounds(2000) {
            let words = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                (0..<Int.random(in: 0...6, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }
                    .joined()
            }
            #expect(ShellWord.split(ShellWord.line(words)) == words)
        }
    }
}
