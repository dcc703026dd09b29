// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    /// The drive address of disks that have none: it follows from the letters of their target.
    mutating func driveAddresses() {
        for index in domain.devices.disks.indices where domain.devices.disks[index].info.address == nil {
            let disk = domain.devices.disks[index]
            guard let number = disk.targetIndex else { continue }
            switch disk.bus {
            case .ide:
                place(index, DriveAddress(controller: number / 4, bus: number % 4 / 2, target: 0, unit: number % 2))
            case .sata: place(index, DriveAddress(controller: number / 6, bus: 0, target: 0, unit: number % 6))
            case .fdc: place(index, DriveAddress(controller: number / 2, bus: 0, target: 0, unit: number % 2))
            case .scsi: place(index, freeSCSI(number))
            default: break
            }
        }
        for index in domain.devices.hostDevices.indices
        where domain.devices.hostDevices[index].type == "scsi" && domain.devices.hostDevices[index].info.address == nil
        {
            var number = 0
            while isSCSITaken(Self.scsiAddress(number)) { number += 1 }
            domain.devices.hostDevices[index].info.address = .drive(Self.scsiAddress(number))
        }
    }

    private mutating func place(_ index: Int, _ address: DriveAddress) {
        domain.devices.disks[index].info.address = .drive(address)
    }

    /// Seven units on each controller, which is the eighth on its bus itself (SCSI-2, section 4.4).
    private static func scsiAddress(_ number: Int) -> DriveAddress {
        DriveAddress(controller: number / 7, bus: 0, target: 0, unit: number % 7)
    }

    private func freeSCSI(_ number: Int) -> DriveAddress {
        let wanted = Self.scsiAddress(number)
        guard isSCSITaken(wanted) else { return wanted }
        var next = 0
        while isSCSITaken(Self.scsiAddress(next)) { next += 1 }
        return Self.scsiAddress(next)
    }

    private func isSCSITaken(_ address: DriveAddress) -> Bool {
        domain.devices.disks.contains { $0.bus == .scsi && $0.info.drive == address }
            || domain.devices.hostDevices.contains { $0.type == "scsi" && $0.info.drive == address }
    }

    /// The controllers of SCSI devices of the host, which libvirt adds while it reads the document.
    mutating func hostDeviceControllers() throws {
        for host in domain.devices.hostDevices where host.type == "scsi" {
            try need(.scsi, upTo: host.info.drive?.controller ?? 0)
        }
    }

    /// The controllers that devices sit on and that the document does not name.
    mutating func implicitControllers() throws {
        for disk in domain.devices.disks {
            guard let drive = disk.info.drive else { continue }
            let kind: Controller.Kind
            switch disk.bus {
            case .ide: kind = .ide
            case .sata: kind = .sata
            case .scsi: kind = .scsi
            case .fdc: kind = .fdc
            default: continue
            }
            try need(kind, upTo: drive.controller)
        }
        try hostDeviceControllers()
        let ports =
            domain.devices.channels.filter { $0.targetType == "virtio" }
            + domain.devices.consoles.filter { $0.targetType == "virtio" }
        for port in ports {
            let number = port.info.virtioSerial?.controller ?? 0
            if !domain.devices.controllers.contains(where: { $0.kind == .virtioSerial && $0.index == number }) {
                insert(Controller(.virtioSerial, index: number))
            }
        }
        for card in domain.devices.smartcards {
            if case .ccid(let address)? = card.info.address {
                try need(.ccid, upTo: address.controller)
            } else {
                try need(.ccid, upTo: 0)
            }
        }
        for index in domain.devices.smartcards.indices where domain.devices.smartcards[index].info.address == nil {
            let used = Set(
                domain.devices.smartcards.compactMap { card -> Int? in
                    if case .ccid(let address)? = card.info.address { address.slot } else { nil }
                })
            var address = CCIDAddress()
            while used.contains(address.slot) { address.slot += 1 }
            domain.devices.smartcards[index].info.address = .ccid(address)
        }
    }

    /// Adds the controllers of a kind from 0 to a number, those that are missing.
    private mutating func need(_ kind: Controller.Kind, upTo number: Int) throws {
        guard number <= 255 else {
            throw QEMUDriverError.invalid(
                "There is no \(kind.rawValue) controller \(number); 255 is the highest number.")
        }
        for index in 0...number
        where !domain.devices.controllers.contains(where: { $0.kind == kind && $0.index == index }) {
            var controller = Controller(kind, index: index)
            if kind == .scsi { controller.model = defaultSCSIModel }
            insert(controller)
        }
    }
}
