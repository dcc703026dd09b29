// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import TestSupport
import Testing
import VirtEmbedded

/// Guests that have addresses and reach others.
@Suite(.enabled(if: GuestModules.arePossible), .timeLimit(.minutes(5))) struct GuestNetworkTests {
    private static let modules = ["virtio_pci", "virtio_net"]

    @Test("a guest gets addresses from QEMU's own network and from passt", .enabled(if: Program.areInstalled("passt")))
    func user() async throws {
        // The hardware addresses say which is which, whatever the guest calls them.
        let script = """
            printf '#!/bin/sh\\n[ "$1" = bound ] && echo "$(cat /sys/class/net/$interface/address) has $ip"\\n' > /lease
            chmod 755 /lease
            for card in eth0 eth1; do
              ip link set $card up
              udhcpc -i $card -n -q -t 10 -T 1 -s /lease 2>/dev/null
            done
            poweroff -f
            """
        let guest = try TinyGuest(script, modules: Self.modules)
        let connection = try await Connection.open(guest.uri())
        let document = guest.document(
            "net",
            devices: """
                <interface type='user'><mac address='52:54:00:00:00:01'/><model type='virtio'/></interface>
                <interface type='user'>
                  <mac address='52:54:00:00:00:02'/><backend type='passt'/><model type='virtio'/>
                </interface>
                """)
        let console = try await guest.run("net", document, on: connection)
        #expect(console.contains("52:54:00:00:00:01 has 10.0.2.15"), "\(console)")
        #expect(console.contains("52:54:00:00:00:02 has "), "\(console)")
        await connection.close()
        #expect(guest.leftovers().isEmpty)
    }

    @Test(
        "a guest on a bridge reaches its host, and its tap goes with it",
        .enabled(
            if: geteuid() == 0 && access("/dev/net/tun", R_OK | W_OK) == 0 && Program.areInstalled("ip", "unshare")))
    func bridge() throws {
        let script = """
            ip link set eth0 up
            ip address add 10.7.0.2/24 dev eth0
            for attempt in $(seq 50); do
              ping -c 1 -W 1 10.7.0.1 > /dev/null && echo reached the bridge && break
            done
            poweroff -f
            """
        let guest = try TinyGuest(script, modules: Self.modules)
        let document = try guest.directory.write(
            "domain.xml",
            guest.document(
                "bridged", devices: "<interface type='bridge'><source bridge='br7'/><model type='virtio'/></interface>")
        )
        // The whole of our process has to be in the namespace, so it is one of its own.
        let commands = """
            set -e
            ip link add br7 type bridge
            ip address add 10.7.0.1/24 dev br7
            ip link set br7 up
            '\(Program.built("virt-qemu-run"))' -r '\(guest.directory("root"))' '\(document)'
            ! ip link show vnet0
            """
        let result = try Program.run(["unshare", "--net", "sh", "-c", commands], seconds: 120)
        #expect(result.status == 0 && !result.timedOut, "\(result.errorText)")
        #expect(guest.console("bridged").contains("reached the bridge"), "\(guest.console("bridged"))")
        #expect(guest.leftovers().isEmpty)
    }
}
