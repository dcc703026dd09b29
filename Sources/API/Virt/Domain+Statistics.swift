// SPDX-License-Identifier: Apache-2.0

extension Domain {
    /// The CPU time that the running domain has used on the host.
    ///
    /// ```swift
    /// print(try await domain.cpuStatistics.userTimeInNanoseconds)
    /// ```
    public var cpuStatistics: DomainCPUStatistics { get async throws { try await driver.cpuStatistics(of: identity) } }

    /// The virtual CPUs that are plugged in, by their numbers.
    ///
    /// ```swift
    /// for vcpu in try await domain.vcpus { print(vcpu.number, vcpu.timeInNanoseconds) }
    /// ```
    public var vcpus: [DomainVCPUInformation] { get async throws { try await driver.vcpus(of: identity) } }

    /// What QEMU, the host and, with a period set, the guest tell of the memory.
    ///
    /// ```swift
    /// let free = try await domain.memoryStatistics.first { $0.tag == .unused }?.value
    /// ```
    public var memoryStatistics: [DomainMemoryStatistic] {
        get async throws { try await driver.memoryStatistics(of: identity) }
    }

    /// Has the balloon's driver in the guest tell of its memory every so many seconds; 0 for never.
    ///
    /// ```swift
    /// try await domain.setMemoryStatisticsPeriod(inSeconds: 5)
    /// ```
    public func setMemoryStatisticsPeriod(
        inSeconds period: Int, _ affecting: DomainAffectFlags = []
    ) async throws { try await driver.setMemoryStatisticsPeriod(of: identity, inSeconds: period, affecting) }

    /// What a disk has done since the start, or, without a name, all of them together.
    ///
    /// ```swift
    /// print(try await domain.blockStatistics(of: "vda").reads.bytes)
    /// ```
    ///
    /// - Parameter disk: Its target, such as `vda`, or its source.
    public func blockStatistics(of disk: String = "") async throws -> DomainBlockStatistics {
        try await driver.blockStatistics(of: identity, disk: disk)
    }

    /// How large a disk is.
    ///
    /// ```swift
    /// let capacity = try await domain.blockInformation(on: "vda").capacity
    /// ```
    public func blockInformation(on disk: String) async throws -> DomainBlockInformation {
        try await driver.blockInformation(on: identity, disk: disk)
    }

    /// What went through a network interface.
    ///
    /// ```swift
    /// print(try await domain.interfaceStatistics(of: "vnet0").received.bytes)
    /// ```
    ///
    /// - Parameter interface: Its target on the host, or its MAC address.
    /// - Throws: ``VirtError``: `operationUnsupported` for one that has no end on the host, such as a user network.
    public func interfaceStatistics(of interface: String) async throws -> DomainInterfaceStatistics {
        try await driver.interfaceStatistics(of: identity, interface: interface)
    }

    /// Groups of statistics under libvirt's names.
    ///
    /// ```swift
    /// for parameter in try await domain.statistics([.balloon, .block]) { print(parameter) }
    /// ```
    public func statistics(
        _ groups: DomainStatisticsGroups = [], _ flags: DomainStatisticsFlags = []
    ) async throws -> [TypedParameter] {
        guard let record = try await driver.statistics(of: [identity], groups, flags).first else {
            throw VirtError(.noDomain, "There is no domain '\(name)' with UUID \(uuid).")
        }
        return record.parameters
    }
}

extension Connection {
    /// Groups of statistics of all domains that a filter lets through, gathered side by side.
    ///
    /// ```swift
    /// for record in try await connection.statistics(.cpuTotal, of: .running) {
    ///     print(record.domain.name, record.parameters["cpu.time"] ?? .unsignedLong(0))
    /// }
    /// ```
    public func statistics(
        _ groups: DomainStatisticsGroups = [], of domains: DomainListFlags = [], _ flags: DomainStatisticsFlags = []
    ) async throws -> [DomainStatisticsRecord] {
        let driver = try domainDriver
        return try await driver.statistics(of: try await driver.list(domains), groups, flags)
    }
}
