// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    var withKVM: Bool { domain.kind == .kvm }

    /// The machine types that there are for the domain's architecture.
    var machines: [QEMUCapabilities.Machine] {
        if let own = capabilities.machinesByArchitecture[domain.os.architecture ?? ""] { return own }
        return capabilities.machines(withKVM: withKVM)
    }

    /// Architecture, machine type, emulator, events and what else concerns the whole machine.
    mutating func machineDefaults() throws {
        domain.os.architecture = domain.os.architecture ?? context.host.architecture
        let architecture = domain.os.architecture ?? "x86_64"
        if domain.kind == .kvm, !capabilities.isAssumed, capabilities.machinesByArchitecture.isEmpty,
            !capabilities.has(.kvm)
        {
            throw QEMUDriverError.unsupported(
                "Domain '\(domain.name)' is of type 'kvm', but this QEMU has no KVM here. Use type 'qemu'.")
        }
        if let name = domain.os.machine {
            // An alias such as `pc` becomes what it stands for, so that it stays so.
            if let machine = machines.first(where: { $0.alias == name }) { domain.os.machine = machine.name }
            if !capabilities.isAssumed, capabilities.machinesByArchitecture.isEmpty,
                architecture == emulatorArchitecture,
                !machines.isEmpty, machines.first(where: { $0.name == domain.os.machine }) == nil
            {
                throw QEMUDriverError.unsupported("The emulator has no machine type '\(name)'.")
            }
        } else {
            domain.os.machine = (machines.first(where: \.isDefault) ?? preferredMachine ?? machines.first)?.name
        }
        if domain.devices.emulator == nil {
            domain.devices.emulator = PreparedDomain.usualEmulator(of: architecture)
        }
        domain.onPowerOff = domain.onPowerOff ?? "destroy"
        domain.onReboot = domain.onReboot ?? "restart"
        domain.onCrash = domain.onCrash ?? "destroy"
        if domain.vcpus.placement == nil {
            domain.vcpus.placement =
                domain.numaTune.placement == "auto" && domain.vcpus.cpuset == nil ? "auto" : "static"
        }
        if domain.numaTune.hasMemory, domain.numaTune.placement == nil, domain.numaTune.nodes == nil {
            domain.numaTune.placement = domain.vcpus.placement
        }
        if domain.vcpus.placement == "auto", !domain.numaTune.hasMemory {
            domain.numaTune.hasMemory = true
            domain.numaTune.mode = "strict"
            domain.numaTune.placement = "auto"
        }
        if domain.features.hyperv != nil, domain.features.hyperv?.mode == nil {
            domain.features.hyperv?.mode = "custom"
        }
        if domain.os.bootDevices.isEmpty, !domain.hasDeviceBootOrder { domain.os.bootDevices = [.hd] }
        if domain.generationID != nil, domain.generationID?.uuid == nil {
            domain.generationID?.uuid = UUIDText(random: context.random(16))
        }
        ioThreadDefaults()
        numaDefaults()
        gicDefaults()
    }

    private var preferredMachine: QEMUCapabilities.Machine? {
        let names = [
            "x86_64": "pc", "i686": "pc", "aarch64": "virt", "armv7l": "virt", "ppc64": "pseries", "ppc64le": "pseries",
            "s390x": "s390-ccw-virtio", "riscv64": "virt", "riscv32": "virt",
        ]
        return names[domain.os.architecture ?? ""].flatMap { name in
            machines.first { $0.name == name || $0.alias == name }
        }
    }

    /// QEMU's name of an architecture as libvirt writes it.
    private var emulatorArchitecture: String {
        let names = ["i386": "i686", "arm": "armv7l"]
        return names[capabilities.architecture] ?? capabilities.architecture
    }

    private mutating func ioThreadDefaults() {
        let count = domain.iothreads ?? domain.iothreadIDs.count
        guard (0...10_000).contains(count) else { return }
        var id = 1
        while domain.iothreadIDs.count < count {
            if !domain.iothreadIDs.contains(where: { $0.id == id }) { domain.iothreadIDs.append(IOThread(id: id)) }
            id += 1
        }
        if domain.iothreadIDs.count > count { domain.iothreads = domain.iothreadIDs.count }
        if domain.iothreads == nil, !domain.iothreadIDs.isEmpty { domain.iothreads = domain.iothreadIDs.count }
    }

    private mutating func numaDefaults() {
        guard var cells = domain.cpu?.cells, !cells.isEmpty else { return }
        for index in cells.indices where cells[index].id == nil { cells[index].id = index }
        cells.sort { ($0.id ?? 0) < ($1.id ?? 0) }
        // What is said of one direction holds for the other.
        if cells.contains(where: { !$0.distances.isEmpty }) {
            for cell in cells {
                for distance in cell.distances {
                    guard let other = cells.firstIndex(where: { $0.id == distance.id }), let own = cell.id else {
                        continue
                    }
                    if !cells[other].distances.contains(where: { $0.id == own }) {
                        var back = CPU.Distance()
                        back.id = own
                        back.value = distance.value
                        cells[other].distances.append(back)
                    }
                }
            }
        }
        // CPUs that no cell names are in the first.
        let named = Set(cells.flatMap { $0.cpus?.numbers ?? [] })
        let unnamed = (0..<domain.vcpus.maximum).filter { !named.contains($0) }
        if !unnamed.isEmpty { cells[0].cpus = IntegerSet((cells[0].cpus?.numbers ?? []) + unnamed) }
        domain.cpu?.cells = cells
        let sum = cells.reduce(UInt64(0)) { $0 &+ $1.memory.kib }
        let devices = domain.devices.memories.reduce(UInt64(0)) { $0 &+ $1.size.kib }
        if domain.memory.kib == 0 || context.updatesABI { domain.memory.kib = sum &+ devices }
    }

    private mutating func gicDefaults() {
        guard domain.os.isARMVirt else { return }
        let known = context.host.gicVersions
        if domain.features.gicVersion == nil, !known.isEmpty || domain.features.hasGIC || !capabilities.isAssumed {
            let choice =
                domain.kind == .kvm && (known.contains("3") || capabilities.hasKernelGIC3)
                ? "3" : known.contains("2") || known.isEmpty ? "2" : known.max()
            domain.features.gicVersion = choice
            domain.features.hasGIC = true
        }
    }

    /// Memory is given to QEMU in whole MiB (whole 256 MiB on pSeries), so sizes are rounded up at a start.
    mutating func alignMemory() throws {
        let unit: UInt64 = domain.os.isPSeries ? 256 * 1024 : 1024
        func align(_ size: inout MemorySize) throws {
            let (sum, overflow) = size.kib.addingReportingOverflow(unit - 1)
            guard !overflow, sum / unit * unit <= UInt64(Int64.max) / 1024 else {
                throw QEMUDriverError.invalid("\(size.kib) KiB are more memory than any machine has.")
            }
            size.kib = sum / unit * unit
        }
        if var cells = domain.cpu?.cells, !cells.isEmpty {
            for index in cells.indices { try align(&cells[index].memory) }
            domain.cpu?.cells = cells
        }
        for index in domain.devices.memories.indices { try alignDevice(&domain.devices.memories[index], unit, align) }
        let devices = domain.devices.memories.reduce(UInt64(0)) { $0 &+ $1.size.kib }
        if let cells = domain.cpu?.cells, !cells.isEmpty {
            domain.memory.kib = cells.reduce(UInt64(0)) { $0 &+ $1.memory.kib }
        } else {
            domain.memory.kib = domain.memory.kib > devices ? domain.memory.kib - devices : domain.memory.kib
            try align(&domain.memory)
        }
        if var maximum = domain.maximumMemory {
            try align(&maximum.size)
            domain.maximumMemory = maximum
        }
    }

    private func alignDevice(
        _ device: inout MemoryDevice, _ unit: UInt64, _ align: (inout MemorySize) throws -> Void
    ) throws {
        if domain.os.isPSeries, device.model == "nvdimm", let label = device.labelSize {
            // The guest area without the label is a multiple of 256 MiB.
            let guest = device.size.kib > label.kib ? (device.size.kib - label.kib) / unit * unit : 0
            device.size.kib = guest + label.kib
            return
        }
        // DIMMs are plugged in on 2 MiB boundaries on x86.
        if domain.os.isX86 {
            let (sum, overflow) = device.size.kib.addingReportingOverflow(2047)
            device.size.kib = overflow ? device.size.kib : sum / 2048 * 2048
            return
        }
        try align(&device.size)
    }

    /// Volumes of storage pools become the files, devices or network storage that they are.
    mutating func resolveVolumes() throws {
        for index in domain.devices.disks.indices {
            let disk = domain.devices.disks[index]
            guard disk.source.type == .volume, !disk.source.isEmpty else { continue }
            guard var source = context.volume(disk.source) else {
                throw QEMUDriverError(
                    .missing, "Volume '\(disk.source.volume ?? "")' of pool '\(disk.source.pool ?? "")' is not there.")
            }
            source.format = disk.source.format ?? (source.type == .dir ? .fat : .raw)
            if source.type == .dir { source.format = .fat }
            source.encryption = disk.source.encryption
            source.slices = disk.source.slices
            source.startupPolicy = disk.source.startupPolicy
            domain.devices.disks[index].source = source
        }
    }

    /// Sockets of virtio channels without a path of their own.
    mutating func channelPaths() throws {
        for index in domain.devices.channels.indices {
            let channel = domain.devices.channels[index]
            guard channel.source.kind == .unix, channel.source.path == nil, channel.targetType == "virtio" else {
                continue
            }
            var name = channel.name
            if name == nil, let address = channel.info.virtioSerial {
                func pad(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
                name = "vioser-\(pad(address.controller))-\(pad(address.bus))-\(pad(address.port ?? 0)).sock"
            }
            guard let name else { continue }
            if channel.source.endpoints.isEmpty { domain.devices.channels[index].source.endpoints = [.init()] }
            domain.devices.channels[index].source.endpoints[0].mode =
                domain.devices.channels[index].source.endpoints[0].mode ?? "bind"
            domain.devices.channels[index].source.path =
                "\(context.configuration.channelTargetDirectory)/domain-\(context.shortName(ofDomain: domain.name))/\(name)"
        }
    }
}

extension Domain {
    /// Whether any device has a boot order of its own, so that `<boot dev=.../>` is not looked at.
    var hasDeviceBootOrder: Bool {
        devices.disks.contains { $0.info.bootOrder != nil } || devices.interfaces.contains { $0.info.bootOrder != nil }
            || devices.hostDevices.contains { $0.info.bootOrder != nil }
            || devices.redirectedDevices.contains { $0.info.bootOrder != nil }
            || devices.filesystems.contains { $0.info.bootOrder != nil }
    }
}
