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
        try validateDriveAddresses()
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
            let isPlain = alias.unicodeScalars.allSatisfy {
                ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
                    || $0 == "_"
            }
            try refuse(!isPlain, "The alias '\(alias)' has characters other than letters, digits, '-' and '_'.")
        }
    }
}

extension Devices {
    /// The names that the user gave to devices.
    var userAliases: [String] {
        var aliases: [String?] = disks.map(\.info.alias) + controllers.map(\.info.alias) + filesystems.map(\.info.alias)
        aliases += interfaces.map(\.info.alias) + serials.map(\.info.alias) + parallels.map(\.info.alias)
        aliases += channels.map(\.info.alias) + consoles.dropFirst().map(\.info.alias) + inputs.map(\.info.alias)
        aliases +=
            videos.map(\.info.alias) + sounds.map(\.info.alias) + hostDevices.map(\.info.alias)
            + redirectedDevices.map(\.info.alias)
        aliases += [balloon?.info.alias, vsock?.info.alias] + randomNumberGenerators.map(\.info.alias)
        return aliases.compactMap { $0 }.filter { $0.hasPrefix("ua-") }
    }
}
