// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import VirtEmbedded

/// Limits by control groups of version 2, which this host may have no controllers for: in a guest whose init has mounted nothing else, a
/// QEMU within a QEMU.
@Suite(
    .enabled(if: Environment.isSoak && GuestImage.isPossible && Program.areInstalled("find", "sh")),
    .timeLimit(.minutes(10)))
struct ControlGroupTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory("groups") }

    private static let document = """
        <domain type='qemu'>
          <name>limited</name>
          <memory unit='MiB'>32</memory>
          <memtune>
            <hard_limit unit='MiB'>700</hard_limit><soft_limit unit='MiB'>600</soft_limit>
            <swap_hard_limit unit='MiB'>750</swap_hard_limit>
          </memtune>
          <blkiotune>
            <weight>300</weight>
            <device><path>/dev/vda</path><read_bytes_sec>1000000</read_bytes_sec><write_iops_sec>70</write_iops_sec></device>
          </blkiotune>
          <vcpu>2</vcpu>
          <cputune>
            <shares>700</shares><period>100000</period><quota>40000</quota>
            <global_period>200000</global_period><global_quota>150000</global_quota>
            <emulator_period>50000</emulator_period><emulator_quota>30000</emulator_quota>
          </cputune>
          <os><type arch='x86_64' machine='q35'>hvm</type></os>
          <devices>
            <emulator>/usr/bin/qemu-system-x86_64</emulator>
            <controller type='usb' model='none'/><memballoon model='none'/>
          </devices>
        </domain>
        """

    /// Starts the machine, shows the files of its group, ends it, and shows what is left.
    private static let script = """
        mkdir -p /sys/fs/cgroup && mount -t cgroup2 none /sys/fs/cgroup
        virt-qemu-run -r /tmp/root -v /tools/domain.xml > /tmp/said 2>&1 &
        tool=$!
        for i in $(seq 900); do grep -q "Domain 'limited' runs" /tmp/said && break; kill -0 $tool || break; sleep 0.1; done
        cat /tmp/said
        cd /sys/fs/cgroup/swift-virt-* || exit 1
        for file in cpu.weight cpu.max memory.max memory.high memory.swap.max io.weight io.max cgroup.procs \\
            emulator/cpu.max vcpu0/cpu.max vcpu1/cpu.max; do
          echo "$file = $(tr '\\n' ' ' < $file)"
        done
        echo "qemu = $(pidof qemu-system-x86_64) "
        for thread in /proc/$(pidof qemu-system-x86_64)/task/*; do
          echo "thread $(cat $thread/comm) in $(sed 's,.*/swift-virt-[^/]*,,' $thread/cgroup)"
        done
        cd /
        kill $tool
        wait $tool
        echo "ended with $?"
        echo "left: $(ls -d /sys/fs/cgroup/swift-virt-* 2>/dev/null)"
        # We are in another group than the first of all, so new ones are beside it.
        mkdir /sys/fs/cgroup/mine
        echo $$ > /sys/fs/cgroup/mine/cgroup.procs
        virt-qemu-run -r /tmp/root -v /tools/domain.xml > /tmp/said 2>&1 &
        tool=$!
        for i in $(seq 900); do grep -q "Domain 'limited' runs" /tmp/said && break; kill -0 $tool || break; sleep 0.1; done
        echo "beside = $(cat /sys/fs/cgroup/swift-virt-*/memory.max) "
        kill $tool
        wait $tool
        # Where a systemd manages them, they are its own.
        mkdir -p /run/systemd/system
        virt-qemu-run -r /tmp/root /tools/domain.xml 2>&1
        echo "refused with $?"
        echo "left: $(ls -d /sys/fs/cgroup/swift-virt-* /sys/fs/cgroup/mine/swift-virt-* 2>/dev/null)"
        """

    @Test(
        "the limits of a domain are those of a group of version 2 below ours, QEMU and its threads are in it, and it goes with them"
    )
    func limits() throws {
        try folder.write("tools/domain.xml", Self.document)
        try folder.write("tools/script", Self.script)
        let qemu = try #require(Program.find("qemu-system-x86_64"))
        let tool = Program.built("virt-qemu-run")
        let result = try Program.run(
            [
                Program.built("tinyvm"), "--accel", "tcg", "--warm", "never", "--cpus", "2", "--memory", "1800",
                "--timeout",
                "400", "--disk", try folder.write("disk.raw", Data(count: 1 << 20)), "--bin", qemu, "--bin", "sh",
                "--bin", tool, "--copy", "\(folder("tools"))/*=/tools/",
                "--copy", "/usr/share/seabios", "--copy", "/usr/share/qemu", "--copy", "/usr/lib/x86_64-linux-gnu/qemu",
                "--", "sh", "/tools/script",
            ], seconds: 420)
        let text = result.text
        #expect(result.status == 0 && !result.timedOut, "\(result.status): \(text)\(result.errorText)")
        func value(_ name: String) -> String? {
            text.split(separator: "\n").first { $0.hasPrefix("\(name) = ") }.map {
                String($0.dropFirst(name.count + 3))
            }
        }
        for (name, wanted) in [
            ("cpu.weight", "700 "), ("cpu.max", "150000 200000 "), ("memory.max", "\(700 << 20) "),
            ("memory.high", "\(600 << 20) "), ("memory.swap.max", "\(50 << 20) "), ("io.weight", "default 300 "),
            ("emulator/cpu.max", "30000 50000 "), ("vcpu0/cpu.max", "40000 100000 "),
            ("vcpu1/cpu.max", "40000 100000 "),
        ] { #expect(value(name) == wanted, "\(name): \(text)") }
        #expect(value("io.max")?.contains("rbps=1000000 wbps=max riops=max wiops=70") == true, "\(text)")
        #expect(value("qemu") != nil && value("cgroup.procs") == value("qemu"), "\(text)")
        let threads = text.split(separator: "\n").filter { $0.hasPrefix("thread ") }
        for number in 0...1 {
            #expect(threads.filter { $0.hasSuffix(" in /vcpu\(number)") }.count == 1, "\(threads)")
        }
        #expect(threads.contains { $0.hasSuffix(" in /emulator") }, "\(threads)")
        #expect(text.contains("ended with \(128 + SIGTERM)\nleft: \n"), "\(text)")
        #expect(value("beside") == "\(700 << 20) ", "\(text)")
        #expect(text.contains("'/sys/fs/cgroup/mine' has processes, us among them"), "\(text)")
        #expect(text.hasSuffix("refused with 2\nleft: \n"), "\(text)")
    }
}
