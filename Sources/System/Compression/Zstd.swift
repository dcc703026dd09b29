// SPDX-License-Identifier: Apache-2.0

internal import CZstd

/// libzstd's own limit for windows holds: 128 MiB.
final class ZstdDecoder: Codec {
    private let context: OpaquePointer

    init() throws(CompressionError) {
        guard let context = ZSTD_createDCtx() else { throw CompressionError(.tooDemanding, .zstd) }
        self.context = context
    }

    deinit { ZSTD_freeDCtx(context) }

    func step(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, finish: Bool
    ) throws(CompressionError) -> CodecProgress {
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let result = ZSTD_decompressStream(context, &target, &source)
        guard ZSTD_isError(result) == 0 else { throw zstdError(result) }
        return CodecProgress(consumed: source.pos, produced: target.pos, isFinished: result == 0)
    }
}

final class ZstdEncoder: Codec {
    private let context: OpaquePointer

    init() throws(CompressionError) {
        guard let context = ZSTD_createCCtx() else { throw CompressionError(.tooDemanding, .zstd) }
        self.context = context
        let parameters: [(ZSTD_cParameter, CInt)] = [
            (ZSTD_c_compressionLevel, 3), (ZSTD_c_windowLog, 21), (ZSTD_c_checksumFlag, 1),
        ]
        for (parameter, value) in parameters {
            let result = ZSTD_CCtx_setParameter(context, parameter, value)
            guard ZSTD_isError(result) == 0 else { throw zstdError(result) }
        }
    }

    deinit { ZSTD_freeCCtx(context) }

    func step(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, finish: Bool
    ) throws(CompressionError) -> CodecProgress {
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let result = ZSTD_compressStream2(context, &target, &source, finish ? ZSTD_e_end : ZSTD_e_continue)
        guard ZSTD_isError(result) == 0 else { throw zstdError(result) }
        return CodecProgress(consumed: source.pos, produced: target.pos, isFinished: finish && result == 0)
    }
}

private func zstdError(_ result: Int) -> CompressionError {
    switch ZSTD_getErrorCode(result) {
    case ZSTD_error_memory_allocation, ZSTD_error_frameParameter_windowTooLarge: CompressionError(.tooDemanding, .zstd)
    case ZSTD_error_frameParameter_unsupported, ZSTD_error_version_unsupported: CompressionError(.unsupported, .zstd)
    default: CompressionError(.damaged, .zstd)
    }
}
