// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Encrypted disks, whose keys another daemon has.
@Suite(
    .enabled(if: Program.areInstalled("virsh", "qemu-system-x86_64", "qemu-img")), .timeLimit(.minutes(5)))
struct EncryptedDiskTests {
    private static let uuid = "6695eb01-f6a4-8304-79aa-97f2502e193f"

    @Test(
        "A LUKS disk starts when virtsecretd has its key, which may be private, and says so when it has not",
        arguments: ["no", "yes"])
    func luks(_ isPrivate: String) throws {
        let daemon = try RunningDaemon("virtqemud")
        let image = daemon.root("disk.luks")
        let made = try Program.makeEncryptedDisk(image, key: "open sesame")
        try #require(made.status == 0, "\(made.errorText)")
        let disk = """
            <disk type='file'><driver name='qemu' type='raw'/><source file='\(image)'>
              <encryption format='luks'><secret type='passphrase' uuid='\(Self.uuid)'/></encryption></source>
              <target dev='hda' bus='ide'/></disk>
            """
        #expect(try daemon.define("luks", GuestOnWire.idle("luks", devices: disk)).status == 0)
        let alone = try daemon.virsh("qemu", "start", "luks")
        #expect(alone.status == 1 && alone.errorText.contains("virtsecretd-sock"), "\(alone.errorText)")

        let secrets = try RunningDaemon("virtsecretd", root: daemon.root)
        let missing = try daemon.virsh("qemu", "start", "luks")
        #expect(missing.status == 1 && missing.errorText.contains(Self.uuid), "\(missing.errorText)")
        let secret = try daemon.root.write(
            "secret.xml",
            "<secret ephemeral='no' private='\(isPrivate)'><uuid>\(Self.uuid)</uuid><usage type='volume'><volume>\(image)</volume></usage></secret>"
        )
        #expect(try secrets.virsh("secret", "secret-define", secret).status == 0)
        let value = try daemon.root.write("value", "open sesame")
        #expect(try secrets.virsh("secret", "secret-set-value", Self.uuid, "--file", value, "--plain").status == 0)
        // A client gets a private value never.
        #expect(try (secrets.virsh("secret", "secret-get-value", Self.uuid).status == 0) == (isPrivate == "no"))
        let started = try daemon.virsh("qemu", "start", "luks")
        #expect(started.status == 0, "\(started.errorText)")
        #expect(try daemon.virsh("qemu", "destroy", "luks").status == 0)
        // The key is on no command line and in no log.
        let log = try String(contentsOfFile: daemon.root("var/log/libvirt/qemu/luks.log"), encoding: .utf8)
        #expect(!log.contains("open sesame"))
    }
}
