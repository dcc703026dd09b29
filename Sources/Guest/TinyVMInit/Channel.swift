// SPDX-License-Identifier: Apache-2.0

internal import CGuest

/// The byte channel to the host, in frames.
///
/// Writes block: the host always reads, because it never gave credit for more than it can keep.
struct Channel {
    let descriptor: CInt
    /// Where a frame is put together: its header, then up to a whole payload.
    private let outgoing = UnsafeMutableRawBufferPointer.allocate(
        byteCount: FrameHeader.size + FrameHeader.maximumPayload, alignment: 8)
    private let incoming = UnsafeMutableRawBufferPointer.allocate(
        byteCount: FrameHeader.size + FrameHeader.maximumPayload, alignment: 8)
    private var incomingCount = 0

    init(descriptor: CInt) {
        self.descriptor = descriptor
    }

    /// Sends a frame whose payload is small.
    func send(_ kind: FrameKind, _ stream: StreamName = .input, _ payload: [UInt8] = []) {
        let count = min(payload.count, FrameHeader.maximumPayload)
        for index in 0..<count { outgoing[FrameHeader.size + index] = payload[index] }
        send(kind, stream, payloadInPlace: count)
    }

    /// Reads from a file straight into a data frame and sends it.
    ///
    /// - Returns: What read(2) gave: a count, 0 at the end, or a negative error number.
    func forward(from file: CInt, as stream: StreamName, atMost limit: Int) -> Int {
        let count = guest_read(
            file, outgoing.baseAddress.map { $0 + FrameHeader.size },
            guest_size(min(limit, FrameHeader.maximumPayload)))
        if count > 0 { send(.data, stream, payloadInPlace: count) }
        return count
    }

    private func send(_ kind: FrameKind, _ stream: StreamName, payloadInPlace count: Int) {
        FrameHeader(kind, stream, length: count).encode(to: outgoing)
        var position = 0
        while position < FrameHeader.size + count {
            let written = guest_write(
                descriptor, outgoing.baseAddress.map { $0 + position },
                guest_size(FrameHeader.size + count - position))
            if written > 0 {
                position += written
            } else if written != ErrorNumber.interrupted {
                // Nobody listens any more.
                powerOff()
            }
        }
    }

    /// Reads what there is and gives each whole frame to `body`.
    mutating func receive(_ body: (FrameHeader, UnsafeRawBufferPointer) -> Void) {
        let count = guest_read(
            descriptor, incoming.baseAddress.map { $0 + incomingCount }, guest_size(incoming.count - incomingCount))
        if count == ErrorNumber.interrupted { return }
        // The host has closed its end: it is gone.
        guard count > 0 else { powerOff() }
        incomingCount += count
        var position = 0
        while incomingCount - position >= FrameHeader.size {
            let header = FrameHeader(decoding: UnsafeRawBufferPointer(rebasing: incoming[position...]))
            guard header.length <= FrameHeader.maximumPayload else { powerOff() }
            let end = position + FrameHeader.size + Int(header.length)
            if end > incomingCount { break }
            body(header, UnsafeRawBufferPointer(rebasing: incoming[(position + FrameHeader.size)..<end]))
            position = end
        }
        if position > 0 {
            incomingCount -= position
            _ = incoming.baseAddress.map { memmove($0, $0 + position, guest_size(incomingCount)) }
        }
    }
}

@_extern(c, "memmove")
private func memmove(
    _ to: UnsafeMutableRawPointer, _ from: UnsafeRawPointer, _ count: guest_size
) -> UnsafeMutableRawPointer
