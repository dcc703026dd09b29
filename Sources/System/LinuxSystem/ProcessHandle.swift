// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
public import SystemPackage

/// Any process, held by a process descriptor (pidfd_open(2)), so that a signal never reaches a stranger that got its number.
public final class ProcessHandle: Sendable {
    /// Its process id.
    public let identifier: Int32
    /// Becomes readable when the process ends.
    public let descriptor: FileDescriptor

    /// Takes hold of a process.
    ///
    /// - Parameter startTime: When it has to have started, as ``startTime(of:)`` told; nil for whichever has the number now.
    /// - Throws: `noSuchProcess` when there is none of that number and start time.
    public init(identifier: Int32, startTime: UInt64?) throws(Errno) {
        let result = clinux_pidfd_open(identifier)
        guard result >= 0 else { throw Errno(rawValue: -result) }
        self.identifier = identifier
        descriptor = FileDescriptor(rawValue: result)
        // With the descriptor at hand the number cannot pass to another process unnoticed.
        if let startTime, Self.startTime(of: identifier) != startTime { throw .noSuchProcess }
    }

    deinit { try? descriptor.close() }

    /// Sends a signal; does nothing when the process has ended.
    public func send(_ signal: Int32) { _ = clinux_pidfd_send_signal(descriptor.rawValue, signal) }

    /// Takes the status of a process that has ended, if it is a child of ours that nobody waits for; else it would stay a zombie.
    public func reap() {
        var information = siginfo_t()
        // P_PIDFD of linux/wait.h: the number may be another child's by now.
        _ = waitid(idtype_t(rawValue: 3), id_t(descriptor.rawValue), &information, WEXITED | WNOHANG)
    }

    /// When a process started, in clock ticks since the host booted; nil when there is no such process. See proc(5), stat, 22.
    public static func startTime(of identifier: Int32) -> UInt64? {
        statistics(of: identifier).flatMap { UInt64($0[19]) }
    }

    /// The CPU time that a process has used, in nanoseconds; see proc(5), stat, 14 and 15.
    public static func cpuTimeInNanoseconds(of identifier: Int32) -> UInt64? {
        guard let fields = statistics(of: identifier), let user = UInt64(fields[11]), let system = UInt64(fields[12])
        else { return nil }
        return (user + system) * (1_000_000_000 / UInt64(max(1, sysconf(Int32(_SC_CLK_TCK)))))
    }

    /// The fields of `/proc/ID/stat` from the third on: the second is a name in parentheses, which may hold anything.
    private static func statistics(of identifier: Int32) -> [Substring]? {
        statistics(at: FilePath("/proc/\(identifier)/stat"))
    }

    /// The fields of a file in the form of `/proc/ID/stat` from the third on.
    static func statistics(at path: FilePath) -> [Substring]? {
        guard let bytes = try? path.contents(atMost: 1 << 16) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(whereSeparator: \.isWhitespace)
        return fields.count > 19 ? fields : nil
    }
}
