// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A program under way, with descriptors of the test's choice, for tests that talk to it or send signals.
///
/// It is killed and waited for when the value goes.
public final class RunningProgram {
    /// Its process id.
    public let identifier: pid_t
    private var status: Int32?

    /// Where a standard stream leads.
    public enum Stream {
        /// To a descriptor of ours.
        case descriptor(Int32)
        /// To /dev/null.
        case null
        /// Nowhere: the program starts without it.
        case closed
        /// To a terminal, by its path; as standard input it becomes the controlling one.
        case terminal(String)
    }

    /// Starts a program, in a session of its own.
    public init(
        _ command: [String], input: Stream = .null, output: Stream = .null, errors: Stream = .null,
        environment: [String: String] = [:]
    ) throws {
        guard let path = command[0].contains("/") ? command[0] : Program.find(command[0]) else {
            throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: command[0]])
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, stream) in zip(Int32(0)..., [input, output, errors]) {
            switch stream {
            case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, number)
            case .null: posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
            case .closed: posix_spawn_file_actions_addclose(&actions, number)
            case .terminal(let path): posix_spawn_file_actions_addopen(&actions, number, path, O_RDWR, 0)
            }
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // POSIX_SPAWN_SETSID, spawn.h
        posix_spawnattr_setflags(&attributes, 0x80)
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let arguments = command.map { strdup($0) } + [nil]
        let settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (arguments + settings).forEach { free($0) } }
        var process: pid_t = 0
        let result = posix_spawn(&process, path, &actions, &attributes, arguments, settings)
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: result) ?? .EINVAL) }
        identifier = process
    }

    deinit {
        if status == nil { _ = wait(seconds: 0) }
    }

    /// Sends a signal; only while it was not waited for.
    public func send(_ signal: Int32) {
        if status == nil { kill(identifier, signal) }
    }

    /// Waits for its end, and kills it when that takes longer.
    ///
    /// - Returns: The status as a shell counts it; nil when it had to be killed.
    public func wait(seconds: Double = 60) -> Int32? {
        if let status { return status }
        let deadline = Date(timeIntervalSinceNow: seconds)
        var raw: Int32 = 0
        while waitpid(identifier, &raw, WNOHANG) == 0 {
            guard Date() < deadline else {
                kill(identifier, SIGKILL)
                waitpid(identifier, &raw, 0)
                status = 128 + SIGKILL
                return nil
            }
            usleep(20_000)
        }
        status = raw & 0x7f == 0 ? raw >> 8 & 0xff : 128 + raw & 0x7f
        return status
    }

    /// The most memory that it had resident at one time so far, in KiB (proc(5), VmHWM).
    public var peakMemoryInKiB: Int? {
        let text = (try? String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }

    /// The process ids of its children and theirs, now.
    public var descendants: [pid_t] { RunningProgram.descendants(of: identifier) }

    private static func descendants(of parent: pid_t) -> [pid_t] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { pid_t($0) } ?? []
        let children = all.filter { process in
            // The parent is the second word behind the name, which stands in parentheses (proc(5), stat).
            let stat = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
            let words = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
            return words.count > 2 && pid_t(words[2]) == parent
        }
        return children + children.flatMap { descendants(of: $0) }
    }

    /// Whether a process is there and no zombie.
    public static func isAlive(_ process: pid_t) -> Bool {
        let stat = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        guard let name = stat.lastIndex(of: ")") else { return false }
        return stat[name...].split(separator: " ").dropFirst().first != "Z"
    }

    /// Waits until a condition holds.
    ///
    /// - Returns: Whether it held in time.
    public static func wait(seconds: Double = 60, until condition: () throws -> Bool) rethrows -> Bool {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while try !condition() {
            guard Date() < deadline else { return false }
            usleep(20_000)
        }
        return true
    }
}
