// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

extension BenchmarkSuite {
    /// `warm`: a command in a virtual machine that is restored from a template, from prompt to prompt, on an emulated
    /// processor; one, and sixteen at once.
    ///
    /// Beside it: a guest that was saved and is restored by hand for the same command, and our own VM when it boots. For
    /// comparison: a template in memory, and one on a disk whose pages are not in memory.
    func warmBenchmarks(in workspace: Workspace) throws -> [Benchmark] {
        let kernel = try Self.newestKernel("/boot/vmlinuz-*-cloud-\(DebianPackage.architecture)")
        let tinyvm = try ours("tinyvm")
        let job = ["--accel", "tcg", "--kernel", kernel]
        let disk = workspace("cache")
        // Kept by the contestants that use it: it goes with the last of them.
        let memory = try Workspace(in: "/dev/shm")
        for cache in [disk, memory.path] {
            try Command(tinyvm, ["template", "build"] + job).with(["XDG_CACHE_HOME": cache.string]).runOrThrow()
        }
        let (_, ownLine) = try Command(tinyvm, job + ["--print-command", "--", "true"])
            .with(["XDG_CACHE_HOME": disk.string]).capture()
        let version = String(kernel.dropFirst("/boot/vmlinuz-".count))
        let image = workspace("bare.img").string
        try Command(
            ours("make-tiny-image"),
            [
                "--kver", version, "--run", "echo ready; read line; /usr/bin/true; echo end; read line", "--output",
                image,
                "/usr/bin/true",
            ]
        ).runOrThrow()
        let place = workspace("bare")
        try Command("mkdir", [place.string]).runOrThrow()
        let bare = try BareRestore(
            kernel: Self.argument("-kernel", ofLine: ownLine) ?? kernel, image: image, in: place)

        func run(_ warm: String) -> Command { Command(tinyvm, job + ["--warm", warm, "--", "true"]) }
        func run(_ warm: String, _ cache: FilePath) -> Command { run(warm).with(["XDG_CACHE_HOME": cache.string]) }
        // Files whose pages were asked to go (posix_fadvise(2)) come from the disk.
        let forget = Command(
            "sh",
            [
                "-c",
                "sync; for f in \(disk)/swift-virt/templates/*/*; do dd if=$f iflag=nocache count=0 status=none; done",
            ])
        var one = Benchmark(
            name: "warm", job: "run 'true' in a virtual machine from a template, emulated",
            contestants: [
                Contestant("tinyvm", run("always", disk)), Contestant("bare restore", bare.command),
                Contestant("tinyvm, booted", run("never", disk)),
                Contestant("template in memory", run("always", memory.path)) { _ = memory },
                Contestant("cold page cache", run("always", disk)) { try forget.runOrThrow() },
            ],
            budgets: [
                .time(beside: "bare restore") { $0 + 40 }, .time(beside: "tinyvm, booted") { $0 / 6 },
                .time(beside: "template in memory"), .time(beside: "cold page cache"),
            ],
            runs: 50)
        one.once = { [try Self.idleMemory(tinyvm, job, disk)] }

        let together = 16
        let many = Benchmark(
            name: "warm x\(together)", job: "the same, \(together) at once",
            contestants: [
                Contestant("tinyvm", Self.atOnce((0..<together).map { _ in "exec \(run("always").shellText)" }, disk)),
                Contestant("bare restore", Self.atOnce((0..<together).map(bare.script), disk)),
            ],
            budgets: [.time(beside: "bare restore") { $0 * 1.3 }], runs: 5)
        return [one, many]
    }

    /// Runs pieces of shell beside each other, and waits for all.
    private static func atOnce(_ pieces: [String], _ cache: FilePath) -> Command {
        Command("sh", ["-c", pieces.map { "( \($0)\n) &\n" }.joined() + "wait"]).with(["XDG_CACHE_HOME": cache.string])
    }

    /// The memory that belongs to the QEMU of an idle VM alone (`Anonymous` of proc_pid_smaps(5)).
    private static func idleMemory(_ tinyvm: String, _ job: [String], _ cache: FilePath) throws -> BenchmarkReport {
        let command = Command(tinyvm, job + ["--warm", "always", "--", "sleep", "100"])
        let script = """
            \(command.shellText) & pid=$!
            sleep 2; read qemu rest < /proc/$pid/task/$pid/children
            while read name size unit; do [ "$name" = Anonymous: ] && echo $size; done < /proc/$qemu/smaps_rollup
            kill -9 $pid
            """
        let (_, text) = try Command("sh", ["-c", script]).with(["XDG_CACHE_HOME": cache.string]).capture()
        guard let size = text.split(separator: "\n").first.flatMap({ Double(String($0)) }) else {
            throw DevError("Cannot measure the memory of an idle VM: QEMU was not found.")
        }
        return BenchmarkReport(
            benchmark: "warm", subject: "idle memory", unit: "MiB", ours: size / 1024, limit: 45, runs: 1)
    }
}
