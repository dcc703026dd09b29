// SPDX-License-Identifier: Apache-2.0

/// A globally unique identifier as GPT and VHDX store it: three little-endian fields, then eight bytes in order
/// (UEFI 2.10 appendix A).
public struct GUID: Sendable, Hashable, CustomStringConvertible {
    /// The sixteen bytes as stored.
    public let bytes: [UInt8]

    /// The identifier of all zeros, which stands for "none".
    public static let zero = GUID(stored: 0, 0)

    private init(stored high: UInt64, _ low: UInt64) {
        var bytes = [UInt8](repeating: 0, count: 16)
        bytes.store(high, at: 0, .big)
        bytes.store(low, at: 8, .big)
        self.bytes = bytes
    }

    /// The identifier at an offset of a buffer, or nil when it does not lie wholly inside.
    public init?(_ buffer: [UInt8], at offset: Int) {
        guard let bytes = buffer.slice(at: offset, count: 16) else { return nil }
        self.bytes = bytes
    }

    /// The identifier written as `C12A7328-F81F-11D2-BA4B-00A0C93EC93B`: its five parts as numbers.
    public init(_ first: UInt32, _ second: UInt16, _ third: UInt16, _ fourth: UInt16, _ node: UInt64) {
        var bytes = [UInt8](repeating: 0, count: 16)
        bytes.store(UInt64(fourth) << 48 | (node & 0xFFFF_FFFF_FFFF), at: 8, .big)
        bytes.store(first, at: 0)
        bytes.store(second, at: 4)
        bytes.store(third, at: 6)
        self.bytes = bytes
    }

    /// A random identifier, version 4 of RFC 9562.
    public static func random() -> GUID {
        var high = UInt64.random(in: 0 ... .max)
        var low = UInt64.random(in: 0 ... .max)
        // The version stands in the high half of the third field, the second of whose stored bytes is the high one.
        high = high & 0xFFFF_FFFF_FFFF_FF0F | 0x40
        low = low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return GUID(stored: high, low)
    }

    /// The usual text form, in capitals.
    public var description: String {
        [[3, 2, 1, 0], [5, 4], [7, 6], [8, 9], [10, 11, 12, 13, 14, 15]]
            .map { part in
                part.map { index in
                    let digits = String(bytes[index], radix: 16, uppercase: true)
                    return digits.count == 1 ? "0" + digits : digits
                }.joined()
            }
            .joined(separator: "-")
    }
}
