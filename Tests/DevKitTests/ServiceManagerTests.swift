// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import DevKit

/// Our units under a systemd that runs.
@Suite(
    .serialized,
    .enabled(if: Program.areInstalled("virsh", "qemu-system-x86_64") && ServiceManager.isPossible),
    .timeLimit(.minutes(5)))
struct ServiceManagerTests {
    private static let direct = "qemu:///system?mode=direct"

    /// A domain that stands still, so that it costs nothing.
    private static func domain(_ name: String) -> String {
        """
        <domain type='qemu'><name>\(name)</name><memory unit='MiB'>32</memory>
          <os><type arch='x86_64' machine='pc'>hvm</type></os>
          <devices><emulator>/usr/bin/qemu-system-x86_64</emulator></devices></domain>
        """
    }

    private func virsh(_ systemd: ServiceManager, _ words: String..., uri: String = direct) throws -> String {
        let result = try systemd.run(["virsh", "-q", "-c", uri] + words)
        #expect(result.status == 0, "\(words): \(result.errorText)")
        return result.text
    }

    private func isActive(_ unit: String, _ systemd: ServiceManager) throws -> Bool {
        try systemd.run(["systemctl", "is-active", unit]).status == 0
    }

    /// The process of the only QEMU there, as it is counted there.
    private func emulator(_ systemd: ServiceManager) throws -> String {
        try systemd.run(["pgrep", "-f", "guest=one"]).text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test("A client starts virtqemud; it goes when idle, and no machine goes with it, whether it is killed or stopped")
    func machines() throws {
        let systemd = try ServiceManager()
        #expect(try systemd.run(["systemctl", "start", "virtqemud.socket"]).status == 0)
        #expect(try isActive("virtqemud-ro.socket", systemd) && isActive("virtqemud-admin.socket", systemd))
        #expect(try !isActive("virtqemud.service", systemd))
        #expect(try virsh(systemd, "list", "--all") == "")
        #expect(try isActive("virtqemud.service", systemd))

        // A drop-in, as an operator writes it.
        try systemd.write(
            "/run/systemd/system/virtqemud.service.d/timeout.conf",
            "[Service]\nExecStart=\nExecStart=/usr/local/bin/virtqemud --timeout 1\n")
        #expect(try systemd.run(["systemctl", "daemon-reload"]).status == 0)
        #expect(try systemd.run(["systemctl", "restart", "virtqemud.service"]).status == 0)
        #expect(RunningProgram.wait(seconds: 20) { (try? isActive("virtqemud.service", systemd)) == false })
        #expect(try systemd.property("Result", of: "virtqemud.service") == "success")

        try systemd.write("/tmp/one.xml", Self.domain("one"))
        _ = try virsh(systemd, "create", "/tmp/one.xml", "--paused")
        let emulator = try emulator(systemd)
        #expect(!emulator.isEmpty)
        Thread.sleep(forTimeInterval: 2)
        // A machine needs its daemon.
        #expect(try isActive("virtqemud.service", systemd))
        let first = try systemd.property("MainPID", of: "virtqemud.service")
        #expect(try systemd.run(["kill", "-9", first]).status == 0)
        let isBack = RunningProgram.wait {
            let now = try? systemd.property("MainPID", of: "virtqemud.service")
            return now != first && now != "0" && (try? isActive("virtqemud.service", systemd)) == true
        }
        #expect(isBack)
        #expect(try virsh(systemd, "domstate", "one").hasPrefix("paused"))
        #expect(try self.emulator(systemd) == emulator)

        #expect(try systemd.run(["systemctl", "stop", "virtqemud.service"]).status == 0)
        #expect(try !isActive("virtqemud.service", systemd))
        #expect(try self.emulator(systemd) == emulator)
        #expect(try virsh(systemd, "domstate", "one").hasPrefix("paused"))
        _ = try virsh(systemd, "destroy", "one")
        #expect(RunningProgram.wait(seconds: 20) { (try? isActive("virtqemud.service", systemd)) == false })
    }

    @Test(
        "A secret comes through the proxy and virtsecretd, shut in as they are, and opens a disk; nothing listens to TCP unasked"
    )
    func sisters() throws {
        let systemd = try ServiceManager()
        for daemon in ["virtqemud", "virtsecretd", "virtproxyd"] {
            #expect(try systemd.run(["systemctl", "start", "\(daemon).socket"]).status == 0)
        }
        let legacy = "qemu:///system?mode=legacy"
        let uuid = "6695eb01-f6a4-8304-79aa-97f2502e193f"
        try systemd.write(
            "/tmp/secret.xml",
            "<secret ephemeral='no' private='yes'><uuid>\(uuid)</uuid><description>key</description></secret>")
        try systemd.write("/tmp/value", "open sesame")
        _ = try virsh(systemd, "secret-define", "/tmp/secret.xml", uri: legacy)
        _ = try virsh(systemd, "secret-set-value", uuid, "--file", "/tmp/value", "--plain", uri: legacy)
        #expect(try isActive("virtproxyd.service", systemd))
        #expect(try isActive("virtsecretd.service", systemd))
        #expect(try !isActive("virtproxyd-tcp.socket", systemd))
        #expect(try systemd.run(["systemctl", "restart", "virtsecretd.service"]).status == 0)
        #expect(try virsh(systemd, "secret-list").contains(uuid))

        let image = "/var/lib/libvirt/disk.luks"
        let made = try Program.makeEncryptedDisk(image, key: "open sesame", by: systemd.run)
        #expect(made.status == 0, "\(made.errorText)")
        let disk = """
            <disk type='file'><driver name='qemu' type='raw'/><source file='\(image)'>
              <encryption format='luks'><secret type='passphrase' uuid='\(uuid)'/></encryption></source>
              <target dev='hda' bus='ide'/></disk></devices>
            """
        try systemd.write(
            "/tmp/one.xml", Self.domain("one").replacingOccurrences(of: "</devices>", with: disk))
        _ = try virsh(systemd, "create", "/tmp/one.xml", "--paused", uri: legacy)
        _ = try virsh(systemd, "destroy", "one", uri: legacy)
    }

    @Test("A drop-in lets a group in, and others stay out; virtproxyd's socket and libvirtd's keep each other out")
    func admission() throws {
        let systemd = try ServiceManager()
        #expect(try systemd.run(["systemctl", "start", "virtqemud.socket"]).status == 0)
        _ = try virsh(systemd, "list")
        try systemd.write(
            "/run/systemd/system/virtqemud.socket.d/group.conf", "[Socket]\nSocketMode=0770\nSocketGroup=tty\n")
        #expect(try systemd.run(["systemctl", "daemon-reload"]).status == 0)
        let restarted = try systemd.run(["systemctl", "restart", "virtqemud.socket"])
        #expect(restarted.status == 0, "\(restarted.errorText)")
        func list(group: String) throws -> ProgramResult {
            try systemd.run(
                ["setpriv", "--reuid=65534", "--regid=65534", "--groups", group, "virsh", "-c", Self.direct, "list"])
        }
        #expect(try list(group: "5").status == 0)
        #expect(try list(group: "7").errorText.contains("Permission denied"))

        // As libvirt's packages have it, in what matters here.
        try systemd.write(
            "/run/systemd/system/libvirtd.socket", "[Socket]\nListenStream=/run/libvirt/libvirt-sock\n")
        try systemd.write("/run/systemd/system/libvirtd.service", "[Service]\nExecStart=/bin/sleep 60\n")
        #expect(try systemd.run(["systemctl", "daemon-reload"]).status == 0)
        #expect(try systemd.run(["systemctl", "start", "libvirtd.socket"]).status == 0)
        #expect(try systemd.run(["systemctl", "start", "virtproxyd.socket"]).status == 0)
        #expect(try !isActive("libvirtd.socket", systemd))
        #expect(try isActive("virtproxyd.socket", systemd))
        #expect(try systemd.run(["systemctl", "start", "libvirtd.socket"]).status == 0)
        #expect(try !isActive("virtproxyd.socket", systemd))
    }
}
