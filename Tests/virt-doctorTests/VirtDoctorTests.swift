// SPDX-License-Identifier: Apache-2.0

import DaemonKit
import Foundation
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

/// What is broken here on purpose is found, and told with what mends it.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct VirtDoctorTests {
    static func examine(
        _ root: TemporaryDirectory, _ arguments: [String] = [], as user: [String] = [],
        emulator: String = "/usr/bin/qemu-system-x86_64", kvm: String = "/nowhere/kvm"
    ) throws -> ProgramResult {
        try Program.run(
            user + [Program.built("virt-doctor"), "--root", root.path, "--emulator", emulator, "--kvm", kvm]
                + arguments,
            environment: ["LC_ALL": "C"])
    }

    /// A tree whose socket is somebody else's work.
    static func tree() throws -> TemporaryDirectory {
        let root = try TemporaryDirectory("doctor")
        try FileManager.default.createDirectory(atPath: root("run/libvirt"), withIntermediateDirectories: true)
        return root
    }

    static let socket = "run/libvirt/virtqemud-sock"

    @Test("a daemon that works is well", .enabled(if: Program.areInstalled("qemu-system-x86_64")))
    func health() throws {
        let daemon = try RunningDaemon("virtqemud")
        let result = try Self.examine(daemon.root)
        #expect(result.status == 0, "\(result.text)")
        #expect(result.text.contains("ok    virtqemud: '"))
        #expect(
            result.text.contains("(pid \(daemon.program.identifier)) answers at '\(daemon.socket)', as libvirt 9.0.0."))
        #expect(result.text.contains("ok    QEMU: '/usr/bin/qemu-system-x86_64' is QEMU emulator version"))
        #expect(result.text.contains("note  KVM: There is no '/nowhere/kvm'"))
        #expect(!result.text.contains("virtsecretd"))
        #expect(try Self.examine(daemon.root, ["-q"]).text == "")
    }

    @Test("a daemon that does not run has no socket, and one that was asked for is told of")
    func missing() throws {
        let root = try TemporaryDirectory("doctor")
        let result = try Self.examine(root, ["virtqemud", "virtsecretd"])
        #expect(result.status == 1)
        #expect(
            result.text.contains(
                "WRONG virtqemud: It does not run, and there is no socket '\(root(Self.socket))' that would start it."))
        #expect(result.text.contains("WRONG virtsecretd: It does not run"))
        #expect(result.text.contains("\n      To mend it: Start 'virtqemud' with its --root."))
    }

    @Test("a daemon that was killed leaves a socket that nobody listens on, and a pid file")
    func killed() throws {
        let daemon = try RunningDaemon("virtqemud")
        #expect(try daemon.virsh("qemu", "version").status == 0)
        daemon.program.send(SIGKILL)
        _ = daemon.program.wait()
        let result = try Self.examine(daemon.root)
        #expect(result.status == 1)
        #expect(result.text.contains("WRONG virtqemud: Nobody listens on the socket '\(daemon.socket)'"))
        #expect(
            result.text.contains(
                "virtqemud.pid' is left from process \(daemon.program.identifier), which has ended."))
    }

    @Test("a socket that somebody removed is missed, of a daemon that runs")
    func removed() throws {
        let daemon = try RunningDaemon("virtqemud")
        #expect(try daemon.virsh("qemu", "version").status == 0)
        unlink(daemon.readOnlySocket)
        let readOnly = try Self.examine(daemon.root)
        #expect(readOnly.text.contains("note  virtqemud: There is no socket '\(daemon.readOnlySocket)'."))
        #expect(readOnly.status == 0)
        unlink(daemon.socket)
        let result = try Self.examine(daemon.root)
        #expect(result.status == 1)
        #expect(
            result.text.contains(
                "WRONG virtqemud: It runs (pid \(daemon.program.identifier)), but its socket '\(daemon.socket)' is gone."
            ))
    }

    @Test("a file in the place of the socket is no socket")
    func file() throws {
        let root = try Self.tree()
        _ = try root.write(Self.socket, "")
        let result = try Self.examine(root)
        #expect(result.status == 1)
        #expect(result.text.contains("WRONG virtqemud: '\(root(Self.socket))' is no socket."))
    }

    @Test(
        "whoever may not connect learns by what",
        .enabled(if: getuid() == 0 && Program.areInstalled("setpriv")))
    func forbidden() throws {
        let daemon = try RunningDaemon("virtqemud")
        chmod(daemon.root.path, 0o755)
        // The program may lie where others cannot look.
        let copy = daemon.root("virt-doctor")
        try FileManager.default.copyItem(atPath: Program.built("virt-doctor"), toPath: copy)
        let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        func examine() throws -> ProgramResult {
            try Program.run(nobody + [copy, "--root", daemon.root.path, "virtqemud"], environment: ["LC_ALL": "C"])
        }
        let socket = try examine()
        #expect(socket.status == 1)
        #expect(
            socket.text.contains(
                "WRONG virtqemud: You may not use '\(daemon.socket)', which is root:root's with permissions 0700."),
            "\(socket.text)\(socket.errorText)")
        #expect(socket.text.contains("SocketGroup="))
        chmod(daemon.root("run"), 0o700)
        let directory = try examine()
        #expect(directory.text.contains("You may not use '\(daemon.root("run"))', which is root:root's"))
        #expect(directory.text.contains("chmod a+x \(daemon.root("run"))"))
        chmod(daemon.root("run"), 0o755)
    }

    @Test("a listener that never answers is told from one that speaks another language")
    func strangers() throws {
        let root = try Self.tree()
        let listener = try UnixSocket.listen(at: FilePath(root(Self.socket)))
        let silent = try Self.examine(root)
        #expect(silent.status == 1)
        #expect(
            silent.text.contains("takes clients at '\(root(Self.socket))', and does not answer them."), "\(silent.text)"
        )
        withExtendedLifetime(listener) {}

        let other = try Self.tree()
        let script = """
            import socket, sys
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(sys.argv[1])
            listener.listen()
            while True:
                client = listener.accept()[0]
                client.sendall(b"HTTP/1.0 400 Bad Request\\r\\n\\r\\n")
                client.recv(4096)
                client.close()
            """
        let server = try RunningProgram(["/usr/bin/python3", "-c", script, other(Self.socket)])
        #expect(RunningProgram.wait { access(other(Self.socket), F_OK) == 0 })
        let result = try Self.examine(other)
        #expect(result.status == 1)
        #expect(result.text.contains("does not speak libvirt's protocol as 'virtqemud' does"), "\(result.text)")
        #expect(result.text.contains("(pid \(server.identifier))"))
        server.send(SIGKILL)
    }

    @Test("another daemon's socket under the name of this one is told")
    func otherDaemon() throws {
        let daemon = try RunningDaemon("virtsecretd")
        try FileManager.default.createSymbolicLink(
            atPath: daemon.root(Self.socket), withDestinationPath: daemon.socket)
        let result = try Self.examine(daemon.root)
        #expect(result.status == 1)
        #expect(
            result.text.contains("virtsecretd' (pid \(daemon.program.identifier)), does not speak"), "\(result.text)")
        #expect(result.text.contains("ok    virtsecretd: "))
    }

    @Test("libvirtd that drives the same machines is told", .timeLimit(.minutes(1)))
    func legacy() throws {
        let daemon = try RunningDaemon("virtqemud")
        #expect(try daemon.virsh("qemu", "version").status == 0)
        // Its lock is what it is known by.
        let lock = try PIDFile(FilePath(daemon.root("run/libvirtd.pid")))
        let result = try Self.examine(daemon.root)
        #expect(result.status == 1)
        #expect(
            result.text.contains(
                "WRONG libvirtd: It runs (pid \(getpid())) beside virtqemud (pid \(daemon.program.identifier))"))
        lock.remove()
        #expect(try Self.examine(daemon.root).status == 0)
    }

    @Test("a configuration that cannot be understood is told by its line")
    func configuration() throws {
        let root = try TemporaryDirectory("doctor")
        try FileManager.default.createDirectory(atPath: root("etc/libvirt"), withIntermediateDirectories: true)
        _ = try root.write("etc/libvirt/virtqemud.conf", "max_clients = 5\nauth_unix_rw = \"polkit\"\n")
        let result = try Self.examine(root)
        #expect(result.text.contains("WRONG virtqemud: It cannot start with its configuration"))
        #expect(result.text.contains("ine 2"), "\(result.text)")
    }

    @Test("an emulator that is missing or broken, and a KVM that is none, are told")
    func emulator() throws {
        let root = try TemporaryDirectory("doctor")
        #expect(
            try Self.examine(root, emulator: "/nowhere/qemu").text.contains("WRONG QEMU: There is no '/nowhere/qemu'"))
        let broken = try root.write("broken", "#!/bin/sh\necho 'error while loading shared libraries' >&2\nexit 127\n")
        chmod(broken, 0o755)
        let result = try Self.examine(root, emulator: broken)
        #expect(result.text.contains("WRONG QEMU: '\(broken) --version' fails: error while loading shared libraries"))
        let device = try root.write("kvm", "")
        #expect(
            try Self.examine(root, kvm: device).text.contains("WRONG KVM: A guest of a few instructions does not run"))
    }

    @Test("a daemon that is not known is bad usage")
    func usage() throws {
        let result = try Program.run([Program.built("virt-doctor"), "virtnosuchd"])
        #expect(result.status == 64)
        #expect(
            result.errorText.contains(
                "There is no daemon 'virtnosuchd'. There are: virtqemud, virtsecretd, virtproxyd."))
    }
}
