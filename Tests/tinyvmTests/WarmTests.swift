// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// VMs that are restored from a template: that they are, that they are alike, and that none is another's clone.
@Suite(.enabled(if: Tiny.canRun)) struct WarmTests {
    /// Runs a script in a VM that has to be restored; the template is made before, if it is missing.
    private func restored(_ arguments: [String], _ environment: [String: String] = [:]) throws -> ProgramResult {
        let result = try Program.run(
            Tiny.command(["--warm", "always", "--timings-json"] + arguments), environment: environment)
        #expect(result.errorText.contains("\"start\": \"restored\""), "\(result.errorText)")
        return result
    }

    @Test("the phases of a restored VM are told, and the template by its name")
    func timings() throws {
        let result = try restored(["--", "true"])
        let times = try #require(try JSONSerialization.jsonObject(with: result.errors) as? [String: Any])
        #expect(
            Set(times.keys) == ["image", "spawn", "restore", "job", "command", "exit", "total", "start"])
        let table = try Tiny.run("--warm", "always", "--timings", "--", "true")
        #expect(table.errorText.contains(" ms  QEMU's start, the saved guest, until it answers\n"))
        let name = try #require(table.errorText.split(separator: " ").last?.dropLast())
        #expect(table.errorText.hasSuffix("\nstart     restored from template \(name)\n"))
        let list = try Program.run([Program.built("tinyvm"), "template", "list"])
        #expect(list.text.contains("\(name) "), "\(list.text)")
    }

    @Test("two guests of one template share no identifier, no random bytes, no TCP secret, no network address")
    func uniqueness() throws {
        let script = """
            cat /proc/sys/kernel/random/uuid /proc/sys/kernel/random/boot_id /sys/class/net/eth0/address
            head -c 16 /dev/urandom | od -An -tx1; head -c 16 /dev/random | od -An -tx1; date +%s; cat /proc/uptime
            """
        func facts() throws -> [String] {
            let before = Int(Date().timeIntervalSince1970)
            let result = try restored(["--net", "user", "--", "sh", "-c", script])
            let lines = result.text.split(separator: "\n").map(String.init)
            try #require(lines.count == 7, "\(result.text)\(result.errorText)")
            let date = try #require(Int(lines[5]))
            #expect(date >= before - 1 && date <= Int(Date().timeIntervalSince1970) + 1)
            #expect(lines[2].hasPrefix("52:54:00:"))
            return Array(lines[..<5])
        }
        let first = try facts()
        // A template that is older shows whether the clock is set.
        sleep(3)
        let second = try facts()
        for (one, other) in zip(first, second) { #expect(one != other) }
    }

    @Test(
        "two guests of one template begin TCP connections at numbers that have nothing to do with each other",
        .enabled(if: Program.areInstalled("perl")))
    func sequenceNumbers() throws {
        // Connects twice from one port to another where nobody listens, and reads the first packet's number from the loopback
        // interface. What of it counts the time (tcp(7), RFC 6528: 1 in 64 ns) is taken away.
        let script = """
            socket(P, 17, 3, 0x0300) or die "packet: $!";
            for (1..2) {
                socket(S, 2, 1, 0) or die; setsockopt(S, 1, 2, pack("i", 1));
                bind(S, pack("S n a4 x8", 2, 4000, "\\x7f\\0\\0\\1")) or die "bind: $!";
                my $time = "\\0" x 16; syscall(228, 0, $time);
                connect(S, pack("S n a4 x8", 2, 4001, "\\x7f\\0\\0\\1"));
                my $packet; do { recv(P, $packet, 200, 0) } until length($packet) > 47 && ord(substr($packet, 47, 1)) == 2;
                my ($s, $n) = unpack("qq", $time);
                print unpack("N", substr($packet, 38, 4)) - (($s * 1000000000 + $n) >> 6) & 0xffffffff, "\\n";
                close(S);
            }
            """
        func numbers() throws -> [Int] {
            let result = try restored(["--", "perl", "-e", script])
            let numbers = result.text.split(separator: "\n").compactMap { Int($0) }
            try #require(numbers.count == 2, "\(result.text)\(result.errorText)")
            return numbers
        }
        /// How far two numbers of 32 bits are apart, on a circle.
        func distance(_ one: Int, _ other: Int) -> Int {
            let difference = (one - other) & 0xffff_ffff
            return min(difference, 0x1_0000_0000 - difference)
        }
        let first = try numbers()
        let second = try numbers()
        // In one guest they are alike, up to the time that the connection took: so the measure sees a secret that is shared.
        let tolerance = 1 << 23
        #expect(distance(first[0], first[1]) < tolerance && distance(second[0], second[1]) < tolerance)
        #expect(distance(first[0], second[0]) > tolerance, "\(first) \(second)")
    }

    @Test("a restored guest has the files of one that booted, with all that belongs to them")
    func sameFiles() throws {
        let directory = try TemporaryDirectory("tree")
        try directory.write("data/one", "one\n")
        try directory.write("data/empty", "")
        try FileManager.default.linkItem(atPath: directory("data/one"), toPath: directory("data/two"))
        symlink("one", directory("data/link"))
        chmod(directory("data/one"), 0o4751)
        try directory.write("data/below/large", Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }))
        mkdir(directory("data/shared"), 0o777)
        chmod(directory("data/shared"), 0o1777)
        let script = """
            find / -xdev ! -type d -exec ls -ln {} + | sort -k 9; find / -xdev -type d -exec stat -c '%a %n' {} + | sort
            find / -xdev -type f -exec sha512sum {} + | sort
            """
        func tree(_ warm: String) throws -> String {
            let arguments = [
                "--bin", "sha512sum", "--bin", "find", "--bin", "sort", "--copy", "\(directory("data"))=/data",
                "--kmod",
                "virtio_blk", "--", "sh", "-c", script,
            ]
            let result =
                warm == "always"
                ? try restored(arguments) : try Program.run(Tiny.command(["--warm", warm] + arguments))
            #expect(result.status == 0 && result.text.contains("/data/below/large"), "\(result.errorText)")
            return result.text
        }
        let cold = try tree("never").split(separator: "\n")
        let warm = try tree("always").split(separator: "\n")
        #expect(cold.count > 50)
        #expect(Set(warm).subtracting(cold) == [] && Set(cold).subtracting(warm) == [])
    }

    @Test("disks, a network and shares over 9p are there in a restored guest")
    func devices() throws {
        let directory = try TemporaryDirectory("devices")
        let disk = try directory.write("disk", Data("on the disk\n".utf8) + Data(count: 3 << 20))
        try directory.write("shared/file", "shared\n")
        let kernel = try #require(Tiny.genericKernel)
        let result = try restored([
            "--kernel", kernel, "--disk", "\(disk),rw", "--net", "user", "--share", "\(directory("shared"))=/mnt,rw",
            "--",
            "sh", "-c",
            "head -n 1 /dev/vda; cat /sys/block/vda/size /mnt/file; echo new > /mnt/new; ip route | head -n 1; echo end | dd of=/dev/vda conv=fsync 2>/dev/null",
        ])
        #expect(result.text == "on the disk\n6145\nshared\ndefault via 10.0.2.2 dev eth0 \n", "\(result.errorText)")
        #expect(FileManager.default.contents(atPath: directory("shared/new")) == Data("new\n".utf8))
        #expect(FileManager.default.contents(atPath: disk)?.prefix(4) == Data("end\n".utf8))
    }

    @Test("options that no template can have lead to a boot, which says why")
    func obstacles() throws {
        let directory = try TemporaryDirectory("obstacles")
        var cases = [
            (["--console"], "--console shows how the kernel boots"),
            (["--qemu-arg", "-name", "--qemu-arg", "x"], "nobody knows what --qemu-arg makes of the guest"),
            (["--keep", directory("kept")], "--keep wants the whole image"),
        ]
        if getuid() == 0, FileManager.default.fileExists(atPath: "/usr/lib/qemu/virtiofsd") {
            // The cloud kernel has no 9p.
            cases.append(
                (
                    ["--share", "\(directory.path)=/mnt"],
                    "a share over virtiofs needs memory that its server can write to"
                ))
        } else {
            print("SKIPPING a share over virtiofs: that needs root and virtiofsd")
        }
        mkdir(directory("kept"), 0o700)
        for (arguments, reason) in cases {
            let result = try Program.run(
                Tiny.command(["--warm", "always", "--timings"] + arguments + ["--", "echo", "hi"]))
            #expect(result.text == "hi\n" && result.status == 0)
            #expect(result.errorText.hasSuffix("\nstart     booted, because \(reason)\n"), "\(result.errorText)")
        }
    }

    @Test("large files reach a restored guest, in a larger template if need be")
    func largeFiles() throws {
        let directory = try TemporaryDirectory("large")
        let bytes = Data((0..<(40 << 20) / 8).map { UInt64($0) &* 0x9e37_79b9_7f4a_7c15 }.withUnsafeBytes { Data($0) })
        let file = try directory.write("large", bytes)
        let result = try restored(["--copy", "\(file)=/large", "--", "cmp", "/large", "/dev/stdin"])
        #expect(result.status == 1)
        let again = try Program.run(
            Tiny.command(["--warm", "always", "--copy", "\(file)=/large", "--", "cmp", "/large", "-"]), input: bytes)
        #expect(again.status == 0, "\(again.errorText)")
    }
}
