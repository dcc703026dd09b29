// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
public import SystemPackage

/// Signals that are held back from the calling thread and read from a descriptor instead; signalfd(2).
///
/// SIGPIPE is held back too: a stream whose reader is gone is an error of write(2), handled where it is made.
public struct SignalQueue: ~Copyable {
    /// Readable when a signal waits; for poll(2).
    public let descriptor: FileDescriptor
    private let previous: sigset_t

    /// Holds signals back until the value goes.
    public init(_ signals: [Int32]) throws(Errno) {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        let result = clinux_signal_descriptor(&set)
        guard result >= 0 else { throw Errno(rawValue: -result) }
        descriptor = FileDescriptor(rawValue: result)
        sigaddset(&set, SIGPIPE)
        var old = sigset_t()
        pthread_sigmask(SIG_BLOCK, &set, &old)
        previous = old
    }

    deinit {
        try? descriptor.close()
        var set = previous
        pthread_sigmask(SIG_SETMASK, &set, nil)
    }

    /// The signals that came since the last call.
    public borrowing func take() -> [Int32] {
        var signals: [Int32] = []
        while true {
            let signal = clinux_next_signal(descriptor.rawValue)
            if signal == 0 { return signals }
            signals.append(signal)
        }
    }
}
