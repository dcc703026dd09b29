// SPDX-License-Identifier: Apache-2.0

/// Processors of the host as a map of bits, the lowest bit of the first byte for the first processor.
package enum ProcessorMap {
    /// The numbers in a map.
    package static func numbers(in map: some Collection<UInt8>) -> [Int] {
        map.enumerated().flatMap { position, byte in
            (0..<8).filter { byte & 1 << $0 != 0 }.map { 8 * position + $0 }
        }
    }

    /// A map of so many bytes; what does not fit is left out.
    package static func bytes(of numbers: some Sequence<Int>, length: Int) -> [UInt8] {
        var map = [UInt8](repeating: 0, count: length)
        for number in numbers where number >= 0 && number / 8 < length { map[number / 8] |= 1 << (number % 8) }
        return map
    }

    /// How many bytes the map of so many processors takes.
    package static func length(_ processors: Int) -> Int { max(1, (processors + 7) / 8) }
}
