// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel
internal import XMLCoding

extension CommandLineBuilder {
    mutating func hostDevices() throws {
        for interface in domain.devices.interfaces where interface.isHostDevice && includes(interface.info) {
            var device = HostDevice()
            device.source.pci = interface.source.hostDevice
            device.info = interface.info
            device.teaming = interface.teaming
            try pciHostDevice(device)
        }
        for device in domain.devices.hostDevices where includes(device.info) {
            switch device.type {
            case "pci": try pciHostDevice(device)
            case "usb": try usbHostDevice(device)
            case "scsi": try scsiHostDevice(device)
            case "scsi_host": try scsiHostAdapter(device)
            case "mdev": try mediatedDevice(device)
            default: throw QEMUDriverError.unsupported("Host devices of type '\(device.type)' are not supported.")
            }
        }
    }

    private mutating func pciHostDevice(_ host: HostDevice) throws {
        let alias = host.info.alias ?? ""
        var device = QEMUProperties("driver", "vfio-pci")
        device.add("host", host.source.pci?.text)
        device.add("id", alias)
        device.add("bootindex", host.info.bootOrder)
        if let persistent = host.teaming?.persistent { device.add("failover_pair_id", persistent) }
        device.add(try addressProperties(host.info, alias))
        device.add(optionROM(host.info))
        try zpciDevice(host.info)
        add(device: device)
    }

    private mutating func usbHostDevice(_ host: HostDevice) throws {
        let alias = host.info.alias ?? ""
        var device = QEMUProperties("driver", "usb-host")
        if host.source.missing != .yes {
            if let address = host.source.usb {
                device.add("hostdevice", Self.usbDevicePath(address))
            } else {
                device.add("vendorid", host.source.vendorID.map { Int($0.value) })
                device.add("productid", host.source.productID.map { Int($0.value) })
            }
        }
        device.add("id", alias)
        device.add("bootindex", host.info.bootOrder)
        switch host.source.guestReset {
        case "off": device.add("guest-reset", false)
        case "uninitialized":
            device.add("guest-reset", true)
            device.add("guest-resets-all", false)
        case "on":
            device.add("guest-reset", true)
            device.add("guest-resets-all", true)
        default: break
        }
        device.add(try addressProperties(host.info, alias))
        add(device: device)
    }

    /// `/dev/bus/usb/001/002`
    private static func usbDevicePath(_ address: USBAddress) -> String {
        func pad(_ number: Int) -> String {
            String(repeating: "0", count: max(0, 3 - String(number).count)) + String(number)
        }
        return "/dev/bus/usb/\(pad(address.bus))/\(pad(address.device ?? 0))"
    }

    private mutating func scsiHostDevice(_ host: HostDevice) throws {
        let alias = host.info.alias ?? ""
        lastStorageIndex += 1
        let stem = "libvirt-\(lastStorageIndex)-backend"
        var node = QEMUProperties("driver", "host_device")
        if let storage = host.source.storage {
            var authentication: String?
            if let reference = storage.authentication?.secret {
                authentication = "\(stem)-auth-secret0"
                try addSecret(id: "\(stem)-auth-secret0", reference: reference, usageType: "iscsi")
            }
            node = try storageProperties(
                storage, ImageNode(disk: nil, number: 0, isTop: true, isReadOnly: host.isReadOnly),
                authentication: authentication)
        } else {
            guard let path = context.host.scsiHostDevicePath else {
                throw QEMUDriverError.unsupported(
                    "The device of SCSI host device '\(alias)' is not known on this host.")
            }
            node.add("filename", path)
        }
        node.add("node-name", stem)
        node.add("read-only", host.isReadOnly)
        add(blockdev: node)
        var device = QEMUProperties("driver", "scsi-generic")
        if let drive = host.info.drive, let controller = controller(.scsi, drive.controller) {
            device.add("bus", "\(controller.info.alias ?? "").0")
            if controller.hasFlatUnits {
                device.add("scsi-id", drive.unit)
            } else {
                device.add("channel", drive.bus)
                device.add("scsi-id", drive.target)
                device.add("lun", drive.unit)
            }
        }
        if host.isShareable { device.add("share-rw", true) }
        device.add("drive", stem)
        device.add("id", alias)
        device.add("bootindex", host.info.bootOrder)
        add(device: device)
    }

    private mutating func scsiHostAdapter(_ host: HostDevice) throws {
        let alias = host.info.alias ?? ""
        var device = try virtioDriver("vhost-scsi", host.info, model: host.model)
        device.add("wwpn", host.source.wwpn)
        guard let number = context.descriptors.vhostSCSI else {
            throw QEMUDriverError.unsupported(
                "Host device '\(alias)' needs /dev/vhost-scsi, which the launcher did not open.")
        }
        device.add("vhostfd", String(number))
        invocation.descriptors.append(.init(number: number, purpose: .vhostSCSI))
        device.add("id", alias)
        device.add("bootindex", host.info.bootOrder)
        device.add(try addressProperties(host.info, alias))
        add(device: device)
    }

    private mutating func mediatedDevice(_ host: HostDevice) throws {
        let alias = host.info.alias ?? ""
        let driver =
            switch host.model {
            case "vfio-ccw": "vfio-ccw"
            case "vfio-ap": "vfio-ap"
            default: host.ramfb == .on ? "vfio-pci-nohotplug" : "vfio-pci"
            }
        var device = QEMUProperties("driver", driver)
        device.add("id", alias)
        device.add("sysfsdev", host.source.uuid.map { "/sys/bus/mdev/devices/\($0.xml)" })
        device.add("display", host.display?.rawValue)
        if host.ramfb == .on { device.add("ramfb", true) }
        device.add("bootindex", host.info.bootOrder)
        device.add(try addressProperties(host.info, alias))
        add(device: device)
    }
}
