// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// How templates come to be and go, in a cache of their own.
@Suite(.enabled(if: Tiny.canRun)) struct TemplateTests {
    private let directory: TemporaryDirectory
    private let environment: [String: String]

    init() throws {
        directory = try TemporaryDirectory("cache")
        environment = ["XDG_CACHE_HOME": directory.path]
    }

    private var templates: String { directory("swift-virt/templates") }

    /// The names of what is in the cache.
    private var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: templates)) ?? []).sorted()
    }

    private func run(_ arguments: [String], seconds: Double = 120) throws -> ProgramResult {
        try Program.run(Tiny.command(arguments), environment: environment, seconds: seconds)
    }

    private func template(_ arguments: String...) throws -> ProgramResult {
        try Program.run([Program.built("tinyvm"), "template"] + arguments, environment: environment)
    }

    private func build() throws -> String {
        let kernel = try #require(Tiny.cloudKernel)
        let result = try template("build", "--accel", "tcg", "--kernel", kernel)
        #expect(result.status == 0 && result.errorText == "", "\(result.errorText)")
        return String(result.text.dropLast())
    }

    /// How a run was started, and that it was right.
    private func start(_ warm: String = "auto", _ options: [String] = [], lines: Int = 0) throws -> String {
        let result = try run(
            ["--warm", warm, "--timings"] + options + ["--", "sh", "-c", "echo out; echo err >&2; exit 3"])
        #expect(result.status == 3 && result.text == "out\n", "\(result.errorText)")
        let errors = result.errorText.split(separator: "\n")
        #expect(
            errors.contains("err") && errors.filter { $0.hasPrefix("tinyvm: ") }.count <= lines, "\(result.errorText)")
        return String(errors.last?.dropFirst("start".count).drop { $0 == " " } ?? "")
    }

    @Test("a template is built, listed, shown, used, and removed")
    func life() throws {
        #expect(try template("list").text == "" && template("list").status == 0)
        let name = try build()
        #expect(try build() == name && names == [name])
        let list = try template("list").text
        #expect(
            list.hasPrefix("\(name) ") && list.contains(" MiB  20") && list.hasSuffix(", 256 MiB, 1 CPU, emulated\n"))
        let details = try template("show", name).text
        #expect(
            details.hasPrefix("format ") && details.contains("\nargument -machine\n") && details.contains("\nhost "))
        #expect(try start() == "restored from template \(name)")
        for file in ["", "/memory", "/state", "/description"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(templates)/\(name)\(file)")
            #expect(attributes[.posixPermissions] as? Int == (file == "" ? 0o700 : 0o600))
        }
        #expect(try template("prune").text == "" && names == [name])
        #expect(try template("prune", "--limit", "0").text == "\(name)\n" && names == [])
        let missing = try template("remove", name)
        #expect(missing.status == 125 && missing.errorText.hasPrefix("tinyvm: There is no template '\(name)'. "))
        #expect(try template("show", "../x").status == 125)
        _ = try build()
        #expect(try template("remove", "--all").status == 0 && names == [])
    }

    @Test("a run without a template is followed by one process that makes it, and holds nothing of the caller's")
    func background() throws {
        // Standard output is open for other programs, too, as number 9: this returns when nobody has it any more.
        let words = Tiny.command(["--warm", "auto", "--timings", "--", "true"]).map { "'\($0)'" }.joined(separator: " ")
        let first = try Program.run(
            ["sh", "-c", "exec 9>&1; \(words) & \(words); wait"], environment: environment, directory: directory.path)
        #expect(first.status == 0)
        #expect(first.errorText.contains("start     booted, because there is no template yet\n"), "\(first.errorText)")
        #expect(!names.contains { !$0.hasPrefix(".") })
        #expect(
            RunningProgram.wait(seconds: 150) { self.names.count == 1 && !self.names[0].hasPrefix(".") }, "\(names)")
        #expect(try start() == "restored from template \(names[0])")
    }

    @Test("builders at once make one template; the others wait for it")
    func together() throws {
        let kernel = try #require(Tiny.cloudKernel)
        let builders = try (0..<3).map { _ in
            try RunningProgram(
                [Program.built("tinyvm"), "template", "build", "--accel", "tcg", "--kernel", kernel],
                environment: environment)
        }
        for builder in builders { #expect(builder.wait(seconds: 120) == 0) }
        #expect(names.count == 1)
        #expect(try start() == "restored from template \(names[0])")
    }

    @Test("a builder that is killed at any moment leaves nothing that harms, or stays")
    func killed() throws {
        let kernel = try #require(Tiny.cloudKernel)
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<(SeededGenerator.isSoaking ? 60 : 4) {
            let builder = try RunningProgram(
                [Program.built("tinyvm"), "template", "build", "--accel", "tcg", "--kernel", kernel],
                environment: environment)
            usleep(UInt32.random(in: 10_000...3_000_000, using: &generator))
            let processes = builder.descendants
            builder.send(SIGKILL)
            _ = builder.wait()
            #expect(RunningProgram.wait(seconds: 10) { !processes.contains(where: RunningProgram.isAlive) })
            if names.contains(where: { !$0.hasPrefix(".") }) { _ = try template("remove", "--all") }
        }
        #expect(try start("always").hasPrefix("restored from template "))
        _ = try template("prune")
        #expect(names.count == 1 && names.first?.hasPrefix(".") == false, "\(names)")
    }

    @Test("damaged templates are made anew, and the run is right")
    func damage() throws {
        let name = try build()
        let place = "\(templates)/\(name)"
        for line in [
            "truncate -s 1000000 memory", "truncate -s 1000 state", "echo x | dd of=state seek=9000 bs=1 conv=notrunc",
            "echo x | dd of=memory seek=9000000 bs=1 conv=notrunc", "echo x > description", "rm description",
            "rm state; mkdir state", "cp memory m; mv m memory",
        ] {
            #expect(try Program.run(["sh", "-c", "cd \(place) && { \(line); }"]).status == 0)
            #expect(try start("always") == "restored from template \(name)", "\(line)")
        }
        #expect(try Program.run(["sh", "-c", "echo x >> \(place)/state"]).status == 0)
        #expect(try start().hasPrefix("booted, because the template is damaged: its files are not those "))
        #expect(RunningProgram.wait(seconds: 150) { self.names == [name] }, "\(names)")
    }

    @Test("another QEMU, kernel or size is another template")
    func otherMachines() throws {
        _ = try build()
        let script = "#!/bin/sh\nexec \(try #require(Program.find("qemu-system-x86_64"))) \"$@\"\n"
        let qemu = try directory.write("qemu", script, executable: true)
        #expect(try start("always", ["--qemu", qemu]).hasPrefix("restored"))
        #expect(names.count == 2)
        // As new as a package's update would make it.
        try FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: qemu)
        #expect(try start("always", ["--qemu", qemu]).hasPrefix("restored"))
        #expect(names.count == 3)
        #expect(try start("always", ["--memory", "300"]).hasPrefix("restored"))
        #expect(try start("always", ["--cpus", "2", "--cpu", "max"]).hasPrefix("restored"))
        #expect(try start("always", ["--machine", "pc"]).hasPrefix("restored"))
        #expect(names.count == 6)
    }

    @Test("a kernel that was replaced at its path is another template's: the run is of the new one")
    func replacedKernel() throws {
        let old = try #require(Tiny.cloudKernel)
        let new = try #require(Tiny.genericKernel)
        let path = directory("vmlinuz")
        func install(_ kernel: String) throws {
            #expect(try Program.run(["sh", "-c", "cat /boot/vmlinuz-\(kernel) > \(path)"]).status == 0)
        }
        /// Which kernel ran the command, and how it was started.
        func kernel(_ warm: String) throws -> (release: String, start: Bool) {
            let result = try run(["--kernel", path, "--warm", warm, "--timings-json", "--", "uname", "-r"])
            #expect(result.status == 0, "\(result.errorText)")
            // Nothing but the line of the times.
            #expect(result.errorText.split(separator: "\n").count == 1, "\(result.errorText)")
            return (String(result.text.dropLast()), result.errorText.contains("\"restored\""))
        }
        try install(old)
        #expect(try kernel("always") == (old, true))
        try install(new)
        #expect(try kernel("auto") == (new, false))
        #expect(RunningProgram.wait(seconds: 150) { names.count == 2 && !names[0].hasPrefix(".") }, "\(names)")
        #expect(try kernel("auto") == (new, true))
        // The same bytes, size and time of change, from elsewhere: who knows whether they are.
        #expect(try Program.run(["sh", "-c", "cp -p \(path) \(path)2 && mv \(path)2 \(path)"]).status == 0)
        #expect(try kernel("auto") == (new, false))
        #expect(RunningProgram.wait(seconds: 150) { names.count == 3 && !names[0].hasPrefix(".") }, "\(names)")
    }

    @Test("a time limit counts while the template is made, or awaited from another process, and leaves nothing")
    func timeLimit() throws {
        let arguments = ["--warm", "always", "--timeout", "0.4", "--", "true"]
        let sentence = "tinyvm: The command had not ended after 0.4 seconds, so the VM was ended.\n"
        let begin = ContinuousClock.now
        let alone = try run(arguments)
        #expect(ContinuousClock.now - begin < .seconds(5))
        #expect(alone.status == 124 && alone.errorText == sentence, "\(alone.errorText)")
        #expect(names == [])
        let kernel = try #require(Tiny.cloudKernel)
        let builder = try RunningProgram(
            [Program.built("tinyvm"), "template", "build", "--accel", "tcg", "--kernel", kernel],
            environment: environment)
        #expect(RunningProgram.wait(seconds: 20) { names.contains { $0.hasPrefix(".new-") } }, "\(names)")
        let waiting = try run(arguments)
        #expect(waiting.status == 124 && waiting.errorText == sentence, "\(waiting.errorText)")
        #expect(builder.wait(seconds: 120) == 0)
        // Enough for what there is now.
        let restored = try run(["--warm", "always", "--timings", "--timeout", "60", "--", "true"])
        #expect(restored.status == 0 && restored.errorText.contains("restored from template"), "\(restored.errorText)")
    }

    @Test("a cache that is of no use leads to a boot", .enabled(if: getuid() == 0))
    func uselessCaches() throws {
        try directory.write("file", "x")
        for (path, reason) in [("/proc", "cannot be made"), (directory("file"), "cannot be made")] {
            let result = try Program.run(
                Tiny.command(["--warm", "always", "--timings", "--", "echo", "hi"]),
                environment: ["XDG_CACHE_HOME": path])
            #expect(result.text == "hi\n" && result.status == 0 && !result.errorText.contains("tinyvm: "))
            #expect(result.errorText.contains(reason), "\(result.errorText)")
        }
        let name = try build()
        chown(templates, 12345, 12345)
        #expect(try start() == "booted, because '\(templates)' is not ours alone")
        #expect(try start("always") == "booted, because '\(templates)' is not ours alone")
        chown(templates, 0, 0)
        #expect(try start() == "restored from template \(name)")
    }

    @Test("a disk that is full, or gets full, leads to a boot and leaves nothing", .enabled(if: getuid() == 0))
    func fullDisk() throws {
        let mount = directory("small")
        for size in [30, 150, 280] {
            mkdir(mount, 0o700)
            let mounted = try Program.run(["mount", "-t", "tmpfs", "-o", "size=\(size)m", "none", mount])
            guard mounted.status == 0 else { return print("SKIPPING a full disk: \(mounted.errorText)") }
            defer { _ = try? Program.run(["umount", mount]) }
            let filler = size == 280 ? "head -c 75000000 /dev/zero > \(mount)/filler" : "true"
            _ = try Program.run(["sh", "-c", filler])
            let result = try Program.run(
                Tiny.command(["--warm", "always", "--timings", "--", "echo", "hi"]),
                environment: ["XDG_CACHE_HOME": mount])
            #expect(result.text == "hi\n" && result.status == 0 && !result.errorText.contains("tinyvm: "))
            #expect(result.errorText.contains("start     booted, because "), "\(size) \(result.errorText)")
            let left = (try? FileManager.default.contentsOfDirectory(atPath: "\(mount)/swift-virt/templates")) ?? []
            #expect(left.allSatisfy { $0.hasPrefix(".failed-") }, "\(left)")
        }
    }
}
