// SPDX-License-Identifier: Apache-2.0

internal import CLinux
public import SystemPackage

/// Which processors of the host a thread may run on; sched_setaffinity(2).
public enum Affinity {
    /// Lets a thread run on some processors only.
    ///
    /// - Parameters:
    ///   - thread: Its id, or a process id for the main thread.
    ///   - processors: Their numbers.
    /// - Throws: `invalidArgument` when none of them is there; `noSuchProcess`.
    public static func set(thread: Int, processors: [Int]) throws(Errno) {
        // What the kernel takes is a multiple of its word.
        let words = ((processors.max() ?? 0) / 64) + 1
        var mask = [UInt8](repeating: 0, count: words * 8)
        for processor in processors where processor >= 0 { mask[processor / 8] |= 1 << UInt8(processor % 8) }
        let result = clinux_set_affinity(CInt(clamping: thread), mask, mask.count)
        guard result >= 0 else { throw Errno(rawValue: -result) }
    }
}
