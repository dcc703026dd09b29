// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Synchronization
public import SystemPackage

/// A control group of our own, below the one that we are in, for one child and what it starts; cgroups(7).
///
/// It is made with all its limits, or not at all. ``remove()`` takes it away once its processes have ended.
public final class ControlGroup: Sendable {
    /// One limit.
    public struct Limit: Sendable, Hashable {
        /// What asks for it, for errors.
        public var name: String
        /// The controller by its name in version 2.
        public var controller: String
        /// The file of version 1 and what is written to it; alternatives, the first that is there counts.
        public var first: [Setting]
        /// The same of version 2.
        public var second: [Setting]

        /// Makes a limit.
        public init(_ name: String, _ controller: String, first: [Setting], second: [Setting]) {
            (self.name, self.controller, self.first, self.second) = (name, controller, first, second)
        }

        /// A file of a group, and a text for it.
        public struct Setting: Sendable, Hashable {
            /// The name of the file.
            public var file: String
            /// What is written.
            public var text: String
            /// Makes a setting.
            public init(_ file: String, _ text: String) { (self.file, self.text) = (file, text) }
        }
    }

    /// Why a group cannot be had.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        /// The limit that it was wanted for.
        public var limit: String
        /// The reason, as the end of a sentence.
        public var description: String
    }

    private struct State: Sendable {
        var directories: [(version: ControlGroupTree.Version, path: FilePath)] = []
        var entrances: [FileDescriptor] = []
    }
    private let state = Mutex(State())

    /// Makes a group; blocks for moments.
    ///
    /// - Parameter name: Its name below our own group.
    public init(_ name: String, limits: [Limit], in tree: ControlGroupTree) throws(Failure) {
        do throws(Failure) {
            for limit in limits { try set(limit, name, tree) }
            try openEntrances()
        } catch {
            closeEntrances()
            removeDirectories()
            throw error
        }
    }

    deinit { closeEntrances() }

    private func set(_ limit: Limit, _ name: String, _ tree: ControlGroupTree) throws(Failure) {
        guard let (version, parent) = tree.group(of: limit.controller) else {
            throw Failure(limit: limit.name, description: "there is no controller '\(limit.controller)' for us")
        }
        if version == .two, parent.appending("cgroup.type").exists, ControlGroupTree.hasProcesses(parent) {
            throw Failure(
                limit: limit.name,
                description:
                    "'\(parent)' has processes, us among them, and such a group of version 2 hands no controller down. "
                    + "Run us in a group below a delegated one (systemd's Delegate=yes and DelegateSubgroup=)")
        }
        let directory = parent.appending(name)
        if !state.withLock({ $0.directories.contains { $0.path == directory } }) {
            try make(directory, version, limit)
        }
        if version == .two { try enable(limit.controller, below: parent, limit) }
        let settings = version == .one ? limit.first : limit.second
        let names = settings.map(\.file).joined(separator: "' or '")
        guard let setting = settings.first(where: { directory.appending($0.file).exists }) else {
            throw Failure(limit: limit.name, description: "'\(directory)' has no '\(names)'")
        }
        do throws(Errno) {
            try write(setting.text, to: directory.appending(setting.file))
        } catch {
            throw Failure(
                limit: limit.name,
                description: "'\(setting.text)' cannot be written to '\(directory.appending(setting.file))': \(error)")
        }
    }

    private func make(_ directory: FilePath, _ version: ControlGroupTree.Version, _ limit: Limit) throws(Failure) {
        do throws(Errno) {
            try systemCall { directory.withPlatformString { mkdir($0, 0o755) } }
            state.withLock { $0.directories.append((version, directory)) }
        } catch {
            throw Failure(limit: limit.name, description: "'\(directory)' cannot be made: \(error)")
        }
    }

    /// Hands a controller down to the groups below ours, which in version 2 it has to be.
    private func enable(_ controller: String, below parent: FilePath, _ limit: Limit) throws(Failure) {
        let file = parent.appending("cgroup.subtree_control")
        do throws(Errno) {
            let enabled = String(decoding: try file.contents(atMost: 4096), as: UTF8.self)
            if enabled.split(whereSeparator: { $0 == " " || $0 == "\n" }).contains(Substring(controller)) { return }
            try write("+\(controller)", to: file)
        } catch {
            throw Failure(
                limit: limit.name,
                description: "controller '\(controller)' cannot be handed down by '\(file)': \(error)")
        }
    }

    private func openEntrances() throws(Failure) {
        for (_, directory) in state.withLock({ $0.directories }) {
            do throws(Errno) {
                let number = try systemCall {
                    directory.appending("cgroup.procs").withPlatformString { open($0, O_WRONLY | O_CLOEXEC) }
                }
                state.withLock { $0.entrances.append(FileDescriptor(rawValue: number)) }
            } catch {
                throw Failure(limit: "", description: "'\(directory)' cannot be entered: \(error)")
            }
        }
    }

    /// What ``ChildProcess/Request/controlGroups`` takes for a child that is to live in the group; until ``closeEntrances()``.
    public var entrances: [FileDescriptor] { state.withLock { $0.entrances } }

    /// Closes what a child enters by; once it is there.
    public func closeEntrances() {
        let entrances = state.withLock { state in
            defer { state.entrances = [] }
            return state.entrances
        }
        for entrance in entrances { try? entrance.close() }
    }

    /// Gives threads of the group's process a share of the processor's time of their own; blocks for moments.
    ///
    /// - Parameters:
    ///   - name: The name of their group, such as `vcpu0`.
    ///   - threads: Thread ids.
    ///   - quotaInMicroseconds: How long they may run in each period.
    public func limit(
        threads: [Int], as name: String, quotaInMicroseconds quota: Int, periodInMicroseconds period: Int
    ) throws(Failure) {
        let parent = state.withLock { state in
            state.directories.first { $0.path.appending($0.version == .one ? "cpu.cfs_quota_us" : "cpu.max").exists }
        }
        guard let (version, parent) = parent else {
            throw Failure(limit: name, description: "the group has no controller 'cpu'")
        }
        let directory = parent.appending(name)
        try make(directory, version, Limit(name, "cpu", first: [], second: []))
        do throws(Errno) {
            switch version {
            case .one:
                try write("\(period)", to: directory.appending("cpu.cfs_period_us"))
                try write("\(quota)", to: directory.appending("cpu.cfs_quota_us"))
            case .two:
                try write("threaded", to: directory.appending("cgroup.type"))
                try write("+cpu", to: parent.appending("cgroup.subtree_control"))
                try write("\(quota) \(period)", to: directory.appending("cpu.max"))
            }
            for thread in threads {
                try write("\(thread)", to: directory.appending(version == .one ? "tasks" : "cgroup.threads"))
            }
        } catch {
            throw Failure(limit: name, description: "'\(directory)' cannot be set up: \(error)")
        }
    }

    /// The name of a group that goes with this process, by which ``removeAbandoned(in:)`` knows it when the process is gone.
    public static func name(_ name: String) -> String { "\(prefix)\(getpid())-\(name)" }

    private static let prefix = "swift-virt-"

    /// Removes the groups of processes that have ended without it, unless somebody is still in them; blocks for moments.
    public static func removeAbandoned(in tree: ControlGroupTree) {
        for place in tree.places {
            for name in (try? place.entries()) ?? [] where isAbandoned(name) {
                let group = place.appending(name)
                // Those of threads. The kernel keeps each that is in use.
                for part in (try? group.entries()) ?? [] {
                    _ = group.appending(part).withPlatformString { rmdir($0) }
                }
                _ = group.withPlatformString { rmdir($0) }
            }
        }
    }

    private static func isAbandoned(_ name: String) -> Bool {
        guard name.hasPrefix(prefix), let process = pid_t(name.dropFirst(prefix.count).prefix { $0 != "-" }) else {
            return false
        }
        return kill(process, 0) != 0 && Errno.last == .noSuchProcess
    }

    /// Takes the group away; blocks until its last process is gone, or for two seconds.
    ///
    /// - Returns: Whether all of it is gone.
    @discardableResult
    public func remove() -> Bool {
        closeEntrances()
        for _ in 0..<200 {
            if removeDirectories() { return true }
            // A process that has ended leaves its group a little later.
            usleep(10_000)
        }
        return false
    }

    @discardableResult
    private func removeDirectories() -> Bool {
        let directories = state.withLock { $0.directories }
        let left = directories.reversed().filter { _, path in
            path.withPlatformString { rmdir($0) } != 0 && Errno.last != .noSuchFileOrDirectory
        }
        state.withLock { $0.directories = left.reversed() }
        return left.isEmpty
    }

    private func write(_ text: String, to path: FilePath) throws(Errno) {
        let number = try systemCall { path.withPlatformString { open($0, O_WRONLY | O_CLOEXEC) } }
        defer { close(number) }
        try systemCall { Glibc.write(number, text, text.utf8.count) }
    }
}
