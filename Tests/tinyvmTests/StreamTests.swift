// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Standard input, output and error of the command are those of tinyvm, unchanged.
@Suite(.enabled(if: Tiny.canRun), .coldAndWarm) struct StreamTests {
    @Test("output and errors arrive apart and unchanged, and the status is the command's")
    func apart() throws {
        let result = try Tiny.run("--", "sh", "-c", "cat /bin/busybox; echo err >&2; exit 7")
        let busybox = try Data(contentsOf: URL(fileURLWithPath: try #require(Program.find("busybox"))))
        #expect(result.output == busybox)
        #expect(result.errorText == "err\n")
        #expect(result.status == 7)
    }

    @Test("input is piped in: megabytes of random bytes come back as they were")
    func roundTrip() throws {
        var random = SeededGenerator(seed: 7)
        let words = (0..<(SeededGenerator.isSoaking ? 50 : 10) << 17).map { _ in random.next() }
        let input = words.withUnsafeBytes { Data($0) }
        let result = try Tiny.run("--", "cat", input: input)
        #expect(result.status == 0)
        #expect(result.output == input)
        #expect(result.errorText == "")
    }

    @Test("a command that reads a part of its input ends in peace")
    func unreadInput() throws {
        let result = try Tiny.run("--", "head", "-c", "3", input: Data(repeating: 0x61, count: 5 << 20))
        #expect(result.text == "aaa" && result.status == 0 && result.errorText == "")
    }

    @Test("closed streams are empty ones", arguments: ["<&-", "<&- >&- 2>&-", "2>&-"])
    func closed(redirections: String) throws {
        let result = try Tiny.shell("tinyvm -- sh -c 'cat; echo out; echo err >&2; exit 5' \(redirections)")
        #expect(result.status == 5)
        #expect(result.text == (redirections.contains(">&- ") ? "" : "out\n"))
        #expect(result.errorText == (redirections.contains("2>") ? "" : "err\n"))
    }

    @Test("a reader that goes away ends the command by SIGPIPE, and tinyvm")
    func brokenPipe() throws {
        let result = try Tiny.shell("{ tinyvm -- yes; echo $? >&2; } | head -n 1")
        #expect(result.text == "y\n")
        #expect(result.errorText == "141\n")
    }

    @Test("a slow reader gets all output, though the guest was powered off meanwhile")
    func slowReader() throws {
        let result = try Tiny.shell(
            "{ tinyvm -- sh -c 'yes | head -c 200000; poweroff -f; sleep 9'; echo $? >&2; } | { sleep 5; wc -c; }")
        #expect(result.text == "200000\n")
        #expect(result.errorText.hasPrefix("tinyvm: The guest ended without telling the command's exit status"))
        #expect(result.errorText.hasSuffix("\n125\n"))
    }

    @Test("a slow reader gets all output, and tinyvm the status, though QEMU has gone meanwhile")
    func slowReaderAfterExit() throws {
        let pipe = try PipeReader()
        let errors = try PipeReader()
        let program = try RunningProgram(
            Tiny.command(["--", "sh", "-c", "yes | head -c 200000; echo end >&2; exit 3"]),
            output: .descriptor(pipe.writingEnd), errors: .descriptor(errors.writingEnd))
        pipe.closeWritingEnd()
        #expect(errors.waitFor("end"))
        sleep(2)
        let qemu = program.descendants
        #expect(qemu.count == 1)
        qemu.forEach { kill($0, SIGKILL) }
        sleep(1)
        #expect(pipe.readToEnd() == 200000)
        #expect(program.wait() == 3)
    }

    @Test("a full disk is told, not passed over")
    func full() throws {
        let result = try Tiny.shell("tinyvm -- echo hi >/dev/full")
        #expect(result.status == 125)
        #expect(
            result.errorText == """
                tinyvm: Cannot write what the command wrote to its standard output: No space left on device. \
                Make room, or send it elsewhere.

                """)
    }

    @Test("background processes of the command do not hold up its end")
    func orphans() throws {
        let result = try Tiny.run("--", "sh", "-c", "yes & sleep 100 & sleep 1; exit 3", seconds: 60)
        #expect(result.status == 3 && !result.timedOut)
        #expect(result.text.hasPrefix("y\n"))
    }

    @Test("memory is constant, however much the command writes")
    func memory() throws {
        let size = SeededGenerator.isSoaking ? 1 << 30 : 64 << 20
        let pipe = try PipeReader()
        let program = try RunningProgram(
            Tiny.command(["--", "head", "-c", "\(size)", "/dev/zero"]), output: .descriptor(pipe.writingEnd))
        pipe.closeWritingEnd()
        var peak = 0
        let count = pipe.readToEnd(seconds: SeededGenerator.isSoaking ? 900 : 100, keeping: false) { _ in
            peak = max(peak, program.peakMemoryInKiB ?? 0)
        }
        #expect(count == size)
        #expect(program.wait() == 0)
        #expect(peak > 0 && peak < 64 << 10, "\(peak) KiB")
    }
}
