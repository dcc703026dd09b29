// SPDX-License-Identifier: Apache-2.0

internal import CZlib
internal import CZstd

/// A cluster of data that an image has compressed.
enum CompressedCluster {
    /// The data, or nil when they are damaged.
    ///
    /// - Parameters:
    ///   - data: The compressed data, with anything behind them.
    ///   - size: What they must give, in bytes.
    ///   - isZstandard: Whether they are a frame of Zstandard, or else a bare deflate stream.
    static func inflate(_ data: [UInt8], to size: Int, isZstandard: Bool) throws -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: size)
        if isZstandard {
            let frame = ZSTD_findFrameCompressedSize(data, data.count)
            guard ZSTD_isError(frame) == 0 else { return nil }
            let count = ZSTD_decompress(&bytes, size, data, frame)
            return ZSTD_isError(count) == 0 && count == size ? bytes : nil
        }
        var data = data
        var stream = z_stream()
        // A negative window size means that there is no zlib header: zlib.h, inflateInit2.
        guard inflateInit2_(&stream, -15, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        let filled = data.withUnsafeMutableBufferPointer { input in
            bytes.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = uInt(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = uInt(output.count)
                let status = CZlib.inflate(&stream, Z_FINISH)
                return stream.avail_out == 0 && (status == Z_STREAM_END || status == Z_BUF_ERROR || status == Z_OK)
            }
        }
        return filled ? bytes : nil
    }
}
