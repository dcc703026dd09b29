// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    /// What a serial number may consist of; QEMU reads others as parts of its command line.
    static let serialCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_ .+"

    /// Whether the address that a document gives to a disk is one that its bus has.
    func validateAddress(_ disk: Disk, _ bus: String) throws {
        let name = disk.target
        let type = disk.info.wantsPCI ? "pci" : disk.info.address?.type
        let types: [String]? =
            switch disk.bus {
            case .ide, .scsi, .sata, .fdc: ["drive"]
            case .usb: ["usb"]
            case .virtio: ["pci", "ccw", "virtio-mmio"]
            default: nil
            }
        if let types, let type, !types.contains(type) {
            throw QEMUDriverError.invalid(
                "Disk '\(name)' is on bus '\(bus)', which has no addresses of type '\(type)'.")
        }
        guard let drive = disk.info.drive else { return }
        switch disk.bus {
        case .fdc:
            try refuse(
                drive.controller != 0,
                "Disk '\(name)' is on floppy controller \(drive.controller), and there is one only.")
            try refuse(drive.bus != 0, "Disk '\(name)' is on floppy bus \(drive.bus), and there is one only.")
            try refuse(
                drive.target != 0,
                "Disk '\(name)' is target \(drive.target), and a floppy controller has target 0 only.")
        case .ide:
            try refuse(
                drive.target != 0, "Disk '\(name)' is target \(drive.target), and an IDE controller has target 0 only.")
        case .sata:
            try refuse(drive.bus != 0, "Disk '\(name)' is on bus \(drive.bus), and a SATA controller has bus 0 only.")
            try refuse(
                drive.target != 0, "Disk '\(name)' is target \(drive.target), and a SATA controller has target 0 only.")
        default: break
        }
    }

    /// What a definition may say of a disk, but no command line can.
    func validateDiskStart() throws {
        for disk in domain.devices.disks {
            let name = disk.target
            try refuse(
                [Disk.Bus.xen, .uml, .none].contains(disk.bus ?? .ide),
                "Disk '\(name)' is on bus '\(disk.bus?.rawValue ?? "")', which is not for QEMU.")
            try refuse(
                disk.bus == .fdc && domain.os.isPSeries,
                "pSeries machines have no floppy drives, and disk '\(name)' is one.")
            var image = disk.backing.flatMap { $0.isEnd ? nil : $0 }
            let layered: [StorageFormat] = [.cow, .qcow, .qcow2, .qed, .vmdk]
            try refuse(
                image != nil && !layered.contains(disk.source.format ?? .raw),
                "Disk '\(name)' has a backing image, which its format '\(disk.source.format?.rawValue ?? "")' cannot have."
            )
            try validateNetworkStart(disk.source, name)
            while let source = image?.source {
                try validateNetworkStart(source, name)
                image = image?.next.flatMap { $0.isEnd ? nil : $0 }
            }
            if let encryption = disk.source.encryption, encryption.engine != "librbd" {
                try refuse(
                    encryption.secrets.count != 1 && encryption.format != "default",
                    "Encryption of disk '\(name)' needs one secret.")
            }
        }
    }

    private func validateNetworkStart(_ source: StorageSource, _ name: String) throws {
        guard let network = source.network else { return }
        let kind = network.protocolName
        if !["rbd", "gluster"].contains(kind) {
            try refuse(
                network.hosts.count != 1,
                "Disk '\(name)' is on '\(kind)', which has one host, and \(network.hosts.count) are given.")
        }
        try refuse(kind == "gluster" && network.hosts.isEmpty, "Disk '\(name)' is on 'gluster', and has no host.")
        try refuse(
            network.hosts.contains { $0.transport == "rdma" },
            "Disk '\(name)' is to be reached over RDMA, which QEMU's '\(kind)' does not.")
        if kind == "iscsi", let unit = network.name?.split(separator: "/", omittingEmptySubsequences: false).last {
            try refuse(Int(unit) == nil, "Disk '\(name)' has the iSCSI unit '\(unit)', which is no number.")
        }
    }
}
