// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A daemon that is killed at any instant, while a client works.
@Suite(
    .enabled(if: Program.areInstalled("virsh", "qemu-system-x86_64", "stdbuf")), .timeLimit(.minutes(20)))
struct SurvivalTests {
    /// How often it is killed.
    private static let rounds = Environment.isSoak ? 60 : 4
    private static let running = (0..<10).map { "vm\($0)" }
    private static let off = "off"

    /// What the client does again and again, until it has nobody to do it with.
    private static func work(_ root: TemporaryDirectory, _ round: Int) throws -> String {
        var commands: [String] = []
        for step in 0..<200 {
            let name = running[step % running.count]
            commands += [
                "suspend \(name)", "resume \(name)", "desc \(name) --title r\(round)s\(step)",
                "desc \(off) --title r\(round)s\(step)", "dumpxml \(name)", "define \(root("new.xml"))",
                "undefine new",
            ]
        }
        return commands.joined(separator: "; ")
    }

    @Test(
        "Machines live on with their state and reason, definitions are whole, and events come, however often the daemon is killed"
    )
    func kills() throws {
        var daemon = try RunningDaemon("virtqemud")
        let root = daemon.root
        try root.write("new.xml", GuestOnWire.idle("new"))
        for name in Self.running + [Self.off] {
            #expect(try daemon.define(name, GuestOnWire.idle(name)).status == 0)
        }
        for name in Self.running {
            let started = try daemon.virsh("qemu", "start", name)
            try #require(started.status == 0, "\(started.errorText)")
        }
        let emulators = RunningProgram.emulators(below: root.path)
        #expect(emulators.count == Self.running.count)
        for round in 0..<Self.rounds {
            let worker = try RunningProgram(["virsh", "-q", "-c", daemon.uri("qemu"), try Self.work(root, round)])
            usleep(UInt32.random(in: 200_000...1_500_000))
            daemon.program.send(SIGKILL)
            // It has lost its connection, and what is left of its commands fails.
            worker.send(SIGKILL)
            _ = worker.wait()
            daemon = try daemon.replaced("qemu")
            try check(daemon, emulators, round)
        }
        for name in Self.running { #expect(try daemon.virsh("qemu", "destroy", name).status == 0) }
        #expect(RunningProgram.wait { RunningProgram.emulators(below: root.path).isEmpty })
    }

    private func check(_ daemon: RunningDaemon, _ emulators: [pid_t], _ round: Int) throws {
        #expect(RunningProgram.emulators(below: daemon.root.path) == emulators)
        let names = Set(
            try daemon.virsh("qemu", "list", "--all", "--name").text.split(separator: "\n").map(String.init))
        #expect(names.subtracting(["new"]) == Set(Self.running + [Self.off]), "round \(round): \(daemon.output)")
        #expect(
            try Set(daemon.virsh("qemu", "list", "--name").text.split(separator: "\n").map(String.init))
                == Set(Self.running), "round \(round): \(daemon.output)")
        for name in Self.running {
            let state = try daemon.virsh("qemu", "domstate", "--reason", name).text
            let truth = try daemon.virsh("qemu", "qemu-monitor-command", name, #"{"execute":"query-status"}"#).text
            let isRunning = truth.contains(#""running":true"#)
            // It was told at its start, or by the last command, why.
            let expected = isRunning ? ["running (booted)", "running (unpaused)"] : ["paused (user)"]
            #expect(expected.contains { state.hasPrefix($0) }, "round \(round): \(state) \(truth)")
        }
        for name in names {
            let path = daemon.root("etc/libvirt/qemu/\(name).xml")
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.contains("<domain type=") && text.hasSuffix("</domain>\n"), "\(path): \(text)")
            #expect(try daemon.virsh("qemu", "dumpxml", "--inactive", name).text.contains("<name>\(name)</name>"))
        }
        #expect(!daemon.output.contains("cannot be read"), "\(daemon.output)")
        try checkEvents(daemon)
    }

    /// A client that connects again hears of what happens to each machine.
    private func checkEvents(_ daemon: RunningDaemon) throws {
        let output = try PipeReader()
        let listener = try RunningProgram(
            [
                "stdbuf", "-oL", "virsh", "-c", daemon.uri("qemu"), "event", "--event", "lifecycle", "--loop",
                "--timeout", "60",
            ],
            output: .descriptor(output.writingEnd))
        let commands = Self.running.flatMap { ["suspend \($0)", "resume \($0)"] }.joined(separator: "; ")
        var unheard = Self.running
        // It may not listen yet.
        let hears = try RunningProgram.wait {
            _ = try daemon.virsh("qemu", commands)
            unheard.removeAll { name in
                output.waitFor("event 'lifecycle' for domain '\(name)': Resumed Unpaused", seconds: 1)
            }
            return unheard.isEmpty
        }
        #expect(hears, "\(unheard): \(output.text)")
        listener.send(SIGKILL)
        _ = listener.wait()
    }
}
