// SPDX-License-Identifier: Apache-2.0

internal import CLZMA

/// Both directions of liblzma, which have the same calling convention.
final class XZCodec: Codec {
    /// What a decoder may allocate, in bytes. The largest preset needs 65 MiB; a kernel's payload 33 MiB.
    private static let memoryLimit: UInt64 = 256 << 20

    /// LZMA_FILTER_LZMA2 and LZMA_VLI_UNKNOWN of lzma.h, macros that Swift cannot import.
    private static let lzma2: UInt64 = 0x21
    private static let end = UInt64.max

    private let pointer = UnsafeMutablePointer<lzma_stream>.allocate(capacity: 1)

    init(decoding: Void) throws(CompressionError) {
        pointer.initialize(to: lzma_stream())
        guard lzma_stream_decoder(pointer, Self.memoryLimit, 0) == LZMA_OK else {
            throw CompressionError(.tooDemanding, .xz)
        }
    }

    /// The check is CRC32, the only one of liblzma's two CRCs that the kernel's decoder verifies (Documentation/
    /// staging/xz.rst); the dictionary is 1 MiB, so that the encoder stays below 16 MiB.
    init(encoding: Void) throws(CompressionError) {
        pointer.initialize(to: lzma_stream())
        var options = lzma_options_lzma()
        guard lzma_lzma_preset(&options, 6) == 0 else { throw CompressionError(.unsupported, .xz) }
        options.dict_size = 1 << 20
        let status = withUnsafeMutablePointer(to: &options) { options in
            let filters = [
                lzma_filter(id: Self.lzma2, options: options), lzma_filter(id: Self.end, options: nil),
            ]
            return lzma_stream_encoder(pointer, filters, LZMA_CHECK_CRC32)
        }
        guard status == LZMA_OK else { throw CompressionError(.tooDemanding, .xz) }
    }

    deinit {
        lzma_end(pointer)
        pointer.deallocate()
    }

    func step(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, finish: Bool
    ) throws(CompressionError) -> CodecProgress {
        pointer.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        pointer.pointee.avail_in = input.count
        pointer.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        pointer.pointee.avail_out = output.count
        let status = lzma_code(pointer, finish ? LZMA_FINISH : LZMA_RUN)
        switch status {
        case LZMA_OK, LZMA_BUF_ERROR, LZMA_STREAM_END: break
        case LZMA_MEM_ERROR, LZMA_MEMLIMIT_ERROR: throw CompressionError(.tooDemanding, .xz)
        case LZMA_OPTIONS_ERROR, LZMA_UNSUPPORTED_CHECK: throw CompressionError(.unsupported, .xz)
        default: throw CompressionError(.damaged, .xz)
        }
        return CodecProgress(
            consumed: input.count - pointer.pointee.avail_in, produced: output.count - pointer.pointee.avail_out,
            isFinished: status == LZMA_STREAM_END)
    }
}
