// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
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

    @Test("a file elsewhere cannot be written, whatever an administrator asks for; a log in its place can")
    func files() throws {
        guard FileConfinement.isSupported else {
            print("SKIPPING a test of a daemon's files: the kernel has no Landlock.")
            return
        }
        let root = try TemporaryDirectory("virtsecretd")
        try FileManager.default.createDirectory(atPath: root("var/log/libvirt"), withIntermediateDirectories: true)
        let daemon = try RunningDaemon("virtsecretd", root: root)
        #expect(try daemon.virsh("secret", "secret-list").status == 0)
        let elsewhere = try Self.admin(daemon, "daemon-log-outputs", "--outputs", "1:file:\(root("elsewhere.log"))")
        #expect(elsewhere.status == 1)
        #expect(access(root("elsewhere.log"), F_OK) != 0)
        let log = root("var/log/libvirt/virtsecretd.log")
        let inPlace = try Self.admin(daemon, "daemon-log-outputs", "--outputs", "1:file:\(log)")
        #expect(inPlace.status == 0, "\(inPlace.errorText)")
        #expect(access(log, F_OK) == 0)
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
