// SPDX-License-Identifier: Apache-2.0

/// Contestants that do the same job, and what we promise about the first of them.
public struct Benchmark: Sendable {
    /// A promise.
    public struct Budget: Sendable {
        /// What it is about, as `time`.
        public var subject: String
        /// Which of ours it is about; nil for the first contestant.
        public var ours: String?
        /// The rival that it is measured against; nil for a fixed limit.
        public var rival: String?
        /// The unit of both figures.
        public var unit: String
        /// The figure of a series.
        public var figure: @Sendable (Series) -> Double
        /// The limit, from the rival's figure; nil when the rival is shown for comparison only.
        public var limit: (@Sendable (_ rival: Double) -> Double)?
    }

    /// The name that it is asked for by.
    public var name: String
    /// What is done.
    public var job: String
    /// Ours first, then the rivals.
    public var contestants: [Contestant]
    /// The promises.
    public var budgets: [Budget]
    /// How often each contestant runs, unless told otherwise.
    public var runs: Int
    /// What is measured once, in its own way.
    public var once: @Sendable () throws -> [BenchmarkReport] = { [] }

    /// Runs all contestants in turn, so that whatever else the machine does meets all of them alike; and each round in another
    /// order, since each of them finds what the one before it leaves behind: memory to be freed, a cache that is full of it.
    ///
    /// - Parameters:
    ///   - runs: How often each one runs, after a run that is not counted.
    ///   - say: Told of rivals that fail in that first run. They are left out.
    /// - Throws: `DevError` when ours fails, or a rival later on: what failed is not measured.
    public func measure(runs: Int, say: (String) -> Void = { _ in }) throws -> [String: Series] {
        var series: [String: Series] = [:]
        var absent: Set<String> = []
        for round in 0...runs {
            let order = Array(contestants.enumerated())
            for (index, contestant) in round == 0 ? order : order.shuffled() where !absent.contains(contestant.name) {
                try contestant.preparation()
                let outcome = try contestant.measure()
                guard contestant.expectedStatus == nil || outcome.status == contestant.expectedStatus else {
                    let problem =
                        "'\(contestant.command.shellText)' ended with status \(outcome.status). Run it by hand to see why."
                    guard round == 0 && index > 0 else {
                        throw DevError("Cannot measure \(contestant.name): \(problem)")
                    }
                    say("Left out: \(contestant.name). \(problem)")
                    absent.insert(contestant.name)
                    continue
                }
                if round > 0 { series[contestant.name, default: Series()].append(outcome) }
            }
        }
        return series
    }

    /// The lines of the table, from what was measured.
    public func reports(of series: [String: Series]) -> [BenchmarkReport] {
        budgets.compactMap { budget in
            guard let ours = (budget.ours ?? contestants.first?.name).flatMap({ series[$0] }) else { return nil }
            let value = budget.figure(ours)
            var rivalFigure: Double?
            var rivalTail: Double?
            if let rival = budget.rival {
                guard let measured = series[rival] else { return nil }
                rivalFigure = budget.figure(measured)
                rivalTail = measured.wallMilliseconds(at: 0.99)
            }
            return BenchmarkReport(
                benchmark: name, subject: budget.ours ?? budget.subject, unit: budget.unit, ours: value,
                ours99: budget.unit == "ms" ? ours.wallMilliseconds(at: 0.99) : nil, rival: budget.rival,
                rivalFigure: rivalFigure, rivalFigure99: budget.unit == "ms" ? rivalTail : nil,
                limit: budget.limit?(rivalFigure ?? 0), runs: ours.outcomes.count)
        }
    }
}

extension Benchmark.Budget {
    /// Our median time is at most what `limit` makes of the rival's.
    static func time(
        of ours: String? = nil, beside rival: String, limit: (@Sendable (_ rival: Double) -> Double)? = nil
    ) -> Benchmark.Budget {
        Benchmark.Budget(subject: "time", ours: ours, rival: rival, unit: "ms", figure: { $0.median }, limit: limit)
    }

    /// Our median time is at most this.
    static func time(atMost milliseconds: Double) -> Benchmark.Budget {
        Benchmark.Budget(subject: "time", rival: nil, unit: "ms", figure: { $0.median }, limit: { _ in milliseconds })
    }

    /// No run of ours has more memory resident.
    static func memory(atMostInMiB limit: Double) -> Benchmark.Budget {
        Benchmark.Budget(
            subject: "peak memory", rival: nil, unit: "MiB", figure: { $0.peakMemoryInMiB }, limit: { _ in limit })
    }
}
