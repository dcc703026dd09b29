// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import SystemPackage

extension BenchmarkSuite {
    /// `launch`: from the start of virt-qemu-run to a guest that runs, with what is known of the emulator (warm) and without
    /// (cold).
    ///
    /// Beside it: QEMU by itself with the same arguments, told by two commands on its monitor to go; and libvirt's
    /// virt-qemu-run, where it is installed.
    func launchBenchmark(in workspace: Workspace) throws -> Benchmark {
        let disk = workspace("disk.qcow2").string
        try Command("qemu-img", ["create", "-q", "-f", "qcow2", disk, "64M"]).runOrThrow()
        let document = workspace("launch.xml")
        try File.write(Self.launchDocument(disk: disk).utf8, to: document)

        let tool = try ours("virt-qemu-run")
        let root = workspace("root").string
        let warmCache = ["XDG_CACHE_HOME": workspace("warm").string]
        let coldCache = workspace("cold").string
        let running = Moment(says: "Domain 'launch' runs")
        let warm = Command(tool, ["-v", "-r", root, document.string]).with(warmCache)
        guard try warm.measure(until: running).succeeded else {
            throw DevError(
                "Cannot measure the launch: '\(warm.shellText)' does not start its guest. Run it by hand to see why.")
        }
        let bare = try Self.bareLaunch(log: FilePath(root).appending("log/qemu/launch.log"))

        var benchmark = Benchmark(
            name: "launch", job: "start a guest of a domain XML, until it runs",
            contestants: [
                Contestant("warm", warm, until: running),
                Contestant(
                    "cold", Command(tool, ["-v", "-r", root, document.string]).with(["XDG_CACHE_HOME": coldCache]),
                    until: running
                ) { try Command("rm", ["-rf", coldCache]).runOrThrow() },
                Contestant("bare QEMU", bare, until: Moment(says: "\"RESUME\"", after: Self.twoCommands)),
            ],
            budgets: [
                .time(of: "warm", beside: "bare QEMU") { $0 + 15 },
                .time(of: "cold", beside: "bare QEMU") { $0 + 120 },
            ],
            runs: 20)
        if let original = try originalLaunch(document, in: workspace) {
            benchmark.contestants.append(original)
            benchmark.budgets.append(.time(of: "warm", beside: original.name))
        }
        return benchmark
    }

    /// libvirt's tool, whose packages differ in the user that QEMU runs as: here it is ours. For comparison only.
    private func originalLaunch(_ document: FilePath, in workspace: Workspace) throws -> Contestant? {
        guard let tool = rival("virt-qemu-run") else { return nil }
        let root = workspace("original").string
        try Command("mkdir", ["-p", "\(root)/etc"]).runOrThrow()
        try File.write(
            "user = \"root\"\ngroup = \"root\"\nstdio_handler = \"file\"\n".utf8, to: FilePath("\(root)/etc/qemu.conf"))
        return Contestant(
            "libvirt's", Command(tool, ["-v", "-r", root, document.string]), until: Moment(says: "guest running"))
    }

    private static let twoCommands = #"{"execute":"qmp_capabilities"}{"execute":"cont"}"#

    /// The command line that our tool has noted in the domain's log, with the monitor on the standard streams.
    private static func bareLaunch(log: FilePath) throws -> Command {
        let start = "Starting "
        guard let line = try File.text(of: log).split(separator: "\n").first(where: { $0.hasPrefix(start) }) else {
            throw DevError("Cannot measure bare QEMU: '\(log)' has no command line.")
        }
        var words = ShellWord.split(line.dropFirst(start.count))
        guard let monitor = words.firstIndex(where: { $0.contains("id=charmonitor") }) else {
            throw DevError("Cannot measure bare QEMU: its command line in '\(log)' has no monitor.")
        }
        words[monitor] = "stdio,id=charmonitor,signal=off"
        return Command(words[0], Array(words.dropFirst()))
    }

    private static func launchDocument(disk: String) -> String {
        """
        <domain type='qemu'>
          <name>launch</name>
          <memory unit='MiB'>256</memory>
          <os><type arch='x86_64' machine='q35'>hvm</type></os>
          <features><acpi/></features>
          <devices>
            <emulator>/usr/bin/qemu-system-x86_64</emulator>
            <disk type='file' device='disk'>
              <driver name='qemu' type='qcow2'/>
              <source file='\(disk)'/>
              <target dev='vda' bus='virtio'/>
            </disk>
            <interface type='user'><model type='virtio'/></interface>
            <console type='pty'/>
            <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
          </devices>
        </domain>
        """
    }
}
