// SPDX-License-Identifier: Apache-2.0

internal import CLZ4

/// The legacy frame of LZ4 (lz4_Frame_format.md, "Legacy frame"): the magic number, then blocks, each of a 32-bit
/// little-endian size and that many packed bytes which unpack to at most 8 MiB. It ends where the input does, or
/// where the next size is none: a kernel image appends other data.
final class LZ4LegacyDecoder: Codec {
    private static let blockLimit = 8 << 20
    /// LZ4_COMPRESSBOUND of a block.
    private static let packedLimit = blockLimit + blockLimit / 255 + 16
    private static let magic: UInt32 = 0x184C_2102

    /// Input gathered until it is a whole magic number, size or block.
    private var gathered: [UInt8] = []
    /// How many bytes `gathered` must hold before it means something.
    private var wanted = 4
    private var state = State.magic
    private var block: [UInt8] = []
    private var given = 0

    private enum State { case magic, size, data, finished }

    func step(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, finish: Bool
    ) throws(CompressionError) -> CodecProgress {
        var progress = CodecProgress(consumed: 0, produced: 0, isFinished: false)
        while true {
            let count = min(block.count - given, output.count - progress.produced)
            if count > 0 {
                let (start, end) = (given, given + count)
                let target = UnsafeMutableRawBufferPointer(rebasing: output[progress.produced...])
                block.withUnsafeBytes { target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
                given += count
                progress.produced += count
            }
            if given < block.count { return progress }
            if state == .finished {
                progress.isFinished = true
                return progress
            }
            let taken = min(wanted - gathered.count, input.count - progress.consumed)
            if taken > 0 {
                gathered.append(contentsOf: input[progress.consumed..<progress.consumed + taken])
                progress.consumed += taken
            }
            if gathered.count < wanted {
                guard finish else { return progress }
                guard state == .size, gathered.isEmpty else { throw CompressionError(.truncated, .lz4Legacy) }
                state = .finished
                continue
            }
            try advance()
        }
    }

    private func advance() throws(CompressionError) {
        let number = gathered.prefix(4).reversed().reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        switch state {
        case .magic:
            guard number == Self.magic else { throw CompressionError(.damaged, .lz4Legacy) }
            state = .size
        case .size:
            if number == Self.magic { break }
            guard number > 0, number <= Self.packedLimit else {
                state = .finished
                break
            }
            state = .data
            wanted = Int(number)
            gathered.removeAll(keepingCapacity: true)
            return
        case .data:
            try unpack()
            state = .size
        case .finished:
            break
        }
        wanted = 4
        gathered.removeAll(keepingCapacity: true)
    }

    private func unpack() throws(CompressionError) {
        let packed = gathered
        var size: CInt = 0
        block = [UInt8](unsafeUninitializedCapacity: Self.blockLimit) { buffer, count in
            size = packed.withUnsafeBytes { bytes in
                LZ4_decompress_safe(
                    bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                    UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self),
                    CInt(bytes.count), CInt(Self.blockLimit))
            }
            count = max(0, Int(size))
        }
        given = 0
        guard size >= 0 else { throw CompressionError(.damaged, .lz4Legacy) }
    }
}
