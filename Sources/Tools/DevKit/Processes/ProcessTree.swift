// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// A process and all that it started, as far as they are still its children's children.
enum ProcessTree {
    /// Sends a signal to a process and to all below it. SwiftPM, for one, does not pass signals on.
    static func signal(_ identifier: pid_t, _ number: CInt) {
        // The list comes first: who loses its parent is no longer found.
        for process in descendants(of: identifier) { kill(process, number) }
        kill(identifier, number)
    }

    /// The numbers of all processes below one.
    static func descendants(of identifier: pid_t) -> [pid_t] {
        var children: [pid_t: [pid_t]] = [:]
        for entry in (try? Directory.entries(of: "/proc")) ?? [] {
            guard let process = pid_t(entry.name), let parent = parent(of: process) else { continue }
            children[parent, default: []].append(process)
        }
        var found: [pid_t] = []
        var pending = [identifier]
        while let next = pending.popLast() {
            let direct = children[next] ?? []
            found += direct
            pending += direct
        }
        return found
    }

    /// The parent of a process, from `/proc/PID/stat`; see proc(5). The name before it may hold anything, also `)`.
    private static func parent(of process: pid_t) -> pid_t? {
        guard let text = try? File.text(of: FilePath("/proc/\(process)/stat")), let name = text.lastIndex(of: ")")
        else {
            return nil
        }
        return text[name...].split(separator: " ").dropFirst(2).first.flatMap { pid_t($0) }
    }
}
