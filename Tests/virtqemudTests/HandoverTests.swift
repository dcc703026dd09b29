// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A host that goes from us to C libvirt and back: the system's tree, which C libvirt sees in the host's own places.
@Suite(
    .enabled(
        if: Namespaces.arePossible && Program.areInstalled("virsh", "libvirtd", "qemu-system-x86_64", "qemu-img")),
    .timeLimit(.minutes(5)))
struct HandoverTests {
    private let root: TemporaryDirectory

    init() throws { root = try TemporaryDirectory("handover") }

    /// A daemon's address, and what it says.
    private struct Host {
        let uri: String

        func virsh(_ words: [String]) throws -> ProgramResult {
            try Program.run(["virsh", "-q", "-c", uri] + words, environment: ["LC_ALL": "C"], seconds: 60)
        }

        @discardableResult
        func says(_ words: String...) throws -> String {
            let result = try virsh(words)
            #expect(result.status == 0, "\(words): \(result.errorText)")
            return result.text
        }

        /// All that is to pass from one daemon to the other, by the command that tells it.
        func everything() throws -> [String: String] {
            var all: [String: String] = [:]
            let names = try says("list", "--all", "--name").split(separator: "\n").map(String.init).sorted()
            all["list"] = names.joined(separator: " ")
            for name in names {
                all["dumpxml \(name)"] = try says("dumpxml", name, "--inactive", "--security-info")
                let kept = ["Id", "UUID", "State", "Max memory", "Persistent", "Autostart", "Managed save"]
                all["dominfo \(name)"] = try says("dominfo", name).split(separator: "\n").filter { line in
                    kept.contains { line.hasPrefix("\($0):") }
                }.joined(separator: "\n")
                if all["dominfo \(name)"]?.contains("Managed save:   yes") == true {
                    all["managedsave \(name)"] = try says("managedsave-dumpxml", name, "--security-info")
                }
                let snapshots = try says("snapshot-list", name, "--name", "--topological").split(separator: "\n")
                all["snapshot-list \(name)"] = snapshots.joined(separator: " ")
                if let last = snapshots.last {
                    all["snapshot-current \(name)"] = try says("snapshot-current", name, "--name")
                    all["snapshot-parent \(name)"] = try says("snapshot-parent", name, String(last))
                }
                for snapshot in snapshots.map(String.init) {
                    all["snapshot \(name) \(snapshot)"] = try says("snapshot-dumpxml", name, snapshot)
                }
            }
            return all
        }
    }

    private func document(_ name: String, disk: String) -> String {
        GuestOnWire.idle(
            name, "<title>A title of '\(name)'</title><metadata><a:a xmlns:a='http://a.example/'>b</a:a></metadata>",
            devices: """
                <disk type='file'><driver name='qemu' type='qcow2'/><source file='\(disk)'/>
                  <target dev='vda' bus='virtio'/></disk>
                <interface type='bridge'><mac address='52:54:00:12:34:56'/><source bridge='br7'/><model type='virtio'/></interface>
                <serial type='pty'/>
                <graphics type='vnc' port='-1' autoport='yes' passwd='secret'/>
                """)
    }

    /// Makes a machine that is off, starts with the host and has two snapshots, and one that is saved.
    private func furnish(_ host: Host, _ prefix: String) throws {
        let disk = root("\(prefix).qcow2")
        #expect(try Program.run(["qemu-img", "create", "-q", "-f", "qcow2", disk, "1M"]).status == 0)
        try host.says("define", root.write("\(prefix).xml", document("\(prefix)-off", disk: disk)))
        try host.says("autostart", "\(prefix)-off")
        try host.says("snapshot-create-as", "\(prefix)-off", "first", "what was first")
        try host.says("snapshot-create-as", "\(prefix)-off", "second")
        try host.says("define", root.write("saved.xml", GuestOnWire.idle("\(prefix)-saved")))
        try host.says("start", "\(prefix)-saved")
        try host.says("managedsave", "\(prefix)-saved")
    }

    /// C libvirt puts values in metadata into other quotes than elsewhere, as libxml2 writes them.
    private func compare(
        _ seen: [String: String], _ told: [String: String], leavingOut isLeftOut: (String) -> Bool = { _ in false }
    ) {
        #expect(seen.keys.sorted() == told.keys.sorted())
        for (command, text) in told.sorted(by: { $0.key < $1.key }) where !isLeftOut(command) {
            #expect(
                seen[command]?.replacingOccurrences(of: "\"", with: "'")
                    == text.replacingOccurrences(of: "\"", with: "'"),
                "\(command)")
        }
    }

    @Test("The system's C libvirtd takes over definitions, links, saved machines and snapshots, and gives them back")
    func system() async throws {
        var told: [String: String]
        do {
            let daemon = try RunningDaemon("virtqemud", root: root)
            let ours = Host(uri: daemon.uri("qemu"))
            try furnish(ours, "ours")
            told = try ours.everything()
            #expect(told["list"] == "ours-off ours-saved")
        }
        do {
            let daemon = try await PrivateDaemon(root: root)
            let theirs = Host(uri: daemon.uri)
            compare(try theirs.everything(), told)
            try theirs.says("start", "ours-saved")
            #expect(try theirs.says("domstate", "ours-saved", "--reason").hasPrefix("running (restored)"))
            try theirs.says("managedsave", "ours-saved")
            try theirs.says("snapshot-revert", "ours-off", "first")
            try furnish(theirs, "theirs")
            told = try theirs.everything()
            #expect(told["list"] == "ours-off ours-saved theirs-off theirs-saved")
            daemon.end()
        }
        let daemon = try RunningDaemon("virtqemud", root: root)
        let ours = Host(uri: daemon.uri("qemu"))
        // A machine in a file is told as C libvirt has written it there, without the devices that every such machine has.
        compare(try ours.everything(), told) { $0.hasPrefix("managedsave ") }
        for name in ["ours-saved", "theirs-saved"] {
            try ours.says("start", name)
            #expect(try ours.says("domstate", name, "--reason").hasPrefix("running (restored)"))
            try ours.says("destroy", name)
        }
        try ours.says("snapshot-revert", "theirs-off", "first")
        try ours.says("autostart", "theirs-off", "--disable")
    }
}
