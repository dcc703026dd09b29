// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import VirtEmbedded

/// QEMU's monitor, and the keyboard, screen and buttons of a guest.
@Suite(.enabled(if: TinyGuest.isPossible), .timeLimit(.minutes(3))) struct InputTests {
    @Test("commands go to QEMU as they stand, and what it tells comes in its own words")
    func monitor() async throws {
        let guest = try TinyGuest("while :; do /bin/busybox sleep 1; done")
        let connection = try await Connection.open(guest.uri())
        let domain = try await connection.create(guest.document("one"), .paused)
        let events = try connection.monitorEvents(of: domain)
        let reply = try await domain.monitorCommand(#"{"execute": "query-status", "id": 7}"#)
        #expect(reply.hasPrefix(#"{"return":{"#) && reply.contains(#""running":false"#))
        #expect(try await domain.monitorCommand("info status", .human).contains("paused"))
        let refusal = try await domain.monitorCommand(#"{"execute": "device_del", "arguments": {"id": "none"}}"#)
        #expect(refusal.contains(#""class":"DeviceNotFound""#))
        for (text, word) in [("{", "no command"), ("{}", "'execute'"), (#"{"execute":"a","control":1}"#, "'control'")] {
            let error = await #expect(throws: VirtError.self) { try await domain.monitorCommand(text) }
            #expect(error?.code == .invalidArgument && error?.message.contains(word) == true)
        }
        try await domain.resume()
        var iterator = events.makeAsyncIterator()
        let event = try await iterator.next()
        #expect(event?.name == "RESUME" && event?.domain.name == "one" && event?.microseconds != nil)
        await connection.close()
    }

    /// How many descriptors QEMU has in sets; its console is one.
    private func descriptors(of domain: Domain) async throws -> Int {
        try await domain.monitorCommand(#"{"execute": "query-fdsets"}"#).components(separatedBy: #""fd":"#).count - 1
    }

    @Test("keys reach the guest in each code set, and pictures show the screen")
    func keys() async throws {
        let guest = try TinyGuest("while :; do /bin/busybox sleep 1; done")
        let connection = try await Connection.open(guest.uri())
        let video = "<video><model type='vga'/></video><graphics type='vnc' autoport='yes'/>"
        let domain = try await connection.create(guest.document("one", devices: video), .paused)
        // With its processor standing still, the keyboard keeps what it got: its controller's buffer shows it.
        let sets: [[DomainKey]] = [
            [.named("ctrl"), .named("a")], [.linux(29), .linux(30)], [.code(224, .usb), .code(4, .usb)],
            [.code(0x1d, .xt), .code(0x1e, .qemuNumber)],
        ]
        for keys in sets { try await domain.sendKeys(keys, holdTimeInMilliseconds: 1) }
        let unknown = await #expect(throws: VirtError.self) { try await domain.sendKeys([.linux(4711)]) }
        #expect(unknown?.code == .invalidArgument && unknown?.message.contains("4711") == true)
        _ = await #expect(throws: VirtError.self) { try await domain.sendKeys([]) }
        _ = await #expect(throws: VirtError.self) {
            try await domain.sendKeys(Array(repeating: .linux(30), count: 17))
        }
        let before = try await descriptors(of: domain)
        let picture = try await domain.screenshot(format: .ppm)
        #expect(picture.bytes.starts(with: Array("P6\n".utf8)) && picture.bytes.count > 100_000)
        let small = try await domain.screenshot()
        #expect(
            small.format == .png ? small.bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]) : small.bytes == picture.bytes)
        let none = await #expect(throws: VirtError.self) { try await domain.screenshot(ofScreen: 3) }
        #expect(none?.code == .operationInvalid)
        // The files that QEMU wrote to are gone from it, as soon as the guest runs.
        try await domain.resume()
        _ = try await domain.screenshot(format: .ppm)
        #expect(try await descriptors(of: domain) == before)
        try await domain.injectNMI()
        #expect(try await domain.displays.map(\.description).first?.hasPrefix("vnc://localhost:") == true)
        await connection.close()
    }

    @Test("Ctrl, Alt and Delete restart a guest")
    func restart() async throws {
        let guest = try TinyGuest("echo ready\nwhile :; do /bin/busybox sleep 1; done", modules: [])
        let connection = try await Connection.open(guest.uri())
        let domain = try await connection.create(guest.document("one"))
        try await eventually(within: 60) { guest.console("one").contains("ready") }
        let events = try connection.events(of: domain)
        try await domain.sendKeys([.linux(29), .linux(56), .linux(111)])
        var iterator = events.makeAsyncIterator()
        #expect(try await iterator.next()?.kind == .reboot)
        await connection.close()
    }
}
