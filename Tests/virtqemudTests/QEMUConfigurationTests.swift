// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What `qemu.conf` sets.
@Suite(.enabled(if: Program.areInstalled("virsh", "qemu-system-x86_64", "qemu-img")), .timeLimit(.minutes(5)))
struct QEMUConfigurationTests {
    /// A daemon that finds a `qemu.conf`.
    private static func daemon(_ text: String) throws -> RunningDaemon {
        let root = try TemporaryDirectory("virtqemud")
        try root.write("etc/libvirt/qemu.conf", text)
        return try RunningDaemon("virtqemud", root: root)
    }

    @Test("Keys that mean something are honoured; others are told of by line")
    func keys() throws {
        let daemon = try Self.daemon(
            """
            vnc_listen = "127.0.0.2"
            remote_display_port_min = 6907
            stdio_handler = "file"
            save_image_format = "lzop"
            coffee = 1
            nvram = [ "/a:/b" ]
            remote_websocket_port_min = 6707
            """)
        let vnc = GuestOnWire.idle("vnc", devices: "<graphics type='vnc' port='-1' autoport='yes' websocket='-1'/>")
        #expect(try daemon.define("vnc", vnc).status == 0)
        let started = try daemon.virsh("qemu", "start", "vnc")
        #expect(started.status == 0, "\(started.errorText)")
        let running = try daemon.virsh("qemu", "dumpxml", "vnc").text
        #expect(running.contains(" port='6907'") && running.contains("127.0.0.2"), "\(running)")
        #expect(running.contains(" websocket='6707'"), "\(running)")
        #expect(try daemon.virsh("qemu", "destroy", "vnc").status == 0)
        #expect(daemon.output.contains("qemu.conf, line 4: 'save_image_format' has no effect with this value"))
        #expect(daemon.output.contains("qemu.conf, line 5: 'coffee' is not known"))
        #expect(
            !daemon.output.contains("line 3") && !daemon.output.contains("line 6") && !daemon.output.contains("line 7"))
    }

    @Test(
        "A file that cannot be, or names a user that there is not, keeps the daemon from starting, with its line",
        arguments: [
            ("user = 5", "Line 1: 'user' wants a text in quotes."), ("\nvnc_tls = 2", "Line 2: 'vnc_tls' wants"),
            ("nvram = [ \"a\" ]", "\"/LOADER:/TEMPLATE\""), ("user = \"nobody-here\"", "no user 'nobody-here'"),
            (
                "remote_websocket_port_min = 7000\nremote_websocket_port_max = 6000",
                "Line 1: 'remote_websocket_port_min' is greater than"
            ),
        ])
    func broken(_ text: String, _ reason: String) throws {
        if getuid() != 0, reason.contains("nobody-here") {
            return print("SKIPPING: only root's daemon looks at 'user'")
        }
        let root = try TemporaryDirectory("virtqemud")
        try root.write("etc/libvirt/qemu.conf", text)
        let result = try Program.run([Program.built("virtqemud"), "--root", root.path], seconds: 30)
        #expect(result.status == 1)
        #expect(result.errorText.contains(reason), "\(result.errorText)")
    }

    @Test(
        "SIGHUP has later starts heed the file; machines that run keep what they have, and a broken file changes nothing"
    )
    func reload() throws {
        let daemon = try Self.daemon("vnc_listen = \"127.0.0.2\"\nremote_display_port_min = 6917\n")
        func read(_ text: String, until word: String) throws {
            try daemon.root.write("etc/libvirt/qemu.conf", text)
            daemon.program.send(SIGHUP)
            #expect(RunningProgram.wait(seconds: 20) { daemon.output.contains(word) }, "\(daemon.output)")
        }
        func screen(_ name: String) throws -> String {
            String(
                try daemon.virsh("qemu", "dumpxml", name).text.split(separator: "\n").first { $0.contains("<graphics") }
                    ?? "")
        }
        let device = "<graphics type='vnc' port='-1' autoport='yes'/>"
        for name in ["old", "new"] {
            #expect(try daemon.define(name, GuestOnWire.idle(name, devices: device)).status == 0)
        }
        #expect(try daemon.virsh("qemu", "start", "old").status == 0)
        try read(
            "vnc_listen = \"127.0.0.3\"\nremote_display_port_min = 6927\ncoffee = 1\n",
            until: "qemu.conf, line 3: 'coffee' is not known")
        #expect(try daemon.virsh("qemu", "start", "new").status == 0)
        #expect(try screen("new").contains("port='6927'") && screen("new").contains("listen='127.0.0.3'"))
        #expect(try screen("old").contains("port='6917'") && screen("old").contains("listen='127.0.0.2'"))

        try read(
            "vnc_listen = 5\nremote_display_port_min = 6937\n", until: "Line 1: 'vnc_listen' wants a text in quotes.")
        #expect(daemon.output.contains("The settings of QEMU stay as they were."))
        #expect(try daemon.virsh("qemu", "destroy", "new").status == 0)
        #expect(try daemon.virsh("qemu", "start", "new").status == 0)
        #expect(try screen("new").contains("port='6927'") && screen("new").contains("listen='127.0.0.3'"))
        if getuid() == 0 {
            try read("user = \"+12345\"\n", until: "takes effect when the daemon starts anew")
            // Without a word of it, it is as it is usually.
            #expect(try daemon.virsh("qemu", "destroy", "new").status == 0)
            #expect(try daemon.virsh("qemu", "start", "new").status == 0)
            #expect(try screen("new").contains("listen='127.0.0.1'"))
        }
        for name in ["old", "new"] { #expect(try daemon.virsh("qemu", "destroy", name).status == 0) }
    }

    @Test(
        "QEMU runs as its own user, gets its image handed over and gives it back, after a crash of the daemon too",
        .enabled(if: getuid() == 0), arguments: [true, false])
    func owner(_ survives: Bool) throws {
        let first = try Self.daemon("user = \"+12345\"\ngroup = \"+12345\"\n")
        let image = first.root("disk.raw")
        #expect(try Program.run(["qemu-img", "create", "-f", "raw", image, "1M"]).status == 0)
        #expect(chmod(image, 0o600) == 0)
        let disk = "<disk type='file'><source file='\(image)'/><target dev='hda' bus='ide'/></disk>"
        #expect(try first.define("owned", GuestOnWire.idle("owned", devices: disk)).status == 0)
        let started = try first.virsh("qemu", "start", "owned")
        #expect(started.status == 0, "\(started.errorText)")
        let process = try #require(RunningProgram.emulators(below: first.root.path).first)
        #expect(GuestOnWire.user(of: process) == 12345)
        var status = stat()
        #expect(stat(image, &status) == 0 && status.st_uid == 12345)
        var last = first
        if !survives {
            first.program.send(SIGKILL)
            _ = first.program.wait()
            last = try RunningDaemon("virtqemud", root: first.root)
        }
        let destroyed = try last.virsh("qemu", "destroy", "owned")
        #expect(destroyed.status == 0, "\(destroyed.errorText)")
        #expect(stat(image, &status) == 0 && status.st_uid == 0)
    }

    @Test(
        "With dynamic_ownership = 0 an image stays as it is, and QEMU says why it cannot open it",
        .enabled(if: getuid() == 0))
    func fixedOwner() throws {
        let daemon = try Self.daemon("user = \"+12345\"\ngroup = \"+12345\"\ndynamic_ownership = 0\n")
        let image = daemon.root("disk.raw")
        #expect(try Program.run(["qemu-img", "create", "-f", "raw", image, "1M"]).status == 0)
        #expect(chmod(image, 0o600) == 0)
        let disk = "<disk type='file'><source file='\(image)'/><target dev='hda' bus='ide'/></disk>"
        #expect(try daemon.define("fixed", GuestOnWire.idle("fixed", devices: disk)).status == 0)
        let refused = try daemon.virsh("qemu", "start", "fixed")
        #expect(refused.status == 1 && refused.errorText.contains("Permission denied"), "\(refused.errorText)")
        var status = stat()
        #expect(stat(image, &status) == 0 && status.st_uid == 0)
    }

    @Test("Domains start with the host once, and not with each start of the daemon")
    func autostart() throws {
        let root = try TemporaryDirectory("virtqemud")
        do {
            let daemon = try RunningDaemon("virtqemud", root: root)
            for name in ["one", "two", "three"] { #expect(try daemon.define(name, GuestOnWire.idle(name)).status == 0) }
            for name in ["one", "three"] { #expect(try daemon.virsh("qemu", "autostart", name).status == 0) }
            // Nothing was to be started when it came, and what it is to start next time does not start now.
            #expect(try daemon.virsh("qemu", "list", "--name").text.split(separator: "\n").isEmpty)
        }
        // As after a boot.
        unlink(root("run/libvirt/qemu/autostarted"))
        do {
            let daemon = try RunningDaemon("virtqemud", root: root)
            // One that is on its way is listed, too, and does not survive the daemon.
            let both = RunningProgram.wait {
                let running = try? daemon.virsh("qemu", "list", "--name", "--state-running").text
                return running?.split(separator: "\n").sorted() == ["one", "three"]
            }
            #expect(both, "\(daemon.output)")
            #expect(try daemon.virsh("qemu", "destroy", "one").status == 0)
        }
        let daemon = try RunningDaemon("virtqemud", root: root)
        #expect(try daemon.virsh("qemu", "list", "--name").text.split(separator: "\n") == ["three"])
        Thread.sleep(forTimeInterval: 2)
        #expect(try daemon.virsh("qemu", "list", "--name").text.split(separator: "\n") == ["three"])
        #expect(try daemon.virsh("qemu", "destroy", "three").status == 0)
    }
}
