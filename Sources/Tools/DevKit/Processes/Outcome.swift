// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// How a program ended, and what it cost.
public struct Outcome: Sendable, Equatable {
    /// Its exit status; 128 plus the signal's number when a signal ended it, as a shell counts.
    public var status: Int32
    /// Whether it was ended because its time was up.
    public var timedOut = false
    /// The time from its start to its end.
    public var wallTime: Duration = .zero
    /// The processor time that it and its children used, in user mode and in the kernel.
    public var processorTime: Duration = .zero
    /// The most memory that it or a child of it had resident at once, from `ru_maxrss` of getrusage(2).
    ///
    /// Linux counts what the new process shares with its parent before it executes its program, so a figure below the
    /// resident size of `dev` itself (some 15 MiB) means "at most that".
    public var peakMemoryInKiB: Int = 0

    /// Whether it ended with status 0.
    public var succeeded: Bool { status == 0 }
}

extension Outcome {
    /// Reads what wait4(2) reports.
    init(waitStatus: Int32, usage: rusage) {
        // wait(2): the low seven bits hold the signal, or zero and the status is in the next byte.
        let signal = waitStatus & 0x7F
        status = signal == 0 ? (waitStatus >> 8) & 0xFF : 128 + signal
        processorTime = Duration(usage.ru_utime) + Duration(usage.ru_stime)
        peakMemoryInKiB = usage.ru_maxrss
    }
}

extension Duration {
    /// The same time as a `struct timeval`.
    init(_ value: timeval) {
        self = .seconds(value.tv_sec) + .microseconds(value.tv_usec)
    }

    /// The time in milliseconds.
    public var milliseconds: Double {
        Double(components.seconds) * 1e3 + Double(components.attoseconds) / 1e15
    }
}
