// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

extension BenchmarkSuite {
    /// `bios`: byebyebios on a raw image with a GPT, which is fresh before each run.
    func bootSectorBenchmark(in workspace: Workspace) throws -> Benchmark {
        let pristine = workspace("pristine").string
        let image = workspace("disk.img").string
        try Command("truncate", ["-s", "64M", pristine]).runOrThrow()
        let made = try Command("sgdisk", ["--new=1:2048:0", "--typecode=1:ef00", pristine]).measure()
        guard made.succeeded else { throw DevError("Cannot make a disk image with a GPT: sgdisk failed.") }
        let freshen: @Sendable () throws -> Void = {
            try Command("rm", ["-f", "\(image).byebyebios-backup"]).runOrThrow()
            try Command("cp", ["--sparse=always", pristine, image]).runOrThrow()
            // What the copy left to be written shall not be written on the measured one's time.
            try Command("sync", [image]).runOrThrow()
        }

        var benchmark = Benchmark(
            name: "bios", job: "put a boot sector into a raw image of 64 MiB",
            contestants: [Contestant("byebyebios", Command(try ours("byebyebios"), [image]), preparation: freshen)],
            budgets: [.time(atMost: 8)], runs: 40)
        if let original = rivals["byebyebios.py"] {
            benchmark.contestants.append(
                Contestant("byebyebios.py", Command(original.string, [image]), preparation: freshen))
            benchmark.budgets.append(.time(beside: "byebyebios.py"))
        }
        return benchmark
    }
}
