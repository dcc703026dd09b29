// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `virsh console` and the monitor's commands against a guest that runs.
@Suite(.enabled(if: GuestImage.isPossible && Program.areInstalled("virsh")), .timeLimit(.minutes(5)))
struct ConsoleCommandTests {
    private let daemon: RunningDaemon
    private let directory: TemporaryDirectory

    init() throws {
        daemon = try RunningDaemon("virtqemud")
        directory = try TemporaryDirectory("guest")
        let image = try GuestImage(GuestOnWire.shell, in: directory)
        let defined = try daemon.define(
            "guest", GuestOnWire.booting(image, "guest", devices: "<graphics type='vnc' port='-1' autoport='yes'/>"))
        try #require(defined.status == 0, "\(defined.errorText)")
        let started = try daemon.virsh("qemu", "start", "guest")
        try #require(started.status == 0, "\(started.errorText)")
    }

    private func console(_ terminal: PseudoTerminal, _ flags: [String] = []) throws -> RunningProgram {
        try RunningProgram(
            ["virsh", "-c", daemon.uri("qemu"), "console", "guest"] + flags, input: .terminal(terminal.path),
            output: .terminal(terminal.path), errors: .terminal(terminal.path), environment: ["LC_ALL": "C"])
    }

    @Test("virsh console shows a guest, carries what is typed, and keeps others out but by force")
    func console() throws {
        let first = try PseudoTerminal(rows: 24, columns: 80)
        let user = try console(first)
        #expect(first.waitFor("Connected to domain 'guest'"), "\(first.text)")
        let answers = RunningProgram.wait(seconds: 120) {
            first.type("echo $((6 * 7)) is it\r")
            return first.waitFor("42 is it", seconds: 3)
        }
        #expect(answers, "\(first.text)")
        let second = try PseudoTerminal(rows: 24, columns: 80)
        let loser = try console(second)
        #expect(second.waitFor("open already"), "\(second.text)")
        #expect(loser.wait(seconds: 20) == 1)
        let third = try PseudoTerminal(rows: 24, columns: 80)
        let winner = try console(third, ["--force"])
        #expect(third.waitFor("Connected to domain 'guest'"))
        // The first one's stream has ended, and its virsh with it.
        #expect(user.wait(seconds: 30) != nil)
        third.type("echo $((7 * 7)) too\r")
        #expect(third.waitFor("49 too"), "\(third.text)")
        // Control and ] leaves; the guest goes on.
        third.type("\u{1d}")
        #expect(winner.wait(seconds: 30) == 0)
        #expect(try daemon.virsh("qemu", "domstate", "guest").text.hasPrefix("running"))
        let fourth = try PseudoTerminal(rows: 24, columns: 80)
        let last = try console(fourth, ["--safe"])
        #expect(fourth.waitFor("Connected to domain 'guest'"))
        #expect(try daemon.virsh("qemu", "destroy", "guest").status == 0)
        #expect(last.wait(seconds: 30) != nil)
    }

    @Test("A console of a guest that is off, or that there is not, is refused")
    func refusals() throws {
        #expect(try daemon.virsh("qemu", "destroy", "guest").status == 0)
        let terminal = try PseudoTerminal(rows: 24, columns: 80)
        let off = try console(terminal)
        #expect(off.wait(seconds: 30) == 1)
        #expect(terminal.waitFor("not running"), "\(terminal.text)")
    }

    @Test("python-libvirt opens the screen and the console", .enabled(if: SystemPython.knowsLibvirt))
    func python() throws {
        let result = try daemon.python("test_guest", "qemu", ["VIRT_GUEST": "guest"])
        #expect(result.status == 0, "\(result.errorText)")
    }

    @Test(
        "QEMU's monitor answers in both languages, and tells what happens by name",
        .enabled(if: Program.areInstalled("stdbuf")))
    func monitor() throws {
        let json = try daemon.virsh("qemu", "qemu-monitor-command", "guest", #"{"execute":"query-status"}"#)
        #expect(json.status == 0 && json.text.contains(#""running":true"#), "\(json.text)\(json.errorText)")
        let human = try daemon.virsh("qemu", "qemu-monitor-command", "guest", "--hmp", "info status")
        #expect(human.text.contains("VM status: running"), "\(human.errorText)")
        let refused = try daemon.virsh("qemu", "qemu-monitor-command", "guest", #"{"execute":"make-coffee"}"#)
        #expect(refused.text.contains("CommandNotFound"), "\(refused.text)\(refused.errorText)")
        let output = try PipeReader()
        let listener = try RunningProgram(
            [
                "stdbuf", "-oL", "virsh", "-c", daemon.uri("qemu"), "qemu-monitor-event", "--regex", "--no-case",
                "--event", "^(stop|resume)$", "--loop", "--timeout", "120",
            ],
            output: .descriptor(output.writingEnd))
        let listens = try RunningProgram.wait {
            _ = try daemon.virsh("qemu", "suspend", "guest")
            _ = try daemon.virsh("qemu", "reset", "guest")
            _ = try daemon.virsh("qemu", "resume", "guest")
            return output.waitFor("event ", seconds: 1)
        }
        #expect(listens)
        #expect(output.waitFor("event RESUME at "))
        #expect(output.text.contains("for domain 'guest'"))
        #expect(!output.text.contains("RESET"))
        listener.send(SIGKILL)
        _ = listener.wait()
        let broken = try daemon.virsh("qemu", "qemu-monitor-event", "--regex", "--event", "(", "--timeout", "5")
        #expect(broken.status == 1 && broken.errorText.contains("no regular expression"), "\(broken.errorText)")
        let reader = try Program.run([
            "virsh", "-q", "-r", "-c", daemon.uri("qemu", readOnly: true), "qemu-monitor-command", "guest", "{}",
        ])
        #expect(reader.errorText.contains("read only access prevents virDomainQemuMonitorCommand"))
    }
}
