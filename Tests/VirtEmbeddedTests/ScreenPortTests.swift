// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import SystemPackage
import TestSupport
import Testing
import VirtEmbedded

/// Ports of screens that somebody else takes after they were chosen and before QEMU listens on them.
///
/// One test after the other: each looks for the first port that is free, and takes it.
@Suite(.serialized, .enabled(if: TinyGuest.isPossible), .timeLimit(.minutes(3))) struct ScreenPortTests {
    private let guest: TinyGuest
    private let emulator: HeldEmulator

    init() throws {
        guest = try TinyGuest("while :; do /bin/busybox sleep 1; done")
        emulator = try HeldEmulator(in: guest.directory)
    }

    /// An emulator that notes each of its starts, and waits for leave before it is QEMU.
    private struct HeldEmulator {
        let path: String
        private let directory: TemporaryDirectory

        init(in directory: TemporaryDirectory) throws {
            self.directory = directory
            let script = """
                #!/bin/sh
                case "$*" in *'-machine none'*) exec qemu-system-x86_64 "$@" ;; esac
                echo "$*" >> '\(directory("starts"))'
                number=$(grep -c . '\(directory("starts"))')
                until [ -e "\(directory("leave"))-$number" ]; do sleep 0.02; done
                exec qemu-system-x86_64 "$@"

                """
            path = try directory.write("held-emulator", script, executable: true)
        }

        /// The arguments of each start so far.
        var starts: [String] {
            let text = (try? String(contentsOfFile: directory("starts"), encoding: .utf8)) ?? ""
            return text.split(separator: "\n").map(String.init)
        }

        /// The arguments of a start, from 1, as soon as it waits.
        func start(_ number: Int) async throws -> String {
            try await eventually { starts.count >= number }
            return starts[number - 1]
        }

        /// Lets starts go on.
        func letGo(_ numbers: ClosedRange<Int>) throws {
            for number in numbers { try directory.write("leave-\(number)", "") }
        }
    }

    /// Listens on a port, as a stranger would; another one may be there already.
    private func take(_ port: Int) -> [OwnedDescriptor] {
        ((try? TCPSocket.listen(at: "127.0.0.1", port: UInt16(port))) ?? []).map { OwnedDescriptor($0) }
    }

    private func port(_ screen: String, in arguments: String) throws -> Int {
        let (pattern, first) =
            switch screen {
            case "vnc": (/-vnc 127\.0\.0\.1:([0-9]+)/, 5900)
            case "websocket": (/-vnc [^ ]*,websocket=([0-9]+)/, 0)
            default: (/-spice port=([0-9]+),addr=127\.0\.0\.1/, 0)
            }
        let match = try #require(arguments.firstMatch(of: pattern), "\(arguments)")
        return first + (Int(match.1) ?? 0)
    }

    @Test(
        "a port that is taken before QEMU has it is another one, and nobody notices",
        arguments: [
            ("vnc", "<graphics type='vnc' autoport='yes'/>"), ("spice", "<graphics type='spice' autoport='yes'/>"),
            ("websocket", "<graphics type='vnc' autoport='yes' websocket='-1'/>"),
        ])
    func taken(screen: String, graphics: String) async throws {
        let connection = try await Connection.open(guest.uri())
        let document = guest.document("screen", emulator: emulator.path, devices: graphics)
        let events = try connection.events()
        let creation = Task { try await connection.create(document, .paused) }
        let first = try port(screen, in: try await emulator.start(1))
        let thief = take(first)
        // Another program of this host may take one, too.
        try emulator.letGo(1...10)
        let domain = try await creation.value
        let second = try port(screen, in: try #require(emulator.starts.last))
        #expect(second != first)
        #expect(try await domain.status == .paused(.user))
        let attribute = screen == "websocket" ? "websocket" : "port"
        #expect(try await domain.xml().contains(" \(attribute)='\(second)'"))
        #expect(try await domain.xml(.inactive).contains(" \(attribute)='-1'") || screen == "spice")
        #expect(guest.emulators.count == 1 && emulator.starts.count > 1)
        await connection.close()
        var kinds: [DomainEvent.Kind] = []
        for try await event in events { kinds.append(event.kind) }
        #expect(
            kinds == [
                .lifecycle(.started(.booted)), .lifecycle(.suspended(.paused)), .lifecycle(.stopped(.destroyed)),
            ], "\(kinds)")
        #expect(guest.emulators.isEmpty && guest.leftovers().isEmpty, "\(guest.leftovers())")
        withExtendedLifetime(thief) {}
    }

    @Test(
        "who takes every port ends the start with an error, after some attempts; a port that was asked for is tried once"
    )
    func limits() async throws {
        let connection = try await Connection.open(guest.uri())
        let greedy = Task {
            var thieves: [OwnedDescriptor] = []
            for number in 1... {
                try await eventually { emulator.starts.count >= number || Task.isCancelled }
                if Task.isCancelled { break }
                thieves += take(try port("vnc", in: emulator.starts[number - 1]))
                try emulator.letGo(number...number)
            }
            return thieves
        }
        func refusal(_ graphics: String) async throws -> String {
            let document = guest.document("screen", emulator: emulator.path, devices: graphics)
            let error = await #expect(throws: VirtError.self) { try await connection.create(document, .paused) }
            #expect(guest.emulators.isEmpty && guest.leftovers().isEmpty, "\(guest.leftovers())")
            return error?.message ?? ""
        }
        #expect(try await refusal("<graphics type='vnc' autoport='yes'/>").contains("Address already in use"))
        let count = emulator.starts.count
        #expect(count > 1 && count < 50, "\(count)")
        let fixed = 5900 + 99
        let graphics = "<graphics type='vnc' port='\(fixed)' autoport='no' listen='127.0.0.1'/>"
        #expect(try await refusal(graphics).contains("Address already in use"))
        #expect(emulator.starts.count == count + 1)
        greedy.cancel()
        _ = await greedy.result
        await connection.close()
    }

    @Test("a template is prepared with another port, too")
    func template() async throws {
        let connection = try await Connection.open(guest.uri())
        let file = "<serial type='file'><source path='\(guest.directory("console-base"))'/></serial>"
        let document = guest.document(
            "base", emulator: emulator.path, devices: "<graphics type='vnc' autoport='yes'/>"
        ).replacingOccurrences(of: file, with: "")
        let preparation = Task { try await connection.prepareTemplate(document) { _ in } }
        let thief = take(try port("vnc", in: try await emulator.start(1)))
        try emulator.letGo(1...10)
        let template = try await preparation.value
        #expect(emulator.starts.count > 1)
        #expect(try await template.start("one", .paused).status == .paused(.user))
        await connection.close()
        #expect(guest.emulators.isEmpty && guest.leftovers().isEmpty, "\(guest.leftovers())")
        withExtendedLifetime(thief) {}
    }
}
