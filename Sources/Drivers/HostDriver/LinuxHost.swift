// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
internal import Glibc
internal import LinuxSystem
package import SystemPackage

/// What a Linux machine tells of itself in /proc and /sys.
package struct LinuxHost: HostDriver {
    /// Where the kernel tells what the firmware says.
    let firmware: FilePath

    package init(firmware: FilePath = "/sys/class/dmi/id") { self.firmware = firmware }

    package func hostname() async throws -> String {
        var names = utsname()
        guard uname(&names) == 0 else {
            throw VirtError(.systemError, "The machine's name is not known: \(Errno.last).")
        }
        return Self.text(&names.nodename)
    }

    package func node() async throws -> NodeInformation {
        var names = utsname()
        _ = uname(&names)
        let cpus = try await onlineCPUs().enumerated().filter(\.element).map(\.offset)
        var packages: Set<Int> = []
        var cores: Set<[Int]> = []
        for cpu in cpus {
            let topology = "/sys/devices/system/cpu/cpu\(cpu)/topology"
            let package = TextFile.line(FilePath("\(topology)/physical_package_id")).flatMap { Int($0) } ?? 0
            packages.insert(package)
            cores.insert([package, TextFile.line(FilePath("\(topology)/core_id")).flatMap { Int($0) } ?? cpu])
        }
        let nodes = max(1, Self.numbers(TextFile.line("/sys/devices/system/node/online") ?? "0").count)
        let sockets = max(1, packages.count / nodes)
        let coresOfSocket = max(1, cores.count / max(1, packages.count))
        let megahertz = TextFile.line("/proc/cpuinfo")?.split(separator: "\n").first { $0.hasPrefix("cpu MHz") }
            .flatMap { $0.split(separator: ":").last }.flatMap { Double($0.drop { $0 == " " }) }
        return NodeInformation(
            architecture: Self.text(&names.machine), memoryInKiB: try memory("MemTotal"), cpus: cpus.count,
            megahertz: Int(megahertz ?? 0), nodes: nodes, sockets: sockets, cores: coresOfSocket,
            threads: max(1, cpus.count / (nodes * sockets * coresOfSocket)))
    }

    package func cpuTimes(of cpu: Int?) async throws -> [(name: String, nanoseconds: UInt64)] {
        // proc_stat(5): user, nice, system, idle, iowait, irq, softirq in ticks.
        let name = cpu.map { "cpu\($0)" } ?? "cpu"
        let line = (TextFile.line("/proc/stat") ?? "").split(separator: "\n")
            .map { $0.split(separator: " ") }.first { $0.first.map(String.init) == name }
        guard let numbers = line?.dropFirst().compactMap({ UInt64($0) }), numbers.count >= 7 else {
            throw VirtError(.invalidArgument, "There is no processor \(cpu.map { String($0) } ?? "here").")
        }
        let tick = UInt64(1_000_000_000 / max(1, sysconf(CInt(_SC_CLK_TCK))))
        return [
            ("kernel", (numbers[2] + numbers[5] + numbers[6]) * tick), ("user", (numbers[0] + numbers[1]) * tick),
            ("idle", numbers[3] * tick), ("iowait", numbers[4] * tick),
        ]
    }

    package func memory(of cell: Int?) async throws -> [(name: String, kibibytes: UInt64)] {
        guard let cell else {
            return try [
                ("total", memory("MemTotal")), ("free", memory("MemFree")), ("buffers", memory("Buffers")),
                ("cached", memory("Cached")),
            ]
        }
        guard let text = TextFile.line(FilePath("/sys/devices/system/node/node\(cell)/meminfo")) else {
            throw VirtError(.invalidArgument, "There is no NUMA node \(cell).")
        }
        return try [("total", Self.memory("MemTotal", text)), ("free", Self.memory("MemFree", text))]
    }

    package func onlineCPUs() async throws -> [Bool] {
        let present = Self.numbers(TextFile.line("/sys/devices/system/cpu/present") ?? "0")
        let online = Set(Self.numbers(TextFile.line("/sys/devices/system/cpu/online") ?? "0"))
        return (0...(present.last ?? 0)).map { online.contains($0) }
    }

    // MARK: - Texts of the kernel

    private func memory(_ name: String) throws -> UInt64 {
        try Self.memory(name, TextFile.line("/proc/meminfo") ?? "")
    }

    /// `MemTotal:  1024 kB`, or `Node 0 MemTotal:  1024 kB`
    private static func memory(_ name: String, _ text: String) throws -> UInt64 {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if let index = words.firstIndex(where: { $0 == "\(name):" }), index + 1 < words.count,
                let number = UInt64(words[index + 1])
            {
                return number
            }
        }
        throw VirtError(.internalError, "The kernel does not tell '\(name)'. See whether /proc is mounted.")
    }

    /// `0-3,8` as numbers.
    private static func numbers(_ text: String) -> [Int] {
        text.split(separator: ",").flatMap { part -> [Int] in
            let ends = part.split(separator: "-").compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last, first <= last, last < 1 << 20 else { return [] }
            return Array(first...last)
        }
    }

    private static func text<T>(_ field: inout T) -> String {
        withUnsafeBytes(of: &field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
