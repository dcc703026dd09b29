// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import Glibc
internal import LinuxSystem
internal import SystemPackage

extension BenchmarkSuite {
    /// `daemon`: virtqemud as python-libvirt sees it, beside C libvirtd, each with a tree of its own.
    ///
    /// The measuring is a script's, in the client's own language; it measures the daemons in turn.
    func daemonBenchmark(in workspace: Workspace) throws -> Benchmark {
        let script = build.tree.root.appending("Tests/Clients/measure_daemon.py")
        let root = workspace("root")
        var daemons = [
            MeasuredDaemon(
                name: Self.ourDaemon, command: [try ours("virtqemud"), "--root", root.string],
                uri: "qemu+unix:///system?socket=\(root)/run/libvirt/virtqemud-sock", large: true)
        ]
        if let libvirtd = rival("libvirtd") { daemons.append(try Self.libvirtd(libvirtd, in: workspace)) }
        let request = workspace("daemons.json")
        try File.write(try JSONEncoder().encode(daemons), to: request)
        // The script reads its request from a file by way of its standard input.
        let command = Command("sh", ["-c", "exec /usr/bin/python3 \(ShellWord.quote(script.string)) < \(request)"])

        var benchmark = Benchmark(
            name: "daemon", job: "serve python-libvirt: \(command.shellText)", contestants: [], budgets: [], runs: 1)
        let hasRival = daemons.count > 1
        benchmark.once = {
            let (outcome, text) = try command.capture()
            guard outcome.succeeded else {
                throw DevError("Cannot measure the daemons: '\(command.shellText)' failed. Its messages above say why.")
            }
            let figures = DaemonFigures(text)
            for line in figures.refused { Talk.note("Left out: \(line), which the daemon refuses.") }
            return figures.reports(hasRival: hasRival)
        }
        return benchmark
    }

    static let ourDaemon = "virtqemud"

    /// A C libvirtd as one user's daemon: root's would use the host's tree, so root runs it as nobody.
    private static func libvirtd(_ program: String, in workspace: Workspace) throws -> MeasuredDaemon {
        let home = workspace("libvirtd")
        var variables: [String: String] = [:]
        for (name, directory) in [
            ("HOME", "home"), ("XDG_RUNTIME_DIR", "run"), ("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            variables[name] = home.appending(directory).string
            try File.makeDirectories(home.appending(directory))
        }
        var command = [program]
        if geteuid() == 0 {
            try Command("chown", ["-R", "nobody", home.string]).runOrThrow()
            try Command("chmod", ["755", workspace.path.string]).runOrThrow()
            command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] + command
        }
        return MeasuredDaemon(
            name: "libvirtd", command: command, environment: variables,
            uri: "qemu+unix:///session?socket=\(home)/run/libvirt/libvirt-sock", large: false)
    }
}

/// What the measuring script is told of a daemon.
struct MeasuredDaemon: Encodable {
    var name: String
    var command: [String]
    var environment: [String: String] = [:]
    var uri: String
    /// Whether it gets ten thousand domains in the end.
    var large: Bool
}

/// What the measuring script tells: lines of a daemon, a figure and its value.
struct DaemonFigures {
    private var values: [String: [String: Double]] = [:]
    /// What could not be measured, as `stats of virtqemud`.
    private(set) var refused: [String] = []

    /// Reads the script's output.
    init(_ text: String) {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 3 else { continue }
            if let value = Double(words[2]) {
                values[words[0], default: [:]][words[1]] = value
            } else {
                refused.append("\(words[1]) of \(words[0])")
            }
        }
    }

    private struct Row {
        var subject: String
        var figure: String
        var unit: String
        /// A limit of our own; nil to be not slower than the rival.
        var limit: Double?

        init(_ subject: String, _ figure: String, _ unit: String, limit: Double? = nil) {
            (self.subject, self.figure, self.unit, self.limit) = (subject, figure, unit, limit)
        }
    }

    private static let rows = [
        Row("start to first reply", "start", "ms", limit: 30), Row("idle memory", "memory", "MiB", limit: 15),
        Row("open and close", "open", "ms"), Row("call", "call", "us"), Row("call, p99", "call99", "us"),
        Row("call, 8 clients", "together", "us"), Row("define", "define", "ms"),
        Row("list 1,000 domains", "list", "ms"), Row("statistics of 1,000 domains", "stats", "ms"),
    ]

    /// How much more a domain may cost among ten thousand than among one thousand.
    private static let growth = 1.3

    /// The lines of the table. Without a rival only the limits that need none are judged.
    func reports(hasRival: Bool) -> [BenchmarkReport] {
        let ours = values[BenchmarkSuite.ourDaemon] ?? [:]
        let theirs = values["libvirtd"] ?? [:]
        var reports = Self.rows.compactMap { row -> BenchmarkReport? in
            guard let value = ours[row.figure] else { return nil }
            let rival = theirs[row.figure]
            return BenchmarkReport(
                benchmark: "daemon", subject: row.subject, unit: row.unit, ours: value,
                rival: hasRival ? "libvirtd" : nil, rivalFigure: rival, limit: row.limit ?? rival, runs: 10)
        }
        for (subject, figure, factor) in [
            ("define, 10,000 there", "define", 1.0), ("list 10,000 domains", "list", 10),
            ("statistics of 10,000 domains", "stats", 10),
        ] {
            guard let few = ours[figure], let many = ours["\(figure)-large"] else { continue }
            reports.append(
                BenchmarkReport(
                    benchmark: "daemon", subject: subject, unit: "ms", ours: many, rival: "of 1,000",
                    rivalFigure: few * factor, limit: few * factor * Self.growth, runs: 10))
        }
        return reports
    }
}
