// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials

/// One line of what `dev bench` prints.
public struct BenchmarkReport: Sendable, Equatable, Encodable {
    /// The benchmark.
    public var benchmark: String
    /// What was measured, as `time`.
    public var subject: String
    /// The unit of all figures, `ms` or `MiB`.
    public var unit: String
    /// Our figure: for times the median, for memory the highest.
    public var ours: Double
    /// For times: what 99 of 100 runs of ours did not exceed.
    public var ours99: Double?
    /// The rival's name.
    public var rival: String?
    /// The rival's figure.
    public var rivalFigure: Double?
    /// For times: what 99 of 100 runs of the rival did not exceed.
    public var rivalFigure99: Double?
    /// What ours must not exceed; nil when it is shown for comparison only.
    public var limit: Double?
    /// How many runs were counted.
    public var runs: Int

    /// Whether the budget is broken.
    public var isBroken: Bool {
        if let limit { ours > limit } else { false }
    }

    /// All reports as JSON.
    public static func json(_ reports: [BenchmarkReport]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try encoder.encode(reports), as: UTF8.self)
    }

    /// All reports as a table for people.
    public static func table(_ reports: [BenchmarkReport]) -> String {
        let head = ["benchmark", "what", "ours", "p99", "rival", "its", "p99", "limit", "verdict"]
        let rows = reports.map { report in
            [
                report.benchmark, report.subject, text(report.ours, report.unit), text(report.ours99, report.unit),
                report.rival ?? "-", text(report.rivalFigure, report.unit), text(report.rivalFigure99, report.unit),
                text(report.limit, report.unit), report.limit == nil ? "-" : report.isBroken ? "BROKEN" : "held",
            ]
        }
        let all = [head] + rows
        let widths = head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            var line = zip(row, widths).map { text, width in text + String(repeating: " ", count: width - text.count) }
                .joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }

    private static func text(_ value: Double?, _ unit: String) -> String {
        guard let value else { return "-" }
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(abs(tenths % 10)) \(unit)"
    }
}
