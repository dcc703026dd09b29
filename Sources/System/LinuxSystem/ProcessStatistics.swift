// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// What a process, or one thread of it, has used; see proc(5), `stat` and `schedstat`.
public struct ProcessStatistics: Sendable, Hashable {
    /// CPU time outside of the kernel, in nanoseconds.
    public var userTimeInNanoseconds: UInt64
    /// CPU time in the kernel, in nanoseconds.
    public var systemTimeInNanoseconds: UInt64
    /// Memory that is not swapped out, in bytes; the same for all threads.
    public var residentInBytes: UInt64
    /// The processor that it was on last.
    public var processor: Int
    /// CPU time as the scheduler counts it, which is finer, in nanoseconds; nil where it does not.
    public var scheduledTimeInNanoseconds: UInt64?
    /// How long it was ready and waited for a processor, in nanoseconds; nil where the scheduler does not count it.
    public var delayInNanoseconds: UInt64?

    /// Reads them; nil when there is no such process or thread.
    public init?(process: Int32, thread: Int? = nil) {
        let directory = FilePath(thread.map { "/proc/\(process)/task/\($0)" } ?? "/proc/\(process)")
        guard let fields = ProcessHandle.statistics(at: directory.appending("stat")), fields.count > 36,
            let user = UInt64(fields[11]), let system = UInt64(fields[12]), let pages = UInt64(fields[21]),
            let processor = Int(fields[36])
        else { return nil }
        let tick = 1_000_000_000 / UInt64(max(1, sysconf(Int32(_SC_CLK_TCK))))
        userTimeInNanoseconds = user * tick
        systemTimeInNanoseconds = system * tick
        residentInBytes = pages * UInt64(max(1, sysconf(Int32(_SC_PAGESIZE))))
        self.processor = processor
        let counters = (try? directory.appending("schedstat").contents(atMost: 4096)).map {
            String(decoding: $0, as: UTF8.self).split(whereSeparator: \.isWhitespace).map { UInt64($0) }
        }
        if let counters, counters.count >= 2 {
            scheduledTimeInNanoseconds = counters[0]
            delayInNanoseconds = counters[1]
        }
    }

    /// The processors that a thread may run on, as a list such as `0-3,8`; nil when there is no such thread.
    public static func allowedProcessors(process: Int32, thread: Int) -> String? {
        guard let bytes = try? FilePath("/proc/\(process)/task/\(thread)/status").contents(atMost: 1 << 16) else {
            return nil
        }
        let label = "Cpus_allowed_list:"
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix(label) }
        return line.map { String($0.dropFirst(label.count).drop(while: \.isWhitespace)) }
    }

    /// All CPU time, in nanoseconds.
    public var timeInNanoseconds: UInt64 { userTimeInNanoseconds + systemTimeInNanoseconds }
}
