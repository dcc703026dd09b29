// SPDX-License-Identifier: Apache-2.0

public import Foundation

extension RunningProgram {
    /// The processes that run a program named after QEMU and have a file at or below a path open, such as their log.
    public static func emulators(below path: String) -> [pid_t] {
        let files = FileManager.default
        let processes = ((try? files.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
        return processes.sorted().filter { process in
            let program = (try? files.destinationOfSymbolicLink(atPath: "/proc/\(process)/exe")) ?? ""
            return program.contains("/qemu-system-") && openFiles(of: process).contains { $0.hasPrefix(path) }
        }
    }

    /// The paths of what a process has open.
    public static func openFiles(of process: pid_t) -> Set<String> {
        let files = FileManager.default
        let numbers = (try? files.contentsOfDirectory(atPath: "/proc/\(process)/fd")) ?? []
        return Set(numbers.compactMap { try? files.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/\($0)") })
    }
}
