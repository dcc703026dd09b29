// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import QMP
internal import Synchronization
internal import SystemPackage
internal import VirtModel
internal import XMLCoding

extension VirtualMachine {
    /// How long a guest has to let a virtual CPU go.
    private static let unplugDeadline = Duration.seconds(10)

    /// How many virtual CPUs are plugged in, or may be.
    func vcpuCount(_ flags: DomainVCPUFlags) throws -> Int {
        guard !flags.contains(.guest) else { throw noAgentForVCPUs(isActive ? .argumentUnsupported : .invalidArgument) }
        let vcpus = try domain(flags.affecting).vcpus
        return flags.contains(.maximum) ? vcpus.maximum : vcpus.enabledCount
    }

    private func noAgentForVCPUs(_ code: VirtError.Code) -> VirtError {
        VirtError(
            code,
            "The vCPUs of domain '\(name)' as the agent in its guest sees them are not supported. Ask for those of the machine."
        )
    }

    /// The domain that flags mean: the run's or the definition.
    func domain(_ affecting: DomainAffectFlags) throws -> Domain {
        try state.withLock { state in
            if affecting.contains(.live), state.run == nil {
                throw VirtError(.operationInvalid, "Domain '\(state.definition.name)' is not running.")
            }
            return affecting.contains(.config) ? state.definition : state.run?.domain ?? state.definition
        }
    }

    /// Sets how many virtual CPUs are plugged in, or may be.
    func setVCPUCount(_ count: Int, _ flags: DomainVCPUFlags) async throws {
        guard !flags.contains(.guest) else {
            throw noAgentForVCPUs(isActive ? .argumentUnsupported : .operationInvalid)
        }
        guard (1...VCPUs.limit).contains(count) else {
            throw VirtError(.invalidArgument, "A domain has 1 to \(VCPUs.limit) vCPUs, and not \(count).")
        }
        if flags.contains(.maximum) { return try await setMaximumVCPUCount(count, flags) }
        try await change("set the vCPUs of", flags.affecting) { process, _ in
            try await self.plug(process, count)
        } model: { domain in
            guard count <= domain.vcpus.maximum else {
                throw VirtError(
                    .invalidArgument,
                    "Domain '\(domain.name)' has at most \(domain.vcpus.maximum) vCPUs, so it cannot have \(count).")
            }
            domain.vcpus.current = count == domain.vcpus.maximum ? nil : count
            for index in domain.vcpus.entries.indices {
                domain.vcpus.entries[index].enabled = domain.vcpus.entries[index].id < count ? .yes : .no
            }
        }
    }

    private func setMaximumVCPUCount(_ count: Int, _ flags: DomainVCPUFlags) async throws {
        guard !flags.contains(.live), flags.contains(.config) || !isActive else {
            throw VirtError(
                .operationInvalid,
                "How many vCPUs domain '\(name)' may have cannot be changed while it runs. Change its definition (config)."
            )
        }
        try await change("set the vCPUs of", .config) { _, _ in
        } model: { domain in
            if let topology = domain.cpu?.topology, topology.count != count {
                throw VirtError(
                    .configurationUnsupported,
                    "The CPU topology of domain '\(domain.name)' has room for \(topology.count) vCPUs, and not for \(count)."
                )
            }
            domain.vcpus.maximum = count
            if let current = domain.vcpus.current, current >= count { domain.vcpus.current = nil }
            domain.vcpus.entries.removeAll { $0.id >= count }
        }
    }

    /// Plugs virtual CPUs in from the first empty place on, or takes out the last ones that were plugged in.
    private func plug(_ process: QEMUProcess, _ count: Int) async throws {
        var places = HotPluggableCPUs(try await process.execute(QMPCommand("query-hotpluggable-cpus")))
        do {
            while places.count < count {
                guard let slot = places.slots.first(where: { $0.path == nil }),
                    places.count + slot.numbers.count <= count
                else {
                    throw VirtError(
                        .operationFailed,
                        "Domain '\(name)' cannot have \(count) vCPUs: they do not come one by one here.")
                }
                try await process.execute(HotPluggableCPUs.addition(slot))
                places = HotPluggableCPUs(try await process.execute(QMPCommand("query-hotpluggable-cpus")))
            }
            while places.count > count {
                guard let slot = places.slots.last(where: { $0.alias != nil }), let alias = slot.alias else {
                    throw VirtError(
                        .operationInvalid,
                        "Domain '\(name)' cannot have fewer than \(places.count) vCPUs: the others were there at its start."
                    )
                }
                try await process.execute(QMPCommand("device_del", ["id": .string(alias)]))
                places = try await self.places(of: process, without: alias)
            }
        } catch {
            try? await readThreads(of: process)
            throw error
        }
        try await readThreads(of: process)
    }

    /// Waits until the guest has let a virtual CPU go.
    private func places(of process: QEMUProcess, without alias: String) async throws -> HotPluggableCPUs {
        let end = ContinuousClock.now + Self.unplugDeadline
        while true {
            let places = HotPluggableCPUs(try await process.execute(QMPCommand("query-hotpluggable-cpus")))
            if !places.slots.contains(where: { $0.alias == alias }) { return places }
            guard ContinuousClock.now < end else {
                throw VirtError(
                    .operationTimeout,
                    "The guest of domain '\(name)' does not let '\(alias)' go. See whether its kernel can unplug CPUs.")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Learns the threads of the virtual CPUs anew, with their number in what runs.
    private func readThreads(of process: QEMUProcess) async throws {
        let replies = try await process.execute(
            pipelined: [QMPCommand("query-cpus-fast"), QMPCommand("query-hotpluggable-cpus")])
        let threads = RuntimeFacts.vcpuThreads(try replies[0].get())
        let entries = HotPluggableCPUs(try replies[1].get()).entries
        state.withLock { state in
            state.run?.vcpuThreads = threads
            state.run?.domain.vcpus.entries = entries
            if let maximum = state.run?.domain.vcpus.maximum {
                state.run?.domain.vcpus.current = threads.count == maximum ? nil : threads.count
            }
        }
    }

    /// Plugs in, before the guest runs, the virtual CPUs that a new machine does not begin with, in their order.
    ///
    /// - Returns: The threads of all, by their numbers.
    func plugVCPUs(of domain: Domain, into process: QEMUProcess) async throws -> [Int: Int] {
        let wanted = domain.vcpus.entries.filter { $0.enabled == .yes && $0.hotpluggable == .yes }
            .sorted { ($0.order ?? $0.id, $0.id) < ($1.order ?? $1.id, $1.id) }
        let places = HotPluggableCPUs(try await process.execute(QMPCommand("query-hotpluggable-cpus")))
        for entry in wanted {
            guard let slot = places.slots.first(where: { $0.numbers.contains(entry.id) }), slot.path == nil else {
                throw VirtError(
                    .configurationUnsupported,
                    "vCPU \(entry.id) of domain '\(domain.name)' cannot be plugged in: the machine begins with it. Let those that are not hotpluggable come first."
                )
            }
            // A place for several comes with the first of them.
            guard slot.numbers.lowerBound == entry.id else { continue }
            try await process.execute(HotPluggableCPUs.addition(slot))
        }
        return RuntimeFacts.vcpuThreads(try await process.execute(QMPCommand("query-cpus-fast")))
    }

    // MARK: Pins

    /// The processors that each virtual CPU may run on, where the document says so.
    func vcpuPins(_ affecting: DomainAffectFlags) throws -> [Int: [Int]] {
        let domain = try domain(affecting)
        var pins: [Int: [Int]] = [:]
        for number in 0..<domain.vcpus.maximum {
            let own = domain.cpuTune.vcpuPins.first { $0.vcpu == number }?.cpuset
            if let set = own ?? domain.vcpus.cpuset { pins[number] = set.numbers }
        }
        return pins
    }

    /// The processors that QEMU's other threads may run on, where the document says so.
    func emulatorPin(_ affecting: DomainAffectFlags) throws -> [Int]? {
        let domain = try domain(affecting)
        return (domain.cpuTune.emulatorPin?.cpuset ?? domain.vcpus.cpuset)?.numbers
    }

    /// Lets a virtual CPU run on some processors only.
    func pinVCPU(_ number: Int, to processors: [Int], _ affecting: DomainAffectFlags) async throws {
        try await pin(.vcpu(number), "vCPU \(number)", processors, affecting) { domain, set in
            guard (0..<domain.vcpus.maximum).contains(number) else {
                throw VirtError(.invalidArgument, "Domain '\(domain.name)' has no vCPU \(number).")
            }
            var pin = CPUTune.Pin()
            pin.vcpu = number
            pin.cpuset = set
            domain.cpuTune.vcpuPins.removeAll { $0.vcpu == number }
            domain.cpuTune.vcpuPins.append(pin)
            domain.cpuTune.vcpuPins.sort { ($0.vcpu ?? 0) < ($1.vcpu ?? 0) }
        }
    }

    /// Lets QEMU's other threads run on some processors only.
    func pinEmulator(to processors: [Int], _ affecting: DomainAffectFlags) async throws {
        try await pin(.emulator, "emulator", processors, affecting) { domain, set in
            var pin = CPUTune.Pin()
            pin.cpuset = set
            domain.cpuTune.emulatorPin = pin
        }
    }

    private func pin(
        _ kind: ResourceLimits.Threads, _ title: String, _ processors: [Int], _ affecting: DomainAffectFlags,
        model: @Sendable (inout Domain, IntegerSet) throws -> Void
    ) async throws {
        guard !processors.isEmpty, processors.allSatisfy({ (0...IntegerSet.maximum).contains($0) }) else {
            throw VirtError(
                .invalidArgument, "The \(title) of domain '\(name)' needs processors of the host to run on.")
        }
        let tunable =
            switch kind {
            case .vcpu(let number): "cputune.vcpupin\(number)"
            default: "cputune.emulatorpin"
            }
        try await change(
            "pin the \(title) of", affecting,
            tunables: [.init(tunable, .string(IntegerSet(processors).xml))]
        ) { process, _ in
            let vcpus = self.state.withLock { $0.run?.vcpuThreads ?? [:] }
            let threads = ProcessorPins.Threads(process: Int(process.identifier), vcpus: vcpus)
            for thread in threads.identifiers(of: kind) {
                do throws(Errno) {
                    try Affinity.set(thread: thread, processors: processors)
                } catch .noSuchProcess {
                    // A worker that has ended meanwhile.
                    continue
                } catch {
                    throw VirtError(
                        .operationFailed,
                        "The \(title) of domain '\(self.name)' cannot run on the processors \(IntegerSet(processors).xml): \(error). Name some that are there.",
                        cause: error)
                }
            }
        } model: { domain in
            try model(&domain, IntegerSet(processors))
        }
    }
}
