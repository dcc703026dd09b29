// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Keys that a client sends, as QEMU's own trace shows them.
@Suite(.enabled(if: Program.areInstalled("virsh", "qemu-system-x86_64")), .timeLimit(.minutes(3)))
struct KeyTests {
    /// The same keys in each code set: s, the right Ctrl, Delete, F12 and Home.
    private static let sets = [
        "linux": "31 97 111 88 102", "xt": "0x1f 0xe01d 0xe053 0x58 0xe047", "atset1": "0x1f 0xe01d 0xe053 0x58 0xe047",
        "atset2": "0x1b 0xe014 0xe071 0x07 0xe06c", "atset3": "0x1b 0x58 0x64 0x5e 0x6e",
        "os_x": "0x01 0x3e 0x75 0x6f 0x73", "xt_kbd": "0x1f 0x11d 0x153 0x58 0x147", "usb": "22 228 76 69 74",
        "win32": "0x53 0xa3 0x2e 0x7b 0x24", "qnum": "0x1f 0x9d 0xd3 0x58 0xc7", "rfb": "0x1f 0x9d 0xd3 0x58 0xc7",
    ]
    private static let expected = ["s", "ctrl_r", "delete", "f12", "home"]

    /// Has a daemon send the keys, and reads which ones QEMU heard pressed.
    ///
    /// - Parameter log: The file that holds what QEMU says.
    private func sendAll(_ uri: String, file: String, log: String) throws {
        func virsh(_ words: [String]) throws -> ProgramResult {
            try Program.run(["virsh", "-q", "-c", uri] + words, environment: ["LC_ALL": "C"])
        }
        let created = try virsh(["create", file])
        try #require(created.status == 0, "\(created.errorText)")
        defer { _ = try? virsh(["destroy", "keys"]) }
        for event in ["qcode", "number"] {
            let traced = try virsh(
                ["qemu-monitor-command", "keys", "--hmp", "trace-event input_event_key_\(event) on"])
            try #require(traced.status == 0, "\(traced.errorText)")
        }
        for (set, codes) in Self.sets.sorted(by: { $0.key < $1.key }) {
            let before = Self.pressed(log).count
            let sent = try virsh(
                ["send-key", "keys", "--codeset", set, "--holdtime", "1"] + codes.split(separator: " ").map(String.init)
            )
            #expect(sent.status == 0, "\(set): \(sent.errorText)")
            #expect(RunningProgram.wait { Self.pressed(log).count >= before + Self.expected.count }, "\(set)")
            #expect(Array(Self.pressed(log).dropFirst(before)) == Self.expected, "\(set)")
        }
    }

    /// The keys that QEMU says were pressed: `key qcode s, down 1`, `key number 0x1f [s], down 1`.
    private static func pressed(_ log: String) -> [String] {
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            guard line.contains("input_event_key_"), line.hasSuffix("down 1") else { return nil }
            return line.dropLast(", down 1".count).split(separator: " ").last.map {
                $0.trimmingCharacters(in: ["[", "]"])
            }
        }
    }

    @Test("Keys of every code set of libvirt's reach QEMU as the keys that they are")
    func ours() throws {
        let daemon = try RunningDaemon("virtqemud")
        let file = daemon.root("keys.xml")
        try Data(GuestOnWire.idle("keys").utf8).write(to: URL(fileURLWithPath: file))
        try sendAll(daemon.uri("qemu"), file: file, log: daemon.root("var/log/libvirt/qemu/keys.log"))
    }

    @Test("C libvirt makes the same keys of them", .enabled(if: PrivateDaemon.isAvailable))
    func libvirt() async throws {
        let daemon = try await PrivateDaemon()
        let file = daemon.directory("keys.xml")
        try Data(GuestOnWire.idle("keys").utf8).write(to: URL(fileURLWithPath: file))
        try sendAll(daemon.uri, file: file, log: daemon.directory("cache/libvirt/qemu/log/keys.log"))
    }
}
