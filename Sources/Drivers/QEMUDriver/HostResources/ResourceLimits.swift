// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import LinuxSystem
internal import SystemPackage
package import VirtModel
internal import XMLCoding

/// `<cputune>`, `<memtune>` and `<blkiotune>` as limits of a control group.
package enum ResourceLimits {
    private typealias Setting = ControlGroup.Limit.Setting

    /// The kernel's period for a quota when the document names none.
    private static let usualPeriod = 100_000

    /// All limits that a domain asks for on the whole of QEMU; none when it asks for nothing.
    ///
    /// - Throws: ``QEMUDriverError`` for what cannot be limited.
    package static func limits(of domain: Domain) throws -> [ControlGroup.Limit] {
        var limits = processor(domain.cpuTune) + (try memory(domain.memoryTune))
        if let tune = domain.blkioTune { limits += try blockIO(tune) }
        let needsGroup = !threadQuotas(of: domain).isEmpty
        if needsGroup, !limits.contains(where: { $0.controller == "cpu" }) {
            // The groups of threads are below one of the whole, which is then without a limit.
            limits.append(quota("cputune", nil, nil))
        }
        return limits
    }

    private static func processor(_ tune: CPUTune) -> [ControlGroup.Limit] {
        var limits: [ControlGroup.Limit] = []
        if let shares = tune.values["shares"] {
            limits.append(
                .init(
                    "cputune/shares", "cpu", first: [Setting("cpu.shares", "\(shares)")],
                    second: [Setting("cpu.weight", "\(shares)")]))
        }
        let period = tune.values["global_period"]
        let quota = tune.values["global_quota"]
        if period != nil || quota != nil {
            limits += periods(period) + [Self.quota("cputune/global_quota", quota, period)]
        }
        return limits
    }

    /// In version 1 the period stands in a file of its own.
    private static func periods(_ period: Int?) -> [ControlGroup.Limit] {
        guard let period else { return [] }
        return [
            .init(
                "cputune/global_period", "cpu", first: [Setting("cpu.cfs_period_us", "\(period)")],
                second: [Setting("cpu.max", "max \(period)")])
        ]
    }

    private static func quota(_ name: String, _ quota: Int?, _ period: Int?) -> ControlGroup.Limit {
        let isLimited = (quota ?? 0) > 0
        return .init(
            name, "cpu", first: [Setting("cpu.cfs_quota_us", isLimited ? "\(quota ?? 0)" : "-1")],
            second: [Setting("cpu.max", "\(isLimited ? "\(quota ?? 0)" : "max") \(period ?? usualPeriod)")])
    }

    private static func memory(_ tune: MemoryTune) throws -> [ControlGroup.Limit] {
        if tune.minGuarantee != nil {
            throw QEMUDriverError.unsupported(
                "The memory of a domain for QEMU cannot be guaranteed. Remove 'min_guarantee'.")
        }
        var limits: [ControlGroup.Limit] = []
        let hard = bytes(tune.hardLimit)
        if let hard {
            limits.append(
                .init(
                    "memtune/hard_limit", "memory", first: [Setting("memory.limit_in_bytes", "\(hard)")],
                    second: [Setting("memory.max", "\(hard)")]))
        }
        if let soft = bytes(tune.softLimit) {
            limits.append(
                .init(
                    "memtune/soft_limit", "memory", first: [Setting("memory.soft_limit_in_bytes", "\(soft)")],
                    second: [Setting("memory.high", "\(soft)")]))
        }
        if let both = bytes(tune.swapHardLimit) {
            guard let hard, both >= hard else {
                throw QEMUDriverError.invalid(
                    "'swap_hard_limit' limits memory and swap together, so it is not below a 'hard_limit'. Give both.")
            }
            limits.append(
                .init(
                    "memtune/swap_hard_limit", "memory", first: [Setting("memory.memsw.limit_in_bytes", "\(both)")],
                    second: [Setting("memory.swap.max", "\(both - hard)")]))
        }
        return limits
    }

    /// The bytes of a limit; nil where it is libvirt's number for no limit (VIR_DOMAIN_MEMORY_PARAM_UNLIMITED), or above.
    private static func bytes(_ size: MemorySize?) -> UInt64? {
        size.flatMap { $0.kib >= 9_007_199_254_740_991 ? nil : $0.kib * 1024 }
    }

    private static func blockIO(_ tune: XMLElement) throws -> [ControlGroup.Limit] {
        var limits: [ControlGroup.Limit] = []
        for element in tune.elements {
            switch element.name {
            case "weight":
                let weight = try number(element)
                limits.append(
                    .init(
                        "blkiotune/weight", "io",
                        first: [Setting("blkio.weight", weight), Setting("blkio.bfq.weight", weight)],
                        second: [Setting("io.weight", "default \(weight)"), Setting("io.bfq.weight", weight)]))
            case "device": limits += try device(element)
            default: throw unknown(element)
            }
        }
        return limits
    }

    private static func device(_ element: XMLElement) throws -> [ControlGroup.Limit] {
        let path = element.elements.first { $0.name == "path" }?.text.trimmedXMLSpace ?? ""
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFBLK else {
            throw QEMUDriverError(
                .missing, "Element 'blkiotune' names '\(path)', which is no block device of this host.")
        }
        // major(3) and minor(3)
        let device = UInt64(status.st_rdev)
        let name = "\((device >> 8) & 0xfff | (device >> 32) & ~0xfff):\(device & 0xff | (device >> 12) & ~0xff)"
        let throttles = [
            "read_bytes_sec": ("read_bps", "rbps"), "write_bytes_sec": ("write_bps", "wbps"),
            "read_iops_sec": ("read_iops", "riops"), "write_iops_sec": ("write_iops", "wiops"),
        ]
        return try element.elements.filter { $0.name != "path" }.map { limit in
            let value = try number(limit)
            if limit.name == "weight" {
                return .init(
                    "blkiotune/device/weight", "io",
                    first: [
                        Setting("blkio.weight_device", "\(name) \(value)"),
                        Setting("blkio.bfq.weight_device", "\(name) \(value)"),
                    ],
                    second: [Setting("io.weight", "\(name) \(value)"), Setting("io.bfq.weight", "\(name) \(value)")])
            }
            guard let (first, second) = throttles[limit.name] else { throw unknown(limit) }
            return .init(
                "blkiotune/device/\(limit.name)", "io",
                first: [Setting("blkio.throttle.\(first)_device", "\(name) \(value)")],
                second: [Setting("io.max", "\(name) \(second)=\(value == "0" ? "max" : value)")])
        }
    }

    private static func number(_ element: XMLElement) throws -> String {
        guard let value = UInt64(element.text.trimmedXMLSpace) else {
            throw QEMUDriverError.invalid("Element '\(element.name)' in 'blkiotune' is no number.")
        }
        return String(value)
    }

    private static func unknown(_ element: XMLElement) -> QEMUDriverError {
        .unsupported("Element '\(element.name)' in 'blkiotune' is not supported.")
    }

    // MARK: Threads

    /// Threads of QEMU that share a limit.
    package enum Threads: Sendable, Hashable {
        /// One virtual CPU.
        case vcpu(Int)
        /// All that are neither virtual CPUs nor I/O threads.
        case emulator
        /// One I/O thread, from 1.
        case iothread(Int)

        /// The name of their group.
        package var name: String {
            switch self {
            case .vcpu(let number): "vcpu\(number)"
            case .emulator: "emulator"
            case .iothread(let number): "iothread\(number)"
            }
        }
    }

    /// The limits that a domain asks for on single threads.
    package static func threadQuotas(of domain: Domain) -> [(threads: Threads, quota: Int, period: Int)] {
        let values = domain.cpuTune.values
        func quotas(_ prefix: String, _ threads: [Threads]) -> [(Threads, Int, Int)] {
            guard let quota = values["\(prefix)quota"], quota > 0 else { return [] }
            return threads.map { ($0, quota, values["\(prefix)period"] ?? usualPeriod) }
        }
        return quotas("", (0..<domain.vcpus.enabledCount).map { .vcpu($0) }) + quotas("emulator_", [.emulator])
            + quotas("iothread_", domain.iothreadIDs.map { .iothread($0.id) })
    }
}
