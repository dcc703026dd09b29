// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import LinuxSystem
import RemoteProtocol
import SystemPackage
import XDR

/// The other end of a connection, which answers as a test wants it.
final class FakeDaemon: Sendable {
    enum Action: Sendable {
        case say([UInt8])
        /// Bytes, and behind them a byte with each of these descriptors.
        case pass([UInt8], [OwnedDescriptor])
        case nothing
        case close
    }

    /// What it does when a message has come.
    typealias Script = @Sendable (Packet) -> Action

    /// The client's end.
    let socket: FileDescriptor

    /// Starts a thread that plays the script until the client closes.
    init(_ script: @escaping Script) throws {
        let (ours, far) = try LocalConnection.pair()
        socket = ours
        let theirs = OwnedDescriptor(far)
        Thread.detachNewThread { Self.play(script, on: theirs.descriptor) }
    }

    private static func play(_ script: Script, on socket: FileDescriptor) {
        var reader = PacketReader()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            var ready = pollfd(fd: socket.rawValue, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, 60_000) > 0 else { return }
            var descriptors: [FileDescriptor] = []
            let count = buffer.withUnsafeMutableBytes {
                (try? UnixSocket.receive(from: socket, into: $0, descriptors: &descriptors)) ?? 0
            }
            guard count > 0 else { return }
            buffer[..<count].withUnsafeBytes { reader.append($0, descriptors.map { OwnedDescriptor($0) }) }
            while let packet = try? reader.next() {
                var output = OutputQueue()
                switch script(packet) {
                case .say(let bytes): output.append(bytes)
                case .pass(let bytes, let descriptors): output.append(bytes, descriptors)
                case .nothing: continue
                case .close: return
                }
                while !output.isEmpty {
                    guard (try? output.flush(to: socket)) != nil else { return }
                }
            }
        }
    }
}
