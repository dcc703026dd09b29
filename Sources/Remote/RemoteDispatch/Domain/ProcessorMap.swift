// SPDX-License-Identifier: Apache-2.0

internal import RemoteServer

/// Processors of the host as a map of bits, the lowest bit of the first byte for the first processor.
enum ProcessorMap {
    /// The longest map that is taken, in bytes.
    private static let maximumLength = 2048

    /// The numbers in a map.
    static func numbers(in map: [UInt8]) -> [Int] {
        map.indices.flatMap { byte in (0..<8).filter { map[byte] & 1 << $0 != 0 }.map { 8 * byte + $0 } }
    }

    /// A map of so many bytes; what does not fit is left out.
    static func bytes(of numbers: some Sequence<Int>, length: Int) -> [UInt8] {
        var map = [UInt8](repeating: 0, count: length)
        for number in numbers where number >= 0 && number / 8 < length { map[number / 8] |= 1 << (number % 8) }
        return map
    }

    /// Checks for how many maps of which length a client has room.
    static func check(_ count: Int32, _ length: Int32, atMost most: Int32) throws {
        guard (0...most).contains(count), (0...Int32(maximumLength)).contains(length) else {
            throw RemoteError.invalidArgument("There is no room for \(count) maps of \(length) bytes", in: .domain)
        }
    }
}
