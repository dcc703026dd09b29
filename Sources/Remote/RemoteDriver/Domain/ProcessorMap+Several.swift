// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteValues

extension ProcessorMap {
    /// How many processors a map in a call is for: REMOTE_CPUMAP_MAX has so many bits.
    private static let maximum = 2048 * 8

    /// The map of some processors, as long as it has to be.
    static func bytes(of numbers: [Int]) throws -> [UInt8] {
        if let none = numbers.first(where: { !(0..<maximum).contains($0) }) {
            throw VirtError(.invalidArgument, "There is no processor \(none). Name some from 0 to \(maximum - 1).")
        }
        return bytes(of: numbers, length: length((numbers.max() ?? 0) + 1))
    }

    /// The numbers in each of the maps that stand one after the other.
    static func numbers(in maps: [UInt8], each length: Int) -> [[Int]] {
        stride(from: 0, to: maps.count - length + 1, by: length).map { numbers(in: maps[$0..<$0 + length]) }
    }
}
