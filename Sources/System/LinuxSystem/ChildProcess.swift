// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
public import SystemPackage

/// A child process, held by a process descriptor (pidfd_open(2)), so that a signal never reaches a stranger.
///
/// Close nothing: the descriptor goes with the value. A child that was not waited for stays a zombie, so call ``wait()``
/// after ``send(_:)`` of a final signal.
public struct ChildProcess: ~Copyable, Sendable {
    /// Its process id; see getpid(2).
    public let identifier: Int32
    /// Becomes readable when the child ends; for poll(2).
    public let descriptor: FileDescriptor

    /// How a child starts.
    public struct Request: Sendable {
        /// The program's file.
        public var program: FilePath
        /// The arguments, the first of which is the name that the program is called by.
        public var arguments: [String]
        /// `NAME=VALUE` each.
        public var environment: [String]
        /// Which of our descriptors it gets, and by what number. Those of ours that are close-on-exec, as all should be, it
        /// gets by no other way.
        public var descriptors: [(ours: FileDescriptor, theirs: Int32)] = []
        /// The signal it gets when the thread that started it ends, even by force; nil to live on. See prctl(2).
        public var parentDeathSignal: Int32? = SIGKILL
        /// A directory that it sees read-only, with all below it; needs root. See mount_setattr(2).
        public var readOnlyDirectory: FilePath?
        /// Put it into a process group of its own, so that Ctrl-C on the terminal does not reach it.
        public var hasOwnProcessGroup = false
        /// The terminal of a session that it leads, apart from ours; nil to stay in ours. When it or the terminal's master goes,
        /// all that has stayed in its process group gets SIGHUP. See ``TerminalPair`` and credentials(7).
        public var terminal: FileDescriptor?
        /// The permissions that files which it makes do not get; nil for ours. See umask(2).
        public var fileModeMask: UInt32?

        /// As whom it runs; nil for us. Needs root. The signal above is then set after the change, which clears it.
        public var identity: ProcessIdentity?
        /// Control groups that it runs in from its first instruction: their files `cgroup.procs`, open for writing.
        public var controlGroups: [FileDescriptor] = []

        /// A request for a program with arguments and an environment.
        public init(program: FilePath, arguments: [String], environment: [String]) {
            self.program = program
            self.arguments = arguments
            self.environment = environment
        }
    }

    /// Starts a program.
    ///
    /// Its signals are all at their defaults and none is blocked. The parent-death signal comes when the *thread* that
    /// called this ends, so call it from one that lives as long as the process.
    ///
    /// - Throws: The error number of the step that failed; the program was then not started.
    public static func start(_ request: Request) throws(Errno) -> ChildProcess {
        let pairs = request.descriptors.map { clinux_descriptor(ours: $0.ours.rawValue, theirs: $0.theirs) }
        let readOnly = request.readOnlyDirectory.map { directory in directory.withPlatformString { strdup($0) } } ?? nil
        defer { free(readOnly) }
        let groups = request.identity?.supplementaryGroups ?? []
        let controlGroups = request.controlGroups.map(\.rawValue)
        let result = withCStringArray(request.arguments) { arguments in
            withCStringArray(request.environment) { environment in
                request.program.withPlatformString { path in
                    withBuffers(pairs, groups, controlGroups) { pairs, groups, controlGroups in
                        var spawn = clinux_spawn_request()
                        spawn.path = path
                        spawn.arguments = arguments
                        spawn.environment = environment
                        spawn.descriptors = pairs.baseAddress
                        spawn.descriptor_count = pairs.count
                        spawn.parent_death_signal = request.parentDeathSignal ?? 0
                        spawn.new_process_group = request.hasOwnProcessGroup
                        spawn.terminal = request.terminal?.rawValue ?? -1
                        spawn.file_mode_mask = request.fileModeMask.map { CInt($0 & 0o777) } ?? -1
                        spawn.read_only_directory = readOnly.map { UnsafePointer($0) }
                        spawn.changes_identity = request.identity != nil
                        spawn.user = request.identity?.user ?? 0
                        spawn.group = request.identity?.group ?? 0
                        spawn.groups = groups.baseAddress
                        spawn.group_count = groups.count
                        spawn.control_groups = controlGroups.baseAddress
                        spawn.control_group_count = controlGroups.count
                        return clinux_spawn(&spawn)
                    }
                }
            }
        }
        guard result > 0 else { throw Errno(rawValue: -result) }
        let descriptor = clinux_pidfd_open(result)
        if descriptor < 0 {
            kill(result, SIGKILL)
            var status: CInt = 0
            waitpid(result, &status, 0)
            throw Errno(rawValue: -descriptor)
        }
        return ChildProcess(identifier: result, descriptor: FileDescriptor(rawValue: descriptor))
    }

    private init(identifier: Int32, descriptor: FileDescriptor) {
        self.identifier = identifier
        self.descriptor = descriptor
    }

    deinit {
        try? descriptor.close()
    }

    /// Sends a signal; does nothing when the child has ended.
    public borrowing func send(_ signal: Int32) {
        _ = clinux_pidfd_send_signal(descriptor.rawValue, signal)
    }

    /// How a process ended.
    public enum End: Sendable, Equatable, CustomStringConvertible {
        /// By itself, with an exit status of 0 to 255.
        case exited(Int32)
        /// By a signal.
        case signaled(Int32)

        /// For instance "exit status 1" or "signal 9".
        public var description: String {
            switch self {
            case .exited(let status): "exit status \(status)"
            case .signaled(let signal): "signal \(signal)"
            }
        }
    }

    /// Waits for the child to end and takes its status.
    public borrowing func wait() throws(Errno) -> End {
        var status: CInt = 0
        try systemCall { waitpid(identifier, &status, 0) }
        // WIFEXITED, WEXITSTATUS and WTERMSIG of wait(2)
        let signal = status & 0x7f
        return signal == 0 ? .exited(status >> 8 & 0xff) : .signaled(signal)
    }
}

/// Calls `body` with texts as execve(2) takes them.
private func withCStringArray<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>?) -> Result
) -> Result {
    let pointers = texts.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
}

/// Lends three arrays to C at once.
private func withBuffers<First, Second, Third, Result>(
    _ first: [First], _ second: [Second], _ third: [Third],
    _ body: (UnsafeBufferPointer<First>, UnsafeBufferPointer<Second>, UnsafeBufferPointer<Third>) -> Result
) -> Result {
    first.withUnsafeBufferPointer { first in
        second.withUnsafeBufferPointer { second in third.withUnsafeBufferPointer { body(first, second, $0) } }
    }
}
