// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The shell on a terminal of the caller.
@Suite(.enabled(if: Tiny.canRun), .coldAndWarm) struct TerminalTests {
    private func start(_ terminal: PseudoTerminal, _ arguments: [String] = []) throws -> RunningProgram {
        try RunningProgram(
            Tiny.command(arguments), input: .terminal(terminal.path), output: .terminal(terminal.path),
            errors: .terminal(terminal.path))
    }

    @Test("the shell has a prompt, the terminal's size, job control and Ctrl-C, and gives the terminal back")
    func shell() throws {
        let terminal = try PseudoTerminal(rows: 33, columns: 101)
        let settings = terminal.settings
        let program = try start(terminal)
        // While the guest boots: the size has to reach the command all the same.
        usleep(300_000)
        terminal.resize(rows: 34, columns: 102)
        #expect(terminal.waitFor("# "), "\(terminal.text)")
        #expect(terminal.settings != settings)
        terminal.type("stty size\n")
        #expect(terminal.waitFor("34 102\r\n"), "\(terminal.text)")
        terminal.resize(rows: 40, columns: 120)
        terminal.type("sleep 1; stty size\n")
        #expect(terminal.waitFor("40 120\r\n"), "\(terminal.text)")
        terminal.type("echo be''fore; sleep 100\n")
        #expect(terminal.waitFor("before\r\n"))
        sleep(1)
        terminal.type("\u{3}")
        #expect(terminal.waitFor("# "))
        terminal.type("echo status=$?; tty; sleep 50 &\n")
        #expect(terminal.waitFor("status=130\r\n/dev/pts/0\r\n"), "\(terminal.text)")
        terminal.type("exit 3\n")
        #expect(program.wait() == 3, "\(terminal.text)")
        #expect(terminal.settings == settings)
        #expect(!terminal.text.contains("job control") && !terminal.text.contains("tinyvm:"))
    }

    @Test("Ctrl-] three times ends the VM and gives the terminal back")
    func escape() throws {
        let terminal = try PseudoTerminal(rows: 24, columns: 80)
        let settings = terminal.settings
        let program = try start(terminal, ["--", "sh", "-c", "echo st''arted; sleep 100"])
        #expect(terminal.waitFor("started"), "\(terminal.text)")
        terminal.type("\u{1d}\u{1d}\u{1d}")
        #expect(program.wait() == 130)
        #expect(terminal.settings == settings)
    }

    @Test("a terminal that is asked for is there without one of the caller, and binary input does not end it")
    func always() throws {
        let result = try Tiny.run(
            "--tty", "always", "--", "sh", "-c", "tty; stty -echo; echo ready; head -n 1 | wc -c; exit 4",
            input: Data("\u{1d}\u{1d}\u{1d}\n".utf8))
        #expect(result.status == 4)
        #expect(result.text.contains("/dev/pts/0\r\n") && result.text.contains("4\r\n"), "\(result.text)")
    }
}
