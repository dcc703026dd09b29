// SPDX-License-Identifier: Apache-2.0

public import Foundation

extension RunningProgram {
    /// The processes that run a program named after QEMU and have a file at or below a path open, such as their log.
    public static func emulators(below path: String) -> [pid_t] {
        let files = FileManager.default
        return processes.filter { process in
            let program = (try? files.destinationOfSymbolicLink(atPath: "/proc/\(process)/exe")) ?? ""
            return program.contains("/qemu-system-") && openFiles(of: process).contains { $0.hasPrefix(path) }
        }
    }

    /// The processes that name a path in their arguments.
    public static func all(naming path: String) -> [pid_t] {
        processes.filter { process in
            let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
            return line.range(of: Data(path.utf8)) != nil && isAlive(process)
        }
    }

    private static var processes: [pid_t] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }.sorted()
    }

    /// The paths of what a process has open.
    public static func openFiles(of process: pid_t) -> Set<String> {
        let files = FileManager.default
        let numbers = (try? files.contentsOfDirectory(atPath: "/proc/\(process)/fd")) ?? []
        return Set(numbers.compactMap { try? files.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/\($0)") })
    }
}
