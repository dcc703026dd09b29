// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
public import SystemPackage

/// Where this process stands in the trees of control groups, and may make its own; cgroups(7).
///
/// A system has one tree for all controllers (version 2), a tree for each controller or few (version 1), or both. New groups are made
/// below ours. In version 2 a group with processes, as ours is, hands no controller down, unless it is the first of all; so there they
/// are made beside ours, where the group above is left to us: no processes are in it, and no systemd that has not delegated it
/// (`Delegate=yes` in systemd.resource-control(5)) manages it.
public struct ControlGroupTree: Sendable {
    /// The interface of a controller.
    public enum Version: Sendable, Hashable {
        /// Files such as `cpu.shares`.
        case one
        /// Files such as `cpu.weight`.
        case two
    }

    private var first: [String: FilePath] = [:]
    private var second: (group: FilePath, controllers: Set<String>)?

    /// Reads where we stand.
    ///
    /// - Throws: The error number of what cannot be read in `/proc`.
    public init() throws(Errno) {
        let limit = 1 << 20
        let groups = try FilePath("/proc/self/cgroup").contents(atMost: limit)
        let mounts = try FilePath("/proc/self/mountinfo").contents(atMost: limit)
        self.init(
            groups: String(decoding: groups, as: UTF8.self), mounts: String(decoding: mounts, as: UTF8.self),
            isManaged: FilePath("/run/systemd/system").exists)
    }

    /// Understands the texts of `/proc/self/cgroup` and `/proc/self/mountinfo` (proc(5)).
    ///
    /// - Parameter isManaged: Whether a systemd manages the groups; sd_booted(3).
    init(groups: String, mounts: String, isManaged: Bool = false) {
        var own: [String: String] = [:]
        for line in groups.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3 else { continue }
            for controller in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
                own[String(controller)] = parts[2]
            }
        }
        for line in mounts.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count > 6, let dash = words.firstIndex(of: "-"), words.count > dash + 3 else { continue }
            func group(_ path: String?) -> FilePath? {
                guard let path, path == words[3] || path.hasPrefix(words[3]) else { return nil }
                let below = words[3] == "/" ? path : String(path.dropFirst(words[3].count))
                return FilePath(words[4]).appending(FilePath(below).components)
            }
            switch words[dash + 1] {
            case "cgroup2":
                guard let own = group(own[""]) else { continue }
                let path = Self.place(own, top: FilePath(words[4]), isManaged: isManaged)
                let names = try? path.appending("cgroup.controllers").contents(atMost: 4096)
                let text = String(decoding: names ?? [], as: UTF8.self)
                second = (path, Set(text.split { $0 == " " || $0 == "\n" }.map(String.init)))
            case "cgroup":
                for controller in words[dash + 3].split(separator: ",").map(String.init) {
                    if let path = group(own[controller]) { first[controller] = path }
                }
            default: break
            }
        }
    }

    /// The group of version 2 below which new ones are made.
    private static func place(_ own: FilePath, top: FilePath, isManaged: Bool) -> FilePath {
        // The first of all is the one without a type.
        guard own.appending("cgroup.type").exists, own != top else { return own }
        let above = own.removingLastComponent()
        let isBusy = above.appending("cgroup.type").exists && hasProcesses(above)
        return !isBusy && (!isManaged || isDelegated(above)) ? above : own
    }

    /// Whether processes are in a group itself.
    static func hasProcesses(_ group: FilePath) -> Bool {
        (try? group.appending("cgroup.procs").contents(atMost: 1 << 20).isEmpty) == false
    }

    /// Whether systemd leaves what is below a group to others: it says so by an attribute, and gives it to the user who it is for.
    private static func isDelegated(_ group: FilePath) -> Bool {
        let number = open(group.string, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { return false }
        defer { close(number) }
        var status = Glibc.stat()
        if fstat(number, &status) == 0, status.st_uid == geteuid(), geteuid() != 0 { return true }
        return ["user.delegate", "trusted.delegate"].contains { name in
            var value: UInt8 = 0
            return clinux_get_attribute(number, name, &value, 1) == 1 && value == UInt8(ascii: "1")
        }
    }

    /// All groups below which new ones are made.
    var places: Set<FilePath> { Set(first.values).union(second.map { [$0.group] } ?? []) }

    /// The group below which those with a controller are made; nil when this system, or our part of it, has it not.
    ///
    /// - Parameter controller: Its name in version 2: `cpu`, `memory` or `io`, which is `blkio` in version 1.
    public func group(of controller: String) -> (version: Version, path: FilePath)? {
        if let second, second.controllers.contains(controller) { return (.two, second.group) }
        return first[controller == "io" ? "blkio" : controller].map { (.one, $0) }
    }
}
