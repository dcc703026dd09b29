// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import VirtEmbedded

/// Consoles and channels of real guests as streams of bytes.
@Suite(.enabled(if: TinyGuest.isPossible), .timeLimit(.minutes(3))) struct ConsoleTests {
    private static let channel = """
        <channel type='pty'><target type='virtio' name='org.example.echo'/></channel>
        <channel type='unix'><target type='virtio' name='org.example.other'/></channel>
        """

    /// Reads until a text has come.
    private func read(_ stream: DomainStream, until text: String) async throws -> String {
        var all = ""
        while !all.contains(text), let bytes = try await stream.read() { all += String(decoding: bytes, as: UTF8.self) }
        return all
    }

    @Test("a channel carries bytes both ways, ends with its user, and is for one at a time")
    func channel() async throws {
        // A port is at its end while nobody has it open on the host.
        let script = """
            name=$(/bin/busybox grep -l org.example.echo /sys/class/virtio-ports/*/name)
            port=/dev/$(/bin/busybox basename $(/bin/busybox dirname $name))
            echo ready
            while :; do /bin/busybox cat 0<>$port 1>&0; /bin/busybox sleep 1; done
            """
        let guest = try await EquippedGuest(script)
        let domain = try await guest.run("one", devices: Self.channel, until: "ready")
        let stream = try await domain.openChannel("org.example.echo")
        try await stream.write(Array("through the guest and back\n".utf8))
        #expect(try await read(stream, until: "back\n").hasSuffix("through the guest and back\n"))
        let busy = await #expect(throws: VirtError.self) { try await domain.openChannel("channel0") }
        #expect(busy?.code == .operationFailed && busy?.message.contains("open already") == true)
        let other = try await domain.openChannel("org.example.echo", .force)
        #expect(try await stream.read() == nil)
        await #expect(throws: (any Error).self) { try await stream.write([1]) }
        // What is written while the guest's program starts anew is lost.
        let calling = Task {
            while !Task.isCancelled {
                try await other.write(Array("again\n".utf8))
                try await Task.sleep(for: .milliseconds(500))
            }
        }
        _ = try await read(other, until: "again\n")
        calling.cancel()
        _ = await calling.result
        // More than any buffer on the way holds.
        let large = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        async let writing: Void = other.write(large)
        var count = 0
        while count < large.count, let bytes = try await other.read() { count += bytes.count { $0 == large[0] } }
        try await writing
        #expect(count == large.count)
        other.close()
        let third = try await domain.openChannel()
        try await domain.destroy()
        #expect(try await read(third, until: "never").isEmpty)
        let missing = await #expect(throws: VirtError.self) { try await domain.openChannel("org.example.none") }
        #expect(missing?.code == .operationInvalid)
        await guest.connection.close()
    }

    @Test("a console is opened by its alias or as the first one, and one that is a file is refused by name")
    func console() async throws {
        let guest = try TinyGuest(
            "/bin/busybox mkdir /dev\n/bin/busybox mount -t devtmpfs dev /dev\nexec /bin/busybox sh -i < /dev/ttyS1 > /dev/ttyS1 2>&1"
        )
        let connection = try await Connection.open(guest.uri())
        let domain = try await connection.create(
            guest.document("one", devices: "<serial type='pty'><target port='1'/></serial>"))
        let file = await #expect(throws: VirtError.self) { try await domain.openConsole() }
        #expect(file?.code == .operationUnsupported && file?.message.contains("'file'") == true)
        do {
            let console = try await domain.openConsole("serial1")
            _ = try await read(console, until: "# ")
            try await console.write(Array("echo $((6 * 7)) is it\r".utf8))
            #expect(try await read(console, until: "42 is it").contains("42 is it"))
        }
        // The first stream went with its value, once the tasks that read it have ended.
        var opened: DomainStream?
        for _ in 0..<250 where opened == nil {
            opened = try? await domain.openConsole("serial1", .safe)
            if opened == nil { try await Task.sleep(for: .milliseconds(20)) }
        }
        let again = try #require(opened)
        try await again.write(Array("\r".utf8))
        #expect(try await read(again, until: "# ").contains("# "))
        let missing = await #expect(throws: VirtError.self) { try await domain.openConsole("serial7") }
        #expect(missing?.code == .invalidArgument)
        await connection.close()
    }
}
