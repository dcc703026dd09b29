// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    /// Refuses what cannot be, before addresses are chosen.
    func validate() throws {
        try validateMachine()
        try validateDisks()
    }

    /// Refuses addresses that cannot be.
    func validateAddresses() throws {
        try validateDriveAddresses()
    }

    private func validateMachine() throws {
        let os = domain.os
        if let smm = domain.features.smm, smm.tseg != nil, !os.isQ35 {
            throw QEMUDriverError.unsupported("The size of SMM's TSEG can be set for Q35 machines only.")
        }
        for timer in domain.clock.timers where timer.name == "tsc" && !os.isX86 {
            throw QEMUDriverError.unsupported("The timer 'tsc' is not there on machines of architecture '\(os.architecture ?? "")'.")
        }
        if let topology = domain.cpu?.topology, topology.count != domain.vcpus.maximum {
            throw QEMUDriverError.invalid(
                "The CPU topology has \(topology.count) CPUs, but the domain has \(domain.vcpus.maximum).")
        }
    }

    private func validateDisks() throws {
        for disk in domain.devices.disks {
            let name = disk.target
            if disk.bus == .fdc, domain.os.isPSeries {
                throw QEMUDriverError.unsupported("pSeries machines have no floppy drives, and disk '\(name)' is one.")
            }
            if disk.source.format == .cow {
                throw QEMUDriverError.unsupported("Disk '\(name)' is in format 'cow', which is not supported.")
            }
            if disk.isShareable, !disk.source.isEmpty, disk.source.format != .raw, disk.source.type != .vhostUser {
                throw QEMUDriverError.unsupported(
                    "Disk '\(name)' is shareable, but its format '\(disk.source.format?.rawValue ?? "")' is not 'raw'.")
            }
            if disk.kind == .lun, disk.source.type != .block, disk.source.type != .volume,
                disk.source.network?.protocolName != "iscsi"
            {
                throw QEMUDriverError.unsupported("Disk '\(name)' of device 'lun' needs a source of type 'block'.")
            }
            if disk.vendor != nil || disk.product != nil, disk.bus != .scsi {
                throw QEMUDriverError.unsupported("Only SCSI disks take a vendor and product, and '\(name)' is none.")
            }
            let addressType: String? =
                switch disk.bus {
                case .ide, .scsi, .sata, .fdc: "drive"
                case .usb: "usb"
                default: nil
                }
            if let addressType, let given = disk.info.address, given.type != addressType {
                throw QEMUDriverError.invalid(
                    "Disk '\(name)' is on bus '\(disk.bus?.rawValue ?? "")', which has no addresses of type '\(given.type)'.")
            }
        }
        let names = domain.devices.disks.map(\.target)
        if let double = names.first(where: { name in names.filter { $0 == name }.count > 1 }) {
            throw QEMUDriverError.invalid("Two disks have the target '\(double)'.")
        }
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
}
