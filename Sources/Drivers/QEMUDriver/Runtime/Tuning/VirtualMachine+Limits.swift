// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import VirtModel
internal import XMLCoding

extension VirtualMachine {
    /// Sets limits of the next start. The control group of what runs was made with its limits.
    func setLimits(
        _ kind: DomainLimitKind, _ parameters: [TypedParameter], _ affecting: DomainAffectFlags
    ) async throws {
        guard isActive || !affecting.contains(.live) else {
            throw VirtError(.operationInvalid, "Domain '\(name)' is not running.")
        }
        guard !affecting.contains(.live), !(affecting.isEmpty && isActive) else {
            throw VirtError(
                .operationUnsupported,
                "The limits of domain '\(name)' cannot be changed while it runs. Change its definition (config).")
        }
        try await change("set the limits of", .config) { _, _ in
        } model: { domain in
            for parameter in parameters { try domain.setLimit(kind, parameter) }
        }
    }
}

extension Domain {
    /// libvirt's number for a domain without a limit of memory, in KiB (VIR_DOMAIN_MEMORY_PARAM_UNLIMITED).
    private static let unlimited: UInt64 = 9_007_199_254_740_991

    /// libvirt's names of the limits of processor time, and those of the document.
    private static let schedulerNames = [
        ("cpu_shares", "shares"), ("vcpu_period", "period"), ("vcpu_quota", "quota"),
        ("emulator_period", "emulator_period"), ("emulator_quota", "emulator_quota"),
        ("global_period", "global_period"), ("global_quota", "global_quota"),
        ("iothread_period", "iothread_period"), ("iothread_quota", "iothread_quota"),
    ]

    private static var memoryNames: [(String, WritableKeyPath<MemoryTune, MemorySize?>)] {
        [("hard_limit", \.hardLimit), ("soft_limit", \.softLimit), ("swap_hard_limit", \.swapHardLimit)]
    }

    /// The limits of single block devices, which are a text of paths and numbers each.
    private static let deviceNames = ["weight", "read_iops_sec", "write_iops_sec", "read_bytes_sec", "write_bytes_sec"]

    /// The limits of a kind, under libvirt's names.
    func limits(_ kind: DomainLimitKind) -> [TypedParameter] {
        switch kind {
        case .memory:
            Self.memoryNames.map { name, path in
                TypedParameter(name, .unsignedLong(memoryTune[keyPath: path]?.kib ?? Self.unlimited))
            }
        case .scheduler:
            Self.schedulerNames.map { name, own in
                let value = cpuTune.values[own] ?? 0
                return TypedParameter(
                    name, name.hasSuffix("quota") ? .long(Int64(value)) : .unsignedLong(UInt64(clamping: value)))
            }
        case .blockIO:
            [TypedParameter("weight", .unsignedInt(blockIOWeight))]
                + Self.deviceNames.map { TypedParameter("device_\($0)", .string(deviceLimits($0))) }
        }
    }

    private var blockIOWeight: UInt32 {
        let weight = blkioTune?.elements.first { $0.name == "weight" }
        return (weight?.text.trimmedXMLSpace).flatMap { UInt32($0) } ?? 0
    }

    /// The paths of devices that have a limit, and its numbers, after each other.
    private func deviceLimits(_ name: String) -> String {
        let devices = blkioTune?.elements.filter { $0.name == "device" } ?? []
        return devices.compactMap { device -> String? in
            func text(_ name: String) -> String? {
                device.elements.first { $0.name == name }?.text.trimmedXMLSpace
            }
            guard let path = text("path"), let value = text(name) else { return nil }
            return "\(path),\(value)"
        }.joined(separator: ",")
    }

    fileprivate mutating func setLimit(_ kind: DomainLimitKind, _ parameter: TypedParameter) throws {
        let unknown = VirtError(
            .invalidArgument, "Domain '\(name)' has no limit '\(parameter.name)' of that type that could be set.")
        switch (kind, parameter.value) {
        case (.memory, .unsignedLong(let kib)):
            guard let (_, path) = Self.memoryNames.first(where: { $0.0 == parameter.name }) else { throw unknown }
            memoryTune[keyPath: path] = kib >= Self.unlimited ? nil : MemorySize(kib: kib)
        case (.scheduler, .unsignedLong(let value)):
            try setScheduler(parameter.name, Int(clamping: value), orThrow: unknown)
        case (.scheduler, .long(let value)):
            try setScheduler(parameter.name, Int(value), orThrow: unknown)
        case (.blockIO, .unsignedInt(let weight)) where parameter.name == "weight":
            guard weight == 0 || (10...1000).contains(weight) else {
                throw VirtError(.invalidArgument, "A weight of \(weight) is not from 10 to 1000.")
            }
            var tune = blkioTune ?? XMLElement("blkiotune")
            tune.children.removeAll { if case .element(let element) = $0 { element.name == "weight" } else { false } }
            if weight > 0 {
                var element = XMLElement("weight")
                element.children = [.text("\(weight)")]
                tune.children.insert(.element(element), at: 0)
            }
            blkioTune = tune.elements.isEmpty ? nil : tune
        default: throw unknown
        }
    }

    private mutating func setScheduler(_ name: String, _ value: Int, orThrow unknown: VirtError) throws {
        guard let own = Self.schedulerNames.first(where: { $0.0 == name })?.1 else { throw unknown }
        let isPossible =
            if own.hasSuffix("period") {
                value == 0 || (1000...1_000_000).contains(value)
            } else if own.hasSuffix("quota") {
                value <= 0 || (1000...18_446_744_073_709_551).contains(value)
            } else {
                (2...262_144).contains(value)
            }
        guard isPossible else {
            throw VirtError(
                .invalidArgument,
                "The limit '\(name)' cannot be \(value). A period is from 1000 to 1000000, a quota from 1000 on, shares are from 2 to 262144."
            )
        }
        cpuTune.values[own] = value == 0 ? nil : value
    }
}
