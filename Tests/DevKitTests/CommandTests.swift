// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import DevKit

@Suite struct CommandTests {
    @Test("a status comes back as a shell counts it", arguments: [("exit 7", 7), ("kill -9 $$", 137), ("true", 0)])
    func status(script: String, status: Int32) throws {
        #expect(try Command("sh", ["-c", script]).run().status == status)
    }

    @Test("directory, variables and output arrive")
    func surroundings() throws {
        let directory = try TemporaryDirectory()
        let (outcome, text) = try Command("sh", ["-c", "pwd; echo $WORD; cat"]).in(FilePath(directory.path))
            .with(["WORD": "two words"]).capture()
        #expect(outcome.succeeded)
        #expect(text == "\(directory.path)\ntwo words\n")
    }

    @Test("more output than a pipe holds is captured")
    func large() throws {
        let (_, text) = try Command("sh", ["-c", "head -c 300000 /dev/zero | tr '\\0' x"]).capture()
        #expect(text.utf8.count == 300_000)
    }

    @Test("a program that is not there is named")
    func missing() {
        #expect(throws: DevError("Cannot run 'no-such-program': it is not installed, or not in PATH.")) {
            try Command("no-such-program").run()
        }
    }

    @Test("lines of both streams are shown as they come, also one without an end")
    func relay() throws {
        var lines: [String] = []
        let outcome = try Command("sh", ["-c", "printf 'a\\n\\nb'; printf 'c\\n' >&2"]).relay { lines.append($0) }
        #expect(outcome.succeeded)
        #expect(lines.sorted() == ["a", "b", "c"])
    }

    @Test("a program that takes too long is ended")
    func limit() throws {
        let outcome = try Command("sleep", ["60"]).relay(limit: .milliseconds(200)) { _ in }
        #expect(outcome.timedOut)
        #expect(outcome.status == 128 + 15)
    }

    @Test("what the program started is ended with it")
    func grandchildren() throws {
        var lines: [String] = []
        // The shell waits, and does not pass the signal on.
        let outcome = try Command("sh", ["-c", "trap '' TERM; sh -c 'echo $$; exec sleep 60'; true"])
            .relay(limit: .milliseconds(500)) { lines.append($0) }
        #expect(outcome.timedOut)
        let grandchild = try #require(lines.first.flatMap { pid_t($0) })
        // Whoever takes orphans in takes its status too, in its own time; until then there is a zombie (proc(5)).
        var state = "?"
        for _ in 0..<100 where state != "gone" && state != "Z" {
            let text = try? String(contentsOfFile: "/proc/\(grandchild)/stat", encoding: .utf8)
            state = text?.split(separator: ")").last?.split(separator: " ").first.map(String.init) ?? "gone"
            usleep(50_000)
        }
        #expect(state == "gone" || state == "Z")
    }

    @Test("memory and processor time are measured")
    func usage() throws {
        let outcome = try Command("sh", ["-c", "x=$(head -c 60000000 /dev/zero | tr '\\0' x); test ${#x} = 60000000"])
            .measure()
        #expect(outcome.succeeded)
        #expect(outcome.peakMemoryInKiB > 57_000)
        #expect(outcome.processorTime > .zero)
        #expect(outcome.wallTime > .zero)
    }

    @Test("no descriptor of ours reaches a child")
    func descriptors() throws {
        let pipe = try Pipe()
        defer { pipe.close() }
        let (_, text) = try Command("sh", ["-c", "test -e /proc/self/fd/\(pipe.reading.rawValue) || echo gone"])
            .capture()
        #expect(text == "gone\n" || pipe.reading.rawValue < 3)
    }

    @Test(
        "commands are shown as a shell reads them",
        arguments: [
            ("plain-1", "plain-1"), ("", "''"), ("two words", "'two words'"), ("it's", "'it'\\''s'"), ("$x", "'$x'"),
        ])
    func quoting(word: String, quoted: String) throws {
        #expect(Command("echo", [word]).shellText == "echo \(quoted)")
        #expect(try Command("sh", ["-c", "printf %s \(quoted)"]).capture().text == word)
    }

    @Test("without standard streams a program of ours still works")
    func closedStreams() throws {
        let result = try Program.run(["sh", "-c", "\(Program.built("dev")) --help <&- 2>&-"])
        #expect(result.status == 0)
        #expect(result.text.contains("USAGE: dev <subcommand>"))
    }
}
