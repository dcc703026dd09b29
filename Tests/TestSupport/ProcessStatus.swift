// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// What the kernel tells of a process, or of one of its threads; proc_pid_status(5).
public struct ProcessStatus {
    private let lines: [String: String]

    private init(path: String) {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        lines = text.split(separator: "\n").reduce(into: [:]) { lines, line in
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { lines[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces) }
        }
    }

    /// All threads of a process.
    public static func threads(of process: pid_t) -> [ProcessStatus] {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        return threads.map { ProcessStatus(path: "/proc/\(process)/task/\($0)/status") }
    }

    /// A line's value, such as that of `NoNewPrivs`.
    public subscript(name: String) -> String? { lines[name] }

    /// The capabilities that it and its children can ever have; bit N is capability N.
    public var boundingCapabilities: UInt64? { lines["CapBnd"].flatMap { UInt64($0, radix: 16) } }
}
