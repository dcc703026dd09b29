// SPDX-License-Identifier: Apache-2.0

/// How far one step of a stream went.
public struct CodecProgress: Hashable, Sendable {
    /// Bytes taken from the front of the input.
    public var consumed: Int
    /// Bytes put at the front of the output.
    public var produced: Int
    /// True at the end of the stream: decoding, its end mark was read; encoding, all of it was given out.
    public var isFinished: Bool
}

/// A stream in one of the system's compression libraries.
protocol Codec: AnyObject {
    /// Takes some input and gives some output.
    ///
    /// - Parameter finish: No input follows this one.
    func step(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, finish: Bool
    ) throws(CompressionError) -> CodecProgress
}

/// Unpacks one compressed stream, piece by piece.
///
///     let decoder = try Decoder(.xz)
///     let progress = try decoder.decode(piece, into: buffer)
public final class Decoder {
    private let codec: any Codec

    /// Makes a decoder for one stream.
    ///
    /// - Throws: `tooDemanding` when the library cannot get its memory.
    public init(_ format: CompressionFormat) throws(CompressionError) {
        switch format {
        case .gzip: codec = try GzipDecoder()
        case .xz: codec = try XZCodec(decoding: ())
        case .zstd: codec = try ZstdDecoder()
        case .lz4Legacy: codec = LZ4LegacyDecoder()
        }
    }

    /// Unpacks a piece of the stream.
    ///
    /// - Parameters:
    ///   - input: What follows the input consumed so far; may be empty.
    ///   - output: Where to put what comes out.
    ///   - isLast: No input follows this one; only LZ4 legacy frames, which have no end mark, need to know it.
    /// - Returns: How far it went. Nothing consumed and nothing produced means that it needs more input (or, with a
    ///   full buffer, more room).
    /// - Throws: `damaged`, `tooDemanding` or `unsupported`.
    public func decode(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isLast: Bool = false
    ) throws(CompressionError) -> CodecProgress {
        try codec.step(input, into: output, finish: isLast)
    }
}

/// Packs one stream, piece by piece, with settings that need little memory and that the Linux kernel can unpack.
public final class Encoder {
    private let codec: any Codec

    /// Makes an encoder for one stream. What it writes depends on its input only: no time, no name.
    ///
    /// - Throws: `unsupported` for `lz4Legacy`, `tooDemanding` when the library cannot get its memory.
    public init(_ format: CompressionFormat) throws(CompressionError) {
        switch format {
        case .gzip: codec = try GzipEncoder()
        case .xz: codec = try XZCodec(encoding: ())
        case .zstd: codec = try ZstdEncoder()
        case .lz4Legacy: throw CompressionError(.unsupported, .lz4Legacy)
        }
    }

    /// Packs a piece of the stream.
    ///
    /// - Parameters:
    ///   - input: What follows the input consumed so far.
    ///   - output: Where to put what comes out.
    ///   - finish: No input follows this one: call until the progress says that it is finished.
    /// - Throws: `tooDemanding` when memory runs out.
    public func encode(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, finish: Bool = false
    ) throws(CompressionError) -> CodecProgress {
        try codec.step(input, into: output, finish: finish)
    }
}
