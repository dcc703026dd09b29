// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import VirtEmbedded

/// Files of saved machines that go to libvirt, and come from it; libvirt's own driver runs in `virsh`, below a root of its own.
@Suite(
    .enabled(if: TinyGuest.isPossible && Program.areInstalled("virsh") && getuid() == 0), .timeLimit(.minutes(5)))
struct ForeignSaveTests {
    private func virsh(_ guest: TinyGuest, _ arguments: String...) throws -> ProgramResult {
        let root = guest.directory("libvirt")
        if !FileManager.default.fileExists(atPath: "\(root)/etc") {
            try FileManager.default.createDirectory(atPath: "\(root)/etc", withIntermediateDirectories: true)
            let settings = """
                user = "root"
                group = "root"
                security_driver = "none"
                cgroup_controllers = [ ]
                namespaces = [ ]
                stdio_handler = "file"
                """
            try settings.write(toFile: "\(root)/etc/qemu.conf", atomically: true, encoding: .utf8)
        }
        return try Program.run(["virsh", "-q", "-c", "qemu:///embed?root=\(root)"] + arguments, seconds: 60)
    }

    private func ticks(_ guest: TinyGuest) -> [Int] {
        guest.console("one").split(whereSeparator: \.isNewline).compactMap { line in
            line.hasPrefix("tick ") ? Int(line.dropFirst(5)) : nil
        }
    }

    @Test("a machine that libvirt saved goes on here, and one that was saved here goes on with libvirt")
    func exchange() async throws {
        let guest = try TinyGuest("i=0\nwhile :; do i=$((i+1)); echo tick $i; /bin/busybox sleep 1; done")
        let xml = guest.document("one").replacingOccurrences(of: "console-one'/>", with: "console-one' append='on'/>")
        try guest.directory.write("one.xml", xml)
        let path = guest.directory("one.save")
        defer { _ = try? virsh(guest, "destroy", "one") }
        let created = try virsh(guest, "create", guest.directory("one.xml"))
        guard created.status == 0 else {
            print("SKIPPING a test that needs virsh with an embedded driver: \(created.errorText)")
            return
        }
        try await eventually(within: 60) { ticks(guest).count >= 2 }
        let saved = try virsh(guest, "save", "one", path)
        try #require(saved.status == 0, "\(saved.errorText)")

        let connection = try await Connection.open(guest.uri())
        var last = try #require(ticks(guest).last)
        let domain = try await connection.restore(from: path)
        #expect(try await domain.status == .running(.restored))
        try await eventually { (ticks(guest).last ?? 0) > last }
        #expect(try await connection.saveImageXML(path).contains("<name>one</name>"))

        let second = guest.directory("two.save")
        try await domain.save(to: second)
        last = try #require(ticks(guest).last)
        #expect(try virsh(guest, "save-image-dumpxml", second).text.contains("<name>one</name>"))
        let restored = try virsh(guest, "restore", second)
        try #require(restored.status == 0, "\(restored.errorText)")
        try await eventually { (ticks(guest).last ?? 0) > last }
        let all = ticks(guest)
        #expect(all == Array(1...(all.last ?? 1)))
        await connection.close()
    }
}
