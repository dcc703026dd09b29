// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DevKit

extension Dev {
    /// `dev test`: every test, on a machine that had only Swift.
    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Install what is missing and run the tests.",
            discussion: """
                All output of the runner is passed on. At the end its closing line and all that failed or was skipped \
                are said once more. Up to five tests that fail run again, alone; those that pass then are called \
                unreliable. Tests that lack a program are skipped aloud.

                EXIT STATUS:
                That of the runner, of its second run where there was one; 124 when the time was up.
                """)

        @Flag(help: "Run the long loops too: hundreds of runs, kills, fuzzing. There is no time limit then.")
        var soak = false

        @Option(help: "Run only the tests whose names match this regular expression.")
        var filter: String?

        @Flag(help: "Install nothing; what is missing is said.")
        var skipInstall = false

        @Option(help: "Give up after so many minutes, builds included.")
        var minutes = 80

        func validate() throws {
            guard (1...1440).contains(minutes) else {
                throw ValidationError("Cannot stop after \(minutes) minutes. Choose 1 to 1440.")
            }
        }

        func run() throws {
            var notInstalled: [String] = []
            if !skipInstall {
                let installer = PackageInstaller(say: Talk.note)
                do {
                    try installer.install(for: .tests)
                    try installer.addArchitecture("arm64")
                } catch let error as DevError where DebianPackage.missing(for: .build).isEmpty {
                    // All of it builds; tests that lack a program say so.
                    Talk.note("\(error)")
                }
            }
            notInstalled = DebianPackage.missing(for: .tests).map { "\($0.name) (\($0.purpose))" }

            var test = TestRun(build: Build.like(in: try SourceTree.current()))
            test.filter = filter
            test.soaks = soak
            test.limit = soak ? nil : .seconds(60 * minutes)
            let summary = try test.run()

            if !notInstalled.isEmpty { Talk.note("Not installed: \(notInstalled.joined(separator: ", "))") }
            for line in summary.skipped { Talk.note(line) }
            if !soak { Talk.note("SKIPPING the long loops; 'dev test --soak' runs them") }
            if summary.status == 124 { Talk.note("Stopped: the time of \(minutes) minutes was up.") }
            summary.failures.forEach(Talk.note)
            for name in summary.unreliable { Talk.note("UNRELIABLE: \(name) failed, and passed when it ran again.") }
            if let closing = summary.closing { Talk.result(closing) }
            if summary.status != 0 { throw ExitCode(summary.status) }
        }
    }
}
