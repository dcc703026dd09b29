// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The command as a process: what it says, how it ends, and what it leaves behind when it fails.
@Suite(.enabled(if: Program.areInstalled("busybox"))) struct CommandTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("command") }

    private func run(_ arguments: [String], environment: [String: String] = [:]) throws -> ProgramResult {
        try Program.run(
            [Program.built("make-tiny-image")] + arguments, environment: environment, directory: directory.path)
    }

    @Test("--help says it all")
    func help() throws {
        let result = try run(["--help"])
        #expect(result.status == 0)
        #expect(result.text == CommandHelp.text)
    }

    @Test(
        "the output has the original's default name; the kernel's version and extra files are told, more with --verbose"
    )
    func messages() throws {
        let version = try Program.run(["uname", "-r"]).text
        try directory.write("extra", "extra\n")
        let extra = "Copy extra \(directory("extra")) -> \(directory("extra"))\n"
        let quiet = try run(["--copy", "extra"])
        #expect(quiet.status == 0 && quiet.text == version + extra && quiet.errorText.isEmpty)
        #expect(try directory.entries() == ["extra", "tiny-initrd.img"])
        let verbose = try run(["--copy", "extra", "--verbose", "sh"])
        #expect(verbose.text.hasPrefix("Creating tiny-initrd.img\n\(version)Copy bin /"))
        #expect(verbose.text.contains("\nCopy lib /") && verbose.text.hasSuffix(extra))
    }

    @Test("--list shows a tree, and --json the same with sizes and reasons")
    func list() throws {
        let tree = try run(["qemu-img", "--list"]).text
        #expect(tree.contains("/usr/bin/qemu-img  ") && tree.contains("  asked for\n"))
        #expect(tree.contains("\n      /usr/lib/x86_64-linux-gnu/libidn2.so.0 -> ") || tree.contains("libc.so.6"))
        let output = try run(["qemu-img", "--json"]).output
        let listing = try #require(try JSONSerialization.jsonObject(with: output) as? [String: Any])
        let entries = try #require(listing["entries"] as? [[String: Any]])
        let total = entries.compactMap { $0["size"] as? Int }.reduce(0, +)
        #expect(listing["size"] as? Int == total && total > 1_000_000)
        let library = entries.first { ($0["path"] as? String)?.hasSuffix("/libc.so.6") == true }
        let reasons = library?["reasons"] as? [[String: String]] ?? []
        #expect(reasons.contains { $0["relation"] == "library" && $0["by"]?.hasSuffix("/qemu-img") == true })
    }

    @Test(
        "what cannot be done is one sentence, a status, and no file",
        arguments: [
            (["no-such-binary"], "Cannot find the binary 'no-such-binary' in /"),
            (["./gone"], "Cannot find the binary './gone': no such file."),
            (["--copy", "/no/such/*.file"], "Cannot copy '/no/such/*.file': nothing there matches."),
            (["--copy", ""], "Cannot copy '': the source is empty."),
            (["--copy", "/etc/passwd=relative"], "Cannot copy '/etc/passwd=relative': the destination 'relative'"),
            (["--kmod", "loop", "--kver", "9.9.9"], "Cannot find the modules of kernel '9.9.9' in '/lib/modules'."),
            (["--kmod", "loop", "--modules-dir", "gone"], "Cannot read 'gone': No such file or directory."),
            (["--sysroot", "gone"], "Cannot read 'gone': No such file or directory."),
            (["--prepend", "gone"], "Cannot read 'gone': No such file or directory."),
            (["broken"], "': it ends after 100 bytes, inside "),
            (["--output", "no/such/image"], "Cannot write 'no/such/image': No such file or directory. Make its"),
            (["--output", "/dev/full"], "Cannot write '/dev/full': No space left on device."),
            (["--output", "."], "Cannot write '.': Is a directory."),
        ])
    func failures(arguments: [String], message: String) throws {
        let bash = try Data(contentsOf: URL(fileURLWithPath: "/bin/bash"))
        try directory.write("broken", bash.prefix(100), executable: true)
        let arguments = arguments.map { $0 == "broken" ? directory("broken") : $0 }
        let result = try run(arguments)
        #expect(result.status == 1)
        #expect(result.errorText.contains(message), "\(result.errorText)")
        #expect(result.errorText.hasPrefix("Error: Cannot ") && result.errorText.filter { $0 == "\n" }.count == 1)
        #expect(result.text.isEmpty)
        #expect(try directory.entries() == ["broken"])
    }

    @Test("a wrong time and a wrong option are refused")
    func usage() throws {
        let time = try run([], environment: ["SOURCE_DATE_EPOCH": "yesterday"])
        #expect(time.status == 1 && time.errorText.contains("SOURCE_DATE_EPOCH='yesterday'"))
        #expect(try run(["--compress", "rar"]).status == 64)
        #expect(try run(["--nonsense"]).status == 64)
        #expect(try directory.entries().isEmpty)
    }

    @Test("a failed run leaves the old image as it was")
    func oldImage() throws {
        try directory.write("tiny-initrd.img", "old")
        #expect(try run(["--prepend", "gone"]).status == 1)
        #expect(try String(contentsOfFile: directory("tiny-initrd.img"), encoding: .utf8) == "old")
        #expect(try run([]).status == 0)
        #expect(try directory.entries() == ["tiny-initrd.img"])
        #expect(
            try String(
                decoding: Data(contentsOf: URL(fileURLWithPath: directory("tiny-initrd.img"))).prefix(6), as: UTF8.self)
                == "070701")
    }

    @Test("a full disk is told, and leaves the old image", .enabled(if: getuid() == 0))
    func fullDisk() throws {
        let mount = directory("small")
        try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: false)
        let mounted = try Program.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", mount])
        guard mounted.status == 0 else {
            print("SKIPPING the full disk: a tmpfs cannot be mounted here: \(mounted.errorText)")
            return
        }
        defer { _ = try? Program.run(["umount", mount]) }
        try Data("old".utf8).write(to: URL(fileURLWithPath: "\(mount)/image"))
        let result = try run(["--output", "\(mount)/image"])
        #expect(result.status == 1)
        #expect(
            result.errorText.contains("'\(mount)/image': No space left on device. Make room"), "\(result.errorText)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: mount) == ["image"])
        #expect(try String(contentsOfFile: "\(mount)/image", encoding: .utf8) == "old")
    }

    @Test("a file that may not be read is named", .enabled(if: getuid() == 0 && Program.areInstalled("setpriv")))
    func unreadable() throws {
        let secret = try directory.write("secret", "secret")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: directory.path)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret)
        let tool = directory("tool")
        try FileManager.default.copyItem(atPath: Program.built("make-tiny-image"), toPath: tool)
        let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"]
        let result = try Program.run(nobody + [tool, "--copy", secret, "--output", "/dev/null"])
        #expect(result.status == 1)
        #expect(
            result.errorText.contains("Cannot read '\(secret)': Permission denied. Run as a user"),
            "\(result.errorText)")
        let output = try Program.run(nobody + [tool, "--output", directory("image")])
        #expect(output.errorText.contains("Cannot write '\(directory("image"))': Permission denied."))
        #expect(try directory.entries() == ["secret", "tool"])
    }

    @Test(
        "memory stays below 32 MiB, however large the image", .enabled(if: Program.areInstalled("time")),
        arguments: ["none", "zstd", "gzip", "xz"])
    func memory(format: String) throws {
        // A hole of the disk: quick to make, and 512 MiB to read; the slow packers get less.
        let path = try directory.write("large", Data())
        let size: UInt64 = format == "none" ? 512 << 20 : format == "xz" ? 40 << 20 : 128 << 20
        try FileHandle(forWritingTo: URL(fileURLWithPath: path)).truncate(atOffset: size)
        // A program of its own measures: what we start ourselves begins with our memory.
        let result = try Program.run([
            "time", "-q", "-f", "%M", Program.built("make-tiny-image"), "--copy", path, "--compress", format,
            "--output",
            directory("image"),
        ])
        let peak = try #require(Int(result.errorText.trimmingCharacters(in: .whitespacesAndNewlines)))
        let attributes = try FileManager.default.attributesOfItem(atPath: directory("image"))
        #expect(format != "none" || (attributes[.size] as? UInt64 ?? 0) > size)
        #expect(peak < 32 << 10, "\(peak) KiB")
    }
}
