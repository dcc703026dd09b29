// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// A run of the test suite, as `dev test` makes it.
public struct TestRun {
    /// How it is built.
    public var build: Build
    /// Only tests whose names match this regular expression; nil for all.
    public var filter: String?
    /// Whether the long loops (hundreds of runs, kills, fuzzing) run too.
    public var soaks = false
    /// How long all of it may take, builds included; nil for as long as it needs.
    public var limit: Duration?

    /// A run of all tests of a build.
    public init(build: Build) {
        self.build = build
    }

    /// What came of it.
    public struct Summary: Sendable, Equatable {
        /// The exit status of the runner, or 124 when the time was up.
        public var status: Int32
        /// The runner's closing line.
        public var closing: String?
        /// What was skipped, as the tests said it; each once, sorted.
        public var skipped: [String]
        /// What failed, as the runner said it when it happened.
        public var failures: [String] = []
        /// Tests that failed at first, and passed when they ran again.
        public var unreliable: [String] = []
    }

    /// So many tests at the most run again when they fail.
    private static let mostAgain = 5

    /// Builds the tests and runs them, with all output passed through.
    ///
    /// A few that fail run again, alone: on a busy machine a guest may have been too slow. Whatever passes then is told of by name.
    public func run() throws -> Summary {
        let start = ContinuousClock.now
        let built = try build.command("build", ["--build-tests"]).relay(limit: limit) { _ in }
        guard built.succeeded else {
            return Summary(status: built.timedOut ? 124 : max(1, built.status), closing: nil, skipped: [])
        }
        var log = TestLog()
        var (status, failed) = try runBuilt(filter, start, &log)
        var summary = Summary(
            status: status, closing: log.closing, skipped: log.skipped.sorted(), failures: log.failures)
        if status != 124, (1...Self.mostAgain).contains(failed.names.count) {
            let names = failed.names
            (status, failed) = try runBuilt(failed.pattern, start, &log)
            summary.status = status
            summary.closing = log.closing
            summary.unreliable = status == 124 ? [] : names.filter { !failed.names.contains($0) }
        }
        return summary
    }

    private func runBuilt(
        _ filter: String?, _ start: ContinuousClock.Instant, _ log: inout TestLog
    ) throws -> (status: Int32, failed: FailedTests) {
        let results = build.scratch.appending("tests.xml")
        // Where the tests of Swift Testing are.
        let written = build.scratch.appending("tests-swift-testing.xml")
        try File.write([], to: written)
        // One after the other: many tests wait for programs on the threads of the cooperative pool, and those that talk to a
        // server or a monitor in this process would wait for them past their deadlines.
        var arguments = ["--skip-build", "--no-parallel", "--xunit-output", results.string]
        if let filter { arguments += ["--filter", filter] }
        let command = build.command("test", arguments).with(soaks ? ["SWIFT_VIRT_SOAK": "1"] : [:])
        let outcome = try command.relay(limit: limit.map { $0 - (.now - start) }) { log.take($0) }
        let failed = FailedTests(xunit: try File.text(of: written))
        return (outcome.timedOut ? 124 : outcome.status, failed)
    }
}

/// What `dev test` remembers of the runner's output.
struct TestLog {
    /// The last line that counts tests.
    private(set) var closing: String?
    /// The lines by which tests say what they skip.
    private(set) var skipped: Set<String> = []
    /// The lines that tell of failed expectations, with what the runner adds to each.
    private(set) var failures: [String] = []
    private var isInFailure = false

    /// Takes a line of the output.
    mutating func take(_ line: String) {
        let text = Self.withoutColours(line)
        if text.range(of: "Test run with ") != nil && text.range(of: " test") != nil && !text.hasSuffix("started.") {
            closing = text
        } else if text.hasPrefix("✘") || isInFailure && text.hasPrefix("↳") {
            failures.append(text)
        }
        isInFailure = failures.last == text
        if text.hasPrefix("SKIPPING") { skipped.insert(text) }
    }

    /// A line without the escape sequences that a terminal shows as colours; see console_codes(4), "ECMA-48 SGR".
    private static func withoutColours(_ line: String) -> String {
        guard line.utf8.contains(0x1B) else { return line }
        return line.split(separator: "\u{1B}", omittingEmptySubsequences: false).enumerated().map { index, part in
            guard index > 0, part.hasPrefix("["), let end = part.firstIndex(of: "m") else { return String(part) }
            return String(part[part.index(after: end)...])
        }.joined()
    }
}
