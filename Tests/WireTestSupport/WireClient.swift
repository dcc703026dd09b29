// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Glibc
internal import LinuxSystem
package import RemoteProtocol
package import SystemPackage
package import XDR

/// A client that writes and reads messages by hand, and waits where it reads: use it on a thread of its own, see ``onThread(_:)``.
package final class WireClient {
    /// What a client gets that waits too long, or whose connection ends.
    package enum Failure: Error { case timeout, end }

    package var socket: FileDescriptor { owner.descriptor }
    private let owner: OwnedDescriptor
    private var reader = PacketReader()
    private var serial: UInt32 = 0

    package init(_ path: FilePath) throws { owner = try UnixSocket.connect(to: path) }

    /// Sends bytes; to a server that is gone it is an error and no signal.
    package func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(socket.rawValue, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Errno(rawValue: errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends a call, and tells its serial.
    @discardableResult
    package func call<A: XDRCodable, R: XDRCodable>(
        _ procedure: Procedure<A, R>, _ arguments: A, type: NetMessage.Kind = .call, count: UInt32? = nil,
        program: UInt32 = RemoteProgram.facts.number, version: UInt32 = 1, status: NetMessage.Status = .ok
    ) throws -> UInt32 {
        defer { serial += 1 }
        let header = NetMessage.Header(
            prog: program, vers: version, proc: procedure.number, type: type, serial: serial, status: status)
        try send(
            Packet.bytes(header) { stream throws(XDRError) in
                var arguments = arguments
                if var count { try stream.integer(&count) }
                try arguments.xdr(&stream)
            })
        return serial
    }

    /// The next message.
    package func receive(seconds: Int32 = 120) throws -> Packet {
        while true {
            if let packet = try reader.next() { return packet }
            var ready = pollfd(fd: socket.rawValue, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, seconds * 1000) > 0 else { throw Failure.timeout }
            var descriptors: [FileDescriptor] = []
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            let count = try buffer.withUnsafeMutableBytes {
                try UnixSocket.receive(from: socket, into: $0, descriptors: &descriptors)
            }
            if count == 0 { throw Failure.end }
            buffer[..<count].withUnsafeBytes { bytes in reader.append(bytes, descriptors.map { OwnedDescriptor($0) }) }
        }
    }

    /// Calls, and reads the result.
    package func result<A: XDRCodable, R: XDRCodable>(
        _ procedure: Procedure<A, R>, _ arguments: A, of program: UInt32 = RemoteProgram.facts.number
    ) throws -> R {
        try call(procedure, arguments, program: program)
        let packet = try receive()
        if packet.header.status == .error { throw try RefusedCall(packet) }
        return try R(xdr: packet.bytes, from: packet.offset)
    }

    /// Whether the server has ended the connection.
    package func hasEnded() -> Bool {
        do {
            while true { _ = try receive() }
        } catch Failure.end {
            return true
        } catch let error as Errno where error == .connectionReset || error == .brokenPipe {
            return true
        } catch {
            return false
        }
    }
}

/// The error that a server answered.
package struct RefusedCall: Error, Equatable {
    package var code: Int32
    package var domain: Int32
    package var message: String

    package init(_ packet: Packet) throws {
        let error = try NetMessage.Error(xdr: packet.bytes, from: packet.offset)
        code = error.code
        domain = error.domain
        message = error.message ?? ""
    }

    package init(code: Int32, domain: Int32, message: String) {
        self.code = code
        self.domain = domain
        self.message = message
    }
}

/// Runs what blocks on a thread of its own: the pool of tasks has as many threads as processors, and the server needs them.
package func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread { continuation.resume(with: Result { try body() }) }.start()
    }
}
