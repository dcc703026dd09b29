// SPDX-License-Identifier: Apache-2.0

import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import DevKit

@Suite struct BenchmarkTests {
    private static func series(_ milliseconds: [Int]) -> Series {
        var series = Series()
        for time in milliseconds {
            series.append(Outcome(status: 0, wallTime: .milliseconds(time), peakMemoryInKiB: time * 1024))
        }
        return series
    }

    @Test("medians and tails are found by the nearest rank")
    func ranks() {
        let series = Self.series([5, 1, 4, 2, 3])
        #expect(series.median == 3)
        #expect(series.wallMilliseconds(at: 0) == 1)
        #expect(series.wallMilliseconds(at: 0.99) == 5)
        #expect(series.peakMemoryInMiB == 5)
        #expect(Self.series([1, 2, 3, 4]).median == 2)
        #expect(Series().median == 0)
    }

    @Test("real programs are measured in turn, after a warm-up that is not counted")
    func measuring() throws {
        let directory = try TemporaryDirectory()
        let log = directory("log")
        let benchmark = Benchmark(
            name: "x", job: "y",
            contestants: [
                Contestant("ours", Command("sh", ["-c", "echo ours >>\(log)"])),
                Contestant("rival", Command("sh", ["-c", "echo rival >>\(log); sleep 0.2"])),
            ],
            budgets: [.time(beside: "rival") { $0 }, .memory(atMostInMiB: 1e6), .time(beside: "absent")], runs: 2)
        let series = try benchmark.measure(runs: 2)
        let order = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
        #expect(order.count == 6 && order.starts(with: ["ours", "rival"]))
        for round in stride(from: 0, to: order.count, by: 2) { #expect(Set(order[round..<round + 2]).count == 2) }
        #expect(series["ours"]?.outcomes.count == 2)
        #expect((series["rival"]?.median ?? 0) >= 200)
        let reports = benchmark.reports(of: series)
        #expect(reports.map(\.subject) == ["time", "peak memory"])
        #expect(reports[0].limit == reports[0].rivalFigure)
        #expect(reports[1].limit == 1e6)
    }

    @Test("a rival that fails from the start is left out, and said")
    func absentRival() throws {
        let benchmark = Benchmark(
            name: "x", job: "y",
            contestants: [Contestant("ours", Command("true")), Contestant("rival", Command("false"))],
            budgets: [.time(beside: "rival") { $0 }, .time(atMost: 1e6)], runs: 1)
        var lines: [String] = []
        let reports = benchmark.reports(of: try benchmark.measure(runs: 1) { lines.append($0) })
        #expect(reports.map(\.rival) == [nil])
        #expect(lines == ["Left out: rival. 'false' ended with status 1. Run it by hand to see why."])
    }

    @Test("ours that fails is not measured but named")
    func failing() {
        let benchmark = Benchmark(
            name: "x", job: "y", contestants: [Contestant("ours", Command("false"))], budgets: [], runs: 1)
        #expect(throws: DevError.self) { try benchmark.measure(runs: 1) }
    }

    @Test("a budget is broken by more than its limit, and shown so")
    func verdicts() throws {
        func report(_ ours: Double, limit: Double?) -> BenchmarkReport {
            BenchmarkReport(benchmark: "x", subject: "time", unit: "ms", ours: ours, limit: limit, runs: 1)
        }
        let reports = [report(8, limit: 8), report(8.05, limit: 8), report(99, limit: nil)]
        #expect(reports.map(\.isBroken) == [false, true, false])
        let table = BenchmarkReport.table(reports).split(separator: "\n")
        #expect(table[0].hasPrefix("benchmark  what  ours"))
        #expect(table[1].hasSuffix("held") && table[2].hasSuffix("BROKEN") && table[3].hasSuffix("-"))
        #expect(table[2].contains("8.1 ms"))
        let json = try BenchmarkReport.json(reports)
        #expect(json.contains("\"ours\" : 8.05"))
    }

    @Test("the files of an image are found in its listing, once each")
    func listing() throws {
        let json = """
            {"entries": [{"path": "/bin/a", "source": "/usr/bin/a", "size": 1, "reason": null},
             {"path": "/dev/null", "source": null}, {"deep": [{"source": "/usr/lib/b"}, {"source": "/usr/bin/a"}, 3, "x", true]}]}
            """
        #expect(try BenchmarkSuite.sources(inListing: json) == ["/usr/bin/a", "/usr/lib/b"])
        #expect(throws: DevError.self) { try BenchmarkSuite.sources(inListing: "nonsense") }
    }

    @Test("the newest kernel is found by its numbers, not its letters")
    func newest() {
        #expect(BenchmarkSuite.isOlder("/boot/vmlinuz-6.1.9-1-cloud-amd64", "/boot/vmlinuz-6.1.10-1-cloud-amd64"))
        #expect(!BenchmarkSuite.isOlder("/boot/vmlinuz-6.1.10", "/boot/vmlinuz-6.1.10"))
    }

    @Test("an unknown benchmark is refused with the names of those that there are")
    func unknown() throws {
        let result = try Program.run([Program.built("dev"), "bench", "nothing"])
        #expect(result.status == 64)
        #expect(
            result.errorText.contains(
                "There is no benchmark 'nothing'. There are: image, bios, run, warm, launch, daemon."))
    }
}
