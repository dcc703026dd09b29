// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import GuestProtocol

extension StartOrder {
    /// An order to start now, with bytes from the kernel's random generator.
    static func now() -> StartOrder {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        var generator = SystemRandomNumberGenerator()
        let seed = (0..<seedSize / 8).flatMap { _ in
            withUnsafeBytes(of: generator.next() as UInt64) { Array($0) }
        }
        return StartOrder(
            wallClockInNanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec), seed: seed)
    }
}
