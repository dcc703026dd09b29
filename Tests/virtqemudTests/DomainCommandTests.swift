// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Program.areInstalled("virsh", "qemu-system-x86_64")))
struct DomainCommandTests {
    /// A machine without a disk, whose firmware finds nothing to start.
    private static func xml(_ name: String, _ uuid: String) -> String {
        """
        <domain type='qemu'>
          <name>\(name)</name>
          <uuid>\(uuid)</uuid>
          <memory unit='MiB'>32</memory>
          <vcpu>1</vcpu>
          <os><type arch='x86_64' machine='pc'>hvm</type></os>
          <on_poweroff>destroy</on_poweroff>
          <devices><emulator>/usr/bin/qemu-system-x86_64</emulator></devices>
        </domain>
        """
    }

    private static let uuid = "c7a5fdbd-edaf-9455-926a-d65c16db1809"

    private static func define(_ name: String, _ uuid: String = Self.uuid, on daemon: RunningDaemon) throws {
        let file = try daemon.root.write("\(name).xml", xml(name, uuid))
        let result = try daemon.virsh("qemu", "define", file)
        #expect(result.status == 0, "\(result.errorText)")
    }

    @Test("virsh defines, lists, describes, renames and removes a domain that is off")
    func definitions() throws {
        let daemon = try RunningDaemon("virtqemud")
        try Self.define("one", on: daemon)
        #expect(try daemon.virsh("qemu", "list", "--all", "--name").text.contains("one"))
        #expect(try daemon.virsh("qemu", "list", "--name").text.contains("one") == false)
        #expect(try daemon.virsh("qemu", "domuuid", "one").text.contains(Self.uuid))
        #expect(try daemon.virsh("qemu", "domname", Self.uuid).text.contains("one"))
        #expect(try daemon.virsh("qemu", "domstate", "--reason", "one").text.hasPrefix("shut off (unknown)"))
        #expect(try daemon.virsh("qemu", "dumpxml", "one").text.contains("<uuid>\(Self.uuid)</uuid>"))
        let info = try daemon.virsh("qemu", "dominfo", "one")
        #expect(info.text.contains("Max memory:     32768 KiB"), "\(info.text)\(info.errorText)")
        #expect(info.text.contains("Persistent:     yes"))
        #expect(try daemon.virsh("qemu", "autostart", "one").status == 0)
        #expect(try daemon.virsh("qemu", "dominfo", "one").text.contains("Autostart:      enable"))
        #expect(try daemon.virsh("qemu", "desc", "one", "--title", "First").status == 0)
        #expect(try daemon.virsh("qemu", "desc", "one", "--title").text.contains("First"))
        #expect(try daemon.virsh("qemu", "domrename", "one", "two").status == 0)
        #expect(try daemon.virsh("qemu", "domid", "two").text.hasPrefix("-"))
        #expect(access(daemon.root("etc/libvirt/qemu/two.xml"), F_OK) == 0)
        #expect(try daemon.virsh("qemu", "undefine", "two").status == 0)
        let gone = try daemon.virsh("qemu", "dominfo", "two")
        #expect(gone.status == 1)
        #expect(gone.errorText.contains("Domain not found") || gone.errorText.contains("failed to get domain 'two'"))
    }

    @Test("A broken document is refused, and the connection goes on")
    func brokenDocument() throws {
        let daemon = try RunningDaemon("virtqemud")
        for text in ["<domain", "<domain type='qemu'/>", "<domain type='qemu'><name>x</name><nonsense/></domain>"] {
            let result = try daemon.virsh("qemu", "define", try daemon.root.write("broken.xml", text))
            #expect(result.status == 1)
        }
        #expect(try daemon.virsh("qemu", "list", "--all").status == 0)
    }

    @Test("A domain is started, paused, resumed, reset and destroyed, and its events are told")
    func lifecycle() throws {
        let daemon = try RunningDaemon("virtqemud")
        try Self.define("guest", on: daemon)
        let output = try PipeReader()
        let listener = try RunningProgram(
            ["stdbuf", "-oL", "virsh", "-c", daemon.uri("qemu"), "event", "--all", "--loop", "--timeout", "120"],
            output: .descriptor(output.writingEnd))
        // A title is changed until the listener tells of it, so that it is known to listen.
        let listens = try RunningProgram.wait {
            _ = try daemon.virsh("qemu", "desc", "guest", "--title", "t\(UInt32.random(in: 0 ... .max))")
            return output.waitFor("event ", seconds: 1)
        }
        #expect(listens)
        for (command, state) in [
            ("start", "running"), ("suspend", "paused"), ("resume", "running"), ("reset", "running"),
            ("destroy", "shut off"),
        ] {
            let result = try daemon.virsh("qemu", command, "guest")
            #expect(result.status == 0, "\(command): \(result.errorText)")
            #expect(try daemon.virsh("qemu", "domstate", "guest").text.hasPrefix(state))
        }
        #expect(output.waitFor("Stopped Destroyed"))
        for event in ["Started Booted", "Suspended Paused", "Resumed Unpaused"] {
            #expect(output.text.contains("event 'lifecycle' for domain 'guest': \(event)"))
        }
        listener.send(SIGKILL)
        _ = listener.wait()
        let twice = try daemon.virsh("qemu", "destroy", "guest")
        #expect(twice.errorText.contains("Requested operation is not valid"))
    }

    @Test(
        "A machine outlives its daemon, however that ends, and the next one is in control of it",
        arguments: [SIGTERM, SIGKILL])
    func restart(_ signal: Int32) throws {
        let first = try RunningDaemon("virtqemud")
        try Self.define("guest", on: first)
        let started = try first.virsh("qemu", "start", "guest")
        #expect(started.status == 0, "\(started.errorText)")
        let before = RunningProgram.emulators(below: first.root.path)
        #expect(before.count == 1)
        first.program.send(signal)
        _ = first.program.wait(seconds: 30)
        #expect(RunningProgram.emulators(below: first.root.path) == before)
        let second = try RunningDaemon("virtqemud", root: first.root)
        #expect(
            RunningProgram.wait { (try? second.virsh("qemu", "domstate", "guest").text.hasPrefix("running")) == true })
        #expect(RunningProgram.emulators(below: second.root.path) == before)
        #expect(try second.virsh("qemu", "destroy", "guest").status == 0)
        #expect(RunningProgram.wait { RunningProgram.emulators(below: second.root.path).isEmpty })
        #expect(try second.virsh("qemu", "list", "--all", "--name").text.contains("guest"))
    }

    @Test("A daemon with a machine that runs does not end when it is idle")
    func idle() throws {
        let daemon = try RunningDaemon("virtqemud", ["--timeout", "1"])
        let file = try daemon.root.write("guest.xml", Self.xml("guest", Self.uuid))
        let created = try daemon.virsh("qemu", "create", file)
        #expect(created.status == 0, "\(created.errorText)")
        Thread.sleep(forTimeInterval: 4)
        #expect(RunningProgram.isAlive(daemon.program.identifier))
        #expect(try daemon.virsh("qemu", "destroy", "guest").status == 0)
        #expect(daemon.program.wait(seconds: 30) == 0)
    }
}
