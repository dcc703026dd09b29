// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel
internal import XMLCoding

extension CommandLineBuilder {
    /// The controllers, kind after kind, so that a bus stands before what sits on it.
    mutating func controllers() throws {
        let order: [Controller.Kind] = [.pci, .usb, .scsi, .ide, .sata, .virtioSerial, .ccid]
        for kind in order {
            if kind == .usb {
                addBoardUSB()
                for hub in domain.devices.hubs where hub.info.usb == nil && includes(hub.info) { try self.hub(hub) }
            }
            for controller in domain.devices.controllers where controller.kind == kind && includes(controller.info) {
                guard let device = try controllerDevice(controller) else { continue }
                try zpciDevice(controller.info)
                add(device: device)
            }
        }
        let hasUSB = domain.devices.controllers.contains { $0.kind == .usb && $0.model != "none" }
        for hub in domain.devices.hubs where hub.info.usb != nil && hasUSB && includes(hub.info) { try self.hub(hub) }
        guard chosen == nil else { return }
        for controller in domain.devices.controllers
        where controller.kind == .pci && controller.model == "pci-root"
            || controller.kind == .pci && controller.model == "pcie-root"
        {
            if let hotplug = controller.target.hotplug, domain.os.isI440FX {
                add("-global", "PIIX4_PM.acpi-root-pci-hotplug=\(hotplug.rawValue)")
            }
            if let hole = controller.pcihole64 {
                add("-global", "\(domain.os.isQ35 ? "q35-pcihost" : "i440FX-pcihost").pci-hole64-size=\(hole.kib)K")
            }
        }
    }

    /// An Arm board has USB of its own, which is there when nothing is said of USB.
    private mutating func addBoardUSB() {
        let isBoard = domain.os.isARM && !domain.os.isARMVirt
        if isBoard, chosen == nil, !domain.devices.controllers.contains(where: { $0.kind == .usb }) { add("-usb") }
    }

    private mutating func hub(_ hub: Hub) throws {
        var device = QEMUProperties("driver", "usb-hub")
        device.add("id", hub.info.alias)
        device.add(try addressProperties(hub.info, hub.info.alias ?? "hub"))
        add(device: device)
    }

    /// The device of a controller; nil for one that is part of the machine.
    private func controllerDevice(_ controller: Controller) throws -> QEMUProperties? {
        let alias = controller.info.alias ?? ""
        var device: QEMUProperties
        switch controller.kind {
        case .pci:
            guard let properties = try pciController(controller) else { return nil }
            device = properties
        case .usb:
            guard let properties = try usbController(controller) else { return nil }
            device = properties
        case .scsi:
            device = try scsiController(controller)
        case .sata:
            if domain.os.isQ35, controller.index ?? 0 == 0 { return nil }
            device = QEMUProperties("driver", "ahci")
            device.add("id", alias)
        case .ide:
            if domain.os.isI440FX || domain.os.isISAPC, controller.index ?? 0 == 0 { return nil }
            throw QEMUDriverError.unsupported("Only one IDE controller, built into an i440FX machine, is supported.")
        case .virtioSerial:
            device = try virtioDriver("virtio-serial", controller.info, model: controller.model)
            device.add(virtioOptions(controller.virtio))
            device.add("id", alias)
            device.add("max_ports", controller.ports)
            device.add("vectors", controller.vectors)
        case .ccid:
            device = QEMUProperties("driver", "usb-ccid")
            device.add("id", alias)
        case .fdc, .isa, .xenbus: return nil
        }
        device.add(try addressProperties(controller.info, alias))
        return device
    }

    private func scsiController(_ controller: Controller) throws -> QEMUProperties {
        let alias = controller.info.alias ?? ""
        var device: QEMUProperties
        switch controller.model {
        case "virtio-scsi", "virtio-transitional", "virtio-non-transitional":
            device = try virtioDriver("virtio-scsi", controller.info, model: controller.model)
            device.add("iothread", controller.iothread.map { "iothread\($0)" })
            device.add(virtioOptions(controller.virtio))
            device.add("id", alias)
            device.add("num_queues", controller.queues)
            device.add("cmd_per_lun", controller.commandsPerLUN)
            device.add("max_sectors", controller.maxSectors)
            device.add("ioeventfd", controller.ioeventfd?.isOn)
            return device
        case "lsilogic", nil, "auto": device = QEMUProperties("driver", "lsi")
        case "ibmvscsi": device = QEMUProperties("driver", "spapr-vscsi")
        case "lsisas1068": device = QEMUProperties("driver", "mptsas1068")
        case "lsisas1078": device = QEMUProperties("driver", "megasas")
        case "vmpvscsi": device = QEMUProperties("driver", "pvscsi")
        case "am53c974": device = QEMUProperties("driver", "am53c974")
        case "dc390": device = QEMUProperties("driver", "dc-390")
        default:
            throw QEMUDriverError.unsupported("SCSI controllers of model '\(controller.model ?? "")' are not for QEMU.")
        }
        device.add("id", alias)
        device.add("num_queues", controller.queues)
        device.add("cmd_per_lun", controller.commandsPerLUN)
        device.add("max_sectors", controller.maxSectors)
        return device
    }

    private func usbController(_ controller: Controller) throws -> QEMUProperties? {
        let alias = controller.info.alias ?? ""
        let drivers = [
            "piix3-uhci": "piix3-usb-uhci", "piix4-uhci": "piix4-usb-uhci", "ehci": "usb-ehci",
            "ich9-ehci1": "ich9-usb-ehci1", "ich9-uhci1": "ich9-usb-uhci1", "ich9-uhci2": "ich9-usb-uhci2",
            "ich9-uhci3": "ich9-usb-uhci3", "vt82c686b-uhci": "vt82c686b-usb-uhci", "pci-ohci": "pci-ohci",
            "nec-xhci": "nec-usb-xhci", "qemu-xhci": "qemu-xhci",
        ]
        guard controller.model != "none" else { return nil }
        guard let model = controller.model else {
            throw QEMUDriverError.unsupported(
                "USB controller \(controller.index ?? 0) has no model that this QEMU knows.")
        }
        guard let driver = drivers[model] else {
            throw QEMUDriverError.unsupported("USB controllers of model '\(model)' are not for QEMU.")
        }
        var device = QEMUProperties("driver", driver)
        if model == "nec-xhci" || model == "qemu-xhci" {
            device.add("p2", controller.ports)
            device.add("p3", controller.ports)
        }
        if let port = controller.info.masterStartPort {
            let master = domain.devices.controllers.first {
                $0.kind == .usb && $0.index == controller.index && $0.model == "ich9-ehci1"
            }
            device.add("masterbus", "\(master?.info.alias ?? alias).0")
            device.add("firstport", port)
        } else {
            device.add("id", alias)
        }
        return device
    }

    private func pciController(_ controller: Controller) throws -> QEMUProperties? {
        let alias = controller.info.alias ?? ""
        let index = controller.index ?? 0
        var device: QEMUProperties
        switch controller.model {
        case "pci-root":
            guard domain.os.isPSeries, let target = controller.target.index, target > 0 else { return nil }
            device = QEMUProperties("driver", "spapr-pci-host-bridge")
            device.add("index", target)
            device.add("id", alias)
            device.add("numa_node", controller.target.node)
        case "pcie-root", nil: return nil
        case "pci-bridge":
            device = QEMUProperties("driver", controller.modelName ?? "pci-bridge")
            device.add("chassis_nr", controller.target.chassisNumber ?? index)
            device.add("id", alias)
        case "dmi-to-pci-bridge":
            device = QEMUProperties("driver", controller.modelName ?? "i82801b11-bridge")
            device.add("id", alias)
        case "pcie-to-pci-bridge":
            device = QEMUProperties("driver", controller.modelName ?? "pcie-pci-bridge")
            device.add("id", alias)
        case "pcie-root-port", "pcie-switch-downstream-port":
            let standard = controller.model == "pcie-root-port" ? "pcie-root-port" : "xio3130-downstream"
            device = QEMUProperties("driver", controller.modelName ?? standard)
            device.add("port", controller.target.port.map { Int($0.value) })
            device.add("chassis", controller.target.chassis)
            device.add("id", alias)
            device.add("hotplug", controller.target.hotplug?.isOn)
        case "pcie-switch-upstream-port":
            device = QEMUProperties("driver", controller.modelName ?? "x3130-upstream")
            device.add("id", alias)
        case "pci-expander-bus", "pcie-expander-bus":
            device = QEMUProperties(
                "driver", controller.modelName ?? (controller.model == "pci-expander-bus" ? "pxb" : "pxb-pcie"))
            device.add("bus_nr", controller.target.busNumber)
            device.add("id", alias)
            device.add("numa_node", controller.target.node)
        default:
            throw QEMUDriverError.unsupported("PCI controllers of model '\(controller.model ?? "")' are not supported.")
        }
        return device
    }

    /// The `zpci` companion of a PCI device on s390x.
    mutating func zpciDevice(_ info: DeviceInfo) throws {
        guard let zpci = info.pci?.zpci, let uid = zpci.uid, let fid = zpci.fid, let alias = info.alias else { return }
        var device = QEMUProperties("driver", "zpci")
        device.add("uid", Int(uid.value))
        device.add("fid", Int(fid.value))
        device.add("target", alias)
        device.add("id", "zpci\(uid.value)")
        add(device: device)
    }

    mutating func iommuDevice() throws {
        guard let iommu = domain.devices.iommu else { return }
        switch iommu.model {
        case "intel":
            var device = QEMUProperties("driver", "intel-iommu")
            device.add("id", iommu.info.alias)
            device.add("intremap", iommu.intremap?.rawValue)
            device.add("caching-mode", iommu.cachingMode?.isOn)
            device.add("eim", iommu.eim?.rawValue)
            device.add("device-iotlb", iommu.iotlb?.isOn)
            device.add("aw-bits", iommu.addressWidthBits)
            add(device: device)
        case "virtio":
            var device = QEMUProperties("driver", "virtio-iommu")
            device.add("id", iommu.info.alias)
            device.add(try addressProperties(iommu.info, "iommu"))
            add(device: device)
        default: break
        }
    }
}
