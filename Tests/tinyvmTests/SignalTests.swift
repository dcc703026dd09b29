// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Signals to tinyvm, and what it leaves behind.
@Suite(.enabled(if: Tiny.canRun), .coldAndWarm) struct SignalTests {
    /// A command under way that has said "ready".
    private func start(_ script: String, _ options: [String] = []) throws -> (RunningProgram, PipeReader) {
        let output = try PipeReader()
        let program = try RunningProgram(
            Tiny.command(options + ["--", "sh", "-c", script]), output: .descriptor(output.writingEnd))
        output.closeWritingEnd()
        try #require(output.waitFor("ready"), "\(output.text)")
        return (program, output)
    }

    @Test("SIGINT reaches the command, which may take it as it likes")
    func interrupt() throws {
        let (program, output) = try start("trap 'echo caught; exit 9' INT; echo ready; while :; do sleep 1; done")
        program.send(SIGINT)
        #expect(output.waitFor("caught"))
        #expect(program.wait() == 9)
    }

    @Test("a second SIGINT is final")
    func secondInterrupt() throws {
        let (program, _) = try start("trap '' INT; echo ready; sleep 100")
        program.send(SIGINT)
        sleep(2)
        #expect(program.descendants.count == 1)
        program.send(SIGINT)
        #expect(program.wait(seconds: 30) == 130)
    }

    @Test("SIGTERM ends the command; one that does not heed it has some seconds, even with a long timeout")
    func terminate() throws {
        let (program, _) = try start("echo ready; exec sleep 100")
        program.send(SIGTERM)
        #expect(program.wait(seconds: 30) == 143)
        let (stubborn, _) = try start("trap '' TERM; echo ready; sleep 100", ["--timeout", "600"])
        stubborn.send(SIGTERM)
        #expect(stubborn.wait(seconds: 40) == 143)
    }

    @Test("a signal while the guest boots ends it")
    func early() throws {
        let program = try RunningProgram(Tiny.command(["--", "sleep", "100"]))
        #expect(RunningProgram.wait { !program.descendants.isEmpty })
        program.send(SIGTERM)
        #expect(program.wait(seconds: 30) == 143)
    }

    @Test("QEMU and its file servers end with tinyvm, even when it is killed")
    func kill() throws {
        let directory = try TemporaryDirectory("killed")
        let (program, _) = try start("echo ready; sleep 100", ["--share", directory.path])
        let processes = program.descendants
        #expect(processes.count >= 2)
        program.send(SIGKILL)
        #expect(program.wait() == 137)
        let areGone = RunningProgram.wait(seconds: 30) { !processes.contains(where: RunningProgram.isAlive) }
        #expect(areGone)
    }

    @Test("runs in a row leave no process and no file but the kernel, and the template, in the cache")
    func nothingIsLeft() throws {
        let directory = try TemporaryDirectory("traces")
        for name in ["tmp", "cache", "home", "work"] {
            try FileManager.default.createDirectory(atPath: directory(name), withIntermediateDirectories: false)
        }
        let environment = [
            "TMPDIR": directory("tmp"), "XDG_CACHE_HOME": directory("cache"), "HOME": directory("home"),
            "SWIFT_VIRT_MARK": directory.path,
        ]
        for run in 0..<(SeededGenerator.isSoaking ? 200 : 3) {
            let arguments = run % 3 == 1 ? ["--timeout", "1", "--", "sleep", "9"] : ["--", "true"]
            let result = try Program.run(
                Tiny.command(arguments), environment: environment, directory: directory("work"))
            #expect(result.status == (run % 3 == 1 ? 124 : 0), "\(result.errorText)")
        }
        for name in ["tmp", "home", "work"] {
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory(name)) == [])
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory("cache")) == ["swift-virt"])
        let caches = Tiny.warm == "never" ? ["kernels"] : ["kernels", "templates"]
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory("cache/swift-virt")).sorted() == caches)
        if Tiny.warm != "never" {
            let templates = try FileManager.default.contentsOfDirectory(atPath: directory("cache/swift-virt/templates"))
            #expect(templates.count == 1 && templates.first?.hasPrefix(".") == false, "\(templates)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory("cache/swift-virt/kernels")).count == 1)
        let mark = Data("SWIFT_VIRT_MARK=\(directory.path)".utf8)
        let left = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { name in
            guard let process = Int32(name), RunningProgram.isAlive(process) else { return false }
            return FileManager.default.contents(atPath: "/proc/\(name)/environ")?.range(of: mark) != nil
        }
        #expect(left == [])
    }
}
