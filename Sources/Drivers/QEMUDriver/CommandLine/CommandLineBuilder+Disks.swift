// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel
internal import XMLCoding

extension CommandLineBuilder {
    mutating func disks() throws {
        let boots = bootIndexes()
        lastStorageIndex = domain.imageCount(below: context.transientOverlays)
        if chosen == nil { floppyController(boots.disks) }
        for (index, disk) in domain.devices.disks.enumerated() where includes(disk.info) {
            // Such a disk is plugged in once the overlay is there.
            if disk.isTransient, disk.shareTransientBacking == .yes { continue }
            if disk.bus == .sd {
                sdCard(disk)
                continue
            }
            if disk.source.type == .vhostUser {
                try vhostUserDisk(disk, boots.disks[index])
                continue
            }
            var top: String?
            if disk.source.isNumbered { top = try images(disk) }
            if disk.driver.copyOnRead == .on, let below = top {
                var node = QEMUProperties("driver", "copy-on-read")
                node.add("node-name", "libvirt-CoR-\(disk.target)")
                node.add("file", below)
                node.add("discard", "unmap")
                add(blockdev: node)
                top = "libvirt-CoR-\(disk.target)"
            }
            if let below = top { top = throttle(disk, below) }
            try diskDevice(disk, node: top, bootIndex: boots.disks[index])
        }
    }

    /// The images of a disk from the top down, each with its metadata cache.
    private func chain(_ disk: Disk) -> [(source: StorageSource, cache: UInt64?)] {
        var chain: [(source: StorageSource, cache: UInt64?)] = []
        if disk.isTransient, let path = context.transientOverlays[disk.target] {
            var overlay = StorageSource(file: path, format: .qcow2)
            overlay.index = disk.source.index.map { $0 - 1 }
            chain.append((overlay, nil))
        }
        chain.append((disk.source, disk.driver.metadataCacheMaxSize?.bytes))
        var backing = disk.backing
        while let image = backing, !image.isEnd {
            chain.append((image.source, image.metadataCacheMaxSize?.bytes))
            backing = image.next
        }
        return chain
    }

    /// Writes the block nodes of a disk, from the bottom up, and returns the name of the top.
    private mutating func images(_ disk: Disk) throws -> String {
        let images = chain(disk)
        // Does the document say where the chain ends?
        var last = disk.backing
        while let image = last, !image.isEnd, let next = image.next { last = next }
        let isTerminated = last?.isEnd == true
        var below: String?
        var top = ""
        for (depth, image) in images.enumerated().reversed() {
            guard let number = image.source.index else {
                throw QEMUDriverError.invalid("An image of disk '\(disk.target)' has no number.")
            }
            let isTop = depth == 0
            let isReadOnly = !isTop || disk.isReadOnly || disk.kind == .cdrom
            var node = ImageNode(disk: disk, number: number, isTop: isTop, isReadOnly: isReadOnly)
            node.metadataCache = image.cache
            node.below = below
            node.isTerminated = isTerminated && below == nil
            top = try imageNodes(image.source, node)
            below = top
        }
        return top
    }

    /// Q35 machines have no floppy controller of their own.
    private mutating func floppyController(_ boots: [Int: Int]) {
        let floppies = domain.devices.disks.enumerated().filter { $0.element.bus == .fdc }
        guard domain.os.isQ35, !floppies.isEmpty else { return }
        var device = QEMUProperties("driver", "isa-fdc")
        for (index, disk) in floppies {
            device.add("bootindex\(disk.info.drive?.unit == 0 ? "A" : "B")", boots[index])
        }
        add(device: device)
    }

    /// SD cards are known to QEMU as drives only, without block nodes of their own.
    private mutating func sdCard(_ disk: Disk) {
        add(
            "-drive",
            "file=\((disk.source.path ?? "").escapedForQEMU),format=\(disk.source.format?.rawValue ?? "raw"),if=sd,"
                + "index=\(disk.targetIndex ?? 0)" + (disk.isReadOnly ? ",readonly=on" : ""))
    }

    private mutating func vhostUserDisk(_ disk: Disk, _ bootIndex: Int?) throws {
        let alias = disk.info.alias ?? ""
        var source = CharacterSource(.unix, path: disk.source.path)
        source.endpoints[0].mode = "connect"
        source.endpoints[0].reconnect = disk.source.reconnect
        let id = "chr-vu-\(alias)"
        try add(chardev: source, alias: alias, id: id)
        var device = try virtioDriver("vhost-user-blk", disk.info, model: disk.model)
        device.add(virtioOptions(disk.driver.virtio))
        device.add(try addressProperties(disk.info, disk.target))
        device.add("chardev", id)
        device.add("num-queues", disk.driver.queues)
        device.add("queue-size", disk.driver.queueSize)
        device.add("id", alias)
        device.add("bootindex", bootIndex)
        add(device: device)
    }

    /// The drive itself.
    private mutating func diskDevice(_ disk: Disk, node: String?, bootIndex: Int?) throws {
        let alias = disk.info.alias ?? ""
        if disk.bus == .fdc, !domain.os.isQ35, let bootIndex, let unit = disk.info.drive?.unit {
            add("-global", "isa-fdc.bootindex\(unit == 0 ? "A" : "B")=\(bootIndex)")
        }
        let bootIndex = disk.bus == .fdc ? nil : bootIndex
        var device: QEMUProperties
        switch disk.bus {
        case .ide, .sata: device = try ideDevice(disk)
        case .scsi: device = try scsiDevice(disk)
        case .virtio:
            device = try virtioDriver("virtio-blk", disk.info, model: disk.model)
            device.add("iothread", disk.driver.iothread.map { "iothread\($0)" })
            if disk.kind == .lun, capabilities.has("scsi", of: "virtio-blk-pci") { device.add("scsi", true) }
            if capabilities.version < 5_000_000, !capabilities.isAssumed, disk.kind != .lun,
                capabilities.has("scsi", of: "virtio-blk-pci")
            {
                device.add("scsi", false)
            }
            device.add("ioeventfd", disk.driver.ioeventfd?.isOn)
            device.add("event_idx", disk.driver.eventIdx?.isOn)
            device.add("num-queues", disk.driver.queues)
            device.add("queue-size", disk.driver.queueSize)
            device.add(virtioOptions(disk.driver.virtio))
            device.add(try addressProperties(disk.info, disk.target))
        case .usb:
            device = QEMUProperties("driver", "usb-storage")
            device.add(try addressProperties(disk.info, disk.target))
            device.add("removable", disk.removable?.isOn ?? false)
        case .fdc:
            device = QEMUProperties("driver", "floppy")
            device.add("unit", disk.info.drive?.unit)
        case .sd:
            throw QEMUDriverError.unsupported("Disk '\(disk.target)' is on bus 'sd', which is not supported.")
        default:
            throw QEMUDriverError.unsupported(
                "Disk '\(disk.target)' is on bus '\(disk.bus?.rawValue ?? "")', which is not for QEMU.")
        }
        if disk.isShareable { device.add("share-rw", true) }
        device.add("drive", node)
        device.add("id", alias)
        device.add("bootindex", bootIndex)
        device.add("physical_block_size", disk.physicalBlockSize)
        device.add("logical_block_size", disk.logicalBlockSize)
        if let geometry = disk.geometry, disk.bus != .usb {
            for (name, count) in [
                ("cyls", geometry.cylinders), ("heads", geometry.heads), ("secs", geometry.sectors),
            ] where count > 0 {
                device.add(name, count)
            }
            device.add("bios-chs-trans", geometry.translation)
        }
        if disk.bus != .virtio {
            device.add("wwn", disk.wwn.flatMap { UInt64($0.hasPrefix("0x") ? String($0.dropFirst(2)) : $0, radix: 16) })
        }
        if disk.bus != .usb { device.add("rotation_rate", disk.rotationRate.map { Int($0) }) }
        device.add("vendor", disk.vendor)
        device.add("product", disk.product)
        // libvirt writes a backslash before each blank, and guests know their disks by that.
        device.add(
            "serial", disk.serial?.split(separator: " ", omittingEmptySubsequences: false).joined(separator: "\\ "))
        if let cache = disk.effectiveCache, disk.kind != .floppy, disk.bus != .fdc {
            device.add("write-cache", ["writethrough", "directsync"].contains(cache) ? "off" : "on")
        }
        device.add(errorPolicies(disk))
        try zpciDevice(disk.info)
        add(device: device)
    }

    private func errorPolicies(_ disk: Disk) -> QEMUProperties {
        var properties = QEMUProperties()
        var write = disk.driver.errorPolicy
        var read = disk.driver.readErrorPolicy
        if read == nil { read = write }
        if write == "enospace" { (write, read) = ("enospc", disk.driver.readErrorPolicy) }
        if write == "stop" || write == "report" || write == "ignore" || write == "enospc" {
            properties.add("werror", write)
        }
        if let read { properties.add("rerror", read) }
        return properties
    }

    private func ideDevice(_ disk: Disk) throws -> QEMUProperties {
        guard let drive = disk.info.drive else {
            throw QEMUDriverError.invalid("Disk '\(disk.target)' has no drive address.")
        }
        var device = QEMUProperties("driver", disk.kind == .cdrom ? "ide-cd" : "ide-hd")
        guard
            let alias = controller(disk.bus == .ide ? .ide : .sata, drive.controller)?.info.alias
                ?? (disk.bus == .ide ? "ide" : nil)
        else { throw QEMUDriverError.invalid("Disk '\(disk.target)' is on a controller that is not there.") }
        if disk.bus == .ide {
            device.add("bus", "\(alias).\(drive.bus)")
            device.add("unit", drive.unit)
        } else {
            device.add("bus", "\(alias).\(drive.unit)")
        }
        return device
    }

    private func scsiDevice(_ disk: Disk) throws -> QEMUProperties {
        guard let drive = disk.info.drive, let controller = controller(.scsi, drive.controller),
            let alias = controller.info.alias
        else { throw QEMUDriverError.invalid("Disk '\(disk.target)' is on a SCSI controller that is not there.") }
        let driver =
            switch disk.kind {
            case .lun: "scsi-block"
            case .cdrom: "scsi-cd"
            default: "scsi-hd"
            }
        var device = QEMUProperties("driver", driver)
        device.add("bus", "\(alias).0")
        if controller.hasFlatUnits {
            device.add("scsi-id", drive.unit)
        } else {
            device.add("channel", drive.bus)
            device.add("scsi-id", drive.target)
            device.add("lun", drive.unit)
        }
        // The name that the guest sees on page 0x83 is that of the disk when it has no serial number.
        if disk.kind != .lun {
            device.add("device_id", disk.serial ?? "drive-\(disk.info.alias ?? "")")
        }
        return device
    }

    /// The boot index of every device that has one: its own order, else the place of its kind in `<boot dev=.../>`.
    func bootIndexes() -> (disks: [Int: Int], interfaces: [Int: Int], floppy: Int?) {
        var disks: [Int: Int] = [:]
        var interfaces: [Int: Int] = [:]
        for (index, disk) in domain.devices.disks.enumerated() { disks[index] = disk.info.bootOrder }
        for (index, interface) in domain.devices.interfaces.enumerated() {
            interfaces[index] = interface.info.bootOrder
        }
        guard !domain.hasDeviceBootOrder else { return (disks, interfaces, nil) }
        for (place, boot) in domain.os.bootDevices.enumerated() {
            switch boot {
            case .hd:
                if let index = domain.devices.disks.firstIndex(where: { $0.kind == .disk || $0.kind == .lun }) {
                    disks[index] = disks[index] ?? place + 1
                }
            case .cdrom:
                if let index = domain.devices.disks.firstIndex(where: { $0.kind == .cdrom }) {
                    disks[index] = place + 1
                }
            case .fd:
                if let index = domain.devices.disks.firstIndex(where: { $0.kind == .floppy }) {
                    disks[index] = place + 1
                }
            case .network: if !domain.devices.interfaces.isEmpty { interfaces[0] = place + 1 }
            }
        }
        return (disks, interfaces, nil)
    }
}
