// SPDX-License-Identifier: Apache-2.0

/// A 32-bit cyclic redundancy check, bits reflected, begun with and ended by an inversion.
public struct CRC32: Sendable {
    private let table: [UInt32]

    /// A check with a polynomial given with its bits reversed.
    public init(reversedPolynomial: UInt32) {
        table = (0..<256).map { index in
            (0..<8).reduce(UInt32(index)) { value, _ in
                value & 1 == 1 ? (value >> 1) ^ reversedPolynomial : value >> 1
            }
        }
    }

    /// The check of Ethernet, zip and GPT (UEFI 2.10 section 5.3.2): polynomial 0x04C11DB7.
    public static let ieee = CRC32(reversedPolynomial: 0xEDB8_8320)
    /// CRC-32C, by Castagnoli, as VHDX has it (MS-VHDX section 2.2): polynomial 0x1EDC6F41.
    public static let castagnoli = CRC32(reversedPolynomial: 0x82F6_3B78)

    /// The check of these bytes.
    public func checksum(_ bytes: [UInt8]) -> UInt32 {
        var value = UInt32.max
        for byte in bytes { value = table[Int((value ^ UInt32(byte)) & 0xFF)] ^ (value >> 8) }
        return ~value
    }
}
