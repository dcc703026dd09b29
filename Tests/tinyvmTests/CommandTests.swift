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
}
