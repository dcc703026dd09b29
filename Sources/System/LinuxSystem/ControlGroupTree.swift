// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

/// Where this process stands in the trees of control groups; cgroups(7).
///
/// A system has one tree for all controllers (version 2), a tree for each controller or few (version 1), or both.
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
        self.init(groups: String(decoding: groups, as: UTF8.self), mounts: String(decoding: mounts, as: UTF8.self))
    }

    /// Understands the texts of `/proc/self/cgroup` and `/proc/self/mountinfo` (proc(5)).
    init(groups: String, mounts: String) {
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
                guard let path = group(own[""]) else { continue }
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

    /// The group that we are in, for a controller; nil when this system, or our part of it, has it not.
    ///
    /// - Parameter controller: Its name in version 2: `cpu`, `memory` or `io`, which is `blkio` in version 1.
    public func group(of controller: String) -> (version: Version, path: FilePath)? {
        if let second, second.controllers.contains(controller) { return (.two, second.group) }
        return first[controller == "io" ? "blkio" : controller].map { (.one, $0) }
    }
}
