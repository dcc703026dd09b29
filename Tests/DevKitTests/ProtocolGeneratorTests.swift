// SPDX-License-Identifier: Apache-2.0

import DevKit
import Testing

@Suite struct ProtocolGeneratorTests {
    @Test("The generated files are what the facts say")
    func generatedFilesAreUpToDate() throws {
        let stale = try ProtocolGenerator(TreeFixture.own()).staleFiles()
        #expect(stale == [], "Run 'swift run dev generate'.")
    }
}
