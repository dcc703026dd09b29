// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Breakages of places and of who may use them, which a newcomer meets.
@Suite(.serialized, .enabled(if: getuid() == 0 && Program.areInstalled("setpriv", "unshare")), .timeLimit(.minutes(5)))
struct PlaceTests {
    /// A copy of the program that others can execute, and who executes it.
    private struct Patient {
        let directory: TemporaryDirectory
        let copy: String

        init() throws {
            directory = try TemporaryDirectory("doctor")
            chmod(directory.path, 0o755)
            copy = directory("virt-doctor")
            try FileManager.default.copyItem(atPath: Program.built("virt-doctor"), toPath: copy)
        }

        /// Runs it as another user without groups.
        func examine(
            _ arguments: [String], user: UInt32 = 65534, environment: [String] = []
        ) throws -> ProgramResult {
            try Program.run(
                ["setpriv", "--reuid=\(user)", "--regid=\(user)", "--clear-groups", "env"] + environment + [copy]
                    + arguments, environment: ["LC_ALL": "C"])
        }
    }

    /// A group with a member, other than root: its number, its name, and the member's number.
    private static func membership() -> (group: gid_t, name: String, user: uid_t, login: String)? {
        setgrent()
        defer { endgrent() }
        while let entry = getgrent() {
            guard let first = entry.pointee.gr_mem.pointee else { continue }
            let (group, name) = (entry.pointee.gr_gid, String(cString: entry.pointee.gr_name))
            let login = String(cString: first)
            if let account = getpwnam(login), account.pointee.pw_uid != 0, account.pointee.pw_gid != group {
                return (group, name, account.pointee.pw_uid, login)
            }
        }
        return nil
    }

    @Test("one whom the socket's group would let in learns its name")
    func group() throws {
        let patient = try Patient()
        let daemon = try RunningDaemon("virtqemud")
        chmod(daemon.root.path, 0o755)
        chown(daemon.socket, 0, 5)
        chmod(daemon.socket, 0o660)
        let group = String(cString: getgrgid(5).pointee.gr_name)
        let result = try patient.examine(["--root", daemon.root.path, "virtqemud"])
        #expect(result.status == 1)
        #expect(
            result.text.contains("You may not use '\(daemon.socket)', which is root:\(group)'s with permissions 0660."),
            "\(result.text)\(result.errorText)")
        #expect(result.text.contains("Join its group: 'usermod -a -G \(group) nobody' as root, and log in again."))

        guard let member = Self.membership() else { return print("SKIPPING: no group has a member here") }
        chown(daemon.socket, 0, member.group)
        let early = try patient.examine(["--root", daemon.root.path, "virtqemud"], user: member.user)
        #expect(early.text.contains("You have joined its group '\(member.name)' since you logged in"), "\(early.text)")
    }

    @Test("a device for machines that is not the caller's to use is told with its group")
    func device() throws {
        let patient = try Patient()
        let device = try patient.directory.write("kvm", "")
        chmod(device, 0o660)
        let closed = try patient.examine(["--root", patient.directory("tree"), "--kvm", device])
        #expect(
            closed.text.contains("note  KVM: You may not use '\(device)', which is root:root's with permissions 0660"))
        #expect(closed.text.contains("usermod -a -G root nobody"), "\(closed.text)")
        chmod(device, 0o600)
        let owned = try patient.examine(["--root", patient.directory("tree"), "--kvm", device])
        #expect(owned.text.contains("'chgrp kvm \(device)'"), "\(owned.text)")
    }

    @Test("a session without its variable, or with another user's, is told where its daemons are looked for")
    func session() throws {
        let patient = try Patient()
        let home = patient.directory("home")
        let variables = ["HOME=\(home)", "XDG_CACHE_HOME=", "XDG_CONFIG_HOME="]
        let unset = try patient.examine(["virtqemud"], environment: variables + ["XDG_RUNTIME_DIR="])
        #expect(
            unset.text.contains(
                "note  session: XDG_RUNTIME_DIR is not set, so your daemons and clients meet in '\(home)/.cache/libvirt'."
            ),
            "\(unset.text)\(unset.errorText)")
        #expect(unset.text.contains("there is no socket '\(home)/.cache/libvirt/virtqemud-sock'"))
        let missing = try patient.examine(["virtqemud"], environment: variables + ["XDG_RUNTIME_DIR=/nowhere"])
        #expect(missing.text.contains("WRONG session: XDG_RUNTIME_DIR names '/nowhere', which is not there."))
        let foreign = try patient.examine(
            ["virtqemud"], environment: variables + ["XDG_RUNTIME_DIR=\(patient.directory.path)"])
        #expect(foreign.text.contains("which is root:root's with permissions 0755 and not yours"), "\(foreign.text)")
        // Those of other sessions, in a /run of its own.
        let both = try Program.run(
            [
                "unshare", "-m", "sh", "-ec",
                "mount -t tmpfs none /run; mkdir -p /run/user/65534/libvirt; chown -R 65534 /run/user/65534; shift; exec \"$@\"",
                "sh", "", "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env", "XDG_RUNTIME_DIR=",
            ] + variables + [patient.copy, "virtqemud"])
        #expect(both.text.contains("those of your other sessions do in '/run/user/65534/libvirt'"), "\(both.text)")
        #expect(both.text.contains("Type 'export XDG_RUNTIME_DIR=/run/user/65534'."))
        let system = try patient.examine(["virtqemud", "--system"], environment: ["XDG_RUNTIME_DIR="])
        #expect(system.text.contains("'/run/libvirt"), "\(system.text)")
        #expect(!system.text.contains("session:"))
    }

    @Test(
        "a file system that is full, or can only be read, is told",
        arguments: [
            ("size=512k", "is full (512 KiB are free), so nothing that changes is kept."),
            ("size=8m", "note  room: The file system of"), ("ro", "can only be read, so nothing that changes is kept."),
            ("nr_inodes=1", "takes no further file"),
        ])
    func room(_ options: String, _ sentence: String) throws {
        let root = try TemporaryDirectory("doctor")
        try FileManager.default.createDirectory(atPath: root("var/lib/libvirt"), withIntermediateDirectories: true)
        let result = try Program.run(
            [
                "unshare", "-m", "sh", "-ec",
                "mount -t tmpfs -o \"$1\" none \"$2/var/lib/libvirt\"; exec \"$3\" --root \"$2\"",
                "sh", options, root.path, Program.built("virt-doctor"),
            ], environment: ["LC_ALL": "C"])
        #expect(result.text.contains(sentence), "\(result.text)\(result.errorText)")
        #expect(result.text.contains("'\(root("var/lib/libvirt"))'"))
        #expect(!(try VirtDoctorTests.examine(root)).text.contains("room:"))
    }

    @Test("what QEMU's user cannot reach, though root can, is told with what lets it")
    func emulatorUser() throws {
        let root = try VirtDoctorTests.tree()
        chmod(root.path, 0o755)
        try root.write("etc/libvirt/qemu.conf", "user = \"nobody\"\n")
        let image = try root.write("images/private/disk", Data(count: 512))
        chmod(image, 0o600)
        func define(_ name: String) throws {
            try root.write(
                "etc/libvirt/qemu/\(name).xml",
                """
                <domain type='qemu'>
                  <name>\(name)</name><uuid>\(UUID())</uuid><memory unit='MiB'>32</memory>
                  <os><type arch='x86_64' machine='pc'>hvm</type></os>
                  <devices><disk type='file'><source file='\(image)'/><target dev='vda'/></disk></devices>
                </domain>
                """)
        }
        for name in ["a", "b"] { try define(name) }
        let directory = root("images/private")
        chmod(directory, 0o700)
        let device = try root.write("kvm", "")
        chmod(device, 0o660)
        let closed = try VirtDoctorTests.examine(root, kvm: device).text
        #expect(
            closed.contains(
                "WRONG virtqemud: QEMU runs as 'nobody', who may not go through '\(directory)', which is root:root's with permissions 0700, to files of domains 'a', 'b'."
            ), "\(closed)")
        #expect(closed.contains("To mend it: Let it: 'setfacl -m u:nobody:x \(directory)'"))
        #expect(closed.contains("WRONG KVM: QEMU runs as 'nobody', who may not use '\(device)'"))
        #expect(closed.contains("'usermod -a -G root nobody'"))
        chmod(directory, 0o711)
        chmod(device, 0o600)
        let passable = try VirtDoctorTests.examine(root, kvm: device).text
        #expect(!passable.contains("may not go through"), "\(passable)")
        #expect(passable.contains("'chgrp kvm \(device)'") && passable.contains("'usermod -a -G kvm nobody'"))
        // Who gets no files has to be able to use them as they are.
        try root.write("etc/libvirt/qemu.conf", "user = \"nobody\"\ndynamic_ownership = 0\n")
        chown(device, 65534, 65534)
        let kept = try VirtDoctorTests.examine(root, kvm: device).text
        #expect(kept.contains("QEMU runs as 'nobody', who may not use '\(image)'"), "\(kept)")
        #expect(!kept.contains("machines of type 'kvm' do not start."), "\(kept)")
        chown(image, 65534, 0)
        try root.write("etc/libvirt/qemu/b.xml", "<domain>")
        let mended = try VirtDoctorTests.examine(root, kvm: device).text
        #expect(!mended.contains("who may not"), "\(mended)")
        #expect(mended.contains("'\(root("etc/libvirt/qemu/b.xml"))' cannot be read, so its domain is not there."))
    }

    @Test("settings of QEMU that the daemon cannot start with are told")
    func settings() throws {
        let root = try VirtDoctorTests.tree()
        let file = try root.write("etc/libvirt/qemu.conf", Data("user = \"nosuchuser\"\n".utf8))
        #expect(
            try VirtDoctorTests.examine(root).text.contains(
                "'\(file)' cannot be understood. There is no user 'nosuchuser'."))
        try root.write("etc/libvirt/qemu.conf", Data("user = \n".utf8))
        #expect(try VirtDoctorTests.examine(root).text.contains("'\(file)' cannot be understood. Line 1"))
    }

    @Test("C libvirt's daemon at the socket is told by its name", .enabled(if: PrivateDaemon.isAvailable))
    func libvirt() async throws {
        let daemon = try await PrivateDaemon()
        let root = try VirtDoctorTests.tree()
        try FileManager.default.createSymbolicLink(
            atPath: root(VirtDoctorTests.socket), withDestinationPath: daemon.socket)
        chmod(root.path, 0o755)
        let result = try Patient().examine(["--root", root.path, "virtqemud"])
        #expect(
            result.text.contains("note  virtqemud: Another daemon has its socket: '/usr/sbin/libvirtd' (pid"),
            "\(result.text)")
    }

    @Test("a daemon that a strict shell started lets others through its directories all the same")
    func umask() throws {
        let root = try TemporaryDirectory("doctor")
        let daemon = try RunningProgram(
            ["sh", "-c", "umask 077; exec \"$0\" --root \"$1\"", Program.built("virtqemud"), root.path])
        #expect(RunningProgram.wait { access(root(VirtDoctorTests.socket), F_OK) == 0 })
        for name in ["run", "run/libvirt"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: root(name))
            #expect(attributes[.posixPermissions] as? Int == 0o755, "\(name)")
        }
        daemon.send(SIGTERM)
        #expect(daemon.wait(seconds: 20) == 0)
    }
}
