// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteValues
internal import XDR

extension RemoteDomainDriver {
    /// VIR_DOMAIN_MEM_MAXIMUM
    private static let memoryMaximum: UInt32 = 4
    /// VIR_DOMAIN_BLOCK_RESIZE_BYTES
    private static let sizeInBytes: UInt32 = 1
    /// VIR_TYPED_PARAM_STRING_OKAY: that texts are understood, too.
    static let withTexts: UInt32 = 4
    /// REMOTE_DOMAIN_BLOCK_IO_TUNE_PARAMETERS_MAX
    private static let blockLimits: Int32 = 32

    func setMemory(of domain: DomainIdentity, inKiB size: UInt64, _ affecting: DomainAffectFlags) async throws {
        let arguments = RemoteProgram.DomainSetMemoryFlagsArguments(
            dom: .init(domain), memory: size, flags: affecting.rawValue)
        _ = try await caller.call(RemoteProgram.domainSetMemoryFlags, arguments)
    }

    func setMaximumMemory(
        of domain: DomainIdentity, inKiB size: UInt64, _ affecting: DomainAffectFlags
    ) async throws {
        let arguments = RemoteProgram.DomainSetMemoryFlagsArguments(
            dom: .init(domain), memory: size, flags: affecting.rawValue | Self.memoryMaximum)
        _ = try await caller.call(RemoteProgram.domainSetMemoryFlags, arguments)
    }

    func setVCPUCount(of domain: DomainIdentity, _ count: Int, _ flags: DomainVCPUFlags) async throws {
        guard let number = UInt32(exactly: count), number > 0 else {
            throw VirtError(.invalidArgument, "Domain '\(domain)' cannot have \(count) virtual CPUs. Give it some.")
        }
        let arguments = RemoteProgram.DomainSetVCPUsFlagsArguments(
            dom: .init(domain), nvcpus: number, flags: flags.rawValue)
        _ = try await caller.call(RemoteProgram.domainSetVCPUsFlags, arguments)
    }

    func vcpuCount(of domain: DomainIdentity, _ flags: DomainVCPUFlags) async throws -> Int {
        Int(
            try await caller.call(
                RemoteProgram.domainGetVCPUsFlags, .init(dom: .init(domain), flags: flags.rawValue)
            ).num)
    }

    // MARK: - Pins

    /// How many processors the daemon's machine may have.
    func processorCount() async throws -> Int { try await processorMap().count }

    /// Whether each processor of the daemon's machine is online.
    private func processorMap() async throws -> [Bool] { try await RemoteHostDriver(caller).onlineCPUs() }

    /// Those of a pin; nil when it leaves none out that is online.
    private static func pins(_ processors: [Int], of machine: [Bool]) -> [Int]? {
        let all = machine.indices.filter { machine[$0] }
        return Set(processors).isSuperset(of: all) ? nil : processors
    }

    func vcpuPins(of domain: DomainIdentity, _ affecting: DomainAffectFlags) async throws -> [Int: [Int]] {
        async let processors = processorMap()
        let flags = DomainVCPUFlags(rawValue: affecting.rawValue).union(.maximum)
        let maximum = try await vcpuCount(of: domain, flags)
        let machine = try await processors
        let length = ProcessorMap.length(machine.count)
        let arguments = RemoteProgram.DomainGetVCPUPinInfoArguments(
            dom: .init(domain), ncpumaps: Int32(clamping: maximum), maplen: Int32(clamping: length),
            flags: affecting.rawValue)
        let answer = try await caller.call(RemoteProgram.domainGetVCPUPinInfo, arguments)
        let maps = ProcessorMap.numbers(in: answer.cpumaps, each: length).prefix(Int(max(0, answer.num)))
        let pins = maps.enumerated().compactMap { number, map in
            Self.pins(map, of: machine).map { (number, $0) }
        }
        return Dictionary(uniqueKeysWithValues: pins)
    }

    func pinVCPU(
        of domain: DomainIdentity, _ number: Int, to processors: [Int], _ affecting: DomainAffectFlags
    ) async throws {
        guard let vcpu = UInt32(exactly: number) else {
            throw VirtError(.invalidArgument, "Domain '\(domain)' has no virtual CPU \(number).")
        }
        let arguments = RemoteProgram.DomainPinVCPUFlagsArguments(
            dom: .init(domain), vcpu: vcpu, cpumap: try ProcessorMap.bytes(of: processors), flags: affecting.rawValue)
        _ = try await caller.call(RemoteProgram.domainPinVCPUFlags, arguments)
    }

    func emulatorPin(of domain: DomainIdentity, _ affecting: DomainAffectFlags) async throws -> [Int]? {
        let machine = try await processorMap()
        let arguments = RemoteProgram.DomainGetEmulatorPinInfoArguments(
            dom: .init(domain), maplen: Int32(clamping: ProcessorMap.length(machine.count)), flags: affecting.rawValue)
        let map = try await caller.call(RemoteProgram.domainGetEmulatorPinInfo, arguments).cpumaps
        return Self.pins(ProcessorMap.numbers(in: map), of: machine)
    }

    func pinEmulator(of domain: DomainIdentity, to processors: [Int], _ affecting: DomainAffectFlags) async throws {
        let arguments = RemoteProgram.DomainPinEmulatorArguments(
            dom: .init(domain), cpumap: try ProcessorMap.bytes(of: processors), flags: affecting.rawValue)
        _ = try await caller.call(RemoteProgram.domainPinEmulator, arguments)
    }

    // MARK: - Interfaces and disks

    func setLink(
        of domain: DomainIdentity, interface: String, isUp: Bool, _ affecting: DomainAffectFlags
    ) async throws {
        // The protocol has no call for it: the interface is described anew, in each document that is concerned.
        let parts: [(DomainAffectFlags, DomainXMLFlags)] =
            affecting.isEmpty
            ? [([], [])] : [(.live, []), (.config, .inactive)].filter { affecting.contains($0.0) }
        for (part, form) in parts {
            let document = try DomainDocument(try await xml(of: domain, form.union(.secure)))
            guard let device = document.interface(interface, isUp: isUp) else {
                throw VirtError(
                    .deviceMissing,
                    "Domain '\(domain)' has no interface '\(interface)'. Name it by its target on the host, or its MAC address."
                )
            }
            try await updateDevice(device, of: domain, DomainDeviceFlags(rawValue: part.rawValue))
        }
    }

    func resizeBlock(of domain: DomainIdentity, disk: String, toBytes size: UInt64) async throws {
        let arguments = RemoteProgram.DomainBlockResizeArguments(
            dom: .init(domain), disk: disk, size: size, flags: Self.sizeInBytes)
        _ = try await caller.call(RemoteProgram.domainBlockResize, arguments)
    }

    func blockIOTune(
        of domain: DomainIdentity, disk: String, _ affecting: DomainAffectFlags
    ) async throws -> [TypedParameter] {
        let arguments = RemoteProgram.DomainGetBlockIOTuneArguments(
            dom: .init(domain), disk: disk, nparams: Self.blockLimits, flags: affecting.rawValue | Self.withTexts)
        return try await caller.call(RemoteProgram.domainGetBlockIOTune, arguments).params.map(\.parameter)
    }

    func setBlockIOTune(
        of domain: DomainIdentity, disk: String, _ parameters: [TypedParameter], _ affecting: DomainAffectFlags
    ) async throws {
        let arguments = RemoteProgram.DomainSetBlockIOTuneArguments(
            dom: .init(domain), disk: disk, params: parameters.map { RemoteTypedParameter($0) },
            flags: affecting.rawValue)
        _ = try await caller.call(RemoteProgram.domainSetBlockIOTune, arguments)
    }
}
