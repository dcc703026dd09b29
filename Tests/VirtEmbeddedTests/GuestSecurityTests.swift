// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import VirtEmbedded

/// Guests with firmware that remembers, a TPM, and an encrypted disk.
@Suite(.enabled(if: GuestModules.arePossible), .timeLimit(.minutes(5))) struct GuestSecurityTests {
    @Test(
        "a variable that a guest gives its UEFI is there at the next start",
        .enabled(if: FileManager.default.fileExists(atPath: "/usr/share/qemu/firmware/60-edk2-x86_64.json")))
    func firmware() async throws {
        // A variable begins with its attributes: kept, for the boot and for running systems (UEFI 2.10, 8.2).
        let script = """
            mount -t efivarfs variables /sys/firmware/efi/efivars
            variable=/sys/firmware/efi/efivars/Test-12345678-1234-1234-1234-123456789abc
            if [ -e $variable ]; then
              echo "kept: $(tail -c 5 $variable)"
            else
              printf '\\007\\000\\000\\000hello' > $variable && echo written
            fi
            poweroff -f
            """
        let guest = try TinyGuest(script, modules: ["efivarfs"])
        let connection = try await Connection.open(guest.uri())
        let domain = try await connection.define(guest.document("uefi", memory: 256, firmware: " firmware='efi'"))
        for words in ["written", "kept: hello"] {
            let events = try connection.events()
            try await domain.start()
            #expect(try await events.untilStopped().last == .lifecycle(.stopped(.shutdown)))
            #expect(guest.console("uefi").contains(words), "\(guest.console("uefi"))")
        }
        #expect(guest.leftovers() == ["etc/qemu/uefi.xml", "lib/qemu/nvram/uefi_VARS.fd"])
        await connection.close()
    }

    @Test("a guest has the TPM that swtpm makes", .enabled(if: Program.areInstalled("swtpm", "swtpm_setup")))
    func tpm() async throws {
        let script = """
            [ -c /dev/tpm0 ] && echo "version $(cat /sys/class/tpm/tpm0/tpm_version_major)"
            echo "register $(cat /sys/class/tpm/tpm0/pcr-sha256/16)"
            poweroff -f
            """
        let guest = try TinyGuest(script, modules: [])
        let connection = try await Connection.open(guest.uri())
        for model in ["tpm-crb", "tpm-tis"] {
            let document = guest.document(
                model, devices: "<tpm model='\(model)'><backend type='emulator' version='2.0'/></tpm>")
            let console = try await guest.run(model, document, on: connection)
            #expect(console.contains("version 2"), "\(console)")
            #expect(console.contains("register \(String(repeating: "0", count: 64))"), "\(console)")
        }
        await connection.close()
    }

    @Test(
        "a guest reads an encrypted disk in clear, and the passphrase is nowhere",
        .enabled(if: Program.areInstalled("qemu-img")))
    func encryption() async throws {
        let passphrase = "open-sesame-\(UUID().uuidString)"
        let uuid = "f52a81b2-424e-490c-823d-6bd4235bc572"
        let guest = try TinyGuest(
            "head -n 1 /dev/vda\nwhile :; do sleep 1; done",
            modules: ["virtio_pci", "virtio_blk"])
        let plain = try guest.directory.write("plain", Data("clear as day\n".utf8) + Data(count: (1 << 20) - 13))
        let image = guest.directory("image.luks")
        let made = try Program.imageTool([
            "convert", "-f", "raw", "-O", "luks", "--object", "secret,id=s,data=\(passphrase)", "-o",
            "key-secret=s,iter-time=10", plain, image,
        ])
        try #require(made.status == 0, "\(made.errorText)")
        let connection = try await Connection.open(guest.uri())
        let secrets = try connection.secretDriver
        let secret = try await secrets.define(
            "<secret ephemeral='yes' private='yes'><uuid>\(uuid)</uuid><usage type='volume'><volume>\(image)</volume></usage></secret>"
        )
        try await secrets.setValue(Array(passphrase.utf8), of: secret)
        let events = try connection.events()
        let domain = try await connection.create(
            guest.document(
                "luks",
                devices: """
                    <disk type='file'>
                      <driver name='qemu' type='raw'/>
                      <source file='\(image)'>
                        <encryption format='luks'><secret type='passphrase' uuid='\(uuid)'/></encryption>
                      </source>
                      <target dev='vda' bus='virtio'/>
                    </disk>
                    """))
        try await eventually(within: 60) { guest.console("luks").contains("clear as day") }
        let places = guest.emulators.flatMap { ["/proc/\($0)/cmdline", "/proc/\($0)/environ"] }
        #expect(places.count == 2)
        let root = guest.directory("root")
        let files = (FileManager.default.enumerator(atPath: root)?.allObjects as? [String] ?? []).map {
            "\(root)/\($0)"
        }
        #expect(files.contains("\(root)/log/qemu/luks.log"))
        for form in [passphrase, Data(passphrase.utf8).base64EncodedString()] {
            for place in places + files {
                let data = FileManager.default.contents(atPath: place) ?? Data()
                #expect(data.range(of: Data(form.utf8)) == nil, "\(place)")
            }
            #expect(try await !domain.xml(.secure).contains(form))
        }
        try await domain.destroy()
        #expect(try await events.untilStopped().last == .lifecycle(.stopped(.destroyed)))
        await connection.close()
        #expect(guest.leftovers().isEmpty)
    }
}
