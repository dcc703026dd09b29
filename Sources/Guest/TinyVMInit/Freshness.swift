// SPDX-License-Identifier: Apache-2.0

internal import CGuest

/// Makes a guest that may be the copy of a saved one unlike all its copies, before any program runs in it.
enum Freshness {
    static func apply(_ order: StartOrder) {
        reseed(order.seed)
        var time = guest_timespec(
            seconds: Int(order.wallClockInNanoseconds / 1_000_000_000),
            nanoseconds: Int(order.wallClockInNanoseconds % 1_000_000_000))
        // CLOCK_REALTIME
        _ = guest_clock_settime(0, &time)
    }

    /// Mixes the seed into the kernel's random generator, counted as entropy, and has it draw new keys from that at once
    /// (random(4)); what it had drawn in advance is void then.
    private static func reseed(_ seed: [UInt8]) {
        let file = guest_open("/dev/urandom", OpenFlag.readWrite | OpenFlag.closeOnExec, 0)
        guard file >= 0 else { return }
        let generator = CInt(truncatingIfNeeded: file)
        var pool = guest_seed()
        pool.entropy = CInt(8 * seed.count)
        pool.size = CInt(seed.count)
        withUnsafeMutableBytes(of: &pool.bytes) { bytes in
            for index in 0..<min(seed.count, bytes.count) { bytes[index] = seed[index] }
        }
        // RNDADDENTROPY, then RNDRESEEDCRNG.
        _ = guest_ioctl(generator, 0x4008_5203, &pool)
        _ = guest_ioctl(generator, 0x5207, nil)
        _ = guest_close(generator)
    }
}
