// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
public import SystemPackage

/// All benchmarks by name, and what they are run with.
public struct BenchmarkSuite {
    /// How the measured programs are built.
    public var build: Build
    /// How often each contestant runs; nil for what suits the benchmark.
    public var runs: Int?
    /// Whether to build before measuring.
    public var builds = true
    /// Programs of rivals that are not found by name.
    public var rivals: [String: FilePath] = [:]
    let say: (String) -> Void

    /// A suite.
    public init(build: Build, say: @escaping (String) -> Void) {
        self.build = build
        self.say = say
    }

    /// The names of all benchmarks, in the order that they run in.
    public static let names = ["image", "bios", "run", "warm", "launch", "daemon"]

    /// Runs benchmarks.
    ///
    /// - Parameter names: Those to run; all when empty.
    /// - Throws: `DevError` when one cannot be measured.
    public func run(_ names: [String]) throws -> [BenchmarkReport] {
        try Self.names.filter { names.isEmpty || names.contains($0) }.flatMap { name in
            // The benchmark's files live as long as it is measured.
            let workspace = try Workspace()
            return try benchmarks(name, in: workspace).flatMap { benchmark in
                say("\(benchmark.name): \(benchmark.job)")
                for contestant in benchmark.contestants { say("  \(contestant.name): \(contestant.command.shellText)") }
                let series = try benchmark.measure(runs: runs ?? benchmark.runs, say: say)
                return try benchmark.reports(of: series) + benchmark.once()
            }
        }
    }

    private func benchmarks(_ name: String, in workspace: Workspace) throws -> [Benchmark] {
        switch name {
        case "image": [try imageBenchmark(in: workspace)]
        case "bios": [try bootSectorBenchmark(in: workspace)]
        case "run": [try runBenchmark(in: workspace)]
        case "warm": try warmBenchmarks(in: workspace)
        case "launch": [try launchBenchmark(in: workspace)]
        case "daemon": [try daemonBenchmark(in: workspace)]
        default: throw DevError("There is no benchmark '\(name)'. There are: \(Self.names.joined(separator: ", ")).")
        }
    }

    /// One of our programs, built as installed.
    func ours(_ product: String) throws -> String {
        builds ? try build.products([product])[0].string : build.path(of: product).string
    }

    /// A rival's program: the one named by hand, else the one of that name that is installed; nil, and said, when neither.
    func rival(_ name: String) -> String? {
        if let path = rivals[name] { return path.string }
        if let path = Command.find(name) { return path.string }
        say("Left out: \(name), which is not installed. Name it with --rival \(name)=PATH.")
        return nil
    }

    /// The newest of the kernels that match, by the order of their names.
    static func newestKernel(_ pattern: String) throws -> String {
        guard let kernel = Directory.matches(pattern).max(by: isOlder) else {
            throw DevError("Cannot find a kernel '\(pattern)'. 'dev test' installs one.")
        }
        return kernel
    }

    /// Whether the first of two names has the lower version: runs of digits count as numbers.
    static func isOlder(_ first: String, _ second: String) -> Bool {
        func parts(_ text: String) -> [Int] {
            text.split { !("0"..."9").contains($0) }.map { Int($0) ?? .max }
        }
        return parts(first).lexicographicallyPrecedes(parts(second))
    }
}
