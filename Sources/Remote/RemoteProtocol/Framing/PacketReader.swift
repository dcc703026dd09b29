// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem
internal import XDR

/// Cuts what comes from a socket into messages.
///
/// No more memory is taken than bytes have come, whatever length a message claims. After the last byte of a message with
/// descriptors there is one byte for each of them, which is in no length.
package struct PacketReader: Sendable {
    /// Why a peer cannot be understood any more.
    package enum Failure: Error, Equatable {
        /// A message claims a length that none has.
        case badLength(UInt32)
        /// A header is none.
        case badHeader
        /// The descriptors do not fit the message that claims them.
        case badDescriptors
    }

    private var buffer: [UInt8] = []
    private var start = 0
    private var descriptors: [OwnedDescriptor] = []
    /// A message that lacks the bytes of so many descriptors.
    private var waiting: (packet: Packet, count: Int)?

    package init() {}

    /// Whether a message has begun and not ended.
    package var isInsideMessage: Bool { start < buffer.count || waiting != nil }

    /// Adds what has come.
    package mutating func append(_ bytes: UnsafeRawBufferPointer, _ descriptors: [OwnedDescriptor] = []) {
        buffer.append(contentsOf: bytes)
        self.descriptors += descriptors
    }

    /// The next message; nil when it has not come whole.
    ///
    /// - Throws: ``Failure``, after which nothing more can be read.
    package mutating func next() throws(Failure) -> Packet? {
        if waiting == nil {
            guard let packet = try cut() else {
                if descriptors.count > 32 { throw .badDescriptors }
                return nil
            }
            guard packet.header.type == .callWithFds || packet.header.type == .replyWithFds else { return packet }
            var stream = XDRStream(reading: packet.bytes, from: packet.offset)
            var count: UInt32 = 0
            do throws(XDRError) { try stream.integer(&count) } catch { throw .badDescriptors }
            // VIR_NET_MESSAGE_NUM_FDS_MAX
            guard count <= 32 else { throw .badDescriptors }
            var withDescriptors = packet
            withDescriptors.offset += 4
            waiting = (withDescriptors, Int(count))
        }
        guard let (packet, count) = waiting, buffer.count - start >= count else { return nil }
        guard descriptors.count >= count else { throw .badDescriptors }
        var complete = packet
        complete.descriptors = Array(descriptors.prefix(count))
        descriptors.removeFirst(count)
        take(count)
        waiting = nil
        return complete
    }

    private mutating func cut() throws(Failure) -> Packet? {
        guard buffer.count - start >= 4 else { return nil }
        let length = buffer.withUnsafeBytes {
            UInt32(bigEndian: $0.loadUnaligned(fromByteOffset: start, as: UInt32.self))
        }
        guard length >= Packet.headLength, length <= Packet.maximumLength else { throw .badLength(length) }
        guard buffer.count - start >= Int(length) else { return nil }
        let bytes = Array(buffer[start..<(start + Int(length))])
        take(Int(length))
        do throws(XDRError) {
            return Packet(header: try NetMessage.Header(xdr: bytes, from: 4), bytes: bytes)
        } catch {
            throw .badHeader
        }
    }

    private mutating func take(_ count: Int) {
        start += count
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: false)
            start = 0
        } else if start > 1 << 16, start > buffer.count / 2 {
            buffer.removeFirst(start)
            start = 0
        }
    }
}
