// SPDX-License-Identifier: Apache-2.0

/// A number of 64 bits that stands for bytes and is the same in every process: FNV-1a, by Fowler, Noll and Vo
/// (draft-eastlake-fnv).
///
/// It finds what belongs together and tells accidents apart; it is no protection against anybody.
public struct StableHash: Sendable, Hashable {
    /// The number.
    public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Of no bytes.
    public init() {}

    /// Of these bytes.
    public init(_ bytes: some Sequence<UInt8>) { append(bytes) }

    /// Goes on with more bytes.
    public mutating func append(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    /// The number as 16 hexadecimal digits.
    public var text: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
