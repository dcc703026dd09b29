// SPDX-License-Identifier: Apache-2.0

extension Decoder {
    /// What may stand behind the end of a compressed stream.
    public enum Trailer: Sendable {
        /// More streams of the same format, unpacked as if they were one, then nothing but zero bytes: a file.
        case streams
        /// Anything; it is left alone: a payload inside something larger.
        case anything
    }

    /// Unpacks a whole stream, with two buffers of constant size.
    ///
    /// - Parameters:
    ///   - format: The stream's format.
    ///   - trailer: What may stand behind the stream's end.
    ///   - read: Fills the front of a buffer with the next bytes and returns how many; 0 at the end.
    ///   - write: Takes the next bytes that came out.
    /// - Throws: A ``CompressionError``, or what `read` or `write` throw.
    public static func decompress(
        _ format: CompressionFormat, followedBy trailer: Trailer = .streams,
        read: (UnsafeMutableRawBufferPointer) throws -> Int, write: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let buffers = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 << 16, alignment: 16)
        defer { buffers.deallocate() }
        let source = UnsafeMutableRawBufferPointer(rebasing: buffers[..<(1 << 16)])
        let target = UnsafeMutableRawBufferPointer(rebasing: buffers[(1 << 16)...])
        var decoder = try Decoder(format)
        var input = source[..<0]
        var atEnd = false
        var isBetween = false
        while true {
            if input.isEmpty, !atEnd {
                let count = min(max(try read(source), 0), source.count)
                atEnd = count == 0
                input = source[..<count]
            }
            if isBetween {
                input = input.drop { $0 == 0 }
                if input.isEmpty {
                    if atEnd { return }
                    continue
                }
                decoder = try Decoder(format)
                isBetween = false
            }
            let progress = try decoder.decode(
                UnsafeRawBufferPointer(rebasing: input), into: target, isLast: atEnd)
            input = input.dropFirst(progress.consumed)
            if progress.produced > 0 { try write(UnsafeRawBufferPointer(rebasing: target[..<progress.produced])) }
            if progress.isFinished {
                if trailer == .anything { return }
                isBetween = true
            } else if progress.consumed == 0, progress.produced == 0, atEnd {
                throw CompressionError(.truncated, format)
            }
        }
    }
}
