// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    func validateFirmware() throws {
        let os = domain.os
        let loader = os.loader
        if let firmware = os.firmware {
            try refuse(
                firmware == "bios" && os.nvram != nil,
                "Firmware of type 'bios' keeps no variables, so it takes no NVRAM.")
            try refuse(
                firmware == "bios" && loader?.stateless == .no,
                "Only EFI firmware keeps variables, and 'bios' was asked for.")
            try refuse(
                loader?.secure == .no,
                "Attribute 'secure' of the loader is not for firmware that is chosen automatically.")
            try refuse(
                loader?.isReadOnly != nil,
                "Attribute 'readonly' of the loader is not for firmware that is chosen automatically.")
            try refuse(
                loader?.type != nil, "Attribute 'type' of the loader is not for firmware that is chosen automatically.")
            try refuse(loader?.path != nil, "A path of the loader is not for firmware that is chosen automatically.")
            try refuse(os.nvram?.template != nil, "An NVRAM template is not for firmware that is chosen automatically.")
            try refuse(
                firmware == "bios" && !os.firmwareFeatures.isEmpty, "Firmware features are for firmware of type 'efi'.")
            func isSet(_ name: String, _ state: YesNo) -> Bool {
                os.firmwareFeatures.contains { $0.name == name && $0.enabled == state }
            }
            try refuse(
                isSet("enrolled-keys", .yes) && isSet("secure-boot", .no),
                "Firmware feature 'enrolled-keys' is of no use while 'secure-boot' is off.")
        } else {
            try refuse(
                context.updatesABI && !os.firmwareFeatures.isEmpty,
                "Firmware features choose firmware automatically, but the attribute 'firmware' is missing.")
            try refuse(os.nvram != nil && loader?.path == nil, "An NVRAM needs a loader.")
            try refuse(loader != nil && loader?.path == nil && os.firmware == nil, "The loader needs a path.")
            try refuse(
                loader?.type == "rom" && (os.nvram != nil || loader?.stateless == .no),
                "Only a loader of type 'pflash' keeps variables.")
        }
        try refuse(
            os.isX86 && !domain.features.acpi && (loader?.type == "pflash" || os.firmware == "efi"),
            "UEFI firmware needs ACPI. Add the feature 'acpi'.")
        if loader?.stateless == .yes {
            try refuse(os.nvram?.template != nil, "An NVRAM template is not for a stateless loader.")
            try refuse(os.nvram != nil, "An NVRAM is not for a stateless loader.")
        }
        if loader?.secure == .yes {
            try refuse(!os.isQ35, "Secure boot is for Q35 machines.")
            try refuse(
                os.firmware == nil && domain.features.smm?.state != .on, "Secure boot needs the feature 'smm'.")
        }
    }

    func validateMachine() throws {
        let os = domain.os
        let features = domain.features
        let architecture = os.architecture ?? ""
        try refuse(features.smm?.tseg != nil && !os.isQ35, "The size of SMM's TSEG can be set for Q35 machines only.")
        try refuse(features.ioapic != nil && !os.isX86, "The feature 'ioapic' is not there on '\(architecture)'.")
        try refuse(features.gicVersion != nil && !os.isARMVirt, "The feature 'gic' is for 'virt' machines of ARM.")
        try refuse(features.vmport != nil && !os.isX86, "The feature 'vmport' is not there on '\(architecture)'.")
        try refuse(
            features.hyperv != nil && !os.isX86 && !os.isARM, "The feature 'hyperv' is not there on '\(architecture)'.")
        try refuse(
            features.pvspinlock != nil && !os.isX86, "The feature 'pvspinlock' is not there on '\(architecture)'.")
        try refuse(
            domain.features.tcgTBCacheInMiB != nil && domain.kind != .qemu,
            "The feature 'tcg' is for domains of type 'qemu'.")
        let pseries: [(String, Bool)] = [
            ("hpt", features.hptResizing != nil || features.hptMaximumPageSize != nil), ("htm", features.htm != nil),
            ("nested-hv", features.nestedHV != nil), ("ccf-assist", features.ccfAssist != nil),
            ("cfpc", features.cfpc != nil),
            ("sbbc", features.sbbc != nil), ("ibs", features.ibs != nil),
        ]
        for (name, isThere) in pseries where isThere && !os.isPSeries {
            throw QEMUDriverError.unsupported("The feature '\(name)' is for pSeries machines.")
        }
        try refuse(
            features.acpi && os.isARMVirt && os.firmware != "efi" && os.loader == nil,
            "ACPI on '\(architecture)' needs UEFI firmware. Set firmware='efi'.")
        try refuse(features.pmu != nil && os.isPPC64, "The feature 'pmu' cannot be switched on '\(architecture)'.")
        for timer in domain.clock.timers { try validate(timer) }
        try refuse(
            domain.suspendToMemory == .yes && !os.isX86 || domain.suspendToDisk == .yes && !os.isX86,
            "Suspend states are not there on '\(architecture)'.")
        if domain.launchSecurity?.type == "sev" {
            try need(type: "sev-guest", for: "SEV")
            try refuse(
                !capabilities.isAssumed && capabilities.sev == nil && domain.launchSecurity?.cbitpos == nil,
                "The host does not tell where SEV's C-bit is, and the document does not either.")
        }
        try refuse(domain.launchSecurity?.type == "s390-pv" && !os.isS390, "Launch security 's390-pv' is for s390x.")
    }

    func validate(_ timer: Clock.Timer) throws {
        let os = domain.os
        let takers: [(String, Bool, Set<String>)] = [
            ("track", timer.track != nil, ["platform", "rtc"]),
            ("tickpolicy", timer.tickPolicy != nil, ["platform", "rtc", "pit", "hpet", "tsc", "armvtimer"]),
            ("frequency", timer.frequency != nil, ["tsc"]), ("mode", timer.mode != nil, ["tsc"]),
        ]
        for (name, isThere, timers) in takers {
            try refuse(isThere && !timers.contains(timer.name), "The timer '\(timer.name)' takes no '\(name)'.")
        }
        try refuse(timer.name == "rtc" && timer.track == "boot", "The timer 'rtc' cannot track 'boot'.")
        let isPCTimer = ["tsc", "hpet", "kvmclock", "hypervclock", "pit"].contains(timer.name)
        try refuse(
            isPCTimer && !os.isX86,
            "The timer '\(timer.name)' is not there on machines of architecture '\(os.architecture ?? "")'.")
        try refuse(timer.name == "armvtimer" && !os.isARM, "The timer 'armvtimer' is for ARM.")
        try refuse(timer.name == "platform", "The timer 'platform' is not for QEMU.")
        try refuse(timer.name == "rtc" && timer.tickPolicy == "merge", "The timer 'rtc' cannot merge ticks.")
        try refuse(timer.name == "rtc" && timer.tickPolicy == "discard", "The timer 'rtc' cannot discard ticks.")
        try refuse(timer.name == "pit" && timer.tickPolicy == "merge", "The timer 'pit' cannot merge ticks.")
    }

    func validateProcessors() throws {
        if let topology = domain.cpu?.topology, topology.count != domain.vcpus.maximum,
            capabilities.machinesByArchitecture.isEmpty
        {
            throw QEMUDriverError.invalid(
                "The CPU topology has \(topology.count) CPUs, but the domain has \(domain.vcpus.maximum).")
        }
        if let machine = machines.first(where: { $0.name == domain.os.machine }), machine.maximumCPUs > 0,
            domain.vcpus.maximum > machine.maximumCPUs
        {
            throw QEMUDriverError.invalid(
                "Machine type '\(machine.name)' has at most \(machine.maximumCPUs) CPUs, and not \(domain.vcpus.maximum)."
            )
        }
        if let cpu = domain.cpu {
            try refuse(
                cpu.cacheMode == "emulate" && cpu.cacheLevel != nil && cpu.cacheLevel != 3,
                "Only a level 3 CPU cache can be emulated.")
            try refuse(cpu.cacheMode == "disable" && cpu.cacheLevel != nil, "A disabled CPU cache has no level.")
            try refuse(
                cpu.cacheMode == "passthrough" && cpu.mode != "host-passthrough" && cpu.mode != "maximum",
                "CPU cache mode 'passthrough' needs CPU mode 'host-passthrough'.")
            try refuse(
                cpu.cacheMode == "passthrough" && cpu.cacheLevel != nil, "CPU cache mode 'passthrough' takes no level.")
            try refuse(
                cpu.physicalAddressMode == "passthrough" && cpu.physicalAddressBits != nil,
                "Passing the physical address size through takes no number of bits.")
            try refuse(
                cpu.physicalAddressMode == "emulate" && cpu.physicalAddressBits == nil,
                "Emulating a physical address size needs a number of bits.")
            try refuse(
                cpu.mode == "maximum" && !capabilities.isAssumed && capabilities.machinesByArchitecture.isEmpty
                    && !capabilities.cpuModels.contains { $0.name == "max" },
                "This QEMU has no CPU model 'max', which CPU mode 'maximum' needs.")
            try validate(cells: cpu.cells)
            if domain.os.isARM {
                let lengths = cpu.features.filter {
                    $0.name.hasPrefix("sve") && $0.name != "sve" && $0.policy == "require"
                }
                try refuse(
                    !lengths.isEmpty && cpu.features.contains { $0.name == "sve" && $0.policy == "disable" },
                    "SVE is switched off, but vector lengths are given for it.")
            }
        }
        for thread in domain.iothreadIDs where domain.iothreadIDs.filter({ $0.id == thread.id }).count > 1 {
            throw QEMUDriverError.invalid("I/O thread \(thread.id) is given twice.")
        }
        for pin in domain.cpuTune.iothreadPins where !domain.iothreadIDs.contains(where: { $0.id == pin.iothread }) {
            throw QEMUDriverError.invalid("I/O thread \(pin.iothread ?? 0) is pinned, but not there.")
        }
        try refuse(
            domain.numaTune.hasMemory && domain.numaTune.nodes == nil && domain.numaTune.placement != "auto"
                && domain.vcpus.placement != "auto",
            "The memory policy of 'numatune' needs a nodeset, or placement='auto'.")
        for cell in domain.numaTune.cells {
            try refuse(
                !(domain.cpu?.cells.contains { $0.id == cell.cell } ?? false),
                "NUMA cell \(cell.cell) has a memory policy, but is not there.")
        }
    }

    func validate(cells: [CPU.Cell]) throws {
        try validateInterconnects(cells)
        var seen: Set<Int> = []
        for (index, cell) in cells.enumerated() {
            try refuse(cells.filter { $0.id == cell.id }.count > 1, "NUMA cell \(cell.id ?? 0) is given twice.")
            try refuse(cell.id != index, "NUMA cells are numbered without gaps, but cell \(index) is missing.")
            let cpus = cell.cpus?.numbers ?? []
            try refuse(!seen.isDisjoint(with: cpus), "A CPU is in two NUMA cells.")
            seen.formUnion(cpus)
            for distance in cell.distances {
                try refuse(
                    !cells.contains { $0.id == distance.id },
                    "A distance is given to NUMA cell \(distance.id), which is not there.")
                try refuse(
                    distance.id == cell.id && distance.value != 10, "The distance of a NUMA cell to itself is 10.")
                try refuse(
                    distance.id != cell.id && distance.value == 10, "The distance between two NUMA cells is above 10.")
            }
        }
        if let highest = seen.max(), highest >= domain.vcpus.maximum {
            throw QEMUDriverError.invalid("A NUMA cell has CPU \(highest), but the domain has \(domain.vcpus.maximum).")
        }
    }

    func validateMemory() throws {
        try refuse(
            domain.memoryTune.minGuarantee != nil, "QEMU guarantees no memory, so 'min_guarantee' has no effect.")
        let backing = domain.memoryBacking
        if backing.hasHugePages {
            try refuse(
                backing.sourceType == "anonymous", "Huge pages and a memory source 'anonymous' exclude each other.")
            try refuse(backing.allocationMode == "ondemand", "Huge pages cannot be allocated on demand.")
            var seen: Set<Int> = []
            for page in backing.pages {
                for node in page.nodes?.numbers ?? [] {
                    try refuse(!seen.insert(node).inserted, "Two huge page sizes are given for NUMA node \(node).")
                    let cells = domain.cpu?.cells.count ?? 0
                    try refuse(
                        cells == 0 ? node != 0 : node >= cells,
                        "Huge pages are given for NUMA node \(node), which is not there.")
                }
            }
            // Without cells all pages are for the one that there is.
            try refuse(
                backing.pages.filter { $0.nodes == nil || domain.cpu?.cells.isEmpty != false }.count > 1,
                "Two huge page sizes are given for the same nodes.")
        }
        let devices = domain.devices.memories
        try refuse(domain.memory.kib == 0, "The domain has no memory. Say how much in 'memory', or in its NUMA cells.")
        try refuse(!devices.isEmpty && domain.maximumMemory == nil, "Memory devices need a 'maxMemory' with slots.")
        if let slots = domain.maximumMemory?.slots {
            try refuse(
                devices.filter { $0.model == "dimm" || $0.model == "nvdimm" }.count > slots,
                "There are more memory devices than the \(slots) slots.")
        }
        try refuse(
            domain.maximumMemory != nil && domain.cpu?.cells.isEmpty != false && domain.os.isX86,
            "A 'maxMemory' needs at least one NUMA cell.")
        try validateMemorySlots()
        for device in devices {
            let cells = domain.cpu?.cells ?? []
            if device.model == "virtio-pmem" {
                try refuse(
                    device.access == "private", "A memory device of model 'virtio-pmem' is of access 'shared' only.")
                try refuse(device.node != nil, "A memory device of model 'virtio-pmem' has no target node.")
            }
            try refuse(
                device.model == "virtio-mem" && device.blockSize == nil,
                "A memory device of model 'virtio-mem' needs a block size.")
            try refuse(
                device.node == nil && !cells.isEmpty && device.model != "virtio-pmem",
                "A memory device of model '\(device.model)' needs a target node.")
            if let node = device.node {
                try refuse(
                    !cells.contains { $0.id == node }, "A memory device is for NUMA cell \(node), which is not there.")
            }
            if device.model == "virtio-mem" {
                let page = context.host.transparentHugePageInKiB
                if let block = device.blockSize {
                    try refuse(
                        block.kib < page || block.kib & (block.kib - 1) != 0,
                        "The block size of 'virtio-mem' is a power of two, at least \(page) KiB.")
                    try refuse(
                        (device.requested?.kib ?? 0) % max(block.kib, 1) != 0,
                        "The requested size of 'virtio-mem' is a multiple of its block size.")
                }
                try refuse(
                    (device.requested?.kib ?? 0) > device.size.kib,
                    "The requested size of 'virtio-mem' is above its size.")
            }
            try refuse(
                device.model == "nvdimm" && domain.os.isPSeries && device.labelSize == nil,
                "An NVDIMM of a pSeries machine needs a label.")
            try refuse(
                device.model == "nvdimm" && !domain.os.isPSeries && device.uuid != nil,
                "An NVDIMM has a UUID on pSeries machines only.")
        }
    }
}
