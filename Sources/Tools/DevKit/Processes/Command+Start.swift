// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import FoundationEssentials
internal import Glibc
internal import LinuxSystem
internal import SystemPackage

/// A program that runs.
struct StartedProcess {
    /// Its process number.
    var identifier: pid_t
    /// When it was started.
    var start: ContinuousClock.Instant

    /// Waits for its end.
    func wait() throws -> Outcome {
        var status: CInt = 0
        var usage = rusage()
        try systemCall { wait4(identifier, &status, 0, &usage) }
        var outcome = Outcome(waitStatus: status, usage: usage)
        outcome.wallTime = .now - start
        return outcome
    }
}

extension ContinuousClock.Instant {
    static func - (later: Self, earlier: Self) -> Duration { earlier.duration(to: later) }
}

extension Command {
    /// Starts the program with posix_spawn(3).
    ///
    /// - Parameters:
    ///   - input: What becomes its standard input; nil for ours, or an empty one.
    ///   - output: What becomes its standard output; nil for ours.
    ///   - errors: What becomes its standard error; nil for ours.
    /// - Throws: `DevError` when it cannot be started.
    func start(
        input: FileDescriptor? = nil, output: FileDescriptor? = nil, errors: FileDescriptor? = nil
    ) throws -> StartedProcess {
        guard let path = Self.find(program) else {
            throw DevError("Cannot run '\(program)': it is not installed, or not in PATH.")
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input.rawValue, 0)
        } else if !readsInput {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        if let output { posix_spawn_file_actions_adddup2(&actions, output.rawValue, 1) }
        if let errors { posix_spawn_file_actions_adddup2(&actions, errors.rawValue, 2) }
        if let directory { _ = clinux_spawn_in(&actions, directory.string) }

        // Threads of a pool block signals, and a child inherits what its thread blocks.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var blocked = sigset_t()
        sigemptyset(&blocked)
        posix_spawnattr_setsigmask(&attributes, &blocked)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        var identifier: pid_t = 0
        let start = ContinuousClock.now
        let error = withCStrings([program] + arguments) { arguments in
            withCStrings(variables) { environment in
                posix_spawn(&identifier, path.string, &actions, &attributes, arguments, environment)
            }
        }
        guard error == 0 else {
            throw DevError("Cannot run '\(path)': \(Errno(rawValue: error)).")
        }
        return StartedProcess(identifier: identifier, start: start)
    }

    /// Becomes the program: the same process goes on as that; see execve(2).
    ///
    /// - Throws: `DevError` when the program is missing or cannot be executed.
    public func replaceThisProcess() throws -> Never {
        guard let path = Self.find(program) else {
            throw DevError("Cannot run '\(program)': it is not installed, or not in PATH.")
        }
        if let directory, chdir(directory.string) != 0 {
            throw DevError("Cannot enter '\(directory)': \(Errno.last).")
        }
        _ = withCStrings([program] + arguments) { arguments in
            withCStrings(variables) { environment in
                execve(path.string, arguments, environment)
            }
        }
        throw DevError("Cannot run '\(path)': \(Errno.last).")
    }

    /// Our variables and its own, as `NAME=VALUE`.
    private var variables: [String] {
        ProcessInfo.processInfo.environment.merging(environment) { $1 }.map { "\($0.key)=\($0.value)" }
    }
}

/// Calls `body` with a vector of C strings that ends in NULL, as execve(2) wants it.
private func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) throws -> Result
) rethrows -> Result {
    let pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return try body(pointers + [nil])
}
