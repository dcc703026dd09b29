// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// virsh's commands for interfaces that come and go while a real guest runs.
@Suite(.enabled(if: ServedGuest.isPossible && ServedGuest.canMakeTaps), .timeLimit(.minutes(10)))
struct InterfaceCommandTests {
    private static let mac = "52:54:00:aa:bb:01"

    /// What `domiflist` says of the interface: its end on the host, and the rest.
    private func listed(_ guest: ServedGuest) throws -> (target: String, rest: [String]) {
        let line = try guest.virsh("domiflist guest").text.split(separator: "\n").first { $0.contains(Self.mac) }
        let words = try #require(line).split(separator: " ").map(String.init)
        return (try #require(words.first), Array(words.dropFirst()))
    }

    /// Counts what goes through it, takes its link down and up, and detaches it.
    private func use(_ guest: ServedGuest, _ target: String, detaching command: String) throws {
        for name in [target, Self.mac] {
            let flow = try guest.virsh("domifstat guest \(name)")
            #expect(
                flow.text.contains("\(name) rx_bytes ") && flow.text.contains("\(name) tx_drop "), "\(flow.errorText)")
        }
        #expect(try guest.virsh("domstats guest --interface").text.contains("net.1.name=\(target)"))
        for state in ["down", "up"] {
            let set = try guest.virsh("domif-setlink guest \(target) \(state)")
            #expect(set.status == 0, "\(set.errorText)")
            #expect(try guest.virsh("domif-getlink guest \(Self.mac)").text.contains(" \(state)"))
        }
        let detached = try guest.virsh(command)
        #expect(detached.status == 0, "\(detached.errorText)")
        #expect(try RunningProgram.wait { try !guest.virsh("domiflist guest").text.contains(Self.mac) })
    }

    @Test("What goes through an interface is counted, as long as it is there")
    func ethernet() throws {
        let daemon = try RunningDaemon("virtqemud")
        let guest = try ServedGuest(daemon.uri("qemu"))
        defer { guest.end() }
        try guest.start()
        try guest.directory.write(
            "interface.xml", "<interface type='ethernet'><mac address='\(Self.mac)'/><model type='virtio'/></interface>"
        )
        let attached = try guest.virsh("attach-device guest DIR/interface.xml --live")
        #expect(attached.status == 0, "\(attached.errorText)")
        try use(guest, listed(guest).target, detaching: "detach-interface guest ethernet --mac \(Self.mac) --live")
    }

    @Test(
        "attach-interface puts an interface into a bridge, now and at the next start, and detach-interface takes it out",
        .enabled(if: Namespaces.arePossible && Program.areInstalled("ip", "nsenter")))
    func bridge() throws {
        let daemon = try RunningDaemon(
            "virtqemud", in: Namespaces().network("ip link add br7 type bridge", "ip link set br7 up"))
        func links() throws -> [Substring] {
            try Program.run(["nsenter", "--net=/proc/\(daemon.program.identifier)/ns/net", "ip", "-o", "link"]).text
                .split(separator: "\n")
        }
        let guest = try ServedGuest(daemon.uri("qemu"))
        defer { guest.end() }
        try guest.start()
        let attached = try guest.virsh(
            "attach-interface guest bridge br7 --model virtio --mac \(Self.mac) --live --config")
        #expect(attached.status == 0, "\(attached.errorText)")
        let (target, rest) = try listed(guest)
        #expect(rest == ["bridge", "br7", "virtio", Self.mac])
        #expect(try links().contains { $0.contains(" \(target):") && $0.contains("master br7") && $0.contains(",UP") })
        #expect(try guest.virsh("domiflist guest --inactive").text.contains(Self.mac))
        let absent = try guest.virsh("attach-interface guest bridge br8 --model virtio --live")
        #expect(absent.status == 1 && absent.errorText.contains("br8"), "\(absent.errorText)")

        try use(guest, target, detaching: "detach-interface guest bridge --mac \(Self.mac) --live --config")
        #expect(try !guest.virsh("domiflist guest --inactive").text.contains(Self.mac))
        #expect(try RunningProgram.wait { try !links().contains { $0.contains(target) } })
    }
}
