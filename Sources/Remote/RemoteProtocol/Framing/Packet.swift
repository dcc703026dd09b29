// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem
package import XDR

/// One message of the wire: its length, its header, and what follows.
package struct Packet: Sendable {
    /// The length, in bytes, of the length and the header.
    package static let headLength = 28
    /// The largest length of a whole message that is taken.
    package static let maximumLength = 33_554_432 + 4
    /// The most that one message of a stream carries, in bytes.
    package static let maximumStreamData = 262_120

    /// What the message is.
    package var header: NetMessage.Header
    /// All of it, from the length on.
    package var bytes: [UInt8]
    /// Where the arguments, the result or the data begin in ``bytes``.
    package var offset = Packet.headLength
    /// The descriptors that came with it.
    package var descriptors: [OwnedDescriptor] = []

    package init(header: NetMessage.Header, bytes: [UInt8]) {
        self.header = header
        self.bytes = bytes
    }

    /// The bytes of a message.
    ///
    /// - Parameter body: Writes what follows the header.
    package static func bytes(
        _ header: NetMessage.Header, _ body: (inout XDRStream) throws(XDRError) -> Void = { _ in }
    ) throws(XDRError) -> [UInt8] {
        var stream = XDRStream(appendingTo: [])
        var length: UInt32 = 0
        var header = header
        try stream.integer(&length)
        try header.xdr(&stream)
        try body(&stream)
        return sealed(stream.bytes)
    }

    /// The bytes of a message whose content is not in XDR, as data of a stream.
    package static func bytes(_ header: NetMessage.Header, raw: ArraySlice<UInt8>) -> [UInt8] {
        let head = (try? bytes(header)) ?? []
        return sealed(head + raw)
    }

    /// The bytes of a message under another serial, for one who passes it on.
    package static func bytes(_ message: [UInt8], withSerial serial: UInt32) -> [UInt8] {
        var bytes = message
        // After the length, the program, its version, the procedure and the type.
        bytes.put(serial, at: 20)
        return bytes
    }

    /// Sets the length to what it came to.
    private static func sealed(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        bytes.put(UInt32(truncatingIfNeeded: bytes.count), at: 0)
        return bytes
    }
}

extension [UInt8] {
    /// Overwrites four bytes of a message with a number.
    package mutating func put(_ number: UInt32, at offset: Int) {
        for index in 0..<4 { self[offset + index] = UInt8(truncatingIfNeeded: number >> (24 - 8 * index)) }
    }

    /// Reads four bytes of a message as a number; nil when they are not there.
    package func number(at offset: Int) -> UInt32? {
        guard offset >= 0, offset + 4 <= count else { return nil }
        return self[offset..<(offset + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
