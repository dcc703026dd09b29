// SPDX-License-Identifier: Apache-2.0

/// One of those that are measured side by side.
public struct Contestant: Sendable {
    /// What it is called in the table.
    public var name: String
    /// What is measured, from its start to its end, or to the moment.
    public var command: Command
    /// What it says when its job is done; nil when it ends then.
    public var moment: Moment?
    /// Done before each run, outside of the measured time.
    public var preparation: @Sendable () throws -> Void
    /// The exit status that says it did its job; nil when its status says nothing.
    public var expectedStatus: Int32? = 0

    /// A contestant.
    public init(
        _ name: String, _ command: Command, until moment: Moment? = nil,
        preparation: @escaping @Sendable () throws -> Void = {}
    ) {
        self.name = name
        self.command = command
        self.moment = moment
        self.preparation = preparation
    }

    /// Runs it once.
    func measure() throws -> Outcome {
        if let moment { try command.measure(until: moment) } else { try command.measure() }
    }
}

/// What the runs of one contestant came to.
public struct Series: Sendable, Equatable {
    /// The runs, in their order.
    public private(set) var outcomes: [Outcome] = []

    /// No run yet.
    public init() {}

    /// Takes another run.
    public mutating func append(_ outcome: Outcome) {
        outcomes.append(outcome)
    }

    /// The wall time, in milliseconds, that this part of the runs did not exceed; by the nearest rank.
    ///
    /// - Parameter fraction: 0 for the shortest run, 0.5 for the median, 1 for the longest.
    /// - Returns: 0 when there was no run.
    public func wallMilliseconds(at fraction: Double) -> Double {
        let sorted = outcomes.map(\.wallTime.milliseconds).sorted()
        guard !sorted.isEmpty else { return 0 }
        let rank = Int((fraction * Double(sorted.count)).rounded(.up)) - 1
        return sorted[min(max(rank, 0), sorted.count - 1)]
    }

    /// The median of the wall times, in milliseconds.
    public var median: Double { wallMilliseconds(at: 0.5) }

    /// The most memory that any run had resident, in MiB.
    public var peakMemoryInMiB: Double { Double(outcomes.map(\.peakMemoryInKiB).max() ?? 0) / 1024 }
}
