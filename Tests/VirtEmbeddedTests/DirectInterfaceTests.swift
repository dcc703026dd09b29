// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import TestSupport
import Testing
import VirtEmbedded

/// Guests whose card is a macvtap over an interface of the host: one end of a pair, at whose other end the host answers.
@Suite(.enabled(if: mayMakeMacVTaps() && GuestModules.arePossible), .timeLimit(.minutes(5)))
struct DirectInterfaceTests {
    /// What the shells of all tests begin with. The whole of our process has to be in the namespace, so it is one of its own.
    private static let network = """
        set -e
        mount --make-rprivate /
        mount -t sysfs none /sys
        ip link add lower address 52:54:00:00:aa:01 type veth peer name other
        ip address add 10.8.0.1/24 dev other
        ip link set lower up
        ip link set other up
        # Waits until there is a macvtap, and tells of it.
        show() { for i in $(seq 600); do ip -d link show macvtap0 2>/dev/null && return; sleep 0.05; done; exit 41; }

        """

    private func run(_ commands: String) throws -> ProgramResult {
        let command = ["unshare", "--net", "--mount", "sh", "-c", Self.network + commands]
        let result = try Program.run(command, seconds: 200)
        #expect(result.status == 0 && !result.timedOut, "\(result.status): \(result.text)\(result.errorText)")
        return result
    }

    private func interface(_ mode: String) -> String {
        """
        <interface type='direct'><mac address='52:54:00:00:00:07'/><source dev='lower' mode='\(mode)'/>
          <model type='virtio'/></interface>
        """
    }

    @Test(
        "a guest reaches the host's network, and its macvtap goes with it",
        arguments: ["bridge", "passthrough", "private", "vepa"])
    func reaches(mode: String) throws {
        let script = """
            ip link set eth0 up
            ip address add 10.8.0.2/24 dev eth0
            for attempt in $(seq 50); do
              ping -c 1 -W 1 10.8.0.1 > /dev/null && echo "reached it as $(cat /sys/class/net/eth0/address)" && break
            done
            poweroff -f
            """
        let guest = try TinyGuest(script, modules: ["virtio_pci", "virtio_net"])
        let document = try guest.directory.write("domain.xml", guest.document("direct", devices: interface(mode)))
        let result = try run(
            """
            '\(Program.built("virt-qemu-run"))' -r '\(guest.directory("root"))' '\(document)' &
            show
            wait $!
            ! ip link show macvtap0
            cat /sys/class/net/lower/address
            """)
        #expect(result.text.contains("mode \(mode == "passthrough" ? "passthru" : mode) "), "\(result.text)")
        #expect(result.text.hasSuffix("52:54:00:00:aa:01\n"), "\(result.text)")
        let console = guest.console("direct")
        #expect(console.contains("reached it as 52:54:00:00:00:07"), "\(console)")
        #expect(guest.leftovers().isEmpty)
    }

    @Test("what a program that was killed leaves of it is removed by the next", arguments: ["bridge", "passthrough"])
    func killed(mode: String) throws {
        let guest = try TinyGuest("while :; do /bin/busybox sleep 1; done")
        let document = try guest.directory.write("domain.xml", guest.document("direct", devices: interface(mode)))
        let nothing = try guest.directory.write("nothing.xml", "<domain/>")
        let tool = "'\(Program.built("virt-qemu-run"))' -r '\(guest.directory("root"))'"
        let result = try run(
            """
            \(tool) '\(document)' &
            show > /dev/null
            sleep 1
            kill -9 $!
            wait $! || true
            ip link show macvtap0
            # Opening the root is all that this one does.
            ! \(tool) '\(nothing)'
            ! ip link show macvtap0
            cat /sys/class/net/lower/address
            """)
        #expect(result.text.hasSuffix("52:54:00:00:aa:01\n"), "\(result.text)")
        #expect(RunningProgram.wait(seconds: 10) { guest.emulators.isEmpty })
    }
}

private func mayMakeMacVTaps() -> Bool {
    if geteuid() != 0 { print("SKIPPING macvtaps: they need root") }
    return geteuid() == 0 && Program.areInstalled("ip", "unshare", "mount")
}
