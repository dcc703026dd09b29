// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import VirtEmbedded

/// Machines that are saved to files and go on from them.
@Suite(.enabled(if: TinyGuest.isPossible), .timeLimit(.minutes(5))) struct SaveTests {
    /// Counts, so that one that goes on is told from one that began anew.
    private static let counting = "i=0\nwhile :; do i=$((i+1)); echo tick $i; /bin/busybox sleep 1; done"

    /// The numbers that a guest has counted to.
    private func ticks(_ guest: TinyGuest, _ name: String) -> [Int] {
        guest.console(name).split(whereSeparator: \.isNewline).compactMap { line in
            line.hasPrefix("tick ") ? Int(line.dropFirst(5)) : nil
        }
    }

    /// The document of a counting guest, whose console is appended to over its lives.
    private func document(_ guest: TinyGuest, _ name: String) -> String {
        guest.document(name).replacingOccurrences(of: "console-\(name)'/>", with: "console-\(name)' append='on'/>")
    }

    @Test("a guest that is saved goes on where it was, with events in order, and the file can be looked into")
    func saves() async throws {
        let guest = try TinyGuest(Self.counting)
        let connection = try await Connection.open(guest.uri())
        let domain = try await connection.create(document(guest, "one"))
        try await eventually(within: 60) { ticks(guest, "one").count >= 3 }
        let events = try connection.events()
        let path = guest.directory("one.save")
        try await domain.save(to: path)
        let kinds = try await events.untilStopped()
        #expect(kinds.first == .lifecycle(.suspended(.paused)) && kinds.last == .lifecycle(.stopped(.saved)))
        #expect(
            kinds.contains {
                if case .jobCompleted(let job) = $0 {
                    job.operation == .save && job.outcome == .completed
                } else {
                    false
                }
            })
        #expect(guest.emulators.isEmpty && guest.leftovers().isEmpty)
        let last = try #require(ticks(guest, "one").last)

        let bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
        #expect(bytes.starts(with: Data("LibvirtQemudSave".utf8)) && bytes[16] == 2 && bytes[24] == 1)
        let xml = try await connection.saveImageXML(path)
        #expect(xml.contains("<name>one</name>"))
        try await connection.defineSaveImageXML(
            path, xml: xml.replacingOccurrences(of: "<name>one</name>", with: "<name>two</name>"))
        let other = await #expect(throws: VirtError.self) {
            try await connection.defineSaveImageXML(
                path, xml: xml.replacingOccurrences(of: "163840", with: "262144"))
        }
        #expect(other?.code == .configurationUnsupported && other?.message.contains("memory") == true)

        let restored = try await connection.restore(from: path, .paused)
        #expect(restored.name == "two")
        #expect(try await restored.status == .paused(.user))
        #expect(try await restored.completedJob?.operation == .restore)
        try await restored.resume()
        try await eventually { (ticks(guest, "one").last ?? 0) > last + 1 }
        let all = ticks(guest, "one")
        #expect(all == Array(1...(all.last ?? 1)))
        try await restored.destroy()
        await connection.close()
    }

    @Test("a managed save is what the next start goes on from, is found again, and is used once")
    func managed() async throws {
        let guest = try TinyGuest(Self.counting)
        var connection = try await Connection.open(guest.uri())
        var domain = try await connection.define(document(guest, "one"))
        try await domain.start()
        try await eventually(within: 60) { ticks(guest, "one").count >= 2 }
        try await domain.managedSave()
        #expect(try await domain.status == .shutoff(.saved))
        #expect(guest.leftovers() == ["etc/qemu/one.xml", "lib/qemu/save", "lib/qemu/save/one.save"])
        let refused = await #expect(throws: VirtError.self) { try await domain.undefine() }
        #expect(refused?.message.contains("managed-save") == true)
        await connection.close()

        connection = try await Connection.open(guest.uri())
        #expect(try await connection.domains(.managedSave).map(\.name) == ["one"])
        domain = try await connection.domain(named: "one")
        let last = try #require(ticks(guest, "one").last)
        try await domain.start()
        #expect(try await domain.status == .running(.restored))
        #expect(try await !domain.hasManagedSave)
        #expect(try await !domain.isUpdated)
        try await eventually { (ticks(guest, "one").last ?? 0) > last }
        #expect(ticks(guest, "one").filter { $0 == 1 }.count == 1)

        try await domain.managedSave(.paused)
        try await domain.start(.forceBoot)
        #expect(try await domain.status == .running(.booted))
        #expect(try await !domain.hasManagedSave)
        try await eventually(within: 60) { ticks(guest, "one").filter { $0 == 1 }.count == 2 }
        try await domain.destroy()
        await connection.close()
    }

    /// Saves to a file system that has no room.
    private func fullDisk(_ guest: TinyGuest, _ domain: Domain) async throws {
        let place = guest.directory("small")
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let mounted = try Program.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", place])
        guard mounted.status == 0 else {
            print("SKIPPING a full disk, for which a file system has to be mounted: \(mounted.errorText)")
            return
        }
        defer { _ = try? Program.run(["umount", "-l", place]) }
        let error = await #expect(throws: VirtError.self) { try await domain.save(to: "\(place)/one.save") }
        #expect(error?.code == .operationFailed)
        #expect(try FileManager.default.contentsOfDirectory(atPath: place).isEmpty)
        #expect(try await domain.status == .running(.saveCanceled))
        #expect(try await domain.completedJob?.outcome == .failed)
    }

    @Test("a full disk, an abort and files that are none leave the guest running and nothing behind")
    func failures() async throws {
        let guest = try TinyGuest(Self.counting)
        let connection = try await Connection.open(guest.uri())
        let domain = try await connection.create(document(guest, "one"))
        try await eventually(within: 60) { ticks(guest, "one").count >= 2 }
        let full = await #expect(throws: VirtError.self) { try await domain.save(to: "/dev/full") }
        #expect(full?.code == .systemError)
        #expect(try await domain.status.isRunning)
        try await fullDisk(guest, domain)
        let missing = await #expect(throws: VirtError.self) {
            try await domain.save(to: guest.directory("no/one.save"))
        }
        #expect(missing?.code == .systemError)

        // A reader that takes nothing: the save cannot end until it is aborted.
        let pipe = guest.directory("pipe")
        try #require(mkfifo(pipe, 0o600) == 0)
        let reader = open(pipe, O_RDWR | O_NONBLOCK)
        defer { close(reader) }
        // Room for what stands before QEMU's stream (fcntl(2), F_SETPIPE_SZ).
        try #require(fcntl(reader, 1031, 1 << 20) >= 1 << 20)
        let saving = Task { try await domain.save(to: pipe) }
        var job: DomainJobInformation?
        for _ in 0..<200 where (job?.progress?.processed ?? 0) == 0 {
            try await Task.sleep(for: .milliseconds(20))
            job = try await domain.job
        }
        #expect(job?.operation == .save && (job?.progress?.total ?? 0) > 160 << 20)
        try await domain.abortJob()
        // QEMU sees to it when its write returns.
        let draining = Task {
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            while !Task.isCancelled {
                if read(reader, &bytes, bytes.count) < 0 { try await Task.sleep(for: .milliseconds(2)) }
            }
        }
        let aborted = await #expect(throws: VirtError.self) { try await saving.value }
        draining.cancel()
        #expect(aborted?.code == .operationAborted)
        #expect(try await domain.status == .running(.saveCanceled))
        #expect(try await domain.completedJob?.outcome == .cancelled)
        let idle = await #expect(throws: VirtError.self) { try await domain.abortJob() }
        #expect(idle?.code == .operationInvalid)
        let count = ticks(guest, "one").count
        try await eventually { ticks(guest, "one").count > count }

        // What is no such file, or is cut off, starts nothing.
        let path = guest.directory("one.save")
        try await domain.save(to: path)
        let image = try Data(contentsOf: URL(fileURLWithPath: path))
        var damages: [(String, Data)] = [("not one in which", Data("nothing".utf8))]
        damages.append(("not one in which", Data(count: 4096)))
        var changed = image
        changed[15] = UInt8(ascii: "t")
        changed.replaceSubrange(12..<16, with: Data("Part".utf8))
        damages.append(("not complete", changed))
        changed = image
        changed[16] = 7
        damages.append(("version", changed))
        changed = image
        changed[28] = 1
        damages.append(("gzip", changed))
        changed = image
        changed.replaceSubrange(20..<24, with: [0xff, 0xff, 0xff, 0x7f])
        damages.append(("damaged", changed))
        damages.append(("cut off", Data(image.prefix(200))))
        damages.append(("QEMU", Data(image.prefix(image.count / 2))))
        for (word, bytes) in damages {
            try bytes.write(to: URL(fileURLWithPath: guest.directory("bad.save")))
            let error = await #expect(throws: VirtError.self) {
                try await connection.restore(from: guest.directory("bad.save"))
            }
            #expect(error?.message.contains(word) == true, "\(String(describing: error))")
        }
        #expect(guest.emulators.isEmpty && guest.leftovers().isEmpty)
        await connection.close()
    }
}
