// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    /// QEMU's devices for each model of PCI controllers.
    private static let pciDeviceNames = [
        "pci-bridge": ["pci-bridge"], "dmi-to-pci-bridge": ["i82801b11-bridge"],
        "pcie-to-pci-bridge": ["pcie-pci-bridge"], "pcie-root-port": ["ioh3420", "pcie-root-port"],
        "pcie-switch-upstream-port": ["x3130-upstream"], "pcie-switch-downstream-port": ["xio3130-downstream"],
        "pci-expander-bus": ["pxb"], "pcie-expander-bus": ["pxb-pcie"], "pci-root": ["spapr-pci-host-bridge"],
    ]

    func validateControllers() throws {
        var seen: Set<String> = []
        for controller in domain.devices.controllers {
            let index = controller.index ?? 0
            let name = "\(controller.kind.rawValue) controller \(index)"
            if controller.info.masterStartPort == nil, controller.model?.hasPrefix("ich9-uhci") != true {
                try refuse(!seen.insert(name).inserted, "There are two of \(name).")
            }
            try validateVirtioOptions(controller, name)
            switch controller.kind {
            case .pci: try validatePCI(controller, index)
            case .scsi: try validateSCSI(controller, name)
            case .ide:
                try refuse(index > 0 && domain.os.isI440FX, "Only one IDE controller is supported on this machine.")
                try refuse(
                    !domain.os.isI440FX && !domain.os.hasOtherIDE,
                    "Machine type '\(domain.os.machine ?? "")' has no IDE bus.")
            case .isa: throw QEMUDriverError.invalid("\(name) cannot be: the machine's own ISA bus is the only one.")
            case .sata: try need(type: "ich9-ahci", for: "SATA controller")
            case .usb:
                try refuse(
                    controller.model == "qusb1" || controller.model == "qusb2",
                    "\(name) is of model '\(controller.model ?? "")', which is not for QEMU.")
                try validateUSB(controller, index, name)
            default: break
            }
        }
    }

    private func validateVirtioOptions(_ controller: Controller, _ name: String) throws {
        guard controller.kind != .scsi || controller.model?.hasPrefix("virtio") != true else { return }
        let options: [(String, Bool)] = [
            ("iothread", controller.iothread != nil), ("queues", controller.queues != nil),
            ("cmd_per_lun", controller.commandsPerLUN != nil), ("max_sectors", controller.maxSectors != nil),
            ("ioeventfd", controller.ioeventfd != nil),
        ]
        for (option, isGiven) in options {
            try refuse(isGiven, "\(name) has '\(option)', which only virtio SCSI controllers take.")
        }
    }

    private func validateUSB(_ controller: Controller, _ index: Int, _ name: String) throws {
        let model = controller.model ?? ""
        if model == "vt82c686b-uhci" { try need(type: "vt82c686b-usb-uhci", for: "USB controller of model '\(model)'") }
        let hasMaster = domain.devices.controllers.contains {
            $0.kind == .usb && $0.index == index && $0.model?.hasPrefix("ich9-uhci") != true
        }
        try refuse(model.hasPrefix("ich9-uhci") && !hasMaster, "\(name) is a companion, and there is no master for it.")
    }

    /// A bridge sits on a bus of a lower number than the one that it makes.
    func validateBridges() throws {
        for controller in domain.devices.controllers where controller.kind == .pci {
            guard let index = controller.index, index > 0, let bus = controller.info.pci?.bus else { continue }
            try refuse(
                bus >= index, "PCI controller \(index) is on bus \(bus), and its number has to be higher than that.")
        }
    }

    private func validatePCI(_ controller: Controller, _ index: Int) throws {
        let target = controller.target
        let model = controller.model ?? ""
        let isRoot = model == "pci-root" || model == "pcie-root"
        try refuse(
            index == 0 && !isRoot, "PCI controller 0 is the root, and not of model '\(model)'.")
        try refuse(index != 0 && isRoot && !domain.os.isPSeries, "A PCI controller of model '\(model)' has index 0.")
        try refuse(model == "pci-root" && domain.os.isQ35, "Q35 machines have a root of model 'pcie-root'.")
        try refuse(model == "pcie-root" && domain.os.isI440FX, "i440FX machines have a root of model 'pci-root'.")
        try refuse(target.node != nil && index == 0, "PCI controller 0 belongs to no single NUMA node.")
        try refuse(
            target.node != nil && !["pci-expander-bus", "pcie-expander-bus", "pci-root"].contains(model),
            "A PCI controller of model '\(model)' belongs to no single NUMA node.")
        if let node = target.node {
            try refuse(
                !(domain.cpu?.cells.contains { $0.id == node } ?? false),
                "PCI controller \(index) is for NUMA node \(node), which is not there.")
        }
        try refuse(
            target.chassisNumber != nil && model != "pci-bridge",
            "A PCI controller of model '\(model)' takes no 'chassisNr'.")
        try refuse(
            target.busNumber != nil && !model.hasSuffix("expander-bus"),
            "A PCI controller of model '\(model)' takes no 'busNr'.")
        let isPort = model == "pcie-root-port" || model == "pcie-switch-downstream-port"
        try refuse(
            (target.chassis != nil || target.port != nil) && !isPort,
            "A PCI controller of model '\(model)' takes no 'chassis' or 'port'.")
        try refuse(
            target.index != nil && !(model == "pci-root" && domain.os.isPSeries),
            "A PCI controller of model '\(model)' takes no target 'index'.")
        if target.hotplug != nil {
            try refuse(!isPort && model != "pci-root", "A PCI controller of model '\(model)' takes no 'hotplug'.")
            let hasRoot = capabilities.properties["PIIX4_PM"]?.contains("acpi-root-pci-hotplug") == true
            try refuse(
                model == "pci-root" && !capabilities.isAssumed && !hasRoot,
                "This QEMU cannot set 'hotplug' of the PCI root.")
            let hasPort = capabilities.properties["pcie-root-port"]?.contains("hotplug") == true
            try refuse(
                isPort && !capabilities.isAssumed && !hasPort && !capabilities.properties.isEmpty,
                "This QEMU cannot set 'hotplug' of a port.")
        }
        try refuse(model.isEmpty, "PCI controller \(index) has no model.")
        if let name = controller.modelName {
            try refuse(
                Self.pciDeviceNames[model]?.contains(name) != true,
                "A PCI controller of model '\(model)' is not named '\(name)'.")
        }
        let express = [
            "pcie-root-port", "pcie-switch-upstream-port", "pcie-switch-downstream-port", "pcie-expander-bus",
            "dmi-to-pci-bridge", "pcie-to-pci-bridge",
        ]
        try refuse(
            express.contains(model) && domain.os.isI440FX,
            "PCI controllers of model '\(model)' are not for i440FX machines.")
        try refuse(
            model == "pci-expander-bus" && !domain.os.isI440FX,
            "PCI controllers of model 'pci-expander-bus' are for i440FX machines.")
        try refuse(
            model == "pcie-expander-bus" && !domain.os.isQ35 && !domain.os.isARMVirt,
            "PCI controllers of model 'pcie-expander-bus' are for Q35 machines.")
        let isBridge = model.hasSuffix("-bridge") || model.hasPrefix("pcie-switch-")
        if isBridge, let type = Self.pciDeviceNames[model]?.first {
            try need(type: type, for: "PCI controller of model '\(model)'")
        }
    }

    private func validateSCSI(_ controller: Controller, _ name: String) throws {
        if let thread = controller.iothread {
            try refuse(
                !domain.iothreadIDs.contains { $0.id == thread },
                "\(name) is for I/O thread \(thread), which is not there.")
        }
        let types = [
            "virtio-scsi": "virtio-scsi-pci", "lsilogic": "lsi53c895a", "lsisas1068": "mptsas1068",
            "lsisas1078": "megasas", "vmpvscsi": "pvscsi", "am53c974": "am53c974",
        ]
        try refuse(
            ["buslogic", "ncr53c90"].contains(controller.model ?? ""),
            "SCSI controllers of model '\(controller.model ?? "")' are not for QEMU's '\(domain.os.machine ?? "")'.")
        if let type = types[controller.model ?? ""], !domain.os.isS390 {
            try need(type: type, for: "SCSI controller of model '\(controller.model ?? "")'")
        }
        for disk in domain.devices.disks
        where disk.bus == .scsi && disk.info.drive?.controller == controller.index && controller.model == "lsilogic" {
            try refuse(
                (disk.info.drive?.bus ?? 0) != 0,
                "Disk '\(disk.target)' is on a controller of model 'lsilogic', which has bus 0 only.")
            try refuse(
                (disk.info.drive?.target ?? 0) != 0,
                "Disk '\(disk.target)' is on a controller of model 'lsilogic', which has target 0 only.")
            try refuse(
                (disk.info.drive?.unit ?? 0) > 7,
                "Disk '\(disk.target)' is on a controller of model 'lsilogic', which has units 0 to 7 only.")
        }
    }

    func validateUSB() throws {
        let devices = domain.devices
        let controllers = devices.controllers.filter { $0.kind == .usb }
        let none = controllers.contains { $0.model == "none" }
        try refuse(none && controllers.count > 1, "USB is switched off, but there are USB controllers.")
        let uses =
            devices.inputs.contains { $0.bus == "usb" } || devices.disks.contains { $0.bus == .usb }
            || devices.hostDevices.contains { $0.type == "usb" }
            || !devices.redirectedDevices.isEmpty || !devices.hubs.isEmpty
            || devices.sounds.contains { $0.model == "usb" }
            || devices.serials.contains { $0.targetType == "usb-serial" } || !devices.smartcards.isEmpty
        try refuse((none || controllers.isEmpty) && uses, "USB is switched off, but there are USB devices.")
    }
}
