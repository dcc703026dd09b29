// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    /// Refuses what cannot be, before addresses are chosen.
    func validate() throws {
        try validateFirmware()
        try validateMachine()
        try validateProcessors()
        try validateMemory()
        try validateBootOrder()
        try validateDisks()
        try validateControllers()
        try validateInterfaces()
        try validateScreens()
        try validateCharacterDevices()
        try validateHostDevices()
        try validateSmallDevices()
        try validateUSB()
        try validateAliases()
    }

    /// Refuses addresses that cannot be.
    func validateAddresses() throws {
        try domain.devices.validateAddressKinds(on: domain.os)
        try validateDriveAddresses()
        try validateBridges()
        if let pci = domain.devices.iommu?.info.pci, domain.devices.iommu?.model == "virtio", pci.bus != 0 {
            throw QEMUDriverError.invalid("The virtio IOMMU is at PCI address \(pci.text), but its place is on bus 0.")
        }
    }

    func refuse(_ condition: Bool, _ message: @autoclosure () -> String) throws {
        if condition { throw QEMUDriverError.invalid(message()) }
    }

    /// Refuses what this emulator lacks, where it is known what it has.
    func need(type: String, for what: @autoclosure () -> String) throws {
        guard !capabilities.isAssumed, !capabilities.types.isEmpty, !capabilities.machines.isEmpty else { return }
        if !capabilities.has(type: type) { throw QEMUDriverError.unsupported("This QEMU has no \(what()).") }
    }

    /// Refuses what a definition may hold, but no start can give.
    func validateStart() throws {
        try validateTuning()
        try validateDiskStart()
        try validateDeviceStart()
        try validateSystemInformation()
        if let topology = domain.cpu?.topology, topology.count != domain.vcpus.maximum {
            throw QEMUDriverError.invalid(
                "The CPU topology has \(topology.count) CPUs, but the domain has \(domain.vcpus.maximum).")
        }
        for disk in domain.devices.disks where disk.source.network?.protocolName == "vxhs" {
            try refuse(
                !capabilities.isAssumed && !capabilities.has(.vxhs),
                "Disk '\(disk.target)' is on 'vxhs', which this QEMU does not have.")
        }
        for (index, interface) in domain.devices.interfaces.enumerated() {
            let multi: [NetworkInterface.Kind] = [.network, .bridge, .direct, .ethernet, .vhostUser, .vdpa]
            let isMulti = (interface.driver.queues ?? 1) > 1
            try refuse(
                isMulti && !interface.isVirtio, "Interface \(index) has queues, which only virtio interfaces take.")
            try refuse(
                isMulti && !multi.contains(interface.kind),
                "Interface \(index) of type '\(interface.kind.rawValue)' takes one queue only.")
        }
    }

    // MARK: The machine

    private func validateBootOrder() throws {
        let devices = domain.devices
        let orders =
            devices.disks.compactMap(\.info.bootOrder) + devices.interfaces.compactMap(\.info.bootOrder)
            + devices.hostDevices.compactMap(\.info.bootOrder) + devices.redirectedDevices.compactMap(\.info.bootOrder)
        try refuse(Set(orders).count != orders.count, "Two devices have the same boot order.")
        let parameters = devices.disks.compactMap(\.info.loadparm) + devices.interfaces.compactMap(\.info.loadparm)
        for parameter in parameters + devices.hostDevices.compactMap(\.info.loadparm) {
            let isPlain = parameter.unicodeScalars.allSatisfy {
                ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "."
                    || $0 == " "
            }
            try refuse(
                !isPlain || !(1...8).contains(parameter.utf8.count),
                "The boot parameter '\(parameter)' is not of 1 to 8 letters, digits, dots and blanks.")
        }
        try refuse(
            !orders.isEmpty && !domain.os.bootDevices.isEmpty,
            "Devices with a boot order and a boot device of the operating system exclude each other.")
    }

    private func validateDriveAddresses() throws {
        var seen: [String: Set<DriveAddress>] = [:]
        for disk in domain.devices.disks {
            guard let drive = disk.info.drive, let bus = disk.bus else { continue }
            guard seen[bus.rawValue, default: []].insert(drive).inserted else {
                throw QEMUDriverError.invalid(
                    "Disk '\(disk.target)' is at controller \(drive.controller), bus \(drive.bus), target \(drive.target), "
                        + "unit \(drive.unit), where another disk is.")
            }
        }
        for host in domain.devices.hostDevices where host.type == "scsi" {
            guard let drive = host.info.drive else { continue }
            guard seen["scsi", default: []].insert(drive).inserted else {
                throw QEMUDriverError.invalid(
                    "A SCSI host device is at controller \(drive.controller), bus \(drive.bus), target \(drive.target), "
                        + "unit \(drive.unit), where another device is.")
            }
        }
    }

    private func validateAliases() throws {
        var seen: Set<String> = []
        for alias in domain.devices.userAliases {
            try refuse(!seen.insert(alias).inserted, "Two devices have the alias '\(alias)'.")
        }
    }
}

extension Devices {
    /// The names that the user gave to devices.
    var userAliases: [String] {
        informations.compactMap(\.alias).filter { $0.hasPrefix("ua-") }
    }

    /// What all devices have in common; the first console may be a serial port once more, and is left out.
    private var informations: [DeviceInfo] {
        var all = disks.map(\.info) + controllers.map(\.info) + filesystems.map(\.info) + interfaces.map(\.info)
        all += serials.map(\.info) + parallels.map(\.info) + channels.map(\.info) + consoles.dropFirst().map(\.info)
        all += inputs.map(\.info) + videos.map(\.info) + sounds.map(\.info) + hostDevices.map(\.info)
        all += redirectedDevices.map(\.info) + randomNumberGenerators.map(\.info) + watchdogs.map(\.info)
        all += tpms.map(\.info) + sharedMemories.map(\.info) + panics.map(\.info) + memories.map(\.info)
        return all + [balloon?.info, vsock?.info, iommu?.info].compactMap { $0 }
    }

    /// Whether every address and index is of a kind that the machine has.
    fileprivate func validateAddressKinds(on os: OperatingSystem) throws {
        for info in informations {
            let hasROM = info.romBar != nil || info.romFile != nil
            if info.romEnabled == .no, hasROM {
                throw QEMUDriverError.invalid("A device without its ROM takes no 'bar' or 'file' of one.")
            }
            if hasROM || info.romEnabled != nil, info.address != nil, info.pci == nil {
                throw QEMUDriverError.invalid("Only PCI devices have a ROM, and it is set for another.")
            }
            if info.acpiIndex ?? 0 != 0, info.pci == nil {
                throw QEMUDriverError.invalid(
                    "Only PCI devices have an ACPI index, and \(info.acpiIndex ?? 0) is that of another.")
            }
            if let address = info.ccw, !os.isS390 {
                throw QEMUDriverError.invalid(
                    "A device has the CCW address \(address.text), which machine type '\(os.machine ?? "")' does not have."
                )
            }
        }
    }
}
