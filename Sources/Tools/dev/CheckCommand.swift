// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DevKit

extension Dev {
    /// `dev check`: what a reviewer should not have to look for.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check layering, licence lines, languages, links, documentation and format.",
            discussion: """
                EXIT STATUS:
                0 when all is in order, 1 otherwise.
                """)

        @Flag(help: "Format the Swift files first.")
        var fix = false

        func run() throws {
            let tree = try SourceTree.current()
            if fix { try Checks.fixFormat(in: tree) }
            var isClean = true
            try Checks.run(in: tree) { result in
                for finding in result.findings { Talk.note("\(finding)") }
                Talk.result(
                    "\(result.name): \(result.findings.isEmpty ? "in order" : "\(result.findings.count) to mend")")
                isClean = isClean && result.findings.isEmpty
            }
            if !isClean { throw ExitCode.failure }
        }
    }
}
