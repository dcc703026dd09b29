// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// How tinyvm ends, and the one sentence that it says when something failed.
@Suite(.enabled(if: Tiny.canRun), .coldAndWarm) struct StatusTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("status") }

    @Test(
        "what cannot start is told in one sentence, without a guest",
        arguments: [
            (["--", "no-such-binary"], 127, "Cannot find the binary 'no-such-binary' in "),
            (["--", "/no/such/binary"], 127, "Cannot find the binary '/no/such/binary': "),
            (["--", "/etc"], 126, "Cannot run '/etc': it is a directory."),
            (["--kernel", "9.9.9", "--", "true"], 125, "There is no kernel '9.9.9': it is neither a file nor an "),
            (["--kernel", "/no/kernel", "--", "true"], 125, "Cannot read the kernel '/no/kernel': No such file or "),
            (["--kernel", "/etc/passwd", "--", "true"], 125, "The file '/etc/passwd' is no Linux kernel: it is "),
            (["--kernel", "/etc", "--", "true"], 125, "The file '/etc' is no Linux kernel: it is neither a "),
            (["--kmod", "no_such_module", "--", "true"], 125, "Cannot find the kernel module 'no_such_module' in "),
            (["--copy", "/no/such/*", "--", "true"], 125, "'/no/such/*'"),
            (["--bin", "no-such-binary", "--", "true"], 125, "Cannot find the binary 'no-such-binary' in "),
            (["--disk", "/no/disk", "--", "true"], 125, "Cannot use the disk '/no/disk': No such file or directory. "),
            (["--disk", "/etc/passwd,x", "--", "true"], 125, "The disk '/etc/passwd,x' has an unknown setting 'x'. "),
            (["--disk", "/etc/passwd,format=zip", "--", "true"], 125, "the format 'zip' is not known. Use ro or rw."),
            (["--share", "/no/share", "--", "true"], 125, "Cannot share '/no/share': No such file or directory. "),
            (["--share", "/etc/passwd", "--", "true"], 125, "Cannot share '/etc/passwd': it is no directory."),
            (["--share", "/etc=etc", "--", "true"], 125, "the guest's path has to be absolute, and not '/'."),
            (["--env", "=x", "--", "true"], 125, "The variable '=x' has no name. Write --env NAME=VALUE."),
            (["--keep", "/no/directory", "--", "true"], 125, "Cannot write '/no/directory/tinyvm.img': No such file "),
            (
                ["--qemu", "/no/qemu", "--", "true"], 125,
                "Cannot run QEMU '/no/qemu': No such file or directory. Name "
            ),
            (["--qemu", "no-qemu", "--", "true"], 125, "There is no QEMU 'no-qemu' in "),
            (["--qemu", "/bin/false", "--", "true"], 125, "QEMU '/bin/false' failed with exit status 1."),
            (["--qemu-arg", "-bogus", "--", "true"], 125, "failed with exit status 1: qemu-system-x86_64: -bogus: "),
            (["--modules-dir", "/no/modules", "--", "true"], 125, "/no/modules"),
            (
                ["--arch", "aarch64", "--", "true"], 125,
                "There is no kernel for aarch64 in '/boot' or '/lib/modules'. "
            ),
        ] as [([String], Int32, String)])
    func sentences(arguments: [String], status: Int32, sentence: String) throws {
        // The foreign machine is to be looked for, not contradicted by a kernel of ours.
        let command = Tiny.command(arguments.contains("aarch64") ? ["--kernel"] + arguments : arguments)
        let result = try Program.run(command.filter { !arguments.contains("aarch64") || $0 != "--kernel" })
        #expect(result.status == status)
        #expect(result.errorText.hasPrefix("tinyvm: ") && result.errorText.contains(sentence), "\(result.errorText)")
        #expect(result.errorText.filter { $0 == "\n" }.count == 1)
        #expect(result.text == "")
    }

    @Test(
        "wrong options have their own status",
        arguments: [
            ["--bogus"], ["--memory", "none", "--", "true"], ["--memory", "1", "--", "true"], ["--cpus", "0", "true"],
            ["--timeout", "-1", "true"], ["--timeout", "nan", "true"], ["--accel", "xen", "true"],
            ["--net", "bridge", "true"], ["--arch", "mips", "true"], ["--memory"],
        ])
    func usage(arguments: [String]) throws {
        let result = try Program.run([Program.built("tinyvm")] + arguments)
        #expect(result.status == 64)
        #expect(result.errorText.hasPrefix("Error: ") && result.text == "")
    }

    @Test("without QEMU the package to install is named")
    func withoutQEMU() throws {
        let result = try Tiny.run("--", "true", environment: ["PATH": directory.path])
        #expect(result.status == 127 || result.status == 125)
        let other = try Tiny.run("--", "/bin/true", environment: ["PATH": directory.path])
        #expect(other.status == 125)
        #expect(
            other.errorText == "tinyvm: There is no QEMU 'qemu-system-x86_64' in \(directory.path). "
                + "Install it (Debian: qemu-system-x86), or name its file with --qemu.\n")
    }

    @Test("a kernel of another machine is refused by name")
    func foreignKernel() throws {
        var header = Data(count: 64)
        header.replaceSubrange(56..<60, with: Data("ARM\u{64}".utf8))
        let file = try directory.write("vmlinuz-6.1-arm64", header)
        let result = try Tiny.run("--kernel", file, "--", "true")
        #expect(result.status == 125)
        #expect(
            result.errorText == "tinyvm: The kernel '\(file)' is for aarch64, not for x86_64. "
                + "Name another with --kernel, or the machine with --arch.\n")
    }

    @Test("a kernel that is cut short is an error, and does not hang")
    func cutKernel() throws {
        let kernel = try #require(Tiny.cloudKernel)
        let whole = try Data(contentsOf: URL(fileURLWithPath: "/boot/vmlinuz-\(kernel)"))
        let file = try directory.write("vmlinuz-\(kernel)", whole.prefix(1 << 20))
        let result = try Tiny.run("--kernel", file, "--timeout", "20", "--", "true")
        #expect(result.status == 125 || result.status == 124)
        #expect(result.errorText.hasPrefix("tinyvm: "))
    }

    @Test("a QEMU that closes its streams and stays is ended")
    func stubbornQEMU() throws {
        let script = "#!/bin/sh\nexec 4>&- 5>&- 6>&-\nexec sleep 1000\n"
        let qemu = try directory.write("qemu", script, executable: true)
        let result = try Tiny.run("--qemu", qemu, "--", "true", seconds: 60)
        #expect(result.status == 125)
        #expect(result.errorText == "tinyvm: QEMU '\(qemu)' failed with signal 9.\n")
    }

    @Test("a QEMU that sends something else than frames is ended")
    func babblingQEMU() throws {
        let qemu = try directory.write("qemu", "#!/bin/sh\nyes >&4\n", executable: true)
        let result = try Tiny.run("--qemu", qemu, "--", "true", seconds: 60)
        #expect(result.status == 125)
        #expect(result.errorText == "tinyvm: The guest sent what is no frame of our protocol, so it was stopped.\n")
    }

    @Test(
        "the guest's ways to fail each have their status and sentence",
        arguments: [
            (["--", "/etc/passwd"], 126, "The guest cannot run '/etc/passwd': error 13.\n"),
            (["--copy", "/etc/passwd=/bin/x", "--", "/bin/x"], 126, "The guest cannot run '/bin/x': error 13.\n"),
            (["--", "busybox", "no-applet"], 127, nil),
            (["--", "sh", "-c", "no-such-command"], 127, nil),
            (["--", "sh", "-c", "kill -9 $$"], 137, nil),
            (["--", "sh", "-c", "kill -TERM $$"], 143, nil),
            (["--workdir", "/no/such", "--", "true"], 125, "The guest has no directory '/no/such' to work in.\n"),
            (["--timeout", "4", "--", "sleep", "100"], 124, "The command had not ended after 4.0 seconds, so the "),
            (["--timeout", "90", "--", "sh", "-c", "exit 124"], 124, nil),
            (["--", "sh", "-c", "echo c > /proc/sysrq-trigger"], 125, "The guest's kernel panicked: sysrq triggered "),
            (["--", "poweroff", "-f"], 125, "The guest ended without telling the command's exit status: "),
            (["--", "reboot", "-f"], 125, "The guest ended without telling the command's exit status: "),
            (["--memory", "32", "--", "true"], 125, "The guest ended before it came up. Give it more memory with "),
        ] as [([String], Int32, String?)])
    func guest(arguments: [String], status: Int32, sentence: String?) throws {
        let result = try Program.run(Tiny.command(arguments), seconds: 100)
        #expect(result.status == status, "\(result.errorText)")
        if let sentence {
            #expect(result.errorText.contains("tinyvm: \(sentence)"), "\(result.errorText)")
        } else {
            #expect(!result.errorText.contains("tinyvm: "), "\(result.errorText)")
        }
    }

    @Test("a guest that falls silent is ended", .enabled(if: SeededGenerator.isSoaking))
    func silence() throws {
        let result = try Tiny.run("--", "halt", "-f", seconds: 200)
        #expect(result.status == 125)
        #expect(result.errorText.contains("tinyvm: The guest does not answer: it has not answered for 60 seconds"))
    }
}
