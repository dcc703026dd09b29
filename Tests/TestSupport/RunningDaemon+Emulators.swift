// SPDX-License-Identifier: Apache-2.0

public import Foundation

extension RunningDaemon {
    /// The processes that run a program named after QEMU and have a file of the daemon's tree open, as its log.
    public var emulators: [pid_t] {
        let files = FileManager.default
        let processes = ((try? files.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
        return processes.sorted().filter { process in
            let program = (try? files.destinationOfSymbolicLink(atPath: "/proc/\(process)/exe")) ?? ""
            guard program.contains("/qemu-system-") else { return false }
            let numbers = (try? files.contentsOfDirectory(atPath: "/proc/\(process)/fd")) ?? []
            return numbers.contains { number in
                let target = try? files.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/\(number)")
                return target?.hasPrefix(root.path) == true
            }
        }
    }

    /// The one of a machine.
    public func emulator(of machine: String) -> pid_t? {
        emulators.first { process in
            let line = (try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(process)/cmdline"))) ?? Data()
            return line.range(of: Data("guest=\(machine),".utf8)) != nil
        }
    }
}
