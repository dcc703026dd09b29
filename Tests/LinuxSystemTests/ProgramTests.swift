// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite struct ProgramTests {
    @Test("a program's streams and status come back")
    func streams() throws {
        let result = try Program.run(["sh", "-c", "cat; echo oops >&2; exit 7"], input: Data("hi".utf8))
        #expect(result.status == 7)
        #expect(result.text == "hi")
        #expect(result.errorText == "oops\n")
    }

    @Test("a program that takes too long is killed")
    func deadline() throws {
        let result = try Program.run(["sleep", "30"], seconds: 0.2)
        #expect(result.timedOut)
        #expect(result.status == 128 + 9)
    }

    @Test("our own executables are found beside the tests")
    func built() {
        #expect(FileManager.default.isExecutableFile(atPath: Program.built("dev")))
    }
}
