// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The options that make the machine, and the files in it, as the guest sees them.
@Suite(.enabled(if: Tiny.canRun), .coldAndWarm) struct MachineTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("machine") }

    @Test("the guest runs a command of the host, as typed in the README")
    func uname() throws {
        let result = try Program.run([Program.built("tinyvm"), "--warm", Tiny.warm, "--", "uname", "-a"])
        #expect(result.status == 0)
        #expect(result.text.hasPrefix("Linux tinyvm ") && result.text.hasSuffix("GNU/Linux\n"), "\(result.text)")
        // Where KVM does not serve, that is said, and why.
        if !result.errorText.isEmpty {
            #expect(result.errorText.hasPrefix("tinyvm: Falling back to emulation (TCG): "))
            #expect(result.errorText.filter { $0 == "\n" }.count == 1)
            let insisting = try Program.run([Program.built("tinyvm"), "--accel", "kvm", "--", "true"])
            #expect(insisting.status == 125 && insisting.errorText.hasPrefix("tinyvm: KVM does not serve: "))
        }
    }

    @Test("a guest with many files gets the memory for them")
    func memoryForFiles() throws {
        let file = try directory.write("large", Data(count: 200 << 20))
        let result = try Tiny.run("--copy", "\(file)=/large", "--", "wc", "-c", "/large")
        #expect(result.text == "\(200 << 20) /large\n", "\(result.errorText)")
    }

    @Test("processors, memory, environment, directory, kernel arguments and network are as told")
    func properties() throws {
        let server = try LocalServer(saying: "hello from outside\n")
        let script = """
            nproc; pwd; echo "$A|$PASSED|$UNSET|$TERM"; cat /proc/cmdline; grep MemTotal /proc/meminfo
            grep -c -w avx2 /proc/cpuinfo; ip addr show eth0; ip route; nc 10.0.2.2 \(server.port) </dev/null; cat /etc/resolv.conf
            """
        let result = try Tiny.run(
            "--cpus", "2", "--memory", "384", "--cpu", "max", "--env", "A=b=c", "--env", "PASSED", "--env", "UNSET",
            "--workdir", "/tmp", "--append", "swiftvirt=1 two", "--net", "user", "--qemu-arg", "-name", "--qemu-arg",
            "guest=other", "--", "sh", "-c", script, environment: ["PASSED": "on", "TERM": "xterm"])
        #expect(result.status == 0 && result.errorText == "", "\(result.errorText)")
        let lines = result.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        try #require(lines.count > 8, "\(result.text)")
        #expect(lines[0] == "2" && lines[1] == "/tmp" && lines[2] == "b=c|on||xterm")
        #expect(lines[3].hasSuffix(" swiftvirt=1 two"))
        let memory = lines[4].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        #expect(memory > 300_000 && memory < 384 * 1024)
        #expect(lines[5] == "2")
        #expect(result.text.contains("inet 10.0.2.15/24") && result.text.contains("default via 10.0.2.2"))
        #expect(result.text.contains("hello from outside\n") && result.text.contains("nameserver 10.0.2.3\n"))
    }

    @Test("disks forget changes, keep them, or forbid them")
    func disks() throws {
        let zeros = Data(count: 1 << 20)
        for name in ["snapshot.raw", "ro.raw", "rw.raw"] { try directory.write(name, zeros) }
        for name in ["snapshot", "rw"] {
            _ = try Program.run(["qemu-img", "create", "-f", "qcow2", directory("\(name).qcow2"), "8M"])
        }
        let before = FileManager.default.contents(atPath: directory("snapshot.qcow2"))
        let script = """
            for disk in a b c d e; do
                echo "written $disk" | dd of=/dev/vd$disk conv=fsync 2>/dev/null || echo "refused $disk"
                head -c 9 /dev/vd$disk | tr '\\0' .; echo
            done
            cat /sys/block/vd?/size
            """
        let result = try Tiny.run(
            "--disk", directory("snapshot.raw"), "--disk", "\(directory("ro.raw")),ro", "--disk",
            "\(directory("rw.raw")),rw", "--disk", directory("snapshot.qcow2"), "--disk", "\(directory("rw.qcow2")),rw",
            "--", "sh", "-c", script)
        #expect(result.errorText == "")
        #expect(
            result.text == """
                written a
                refused b
                .........
                written c
                written d
                written e
                2048
                2048
                2048
                16384
                16384

                """)
        #expect(FileManager.default.contents(atPath: directory("snapshot.raw")) == zeros)
        #expect(FileManager.default.contents(atPath: directory("ro.raw")) == zeros)
        #expect(FileManager.default.contents(atPath: directory("snapshot.qcow2")) == before)
        #expect(FileManager.default.contents(atPath: directory("rw.raw"))?.prefix(10) == Data("written c\n".utf8))
        let check = try Program.run(["qemu-img", "check", directory("rw.qcow2")])
        #expect(check.status == 0, "\(check.text)\(check.errorText)")
        _ = try Program.run(["qemu-img", "convert", "-O", "raw", directory("rw.qcow2"), directory("out")])
        #expect(FileManager.default.contents(atPath: directory("out"))?.prefix(10) == Data("written e\n".utf8))
    }

    @Test(
        "a share is read-only, whatever the guest tries, unless it is rw; over virtiofs and over 9p",
        arguments: [false, true])
    func shares(isGeneric: Bool) throws {
        if getuid() != 0, !isGeneric {
            print("SKIPPING virtiofs: its server needs root")
            return
        }
        try directory.write("read/file", "from the host\n")
        try directory.write("write/old", "old\n")
        let script = """
            cat /mnt/read/file; mount -o remount,rw /mnt/read; echo new >/mnt/read/new && echo written
            rm /mnt/read/file && echo removed; echo guest >/write/new; mv /write/old /write/moved; grep -c -E '9p|virtiofs' /proc/mounts
            """
        let kernel = try #require(isGeneric ? Tiny.genericKernel : Tiny.cloudKernel)
        let result = try Tiny.run(
            "--kernel", kernel, "--share", "\(directory("read"))=/mnt/read", "--share",
            "\(directory("write"))=/write,rw",
            "--", "sh", "-c", script)
        #expect(result.text == "from the host\n2\n", "\(result.errorText)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory("read")) == ["file"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory("write")).sorted() == ["moved", "new"])
        #expect(FileManager.default.contents(atPath: directory("write/new")) == Data("guest\n".utf8))
    }

    @Test("modules of the generic kernel are loaded, with their options")
    func module() throws {
        let kernel = try #require(Tiny.genericKernel)
        let result = try Tiny.run(
            "--kernel", kernel, "--kmod", "loop max_loop=3", "--", "sh", "-c", "losetup -f; uname -r; ls -d /dev/loop?")
        #expect(result.text == "/dev/loop0\n\(kernel)\n/dev/loop0\n/dev/loop1\n/dev/loop2\n", "\(result.errorText)")
    }

    @Test("a binary of the host wins over an applet of its name; --bin and --copy bring more; applets are always there")
    func files() throws {
        try directory.write("data", "data\n")
        let result = try Tiny.run(
            "--bin", "sha512sum", "--bin", "env", "--copy", "\(directory("data"))=/opt/data", "--copy",
            "/etc/os-release", "--",
            "sh", "-c",
            "env --version | head -n 1; sha512sum --version | head -n 1; cat /opt/data; cmp /etc/os-release /etc/os-release && echo same; "
                + "vi --help 2>&1 | head -n 1; ls --version 2>&1 | head -n 1")
        #expect(result.status == 0)
        let lines = result.text.split(separator: "\n").map(String.init)
        try #require(lines.count == 6, "\(result.text)\(result.errorText)")
        #expect(lines[0].hasPrefix("env (GNU coreutils)") && lines[1].hasPrefix("sha512sum (GNU coreutils)"))
        #expect(lines[2] == "data" && lines[3] == "same")
        #expect(lines[4].hasPrefix("BusyBox") && lines[5].contains("nrecognized option"))
    }

    @Test("the machine type is QEMU's to name; times are told, and what is kept is kept")
    func times() throws {
        let result = try Tiny.run(
            "--machine", "pc", "--timings-json", "--keep", directory.path, "--", "cat", "/sys/class/dmi/id/product_name"
        )
        #expect(result.text.hasPrefix("Standard PC (i440FX"), "\(result.errorText)")
        let all = try #require(
            try JSONSerialization.jsonObject(with: result.errors) as? [String: Any], "\(result.errorText)")
        #expect(all["start"] as? String == "booted")
        let times = all.compactMapValues { $0 as? Double }
        let names = ["image", "spawn", "firmware", "kernel", "init", "command", "exit"]
        #expect(Set(times.keys) == Set(names + ["total"]))
        let sum = names.reduce(0) { $0 + (times[$1] ?? 0) }
        #expect(abs(sum - (times["total"] ?? 0)) < 1 && sum > 100)
        #expect(try directory.entries() == ["tinyvm.command", "tinyvm.img"])
        #expect(FileManager.default.contents(atPath: directory("tinyvm.img"))?.prefix(6) == Data("070701".utf8))
        let kept = try String(contentsOfFile: directory("tinyvm.command"), encoding: .utf8)
        let printed = try Tiny.run("--machine", "pc", "--print-command", "--", "cat", "/sys/class/dmi/id/product_name")
        #expect(printed.text == kept)
    }

    @Test("the printed command is QEMU's, quoted for a shell, and nothing runs")
    func printed() throws {
        let result = try Tiny.run("--append", "it's two", "--print-command", "--", "true")
        #expect(result.status == 0 && result.errorText == "")
        let words = try Program.run(["sh", "-c", "for word in \(result.text.dropLast()); do echo \"[$word]\"; done"])
            .text
        #expect(words.hasPrefix("[\(try #require(Program.find("qemu-system-x86_64")))]\n"))
        #expect(words.contains(" it's two]\n") && words.contains("[-append]\n") && words.contains("[-initrd]\n"))
    }

    @Test("--console shows the kernel's messages on standard error, and --timings a table")
    func console() throws {
        let result = try Tiny.run("--console", "--timings", "--", "echo", "out")
        #expect(result.text == "out\n")
        #expect(result.errorText.contains("Linux version ") && result.errorText.contains("Command line: "))
        #expect(
            result.errorText.contains("\ntotal ")
                && result.errorText.contains(" ms  the kernel, until its first program\n"))
        let reason = Tiny.warm == "never" ? "" : ", because --console shows how the kernel boots"
        #expect(result.errorText.hasSuffix("\nstart     booted\(reason)\n"))
    }

    @Test(
        "an ordinary user may do it all, without a home, over 9p",
        .enabled(if: getuid() == 0 && Program.areInstalled("setpriv")))
    func ordinaryUser() throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: directory.path)
        let tool = directory("tinyvm")
        try FileManager.default.copyItem(atPath: Program.built("tinyvm"), toPath: tool)
        try directory.write("shared/file", "shared\n")
        let kernel = try #require(Tiny.genericKernel)
        let user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env", "-u", "HOME"]
        let result = try Program.run(
            user + [
                tool, "--accel", "tcg", "--kernel", kernel, "--share", directory("shared"), "--", "cat",
                directory("shared/file"),
            ],
            directory: "/")
        #expect(result.status == 0 && result.text == "shared\n" && result.errorText == "", "\(result.errorText)")
        let cloud = try #require(Tiny.cloudKernel)
        let refused = try Program.run(
            user + [tool, "--accel", "tcg", "--kernel", cloud, "--share", directory("shared"), "--", "true"])
        #expect(refused.status == 125 && refused.errorText.contains("needs root. Name a kernel with 9p"))
    }
}

/// A TCP server on the loopback interface that says one thing to the first who asks.
private final class LocalServer {
    let port: UInt16
    private let descriptor: Int32

    init(saying text: String) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listening = descriptor
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listening, $0, length) + listen(listening, 1) + getsockname(listening, $0, &length)
            }
        }
        guard result == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread {
            let connection = accept(listening, nil, nil)
            _ = Array(text.utf8).withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
            close(connection)
        }
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }
}
