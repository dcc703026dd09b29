// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Program.areInstalled("virsh", "qemu-system-x86_64")))
struct VirtQEMUDTests {
    @Test("virsh connects and learns about the connection and the machine")
    func virsh() throws {
        let daemon = try RunningDaemon("virtqemud")
        let version = try daemon.virsh("qemu", "version")
        #expect(version.status == 0, "\(version.errorText)")
        #expect(version.text.contains("Using API: QEMU 9.0.0"))
        #expect(version.text.contains("Running hypervisor: QEMU "))
        #expect(try daemon.virsh("qemu", "uri").text.contains(daemon.socket))
        let hostname = try Program.run(["uname", "-n"]).text
        #expect(try daemon.virsh("qemu", "hostname").text == hostname)
        #expect(
            try daemon.virsh("qemu", "nodeinfo").text.contains(
                "CPU(s):              \(ProcessInfo.processInfo.activeProcessorCount)"))
        for command in ["nodecpustats", "nodememstats", "freecell"] {
            let result = try daemon.virsh("qemu", command)
            #expect(result.status == 0, "\(command): \(result.errorText)")
        }
    }

    @Test("What is not served is refused by its name, and what belongs to other daemons as clients take it")
    func unserved() throws {
        let daemon = try RunningDaemon("virtqemud")
        let result = try daemon.virsh("qemu", "net-list")
        #expect(result.status == 1)
        #expect(
            result.errorText.contains(
                "this function is not supported by the connection driver: virConnectNumOfNetworks"))
    }

    @Test("An address of another driver is refused", arguments: ["lxc", "network"])
    func otherDriver(_ driver: String) throws {
        let daemon = try RunningDaemon("virtqemud")
        let result = try daemon.virsh(driver, "version")
        #expect(result.status == 1)
        #expect(result.errorText.contains("no connection driver available for \(driver):///system"))
    }

    @Test(
        "virt-admin sees servers and clients, sets limits, and disconnects",
        .enabled(if: Program.areInstalled("virt-admin")))
    func admin() throws {
        let daemon = try RunningDaemon("virtqemud")
        func admin(_ command: String...) throws -> ProgramResult {
            try Program.run(
                ["virt-admin", "-q", "-c", "virtqemud:///system?socket=\(daemon.adminSocket)"] + command,
                environment: ["LC_ALL": "C"])
        }
        #expect(try admin("srv-list").text.contains("virtqemud"))
        #expect(try admin("server-threadpool-info", "virtqemud").text.contains("maxWorkers     : 20"))
        #expect(try admin("srv-clients-set", "virtqemud", "--max-clients", "17").status == 0)
        #expect(try admin("srv-clients-info", "virtqemud").text.contains("nclients_max        : 17"))
        #expect(try admin("daemon-log-outputs").text.contains(":stderr"))
        #expect(try admin("daemon-log-filters", "--filters", "1:rpc 3:qemu").status == 0)
        #expect(try admin("daemon-log-filters").text.contains("1:rpc 3:qemu"))
        #expect(try admin("srv-list", "--nonsense").status == 1)
        #expect(try admin("server-threadpool-info", "nosuch").errorText.contains("Server not found"))

        let input = try PipeReader()
        let output = try PipeReader()
        let client = try RunningProgram(
            ["virsh", "-c", daemon.uri("qemu")], input: .descriptor(input.writingEnd),
            output: .descriptor(output.writingEnd))
        #expect(output.waitFor("virsh #") || output.text.contains("Type:"))
        let clients = try admin("srv-clients-list", "virtqemud").text
        let line = try #require(clients.split(separator: "\n").first { $0.contains("unix") })
        let number = try #require(line.split(separator: " ").first.map(String.init))
        let info = try admin("client-info", "virtqemud", number).text
        #expect(info.contains("unix_process_id: \(client.identifier)"))
        #expect(info.contains("unix_user_id   : \(getuid())"))
        #expect(try admin("client-disconnect", "virtqemud", number).status == 0)
        #expect(RunningProgram.wait { (try? admin("srv-clients-list", "virtqemud").text.contains("unix")) == false })
        client.send(SIGKILL)
    }

    @Test(
        "A daemon that a service manager starts takes its sockets over",
        .enabled(if: Program.areInstalled("systemd-socket-activate")))
    func activation() throws {
        let directory = try TemporaryDirectory("activation")
        let sockets = ["sock", "sock-ro", "admin-sock"].map { directory($0) }
        let activator = try RunningProgram(
            ["systemd-socket-activate"] + sockets.flatMap { ["-l", $0] }
                + [
                    "--fdname=virtqemud.socket:virtqemud-ro.socket:virtqemud-admin.socket", Program.built("virtqemud"),
                    "--root", directory.path, "--timeout", "1",
                ])
        #expect(RunningProgram.wait { access(sockets[0], F_OK) == 0 })
        func virsh(_ socket: String, _ command: String) throws -> ProgramResult {
            try Program.run(["virsh", "-q", "-c", "qemu+unix:///system?socket=\(socket)", command])
        }
        let first = try virsh(sockets[0], "hostname")
        #expect(first.status == 0, "\(first.errorText)")
        #expect(access(directory("run/libvirt/virtqemud-sock"), F_OK) != 0)
        // Idle for a second, it goes; the status is that of a daemon that was not needed.
        #expect(activator.wait(seconds: 30) == 0)
    }

    @Test(
        "Sockets without the names that say what they are for are refused",
        .enabled(if: Program.areInstalled("systemd-socket-activate")))
    func activationWithoutNames() throws {
        let directory = try TemporaryDirectory("activation")
        let log = try PipeReader()
        let activator = try RunningProgram(
            ["systemd-socket-activate", "-l", directory("sock"), Program.built("virtqemud"), "--root", directory.path],
            errors: .descriptor(log.writingEnd))
        #expect(RunningProgram.wait { access(directory("sock"), F_OK) == 0 })
        _ = try Program.run(["virsh", "-c", "qemu+unix:///system?socket=\(directory("sock"))", "uri"], seconds: 20)
        #expect(activator.wait(seconds: 30) == 1)
        #expect(log.waitFor("handed in", seconds: 20))
    }

    @Test(
        "A second daemon of one tree is refused with the first one's process id, and a dead one's leavings do not hinder"
    )
    func singleInstance() throws {
        let first = try RunningDaemon("virtqemud")
        let second = try Program.run([Program.built("virtqemud"), "--root", first.root.path])
        #expect(second.status == 1)
        #expect(second.errorText.contains("pid \(first.program.identifier)"))
        #expect(try first.virsh("qemu", "uri").status == 0)
        first.program.send(SIGKILL)
        _ = first.program.wait()
        let third = try RunningDaemon("virtqemud", root: first.root)
        #expect(RunningProgram.wait { (try? third.virsh("qemu", "uri").status) == 0 })
    }

    @Test("A group that there is not is refused by its name")
    func unknownGroup() throws {
        let root = try TemporaryDirectory("group")
        let file = try root.write("virtqemud.conf", "unix_sock_group = \"no-such-group\"\n")
        let result = try Program.run([Program.built("virtqemud"), "--root", root.path, "--config", file], seconds: 30)
        #expect(result.status == 1)
        #expect(result.errorText.contains("There is no group 'no-such-group'"))
    }

    @Test("SIGTERM ends a daemon in order: status 0, no socket, no pid file")
    func termination() throws {
        let daemon = try RunningDaemon("virtqemud")
        #expect(try daemon.virsh("qemu", "uri").status == 0)
        #expect(access(daemon.root("run/virtqemud.pid"), F_OK) == 0)
        daemon.program.send(SIGTERM)
        #expect(daemon.program.wait(seconds: 30) == 0)
        #expect(access(daemon.socket, F_OK) != 0)
        #expect(access(daemon.root("run/virtqemud.pid"), F_OK) != 0)
    }

    @Test("In the background, the command returns when clients can connect")
    func background() throws {
        let directory = try TemporaryDirectory("background")
        let result = try Program.run([
            Program.built("virtqemud"), "--daemon", "--timeout", "10", "--root", directory.path,
        ])
        #expect(result.status == 0, "\(result.errorText)")
        let socket = directory("run/libvirt/virtqemud-sock")
        let uri = try Program.run(["virsh", "-q", "-c", "qemu+unix:///system?socket=\(socket)", "uri"])
        #expect(uri.status == 0, "\(uri.errorText)")
        // Idle, it goes by itself.
        #expect(RunningProgram.wait(seconds: 120) { access(socket, F_OK) != 0 })
    }

    @Test("The configuration holds, unknown keys are told of by line, and SIGHUP reads it again")
    func configuration() throws {
        let daemon = try RunningDaemon(
            "virtqemud", ["--verbose"], configuration: "unix_sock_rw_perms = \"0770\"\nnonsense = 5\n")
        #expect(try daemon.virsh("qemu", "uri").status == 0)
        var status = stat()
        #expect(stat(daemon.socket, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o770)
        #expect(daemon.output.contains("virtqemud.conf, line 2: 'nonsense' is not known"))
        _ = try daemon.root.write("etc/libvirt/virtqemud.conf", "\n\nother = 1\n")
        daemon.program.send(SIGHUP)
        #expect(RunningProgram.wait { daemon.output.contains("line 3: 'other' is not known") })
        let broken = try TemporaryDirectory("broken")
        let result = try Program.run(
            [
                Program.built("virtqemud"), "--root", broken.path, "--config",
                try broken.write("x.conf", "max_clients = no"),
            ])
        #expect(result.status == 1)
        #expect(result.errorText.contains("Line 1: 'max_clients' has no value."))
    }

    @Test("python-libvirt's tests pass", .enabled(if: SystemPython.knowsLibvirt))
    func python() throws {
        let daemon = try RunningDaemon("virtqemud")
        let result = try daemon.python("test_connection")
        #expect(result.status == 0, "\(result.errorText)")
    }

    @Test(
        "A client is told once that the daemon ends, in the way that libvirt's library tells it",
        .enabled(if: SystemPython.knowsLibvirt))
    func closeCallback() throws {
        let daemon = try RunningDaemon("virtqemud")
        let result = try daemon.python("test_close")
        #expect(result.status == 0, "\(result.errorText)")
        #expect(daemon.program.wait(seconds: 20) == 0)
    }
}
