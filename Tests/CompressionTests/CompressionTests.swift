// SPDX-License-Identifier: Apache-2.0

import Compression
import Foundation
import TestSupport
import Testing

@Suite struct CompressionTests {
    /// Three hundred thousand bytes that pack to a third or so, the same each time.
    static let sample: Data = {
        var state: UInt64 = 7
        return Data(
            (0..<300_000).map { index in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return index % 3 == 0 ? UInt8(state >> 56) : UInt8(index >> 8 & 0x7F)
            })
    }()

    static let programs: [(format: CompressionFormat, pack: [String], unpack: [String])] = [
        (.gzip, ["gzip", "-c"], ["gzip", "-dc"]), (.xz, ["xz", "-c"], ["xz", "-dc"]),
        (.zstd, ["zstd", "-qc"], ["zstd", "-dqc"]), (.lz4Legacy, ["lz4", "-lqc"], ["lz4", "-dqc"]),
    ]

    private func decompress(
        _ format: CompressionFormat, _ packed: Data, pieces: Int = 1 << 16, followedBy: Decoder.Trailer = .streams
    ) throws -> Data {
        var rest = packed[...]
        var result = Data()
        try Decoder.decompress(
            format, followedBy: followedBy,
            read: { buffer in
                let piece = rest.prefix(min(pieces, buffer.count))
                buffer.copyBytes(from: piece)
                rest = rest.dropFirst(piece.count)
                return piece.count
            },
            write: { result.append(contentsOf: $0) })
        return result
    }

    private func compress(_ format: CompressionFormat, _ data: Data, pieces: Int = 1 << 16) throws -> Data {
        let encoder = try Encoder(format)
        var result = Data()
        var rest = [UInt8](data)[...]
        var buffer = [UInt8](repeating: 0, count: 777)
        while true {
            let piece = Array(rest.prefix(pieces))
            let progress = try piece.withUnsafeBytes { input in
                try buffer.withUnsafeMutableBytes {
                    try encoder.encode(input, into: $0, finish: piece.count == rest.count)
                }
            }
            rest = rest.dropFirst(progress.consumed)
            result += buffer.prefix(progress.produced)
            if progress.isFinished { return result }
        }
    }

    @Test("what the programs pack is unpacked, whole, split and byte by byte", arguments: programs)
    func decoding(format: CompressionFormat, pack: [String], unpack: [String]) throws {
        guard Program.areInstalled(pack[0]) else { return }
        let packed = try Program.run(pack, input: Self.sample).output
        #expect(CompressionFormat(detecting: packed.prefix(6)) == format)
        for pieces in [1 << 20, 1000, 1] {
            #expect(try decompress(format, packed, pieces: pieces) == Self.sample)
        }
        #expect(try decompress(format, packed + packed) == Self.sample + Self.sample)
        #expect(try decompress(format, packed + Data(count: 13), followedBy: .anything) == Self.sample)
    }

    @Test("the programs unpack what is packed, and it is the same each time", arguments: programs.prefix(3))
    func encoding(format: CompressionFormat, pack: [String], unpack: [String]) throws {
        guard Program.areInstalled(unpack[0]) else { return }
        for data in [Self.sample, Data()] {
            let packed = try compress(format, data)
            let result = try Program.run(unpack, input: packed)
            #expect(result.status == 0 && result.output == data)
            #expect(try compress(format, data) == packed)
            #expect(try decompress(format, compress(format, data, pieces: 1111)) == data)
        }
    }

    @Test("truncated and damaged data is refused, and never unpacked to something else", arguments: programs)
    func damage(format: CompressionFormat, pack: [String], unpack: [String]) throws {
        guard Program.areInstalled(pack[0]) else { return }
        let packed = try Program.run(pack, input: Self.sample).output
        for length in [5, 6, 20, packed.count / 2, packed.count - 1] {
            #expect(throws: CompressionError.self) { try decompress(format, packed.prefix(length)) }
        }
        // LZ4's legacy frames have no checksum.
        guard format != .lz4Legacy else { return }
        var damaged = packed
        damaged[damaged.count / 2] ^= 0x10
        #expect(throws: CompressionError.self) { try decompress(format, damaged) }
    }

    @Test("hostile data never crashes a decoder", arguments: programs)
    func fuzz(format: CompressionFormat, pack: [String], unpack: [String]) throws {
        guard Program.areInstalled(pack[0]) else { return }
        let packed = try Program.run(pack, input: Self.sample.prefix(5000)).output
        let rounds = ProcessInfo.processInfo.environment["SWIFT_VIRT_SOAK"] == nil ? 300 : 6000
        var state: UInt64 = 1
        for _ in 0..<rounds {
            var bytes = packed
            for _ in 0..<3 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 25)
            }
            // Either it is refused, or it is data; it must end.
            _ = try? decompress(format, bytes)
        }
    }

    @Test("LZ4's legacy format is read only")
    func readOnly() {
        #expect(throws: CompressionError.self) { try Encoder(.lz4Legacy) }
    }
}
