// SPDX-License-Identifier: Apache-2.0

internal import CZlib

/// What zlib's two directions share: a stream at a fixed address, fed through a window of input and of output.
private final class ZlibStream {
    let pointer = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

    init() { pointer.initialize(to: z_stream()) }

    deinit { pointer.deallocate() }

    func step(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer,
        _ call: (UnsafeMutablePointer<z_stream>) -> CInt
    ) throws(CompressionError) -> CodecProgress {
        let available = min(input.count, Int(UInt32.max))
        let room = min(output.count, Int(UInt32.max))
        // zlib does not write through next_in: it is const where ZLIB_CONST is defined.
        pointer.pointee.next_in = UnsafeMutableRawPointer(mutating: input.baseAddress)?
            .assumingMemoryBound(to: Bytef.self)
        pointer.pointee.avail_in = uInt(available)
        pointer.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: Bytef.self)
        pointer.pointee.avail_out = uInt(room)
        let status = call(pointer)
        // Z_BUF_ERROR only says that nothing could be done with so little input or room.
        switch status {
        case Z_OK, Z_BUF_ERROR, Z_STREAM_END: break
        case Z_MEM_ERROR: throw CompressionError(.tooDemanding, .gzip)
        default: throw CompressionError(.damaged, .gzip)
        }
        return CodecProgress(
            consumed: available - Int(pointer.pointee.avail_in), produced: room - Int(pointer.pointee.avail_out),
            isFinished: status == Z_STREAM_END)
    }
}

/// Adding 16 to the window's size in bits (15, the largest) asks zlib for gzip's header and trailer.
private let gzipWindow: CInt = 15 + 16

final class GzipDecoder: Codec {
    private let stream = ZlibStream()

    init() throws(CompressionError) {
        guard inflateInit2_(stream.pointer, gzipWindow, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw CompressionError(.tooDemanding, .gzip)
        }
    }

    deinit { inflateEnd(stream.pointer) }

    func step(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, finish: Bool
    ) throws(CompressionError) -> CodecProgress {
        try stream.step(input, into: output) { inflate($0, Z_NO_FLUSH) }
    }
}

final class GzipEncoder: Codec {
    private let stream = ZlibStream()

    init() throws(CompressionError) {
        let status = deflateInit2_(
            stream.pointer, 6, Z_DEFLATED, gzipWindow, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            CInt(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw CompressionError(.tooDemanding, .gzip) }
    }

    deinit { deflateEnd(stream.pointer) }

    func step(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, finish: Bool
    ) throws(CompressionError) -> CodecProgress {
        try stream.step(input, into: output) { deflate($0, finish ? Z_FINISH : Z_NO_FLUSH) }
    }
}
