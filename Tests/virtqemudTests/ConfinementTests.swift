// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What virtqemud has given up, for itself and for its machines, as the kernel tells it.
@Suite(.enabled(if: Program.areInstalled("virsh", "qemu-system-x86_64") && getuid() == 0))
struct VirtQEMUDConfinementTests {
    private static let xml = """
        <domain type='qemu'>
          <name>guest</name>
          <memory unit='MiB'>32</memory>
          <os><type arch='x86_64' machine='pc'>hvm</type></os>
          <devices><emulator>/usr/bin/qemu-system-x86_64</emulator></devices>
        </domain>
        """

    /// CAP_SYS_MODULE, CAP_SYS_BOOT and CAP_SYS_TIME of linux/capability.h.
    private static let hostCapabilities: UInt64 = 1 << 16 | 1 << 22 | 1 << 25
    /// CAP_CHOWN, CAP_SETUID and CAP_NET_ADMIN, which machines need.
    private static let machineCapabilities: UInt64 = 1 << 0 | 1 << 7 | 1 << 12

    private static func expectConfined(_ process: pid_t) throws {
        let threads = ProcessStatus.threads(of: process)
        #expect(!threads.isEmpty)
        for thread in threads {
            #expect(thread["NoNewPrivs"] == "1")
            // SECCOMP_MODE_FILTER
            #expect(thread["Seccomp"] == "2")
            let capabilities = try #require(thread.boundingCapabilities)
            #expect(capabilities & hostCapabilities == 0)
        }
    }

    @Test("every thread of the daemon is confined, and so is QEMU, which runs all the same")
    func inheritance() throws {
        let own = try #require(ProcessStatus.threads(of: getpid()).first?.boundingCapabilities)
        let daemon = try RunningDaemon("virtqemud")
        let created = try daemon.virsh("qemu", "create", daemon.root.write("guest.xml", Self.xml))
        #expect(created.status == 0, "\(created.errorText)")
        try Self.expectConfined(daemon.program.identifier)
        let threads = ProcessStatus.threads(of: daemon.program.identifier)
        #expect(threads.count > 1)
        // What this machine's root has and machines need has stayed.
        #expect(threads[0].boundingCapabilities.map { $0 & Self.machineCapabilities } == own & Self.machineCapabilities)
        let emulator = try #require(
            daemon.program.descendants.first {
                ProcessStatus.threads(of: $0).first?["Name"]?.hasPrefix("qemu-system") == true
            })
        try Self.expectConfined(emulator)
        #expect(try daemon.virsh("qemu", "destroy", "guest").status == 0)
        #expect(!daemon.output.contains("less confined"), "\(daemon.output)")
    }

    @Test("without an authentication, the sockets are the owner's alone, and another user gets nowhere")
    func permissions() throws {
        let daemon = try RunningDaemon("virtqemud")
        #expect(try daemon.virsh("qemu", "version").status == 0)
        for socket in [daemon.socket, daemon.readOnlySocket, daemon.adminSocket] {
            let attributes = try FileManager.default.attributesOfItem(atPath: socket)
            #expect(attributes[.posixPermissions] as? Int == 0o700)
            #expect(attributes[.ownerAccountID] as? UInt32 == getuid())
        }
        chmod(daemon.root.path, 0o755)
        let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        for uri in [daemon.uri("qemu"), daemon.uri("qemu", readOnly: true)] {
            let result = try Program.run(
                nobody + ["virsh", "-r", "-c", uri, "version"], environment: ["LC_ALL": "C", "HOME": "/nonexistent"])
            #expect(result.status == 1)
            #expect(result.errorText.contains("Permission denied"), "\(result.errorText)")
        }
    }
}
