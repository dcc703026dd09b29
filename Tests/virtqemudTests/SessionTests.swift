// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Daemons of one user, who is not root.
@Suite(
    .serialized, .enabled(if: PrivateUser.isPossible && Program.areInstalled("virsh", "qemu-system-x86_64")),
    .timeLimit(.minutes(5)))
struct SessionTests {
    private let user: PrivateUser

    init() throws { user = try PrivateUser("session") }

    /// Runs virsh as the user types it; daemons are found beside the tests.
    private func virsh(_ words: String..., uri: String = "qemu:///session") throws -> ProgramResult {
        let daemons = (Program.built("virtqemud") as NSString).deletingLastPathComponent
        return try user.run(
            ["virsh", "-q", "-c", uri] + words,
            environment: ["VIRTD_PATH": daemons, "LIBVIRTD_PATH": daemons, "LC_ALL": "C"])
    }

    /// Has libvirt's client look for the driver's own daemon, where Debian's looks for libvirtd's socket.
    private func setDirectMode() throws {
        try user.directory.write("config/libvirt/libvirt.conf", "remote_mode = \"direct\"\n")
        if getuid() == 0 { _ = try Program.run(["chown", "-R", "65534:65534", user.directory("config")]) }
    }

    private var processID: pid_t? { processID(of: "virtqemud") }

    private func processID(of daemon: String) -> pid_t? {
        let path = user.directory("run/libvirt/\(daemon).pid")
        return (try? String(contentsOfFile: path, encoding: .utf8)).flatMap { pid_t($0.filter(\.isNumber)) }
    }

    private func end() {
        guard let process = processID else { return }
        kill(process, SIGTERM)
        #expect(RunningProgram.wait { !RunningProgram.isAlive(process) || processID == nil })
    }

    @Test("virsh -c qemu:///session starts the daemon, works, and the daemon's machines are the user's")
    func onDemand() throws {
        try setDirectMode()
        let first = try virsh("list", "--all")
        #expect(first.status == 0, "\(first.errorText)")
        let process = try #require(processID)
        #expect(RunningProgram.isAlive(process))
        #expect(try virsh("uri").text.contains("qemu:///session"))
        let file = user.directory("home/one.xml")
        try Data(GuestOnWire.idle("one").utf8).write(to: URL(fileURLWithPath: file))
        let defined = try virsh("define", file)
        #expect(defined.status == 0, "\(defined.errorText)")
        #expect(access(user.directory("config/libvirt/qemu/one.xml"), F_OK) == 0)
        let started = try virsh("start", "one")
        #expect(started.status == 0, "\(started.errorText)")
        let emulator = try #require(RunningProgram.emulators(below: user.directory.path).first)
        #expect(GuestOnWire.user(of: emulator) == GuestOnWire.user(of: process))
        // The machine outlives the daemon, and the next command starts another one, which knows it.
        end()
        #expect(RunningProgram.isAlive(emulator))
        #expect(try virsh("domstate", "one").text.hasPrefix("running"))
        #expect(processID != process)
        let destroyed = try virsh("destroy", "one")
        #expect(destroyed.status == 0, "\(destroyed.errorText)")
        let capabilities = try virsh("capabilities")
        #expect(capabilities.text.contains("qemu-system-x86_64"), "\(capabilities.errorText)")
        end()
    }

    @Test("What is marked for it starts with the daemon of a new session, and not with a later daemon of the same one")
    func autostart() throws {
        try setDirectMode()
        let file = user.directory("home/one.xml")
        try Data(GuestOnWire.idle("one").utf8).write(to: URL(fileURLWithPath: file))
        let defined = try virsh("define", file)
        #expect(defined.status == 0, "\(defined.errorText)")
        #expect(try virsh("autostart", "one").status == 0)
        end()
        #expect(try virsh("domstate", "one").text.hasPrefix("shut off"))
        end()
        // The directory goes with the last login, and comes with the next one.
        try FileManager.default.removeItem(atPath: user.directory("run/libvirt"))
        #expect(try virsh("list", "--all", "--name").text.contains("one"))
        let isRunning = RunningProgram.wait { (try? virsh("domstate", "one").text.hasPrefix("running")) == true }
        #expect(isRunning)
        #expect(try virsh("destroy", "one").status == 0)
        end()
    }

    @Test(
        "A disk's key that one connection has stored opens it: the daemon of secrets starts by itself, and both go when idle"
    )
    func secrets() throws {
        try setDirectMode()
        let uuid = "6695eb01-f6a4-8304-79aa-97f2502e193f"
        let image = user.directory("home/disk.luks")
        let made = try Program.makeEncryptedDisk(image, key: "open sesame") { try user.run($0) }
        try #require(made.status == 0, "\(made.errorText)")
        func write(_ name: String, _ text: String) throws -> String {
            try user.directory.write("home/\(name)", Data(text.utf8))
        }
        let secret = try write(
            "secret.xml",
            "<secret ephemeral='no' private='yes'><uuid>\(uuid)</uuid><usage type='volume'><volume>\(image)</volume></usage></secret>"
        )
        let stored = try virsh("secret-define", secret)
        #expect(stored.status == 0, "\(stored.errorText)")
        let keeper = try #require(processID(of: "virtsecretd"))
        #expect(try virsh("secret-list").text.contains(uuid))
        let value = try write("value", "open sesame")
        #expect(try virsh("secret-set-value", uuid, "--file", value, "--plain").status == 0)
        let disk = """
            <disk type='file'><driver name='qemu' type='raw'/><source file='\(image)'>
              <encryption format='luks'><secret type='passphrase' uuid='\(uuid)'/></encryption></source>
              <target dev='hda' bus='ide'/></disk>
            """
        let domain = try write("luks.xml", GuestOnWire.idle("luks", devices: disk))
        let created = try virsh("create", domain)
        #expect(created.status == 0, "\(created.errorText)")

        let machines = try #require(processID)
        func setTimeout(_ daemon: String) throws {
            let set = try user.run([
                "virt-admin", "-q", "-c", "\(daemon):///session", "daemon-timeout", "--timeout", "1",
            ])
            #expect(set.status == 0, "\(set.errorText)")
        }
        try setTimeout("virtsecretd")
        #expect(RunningProgram.wait { !RunningProgram.isAlive(keeper) })
        // One who opens a disk again has it started again.
        #expect(try virsh("destroy", "luks").status == 0)
        let again = try virsh("create", domain)
        #expect(again.status == 0, "\(again.errorText)")
        let second = try #require(processID(of: "virtsecretd"))
        // A machine that runs keeps its daemon; without one it goes too.
        try setTimeout("virtqemud")
        #expect(!RunningProgram.wait(seconds: 3) { !RunningProgram.isAlive(machines) })
        #expect(try virsh("destroy", "luks").status == 0)
        #expect(RunningProgram.wait { !RunningProgram.isAlive(machines) })
        try setTimeout("virtsecretd")
        #expect(RunningProgram.wait { !RunningProgram.isAlive(second) })
    }

    @Test("The system's daemon is closed to a user, and the client says so")
    func system() throws {
        guard getuid() == 0 else { return print("SKIPPING a test that needs a daemon of root's") }
        let daemon = try RunningDaemon("virtqemud")
        let refused = try virsh("list", uri: daemon.uri("qemu"))
        #expect(refused.status == 1)
        #expect(refused.errorText.contains("Permission denied"), "\(refused.errorText)")
    }

    @Test(
        "C libvirt finds the definitions that we wrote, and we those that it wrote",
        .enabled(if: Program.areInstalled("libvirtd")))
    func handover() throws {
        try setDirectMode()
        let uuid = "c7a5fdbd-edaf-9455-926a-d65c16db1809"
        let rich = GuestOnWire.idle(
            "ours", "<uuid>\(uuid)</uuid><title>A title</title>",
            devices: """
                <disk type='file'><driver name='qemu' type='raw'/><source file='/srv/a.raw'/>
                  <target dev='vda' bus='virtio'/></disk>
                <interface type='user'><mac address='52:54:00:12:34:56'/><model type='virtio'/></interface>
                <graphics type='vnc' port='-1' autoport='yes'/>
                """)
        let file = user.directory("home/ours.xml")
        try Data(rich.utf8).write(to: URL(fileURLWithPath: file))
        let defined = try virsh("define", file)
        #expect(defined.status == 0, "\(defined.errorText)")
        #expect(try virsh("autostart", "ours").status == 0)
        let before = try virsh("dumpxml", "ours", "--inactive").text
        end()

        // Nothing starts by itself here: it did, as far as C libvirt can tell.
        let libvirtd = try user.start(["libvirtd", "--timeout=120"])
        let socket = user.directory("run/libvirt/libvirt-sock")
        #expect(RunningProgram.wait { access(socket, F_OK) == 0 })
        let theirs = "qemu+unix:///session?socket=\(socket)"
        #expect(try virsh("list", "--all", "--name", uri: theirs).text.contains("ours"))
        let seen = try virsh("dumpxml", "ours", "--inactive", uri: theirs)
        #expect(seen.text == before, "\(seen.text)\(seen.errorText)")
        #expect(try virsh("dominfo", "ours", uri: theirs).text.contains("Autostart:      enable"))
        #expect(try virsh("autostart", "ours", "--disable", uri: theirs).status == 0)
        try Data(GuestOnWire.idle("theirs", "<description>of C libvirt</description>").utf8).write(
            to: URL(fileURLWithPath: file))
        let second = try virsh("define", file, uri: theirs)
        #expect(second.status == 0, "\(second.errorText)")
        let after = try virsh("dumpxml", "theirs", "--inactive", uri: theirs).text
        libvirtd.send(SIGTERM)
        _ = libvirtd.wait(seconds: 30)

        #expect(try virsh("list", "--all", "--name").text.split(separator: "\n") == ["ours", "theirs"])
        let back = try virsh("dumpxml", "theirs", "--inactive").text
        #expect(back == after, "\(back)")
        #expect(try virsh("dumpxml", "ours", "--inactive").text == before)
        #expect(try virsh("dominfo", "ours").text.contains("Autostart:      disable"))
        end()
    }
}
