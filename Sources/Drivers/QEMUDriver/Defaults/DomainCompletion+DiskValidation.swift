// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    func validateDisks() throws {
        let names = domain.devices.disks.map(\.target)
        if let double = names.first(where: { name in names.filter { $0 == name }.count > 1 }) {
            throw QEMUDriverError.invalid("Two disks have the target '\(double)'.")
        }
        for disk in domain.devices.disks {
            try validateKind(disk)
            try validateSource(disk)
            try validateFrontend(disk)
            try validateDriver(disk)
        }
    }

    private func validateKind(_ disk: Disk) throws {
        let name = disk.target
        let bus = disk.bus?.rawValue ?? ""
        try refuse(
            disk.bus == .fdc && disk.kind != .floppy, "Disk '\(name)' is on bus 'fdc', which is for floppy drives.")
        try refuse(
            disk.kind == .floppy && disk.bus != .fdc, "Floppy drive '\(name)' is on bus '\(bus)', and not on 'fdc'.")
        try refuse(disk.kind == .cdrom && disk.bus == .virtio, "CD-ROM drive '\(name)' cannot be on bus 'virtio'.")
        try refuse(
            disk.kind == .lun && disk.bus != .virtio && disk.bus != .scsi,
            "Disk '\(name)' of device 'lun' cannot be on bus '\(bus)'.")
        try refuse(
            disk.kind == .floppy && !name.hasPrefix("fd"), "Floppy drive '\(name)' has no name such as 'fda'.")
        try refuse(
            disk.bus == .ide && !domain.os.isI440FX && domain.os.isQ35,
            "Q35 machines have no IDE bus, and disk '\(name)' is on one.")
        try refuse(
            disk.tray == "open" && disk.kind != .cdrom && disk.kind != .floppy,
            "Disk '\(name)' has a tray, which only CD-ROM and floppy drives have.")
        try refuse(
            disk.source.startupPolicy != nil && disk.source.type == .network,
            "Disk '\(name)' has a startup policy, which network storage does not take.")
        try refuse(
            disk.source.startupPolicy == "requisite" && disk.kind != .cdrom && disk.kind != .floppy,
            "Disk '\(name)' has the startup policy 'requisite', which is for CD-ROM and floppy drives.")
        let prefixes = ["fd", "hd", "vd", "sd", "xvd", "ubd"]
        try refuse(
            !prefixes.contains { name.hasPrefix($0) } || disk.targetIndex == nil,
            "The target '\(name)' is not a name such as 'vda'.")
        try refuse(name.last?.isNumber == true, "The target '\(name)' is a partition, and not a whole disk.")
        try refuse(
            disk.sgIO == "unfiltered", "Disk '\(name)' has sgio='unfiltered', which Linux no longer has.")
        try validateAddress(disk, bus)
        try refuse(
            disk.kind != .disk && disk.isTransient,
            "Only disks can be transient, and '\(name)' is of device '\(disk.kind.rawValue)'.")
    }

    private func validateSource(_ disk: Disk) throws {
        let name = disk.target
        let source = disk.source
        try refuse(source.format == .cow, "Disk '\(name)' is in format 'cow', which is not supported.")
        let unknown: [StorageFormat] = [.fat, .iso, .dir]
        if let format = source.format, unknown.contains(format), source.type != .dir, source.type != .volume {
            throw QEMUDriverError.unsupported(
                "Disk '\(name)' is in format '\(format.rawValue)', which is not for QEMU.")
        }
        if source.type == .dir, source.format != .fat {
            throw QEMUDriverError.unsupported("Disk '\(name)' is a directory, which QEMU shows as format 'fat' only.")
        }
        try refuse(
            source.type == .dir && source.format == .fat && !disk.isReadOnly,
            "Disk '\(name)' shows a directory, which the guest can only read. Add <readonly/>.")
        try refuse(
            disk.isShareable && !disk.isReadOnly && !source.isEmpty && source.format != .raw
                && source.type != .vhostUser,
            "Disk '\(name)' is shareable, but its format '\(source.format?.rawValue ?? "")' is not 'raw'.")
        try refuse(
            disk.kind == .lun && source.type != .block && source.type != .volume
                && source.network?.protocolName != "iscsi",
            "Disk '\(name)' of device 'lun' needs a source of type 'block'.")
        try refuse(
            disk.kind == .lun && source.format != .raw, "Disk '\(name)' of device 'lun' is of format 'raw' only.")
        try refuse(
            source.reservations != nil && disk.kind != .lun,
            "Persistent reservations are for disks of device 'lun', and '\(name)' is none.")
        try refuse(disk.kind == .disk && source.isEmpty && disk.bus != .usb, "Disk '\(name)' has no source.")
        if let network = source.network {
            if let type = source.authentication?.secret?.type {
                let wanted = network.protocolName == "rbd" ? "ceph" : network.protocolName == "iscsi" ? "iscsi" : type
                try refuse(
                    type != wanted,
                    "Disk '\(name)' has a secret of type '\(type)', but '\(network.protocolName)' takes one of type '\(wanted)'."
                )
            }
            try refuse(
                network.tls == .yes && !["nbd", "vxhs", "https", "ftps"].contains(network.protocolName),
                "Disk '\(name)' asks for TLS, which '\(network.protocolName)' does not have.")
            try refuse(
                network.snapshot != nil && network.protocolName != "rbd",
                "Disk '\(name)' names a snapshot, which only 'rbd' has.")
            try refuse(
                !network.cookies.isEmpty && !network.protocolName.hasPrefix("http"),
                "Disk '\(name)' has cookies, which are for HTTP.")
            try refuse(
                network.query != nil && !network.protocolName.hasPrefix("http"),
                "Disk '\(name)' has a query, which is for HTTP.")
            try refuse(
                network.protocolName == "tftp" && !capabilities.isAssumed && capabilities.version >= 2_011_000,
                "Disk '\(name)' is on 'tftp', which this QEMU does not have.")
            try refuse(
                network.tlsHostname != nil && !capabilities.isAssumed && !capabilities.has(.nbdTLSHostname),
                "This QEMU cannot check another TLS host name of NBD.")
        }
        if let encryption = source.encryption {
            if encryption.engine == "librbd" {
                try refuse(
                    source.network?.protocolName != "rbd", "Encryption engine 'librbd' of disk '\(name)' is for 'rbd'.")
                try refuse(
                    !capabilities.isAssumed && !capabilities.has(.rbdEncryption),
                    "This QEMU has no encryption engine 'librbd'.")
                try refuse(
                    encryption.format == "qcow", "Encryption engine 'librbd' of disk '\(name)' knows no format 'qcow'.")
            } else {
                try refuse(
                    encryption.format == "qcow" || encryption.format == "default",
                    "The encryption of disk '\(name)' is the old one of 'qcow', which is not supported. Use 'luks'.")
                try refuse(
                    encryption.format == "luks2" || encryption.format == "luks-any",
                    "Encryption format '\(encryption.format ?? "")' of disk '\(name)' needs the engine 'librbd'.")
                try refuse(
                    encryption.format == "luks" && source.format != .raw && source.format != .qcow2,
                    "LUKS is for images of format 'raw' or 'qcow2', and disk '\(name)' is of another.")
            }
        }
        if let serial = source.slices.first { try refuse(serial.size == 0, "A slice of disk '\(name)' is empty.") }
        try refuse(source.slices.count > 1, "Disk '\(name)' has more than one slice.")
    }

    private func validateFrontend(_ disk: Disk) throws {
        let name = disk.target
        let isVirtio = disk.bus == .virtio
        try refuse(
            (disk.vendor != nil || disk.product != nil) && disk.bus != .scsi,
            "Only SCSI disks take a vendor and product, and '\(name)' is none.")
        try refuse((disk.vendor?.utf8.count ?? 0) > 8, "The vendor of disk '\(name)' is longer than 8 characters.")
        try refuse((disk.product?.utf8.count ?? 0) > 16, "The product of disk '\(name)' is longer than 16 characters.")
        if let wwn = disk.wwn {
            let digits = wwn.hasPrefix("0x") ? String(wwn.dropFirst(2)) : wwn
            try refuse(
                digits.utf8.count != 16 || UInt64(digits, radix: 16) == nil,
                "The WWN '\(wwn)' of disk '\(name)' is not 16 hexadecimal digits.")
            try refuse(
                ![.ide, .scsi].contains(disk.bus), "Only IDE and SCSI disks take a WWN, and '\(name)' is none.")
        }
        try refuse(
            disk.rotationRate != nil && (![.ide, .scsi, .sata].contains(disk.bus) || disk.kind == .cdrom),
            "Only IDE, SATA and SCSI disks take a rotation rate, and '\(name)' is none.")
        if let serial = disk.serial {
            let isPlain = serial.utf8.allSatisfy { byte in
                Self.serialCharacters.utf8.contains(byte)
            }
            try refuse(!isPlain, "The serial number '\(serial)' of disk '\(name)' has characters that none may have.")
        }
        try refuse(
            disk.removable != nil && disk.bus != .usb,
            "Only USB disks can be removable, and '\(name)' is none.")
        try refuse(
            disk.geometry?.isWhole == true && disk.bus == .usb, "The geometry of USB disk '\(name)' cannot be set.")
        try refuse(
            disk.geometry?.isWhole == true && disk.geometry?.translation != nil && disk.geometry?.translation != "none"
                && disk.bus != .ide,
            "Only IDE disks take a geometry translation, and '\(name)' is none.")
        try refuse(
            disk.model?.hasPrefix("virtio") == true && !isVirtio,
            "Disk '\(name)' has the model '\(disk.model ?? "")', which is for bus 'virtio'.")
        try refuse(
            disk.info.address == nil && disk.kind == .lun && disk.serial != nil,
            "Disk '\(name)' of device 'lun' takes no serial number.")
        try refuse(disk.isTransient && disk.isReadOnly, "Disk '\(name)' cannot be both transient and read-only.")
        try refuse(
            disk.isTransient && disk.shareTransientBacking == .yes && disk.bus != .virtio && disk.bus != .usb
                && disk.bus != .scsi, "Disk '\(name)' cannot share its transient backing on its bus.")
        for size in [disk.logicalBlockSize, disk.physicalBlockSize] {
            if let size, size != 0 {
                try refuse(
                    size & (size - 1) != 0 || size < 512,
                    "The block size \(size) of disk '\(name)' is not a power of two of at least 512.")
            }
        }
        try refuse(
            disk.isReadOnly && disk.kind == .disk && (disk.bus == .ide || disk.bus == .sata),
            "Disk '\(name)' is read-only, which disks on bus '\(disk.bus?.rawValue ?? "")' cannot be.")
        if disk.bus == .usb { try need(type: "usb-storage", for: "USB storage") }
    }

    private func validateDriver(_ disk: Disk) throws {
        let name = disk.target
        let driver = disk.driver
        let isVirtio = disk.bus == .virtio
        try refuse(
            driver.name != nil && driver.name != "qemu",
            "Disk '\(name)' has the driver '\(driver.name ?? "")', and not 'qemu'.")
        if let thread = driver.iothread {
            try refuse(!isVirtio, "Disk '\(name)' has an I/O thread, which only virtio disks take.")
            try refuse(
                !domain.iothreadIDs.contains { $0.id == thread },
                "Disk '\(name)' is for I/O thread \(thread), which is not there.")
        }
        try refuse(driver.queues != nil && !isVirtio, "Disk '\(name)' has queues, which only virtio disks take.")
        try refuse(!driver.virtio.isEmpty && !isVirtio, "Disk '\(name)' has virtio options, but is on another bus.")
        try refuse(
            (driver.ioeventfd != nil || driver.eventIdx != nil) && !isVirtio,
            "Disk '\(name)' has 'ioeventfd' or 'event_idx', which only virtio disks take.")
        try refuse(
            driver.copyOnRead == .on && disk.isReadOnly, "Disk '\(name)' is read-only, so nothing is copied on read.")
        try refuse(
            driver.copyOnRead == .on && disk.isShareable, "Disk '\(name)' is shareable, so nothing is copied on read.")
        let cache = driver.cache
        try refuse(
            driver.io == "native" && cache != "none" && cache != "directsync",
            "Disk '\(name)' has io='native', which needs cache 'none' or 'directsync'.")
        try refuse(
            driver.readErrorPolicy == "enospace",
            "Disk '\(name)' has a read error policy 'enospace', which is for writing.")
        try refuse(
            driver.metadataCacheMaxSize != nil && disk.source.format != .qcow2,
            "Disk '\(name)' has a metadata cache, which only format 'qcow2' has.")
        try refuse(
            disk.source.type == .vhostUser
                && (cache != nil || driver.io != nil || driver.copyOnRead != nil || driver.discard != nil
                    || !disk.tune.isEmpty || disk.serial != nil || disk.geometry?.isWhole == true || disk.isReadOnly
                    || disk.isShareable),
            "Disk '\(name)' of type 'vhostuser' takes none of the options of QEMU's own images.")
        if disk.source.type == .vhostUser { try requireSharedMemory("Disk '\(name)' of type 'vhostuser'") }
        // QEMU's THROTTLE_VALUE_MAX.
        let highest: UInt64 = 1_000_000_000_000_000
        for kind in Disk.IOTune.names {
            let value = disk.tune.values[kind] ?? 0
            try refuse(
                value > highest, "Disk '\(name)' has a limit '\(kind)' of \(value), and QEMU's highest is \(highest).")
        }
        try refuse(
            disk.tune.groupName != nil && disk.tune.values.isEmpty,
            "Disk '\(name)' is of a throttling group, and has no limit.")
        if let group = disk.tune.groupName,
            let other = domain.devices.disks.first(where: { $0.tune.groupName == group && $0.tune != disk.tune })
        {
            throw QEMUDriverError.invalid(
                "Disks '\(name)' and '\(other.target)' are of the throttling group '\(group)' with different limits.")
        }
    }

    /// Whatever reads the guest's memory from another process needs memory that is shared.
    func requireSharedMemory(_ what: String) throws {
        let backing = domain.memoryBacking
        let cells = domain.cpu?.cells ?? []
        let isShared =
            cells.isEmpty
            ? backing.accessMode == "shared"
            : cells.allSatisfy { ($0.memoryAccess ?? backing.accessMode) == "shared" }
        try refuse(!isShared, "\(what) needs shared memory. Set <access mode='shared'/> in 'memoryBacking'.")
    }
}
