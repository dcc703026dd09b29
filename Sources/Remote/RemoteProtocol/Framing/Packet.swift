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

    /// Sets the length to what it came to.
    private static func sealed(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let length = UInt32(truncatingIfNeeded: bytes.count)
        for index in 0..<4 { bytes[index] = UInt8(truncatingIfNeeded: length >> (24 - 8 * index)) }
        return bytes
    }
}
