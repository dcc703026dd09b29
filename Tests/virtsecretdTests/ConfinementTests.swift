// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What virtsecretd has given up: it reaches its secrets, and little else.
@Suite(.enabled(if: Program.areInstalled("virsh", "virt-admin")))
struct VirtSecretDConfinementTests {
    private static func admin(_ daemon: RunningDaemon, _ command: String...) throws -> ProgramResult {
        try Program.run(
            ["virt-admin", "-q", "-c", "virtsecretd:///system?socket=\(daemon.adminSocket)"] + command,
            environment: ["LC_ALL": "C"])
    }

    @Test("every thread is confined, and none of root's rights is left")
    func threads() throws {
        let daemon = try RunningDaemon("virtsecretd")
        #expect(try daemon.virsh("secret", "secret-list").status == 0)
        let threads = ProcessStatus.threads(of: daemon.program.identifier)
        #expect(threads.count > 1)
        for thread in threads {
            #expect(thread["NoNewPrivs"] == "1")
            // SECCOMP_MODE_FILTER
            #expect(thread["Seccomp"] == "2")
            guard getuid() == 0 else { continue }
            #expect(thread.boundingCapabilities == 0)
            #expect(thread["CapEff"] == "0000000000000000")
        }
        #expect(!daemon.output.contains("less confined"), "\(daemon.output)")
    }

    /// Prints the security modules of the kernel, and the statuses of virsh, of a log elsewhere, of one in its place, and of the daemon.
    private static let script = """
        mount -t securityfs none /sys/kernel/security
        cat /sys/kernel/security/lsm
        echo
        mkdir -p /r/var/log/libvirt
        virtsecretd --root /r &
        while [ ! -S /r/run/libvirt/virtsecretd-admin-sock ]; do sleep 0.1; done
        outputs="virt-admin -c virtsecretd:///system?socket=/r/run/libvirt/virtsecretd-admin-sock daemon-log-outputs --outputs"
        virsh -q -c 'secret+unix:///system?socket=/r/run/libvirt/virtsecretd-sock' secret-list
        echo $?
        $outputs 1:file:/r/elsewhere.log
        echo $?
        $outputs 1:file:/r/var/log/libvirt/virtsecretd.log
        echo $?
        kill $!
        wait $!
        echo $?
        ls /r /r/var/log/libvirt
        """

    @Test(
        "a file elsewhere cannot be written, whatever an administrator asks for; a log in its place can",
        .enabled(if: GuestImage.isPossible))
    func files() throws {
        // The kernel of this machine may have no Landlock; those of distributions, which the guest boots, do.
        let result = try Program.run(
            [
                Program.built("tinyvm"), "--warm", "never", "--memory", "1024", "--timeout", "120", "--bin",
                Program.built("virtsecretd"), "--bin", "virsh", "--bin", "virt-admin", "--", "sh", "-c", Self.script,
            ], seconds: 150)
        #expect(result.status == 0, "\(result.errorText)")
        let lines = result.text.split(separator: "\n").map(String.init)
        #expect(lines.first?.contains("landlock") == true)
        let rest = lines.dropFirst().filter { !$0.isEmpty }
        #expect(rest.starts(with: ["0", "1", "0", "0"]), "\(result.text)\(result.errorText)")
        #expect(rest.contains("virtsecretd.log") && !rest.contains("elsewhere.log"))
    }

    @Test("it serves as before: secrets are kept, the configuration is read again, and it leaves no file when it ends")
    func service() throws {
        let daemon = try RunningDaemon("virtsecretd", configuration: "max_clients = 9\n")
        let file = try daemon.root.write(
            "secret.xml", "<secret><uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid></secret>")
        #expect(try daemon.virsh("secret", "secret-define", file).status == 0)
        _ = try daemon.root.write("etc/libvirt/virtsecretd.conf", "max_clients = 11\n")
        daemon.program.send(SIGHUP)
        #expect(
            try RunningProgram.wait {
                try Self.admin(daemon, "srv-clients-info", "virtsecretd").text.contains("nclients_max        : 11")
            })
        daemon.program.send(SIGTERM)
        #expect(daemon.program.wait(seconds: 30) == 0)
        for path in [daemon.socket, daemon.readOnlySocket, daemon.adminSocket, daemon.root("run/virtsecretd.pid")] {
            #expect(access(path, F_OK) != 0, "\(path)")
        }
        #expect(access(daemon.root("etc/libvirt/secrets/6695eb01-f6a4-8304-79aa-97f2502e193f.xml"), F_OK) == 0)
    }
}
