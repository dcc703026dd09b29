// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What the command says of itself.
@Suite struct CommandTests {
    @Test("--help says it all")
    func help() throws {
        let result = try Program.run([Program.built("tinyvm"), "--help"], environment: ["COLUMNS": "80"])
        #expect(result.status == 0 && result.errorText == "")
        #expect(result.text == CommandHelp.text)
    }

    @Test("the parser's other flags answer, too, and are the command's behind it")
    func ownFlags() throws {
        func output(_ arguments: String...) throws -> String {
            try Program.run([Program.built("tinyvm")] + arguments).text
        }
        #expect(try output("--version").split(separator: ".").count == 3)
        #expect(try output("-h") == output("--help"))
        let dump = Data(try output("--experimental-dump-help").utf8)
        #expect(try JSONSerialization.jsonObject(with: dump) is [String: Any])
        for shell in ["bash", "zsh", "fish"] {
            #expect(try output("--generate-completion-script", shell).contains("print-command"))
        }
        #expect(try Program.run([Program.built("tinyvm"), "--generate-completion-script", "no"]).status == 64)
    }
}
