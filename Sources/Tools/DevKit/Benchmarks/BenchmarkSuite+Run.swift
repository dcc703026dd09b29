// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

extension BenchmarkSuite {
    /// `run`: a command in a virtual machine, from prompt to prompt, on an emulated processor.
    ///
    /// Beside it: the command line of the post, typed by hand, whose image only powers off; and the best line that we could
    /// tune by hand for the same kernel, modules and command, which may use the kernel that tinyvm has unpacked.
    func runBenchmark(in workspace: Workspace) throws -> Benchmark {
        let kernel = try Self.newestKernel("/boot/vmlinuz-*-cloud-\(DebianPackage.architecture)")
        let version = String(kernel.dropFirst("/boot/vmlinuz-".count))
        let makeTinyImage = try ours("make-tiny-image")
        let powerOff = workspace("poweroff.img").string
        try Command(makeTinyImage, ["--kver", version, "--run", "poweroff", "--output", powerOff]).runOrThrow()
        let tuned = workspace("tuned.img").string
        // A reset is the quickest end: it needs no driver, and QEMU takes it for one.
        try Command(
            makeTinyImage,
            ["--kver", version, "--run", "/usr/bin/true; reboot -f", "--output", tuned, "/usr/bin/true"]
                + Self.tunedModules.flatMap { ["--kmod", $0] }
        ).runOrThrow()
        let tinyvm = try ours("tinyvm")
        let job = ["--accel", "tcg", "--kernel", kernel]
        let (_, ownLine) = try Command(tinyvm, job + ["--print-command", "--", "true"]).capture()
        let unpacked = Self.argument("-kernel", ofLine: ownLine) ?? kernel

        var benchmark = Benchmark(
            name: "run", job: "run 'true' in a virtual machine, emulated",
            contestants: [
                Contestant("tinyvm", Command(tinyvm, job + ["--", "true"])),
                Contestant("the post's line", Self.postLine(kernel: kernel, image: powerOff)),
                Contestant("tuned line", Self.tunedLine(kernel: unpacked, image: tuned)),
            ],
            budgets: [
                .time(beside: "the post's line") { $0 * 0.75 },
                .time(beside: "tuned line") { $0 + 60 },
            ],
            runs: 10)
        if let vng = try virtmeNG() {
            benchmark.contestants.append(vng)
            benchmark.budgets.append(.time(beside: vng.name))
        }
        return benchmark
    }

    /// virtme-ng (from PyPI), on Debian's generic kernel, which has the 9p modules that it wants. For comparison only.
    ///
    /// It needs a terminal, which script(1) lends it, and without KVM its status is always 255: so it must have shown once
    /// that it runs a command.
    private func virtmeNG() throws -> Contestant? {
        guard let vng = rival("vng") else { return nil }
        let kernel = try Self.newestKernel("/boot/vmlinuz-*[0-9]-\(DebianPackage.architecture)")
        func command(_ script: String) -> Command {
            let line = Command(vng, ["--run", kernel, "--disable-kvm", "--exec", script]).shellText
            let programs = FilePath(vng).removingLastComponent()
            return Command("script", ["-q", "-c", line, "/dev/null"]).with([
                "PATH": "\(programs):/usr/bin:/bin:/usr/sbin"
            ])
        }
        guard try command("echo $((6 * 7))-needle").capture(quiet: true).text.range(of: "42-needle") != nil else {
            say("Left out: vng, which does not run a command here.")
            return nil
        }
        var contestant = Contestant("vng", command("true"))
        contestant.expectedStatus = nil
        return contestant
    }

    /// The command of the post of March 2023, with its emulated processor.
    static func postLine(kernel: String, image: String) -> Command {
        Command(
            "qemu-system-x86_64",
            [
                "-kernel", kernel, "-initrd", image, "-append", "console=ttyS0 quiet", "-m", "1000", "-display", "none",
                "-serial", "stdio", "-accel", "tcg",
            ])
    }

    /// The modules that tinyvm's own devices need on Debian's cloud kernel.
    static let tunedModules = ["virtio_pci", "virtio_console"]

    /// The arguments of the kernel that make it boot soonest.
    static let tunedKernelArguments =
        "quiet panic=-1 nokaslr mitigations=off tsc=reliable no_timer_check nolapic_timer noreplace-smp "
        + "random.trust_cpu=on cryptomgr.notests rcupdate.rcu_expedited=1 init_on_alloc=0 reboot=t"

    /// The best line for the same kernel, modules and command that we found by hand.
    static func tunedLine(kernel: String, image: String) -> Command {
        Command(
            "qemu-system-x86_64",
            [
                "-nodefaults", "-no-user-config", "-machine", "q35", "-bios", "/usr/share/qemu/qboot.rom", "-accel",
                "tcg",
                "-m", "256", "-display", "none", "-no-reboot", "-kernel", kernel, "-initrd", image, "-append",
                tunedKernelArguments,
                "-device", "virtio-serial-pci,disable-legacy=on", "-chardev", "null,id=c0", "-device",
                "virtserialport,chardev=c0",
            ])
    }

    /// The word behind an option in a command line; nil when the option is not there.
    static func argument(_ option: String, ofLine line: String) -> String? {
        let words = line.split(separator: " ").map(String.init)
        guard let index = words.firstIndex(of: option), index + 1 < words.count else { return nil }
        return words[index + 1]
    }
}
