// SPDX-License-Identifier: Apache-2.0

/// What the host tells a guest in the moment when its job starts: what must not be older, or known to anybody else.
///
/// A guest may have been saved long ago and restored many times. So it gets the time of day, and bytes of chance from
/// which its kernel's random generator is seeded anew before any program runs.
public struct StartOrder: Sendable, Equatable {
    /// The time of day in nanoseconds since 1970-01-01 UTC.
    public var wallClockInNanoseconds: UInt64
    /// ``seedSize`` random bytes that no other guest gets.
    public var seed: [UInt8]

    /// Bytes of a seed: as many as the input pool of Linux's generator takes in at once.
    public static let seedSize = 64
    /// Bytes of an encoded order.
    public static let size = 8 + seedSize

    /// An order; see the properties.
    public init(wallClockInNanoseconds: UInt64, seed: [UInt8]) {
        self.wallClockInNanoseconds = wallClockInNanoseconds
        self.seed = seed
    }

    /// The time, least significant byte first, then the seed.
    public var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(UInt32(truncatingIfNeeded: wallClockInNanoseconds))
        bytes.appendLittleEndian(UInt32(truncatingIfNeeded: wallClockInNanoseconds >> 32))
        bytes.append(contentsOf: seed)
        return bytes
    }

    /// Reads ``encoded``; nil unless there are ``size`` bytes.
    public init?(decoding bytes: [UInt8]) {
        guard bytes.count == StartOrder.size else { return nil }
        let (low, high) = bytes.withUnsafeBytes { ($0.loadLittleEndian(at: 0), $0.loadLittleEndian(at: 4)) }
        wallClockInNanoseconds = UInt64(high) << 32 | UInt64(low)
        seed = [UInt8](bytes[8...])
    }
}
