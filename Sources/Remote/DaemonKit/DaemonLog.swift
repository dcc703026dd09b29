// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
internal import Synchronization
internal import SystemPackage

/// What a daemon says, and where: standard error, files, the journal.
package final class DaemonLog: Sendable {
    /// How important a message is; libvirt's numbers.
    package enum Level: Int, Sendable, Comparable {
        case debug = 1, information, warning, error

        package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }

        /// The priority of syslog(3).
        var priority: Int {
            switch self {
            case .debug: 7
            case .information: 6
            case .warning: 4
            case .error: 3
            }
        }

        var word: String {
            switch self {
            case .debug: "debug"
            case .information: "info"
            case .warning: "warning"
            case .error: "error"
            }
        }
    }

    /// A place for messages from a level on, as `log_outputs` has it: `3:stderr`, `1:file:/path`, `2:journald`.
    package struct Output: Sendable, Equatable, CustomStringConvertible {
        /// Where.
        package enum Target: Sendable, Equatable { case standardError, file(String), journal }
        package var level: Level
        package var target: Target

        package init(_ level: Level, _ target: Target) {
            self.level = level
            self.target = target
        }

        /// Reads `level:target`; nil for what is none. `syslog` is taken to the journal, which is where it ends on today's systems.
        package init?(_ text: Substring) {
            let parts = text.split(separator: ":", maxSplits: 2).map { String($0) }
            guard parts.count >= 2, let number = Int(parts[0]), let level = Level(rawValue: number) else { return nil }
            self.level = level
            switch parts[1] {
            case "stderr": target = .standardError
            case "journald", "syslog": target = .journal
            case "file" where parts.count == 3 && parts[2].hasPrefix("/"): target = .file(parts[2])
            default: return nil
            }
        }

        package var description: String {
            switch target {
            case .standardError: "\(level.rawValue):stderr"
            case .file(let path): "\(level.rawValue):file:\(path)"
            case .journal: "\(level.rawValue):journald"
            }
        }
    }

    /// A level for messages of a part of the daemon, as `log_filters` has it: `1:rpc`.
    package struct Filter: Sendable, Equatable, CustomStringConvertible {
        package var level: Level
        package var part: String

        package init?(_ text: Substring) {
            let parts = text.split(separator: ":", maxSplits: 1).map { String($0) }
            guard parts.count == 2, let number = Int(parts[0]), let level = Level(rawValue: number) else { return nil }
            self.level = level
            part = parts[1]
        }

        package var description: String { "\(level.rawValue):\(part)" }
    }

    private struct State {
        var level: Level
        var outputs: [Output]
        var filters: [Filter] = []
        var files: [String: FileDescriptor] = [:]
    }

    private let name: String
    private let state: Mutex<State>
    private static let journalSocket = "/run/systemd/journal/socket"

    /// A log that writes to standard error.
    package init(name: String, level: Level = .warning) {
        self.name = name
        state = Mutex(State(level: level, outputs: [Output(level, .standardError)]))
    }

    deinit { for file in state.withLock({ $0.files }).values { try? file.close() } }

    /// The level from which on messages are written that no filter is about.
    package var level: Level {
        get { state.withLock { $0.level } }
        set { state.withLock { $0.level = newValue } }
    }

    /// Where messages go; at least one.
    package var outputs: [Output] { state.withLock { $0.outputs } }

    /// The files that messages go to.
    var files: [FilePath] { state.withLock { state in state.files.keys.sorted().map { FilePath($0) } } }

    /// Levels of parts.
    package var filters: [Filter] { state.withLock { $0.filters } }

    /// Sets where messages go, from a text like `3:stderr 1:file:/path`.
    ///
    /// - Returns: False, and nothing changed, when the text is no such list, or a file cannot be opened.
    package func setOutputs(_ text: String) -> Bool {
        let words = text.split { $0 == " " || $0 == "\t" }
        let outputs = words.compactMap { Output($0) }
        guard outputs.count == words.count, !outputs.isEmpty else { return false }
        return set(outputs)
    }

    /// Sets where messages go.
    package func set(_ outputs: [Output]) -> Bool {
        state.withLock { state in
            for case .file(let path) in outputs.map(\.target) where state.files[path] == nil {
                let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
                guard descriptor >= 0 else { return false }
                state.files[path] = FileDescriptor(rawValue: descriptor)
            }
            state.outputs = outputs
            return true
        }
    }

    /// Opens files anew, for those that rotate them.
    package func reopen() {
        let outputs = state.withLock { state in
            for file in state.files.values { try? file.close() }
            state.files = [:]
            return state.outputs
        }
        _ = set(outputs)
    }

    /// Sets the levels of parts, from a text like `1:rpc 3:qemu`.
    package func setFilters(_ text: String) -> Bool {
        let words = text.split { $0 == " " || $0 == "\t" }
        let filters = words.compactMap { Filter($0) }
        guard filters.count == words.count else { return false }
        state.withLock { $0.filters = filters }
        return true
    }

    /// Says something.
    ///
    /// - Parameter part: The part of the daemon that says it, such as `rpc`.
    package func say(_ level: Level, _ message: String, part: String = "daemon") {
        state.withLock { state in
            let least = state.filters.last { part.hasPrefix($0.part) }?.level ?? state.level
            guard level >= least else { return }
            for output in state.outputs where level >= output.level {
                write(message, level, part, to: output.target, state)
            }
        }
    }

    private func write(_ message: String, _ level: Level, _ part: String, to target: Output.Target, _ state: State) {
        switch target {
        case .standardError: writeLine("\(name): \(level.word): \(message)\n", to: .standardError)
        case .file(let path):
            guard let file = state.files[path] else { return }
            writeLine("\(Self.timestamp()) \(getpid()): \(level.word): \(part): \(message)\n", to: file)
        case .journal:
            // systemd.journal-fields(7); one line for each field, so none within.
            let text = message.split(separator: "\n").joined(separator: " ")
            let fields = [
                "MESSAGE=\(text)", "PRIORITY=\(level.priority)", "SYSLOG_IDENTIFIER=\(name)", "SYSLOG_PID=\(getpid())",
                "LIBVIRT_SOURCE=\(part)",
            ]
            try? UnixSocket.sendDatagram(fields.joined(separator: "\n") + "\n", to: Self.journalSocket)
        }
    }

    private func writeLine(_ line: String, to descriptor: FileDescriptor) {
        var line = line
        line.withUTF8 { bytes in _ = Glibc.write(descriptor.rawValue, bytes.baseAddress, bytes.count) }
    }

    private static func timestamp() -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        var parts = tm()
        gmtime_r(&now.tv_sec, &parts)
        func padded(_ number: Int, _ width: Int = 2) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let date = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)].map { padded($0) }
        let time = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { padded(Int($0)) }
        let milliseconds = padded(now.tv_nsec / 1_000_000, 3)
        return "\(date.joined(separator: "-")) \(time.joined(separator: ":")).\(milliseconds)+0000:"
    }

    /// Whether there is a journal on this machine.
    static var hasJournal: Bool { access(journalSocket, W_OK) == 0 }
}
