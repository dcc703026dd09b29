// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import TestSupport
import Testing
import VirtEmbedded

/// Templates whose file system gets full: QEMU knows the memory only as a mapping, and ends with SIGBUS.
@Suite(.enabled(if: TinyGuest.isPossible && geteuid() == 0), .timeLimit(.minutes(5))) struct TemplateRoomTests {
    private let guest: TinyGuest

    init() throws { guest = try TinyGuest("echo ready\nwhile read -r line; do eval \"$line\"; done") }

    private var document: String {
        let file = "<serial type='file'><source path='\(guest.directory("console-base"))'/></serial>"
        return guest.document("base").replacingOccurrences(of: file, with: "<serial type='pty'/>")
    }

    private func mount(_ kind: String, size: Int) throws -> SmallFileSystem? {
        try SmallFileSystem(kind, size: size, at: guest.directory("root"), image: guest.directory("image-\(size)"))
    }

    /// What is left, but for what every root has.
    private var leftovers: [String] {
        guest.leftovers().filter { !["filler", "lib/qemu/template", "lost+found"].contains($0) }
    }

    @Test(
        "memory that has no room while the guest boots is one clear error, and nothing is left",
        arguments: ["tmpfs", "ext4"])
    func boot(kind: String) async throws {
        guard let small = try mount(kind, size: 24) else { return }
        let connection = try await Connection.open(guest.uri())
        for _ in 0..<2 {
            let error = await #expect(throws: VirtError.self) {
                try await connection.prepareTemplate(document, untilConsoleSays: "ready", within: .seconds(100))
            }
            #expect(error?.code == .operationFailed, "\(error as Any)")
            #expect(error?.message.contains("is full") == true, "\(error as Any)")
            #expect(error?.message.contains("\(small.path)/lib/qemu/template/") == true, "\(error as Any)")
            #expect(try await connection.domains().isEmpty)
            #expect(guest.emulators.isEmpty && leftovers.isEmpty, "\(leftovers)")
        }
        await connection.close()
    }

    @Test(
        "a disk that is full when a template is kept, or when a machine starts from it, is one clear error",
        arguments: ["tmpfs", "ext4"])
    func keeping(kind: String) async throws {
        guard let disk = try mount(kind, size: 400) else { return }
        let connection = try await Connection.open(guest.uri())
        var error = await #expect(throws: VirtError.self) {
            try await connection.prepareTemplate(document) { domain in
                let console = try await domain.openConsole()
                defer { console.close() }
                try await domain.resume()
                var said = ""
                while !said.contains("ready"), let bytes = try await console.read() {
                    said += String(decoding: bytes, as: UTF8.self)
                }
                try await domain.suspend()
                try disk.fill()
            }
        }
        #expect(error?.message.contains("room") == true, "\(error as Any)")
        #expect(guest.emulators.isEmpty && leftovers.isEmpty, "\(leftovers)")

        disk.empty()
        let template = try await connection.prepareTemplate(document, untilConsoleSays: "ready")
        let kept = leftovers
        try disk.fill()
        error = await #expect(throws: VirtError.self) { try await template.start("one") }
        #expect(
            error?.message.contains("full") == true || error?.message.contains("No space left") == true,
            "\(error as Any)")
        #expect(guest.emulators.isEmpty && leftovers == kept, "\(leftovers)")
        disk.empty()
        #expect(try await template.start("two").status.isRunning)
        await connection.close()
        #expect(guest.emulators.isEmpty && leftovers.isEmpty, "\(leftovers)")
    }
}
