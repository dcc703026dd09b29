// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import LinuxSystem
import QMP
import Synchronization
import SystemPackage

/// The other end of a monitor connection, which answers as a test wants it.
final class FakeMonitor: Sendable {
    /// What it does when a command has come, or, with nil, at the beginning.
    typealias Script = @Sendable (_ command: JSONValue?) -> Action

    enum Action {
        case say(String)
        case close
    }

    static let greeting =
        #"{"QMP": {"version": {"qemu": {"micro": 0, "minor": 2, "major": 7}, "package": ""}, "capabilities": []}}"#

    /// The client's end.
    let socket: FileDescriptor

    /// Starts a thread that plays the script until the client closes.
    init(_ script: @escaping Script) throws {
        let (ours, theirs) = try LocalConnection.pair()
        socket = ours
        Thread.detachNewThread {
            Self.play(script, on: theirs)
            try? theirs.close()
        }
    }

    /// One that greets and answers each command with an empty object, except as the closure says.
    convenience init(answer: @escaping @Sendable (_ name: String, _ id: String) -> String?) throws {
        try self.init { command in
            guard let command else { return .say(Self.greeting + "\r\n") }
            let id = command["id"]?.text ?? "null"
            return .say(answer(command["execute"]?.string ?? "", id) ?? #"{"return": {}, "id": \#(id)}"# + "\r\n")
        }
    }

    private static func play(_ script: Script, on socket: FileDescriptor) {
        guard perform(script(nil), on: socket) else { return }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while let count = try? buffer.withUnsafeMutableBytes({ try socket.read(into: $0) }), count > 0 {
            bytes += buffer[..<count]
            while let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: bytes[..<end], as: UTF8.self)
                bytes.removeFirst(end + 1)
                guard let command = try? JSONParser.parse(line), perform(script(command), on: socket) else { return }
            }
        }
    }

    private static func perform(_ action: Action, on socket: FileDescriptor) -> Bool {
        guard case .say(let text) = action else { return false }
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket.rawValue, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
