// SPDX-License-Identifier: Apache-2.0

/// Processors as the wire has them: a bit for each, the lowest of the first byte for the first one.
enum ProcessorMap {
    /// How many bytes so many processors take.
    static func length(_ processors: Int) -> Int { max(1, (processors + 7) / 8) }

    /// The map of some processors; bits of numbers below 0 there are none.
    static func bytes(_ processors: [Int]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: length((processors.max() ?? 0) + 1))
        for number in processors where number >= 0 { bytes[number / 8] |= 1 << (number % 8) }
        return bytes
    }

    /// The processors of a map.
    static func processors(_ bytes: some Sequence<UInt8>) -> [Int] {
        bytes.enumerated().flatMap { position, byte in
            (0..<8).filter { byte & 1 << $0 != 0 }.map { position * 8 + $0 }
        }
    }

    /// The processors of each of the maps that stand one after the other.
    static func split(_ bytes: [UInt8], every length: Int) -> [[Int]] {
        stride(from: 0, to: bytes.count - length + 1, by: length).map { processors(bytes[$0..<$0 + length]) }
    }
}
