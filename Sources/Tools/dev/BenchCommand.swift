// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DevKit
import SystemPackage

extension Dev {
    /// `dev bench`: our budgets, beside the rivals in the same run.
    struct Bench: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Measure the installed form of our tools beside their rivals.",
            discussion: """
                Each benchmark runs our static release build and its rivals in turn, after a warm-up, and compares medians. \
                Rivals that are not Debian packages are named by hand, as --rival rapido-cut=/path/to/rapido-cut.

                EXIT STATUS:
                With --check, 1 when a budget is broken.
                """)

        @Argument(help: "The benchmarks to run; all when none is named.", completion: .list(BenchmarkSuite.names))
        var names: [String] = []

        @Flag(help: "Measure 'run' with VMs restored from templates: the same as 'warm'.")
        var warm = false

        @Flag(help: "Fail when a budget is broken.")
        var check = false

        @Option(help: "How often each contestant runs; by default what suits the benchmark.")
        var runs: Int?

        @Flag(help: "Print JSON.")
        var json = false

        @Flag(help: "Measure what the last run built.")
        var skipBuild = false

        @Flag(help: "Install nothing; rivals that are missing are left out.")
        var skipInstall = false

        @Option(help: "A rival that is not installed, and its program.", completion: .file())
        var rival: [String] = []

        func validate() throws {
            if let name = names.first(where: { !BenchmarkSuite.names.contains($0) }) {
                let known = BenchmarkSuite.names.joined(separator: ", ")
                throw ValidationError("There is no benchmark '\(name)'. There are: \(known).")
            }
            if let runs, !(1...10000).contains(runs) {
                throw ValidationError("Cannot run \(runs) times. Choose 1 to 10000.")
            }
            for entry in rival where entry.split(separator: "=", maxSplits: 1).count != 2 {
                throw ValidationError("Cannot understand the rival '\(entry)'. Write NAME=PATH.")
            }
        }

        func run() throws {
            if !skipInstall { try PackageInstaller(say: Talk.note).install(for: .bench) }
            var suite = BenchmarkSuite(build: .installed(in: try SourceTree.current()), say: Talk.note)
            suite.runs = runs
            suite.builds = !skipBuild
            for entry in rival {
                let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
                suite.rivals[parts[0]] = FilePath(parts[1])
            }
            let reports = try suite.run(warm ? names.filter { $0 != "run" } + ["warm"] : names)
            Talk.result(json ? try BenchmarkReport.json(reports) : BenchmarkReport.table(reports))
            if check && reports.contains(where: \.isBroken) { throw ExitCode.failure }
        }
    }
}
