// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Random numbers that are the same in each run (SplitMix64), so that what a fuzz test finds can be found again.
public struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// A generator whose numbers the seed decides.
    public init(seed: UInt64) { state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// How often a fuzz test runs: so often, or fifty times that where `SWIFT_VIRT_SOAK` is set.
    public static func rounds(_ count: Int) -> Int {
        isSoaking ? count * 50 : count
    }

    /// Whether long tests are asked for: the environment has `SWIFT_VIRT_SOAK`.
    public static var isSoaking: Bool { ProcessInfo.processInfo.environment["SWIFT_VIRT_SOAK"] != nil }
}
