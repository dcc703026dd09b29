// SPDX-License-Identifier: Apache-2.0

internal import VirtModel

/// The devices of a domain that sit on PCI buses, in the order in which they get their places.
enum PCIDeviceList {
    static func all(_ domain: Domain, _ capabilities: QEMUCapabilities, isExpress: Bool) -> [PCIDevice] {
        var list: [PCIDevice] = []
        let devices = domain.devices
        /// Where virtio devices sit: on express slots of express machines, if this QEMU has them in that form.
        let virtio: PCIConnector =
            isExpress && capabilities.has(type: "virtio-net-pci-non-transitional") ? .pcie : .pci
        func add(
            _ info: DeviceReference, _ connector: PCIConnector, _ name: String,
            hotplug: Bool = true,
            host: PCIAddress? = nil
        ) {
            list.append(
                PCIDevice(info: info, connector: connector, isHotpluggable: hotplug, name: name, hostAddress: host))
        }
        func model(_ model: String?) -> PCIConnector { model == "virtio-transitional" ? .pci : virtio }
        let hasVirtioPCI = !(domain.os.isARM || domain.os.isRISCV) || isExpress
        let isS390 = domain.os.isS390

        for (index, controller) in devices.controllers.enumerated() where controller.kind == .pci {
            guard let connector = connector(ofPCI: controller) else { continue }
            add(.controllers(index), connector, "pci controller \(controller.index ?? 0)", hotplug: false)
        }
        if hasVirtioPCI, !isS390 {
            for (index, filesystem) in devices.filesystems.enumerated() {
                add(.filesystems(index), model(filesystem.model), "filesystem '\(filesystem.target)'")
            }
        }
        // An interface that is a device of the host stands with those.
        for (index, interface) in devices.interfaces.enumerated() where interface.kind != .hostdev {
            let connector: PCIConnector
            switch interface.model {
            case "virtio", "virtio-non-transitional":
                if isS390 || !hasVirtioPCI { continue }
                connector = virtio
            case "virtio-transitional": connector = .pci
            case "usb-net", "spapr-vlan", "smc91c111", "lan9118": continue
            case "rtl8139", "e1000", "netfront", "vlance", "vmxnet", "vmxnet2", "vmxnet3", "Am79C970A", "Am79C973",
                "82540EM", "82545EM", "82543GC":
                connector = .pci
            // Cards that libvirt does not know go where new ones do.
            default: connector = isExpress ? .pcie : .pci
            }
            if isS390 { continue }
            add(.interfaces(index), connector, "interface \(index)")
        }
        for (index, sound) in devices.sounds.enumerated() where !["sb16", "pcspk", "usb"].contains(sound.model) {
            add(.sounds(index), .pci, "sound '\(sound.model)'")
        }
        for (index, controller) in devices.controllers.enumerated() {
            guard
                let connector = self.connector(
                    of: controller, domain, virtio, hasVirtioPCI && !isS390, isExpress: isExpress)
            else { continue }
            add(
                .controllers(index), connector,
                "\(controller.kind.rawValue) controller \(controller.index ?? 0)")
        }
        if hasVirtioPCI, !isS390 {
            for (index, disk) in devices.disks.enumerated() where disk.bus == .virtio {
                add(.disks(index), model(disk.model), "disk '\(disk.target)'")
            }
        }
        for (index, interface) in devices.interfaces.enumerated() where interface.kind == .hostdev {
            add(
                .interfaces(index), isExpress ? .pcie : .pci, "interface \(index)", host: interface.source.hostDevice)
        }
        for (index, host) in devices.hostDevices.enumerated() {
            switch host.type {
            case "pci":
                add(
                    .hostDevices(index), isExpress ? .pcie : .pci, "hostdev \(index)",
                    host: host.source.pci)
            case "mdev" where host.model == "vfio-pci":
                add(.hostDevices(index), isExpress ? .pcie : .pci, "hostdev \(index)")
            case "scsi_host" where !isS390:
                add(.hostDevices(index), model(host.model), "hostdev \(index)")
            default: break
            }
        }
        if hasVirtioPCI, !isS390, let balloon = devices.balloon, balloon.model.hasPrefix("virtio") {
            add(.balloon, model(balloon.model), "memballoon")
        }
        if devices.iommu?.model == "virtio" { add(.iommu, virtio, "iommu", hotplug: false) }
        if hasVirtioPCI, !isS390 {
            for (index, generator) in devices.randomNumberGenerators.enumerated() {
                add(.randomNumberGenerators(index), model(generator.model), "rng \(index)")
            }
        }
        for (index, watchdog) in devices.watchdogs.enumerated() where watchdog.model == "i6300esb" {
            add(.watchdogs(index), .pci, "watchdog '\(watchdog.model)'")
        }
        if !isS390 {
            for (index, video) in devices.videos.enumerated() where video.type != "none" && video.type != "ramfb" {
                let connector: PCIConnector =
                    video.type == "virtio" ? virtio : video.type == "bochs" && isExpress ? .pcie : .pci
                add(
                    .videos(index), connector, "video \(index)", hotplug: !(index == 0 && domain.os.isQ35)
                )
            }
        }
        for (index, memory) in devices.sharedMemories.enumerated() {
            add(.sharedMemories(index), .pci, "shmem '\(memory.name)'")
        }
        if hasVirtioPCI, !isS390 {
            for (index, input) in devices.inputs.enumerated() where input.bus == "virtio" {
                add(.inputs(index), model(input.model), "input \(index)")
            }
        }
        for (index, serial) in devices.serials.enumerated() where serial.targetType == "pci-serial" {
            add(.serials(index), .pci, "serial \(index)")
        }
        for (index, panic) in devices.panics.enumerated() where panic.model == "pvpanic" {
            add(.panics(index), .pcie, "panic", hotplug: false)
        }
        if hasVirtioPCI, !isS390, let vsock = devices.vsock { add(.vsock, model(vsock.model), "vsock") }
        for (index, memory) in devices.memories.enumerated() where memory.model.hasPrefix("virtio") {
            add(.memories(index), virtio, "memory \(index)")
        }
        if hasVirtioPCI, !isS390 {
            for index in devices.cryptos.indices { add(.cryptos(index), virtio, "crypto \(index)") }
        }
        return list
    }

    private static func connector(ofPCI controller: Controller) -> PCIConnector? {
        switch controller.model {
        case "pci-bridge": .pciBridge
        case "dmi-to-pci-bridge": .dmiBridge
        case "pcie-to-pci-bridge": .pcieToPCIBridge
        case "pcie-root-port": .rootPort
        case "pcie-switch-upstream-port": .upstreamPort
        case "pcie-switch-downstream-port": .downstreamPort
        case "pci-expander-bus": .expander
        case "pcie-expander-bus": .expressExpander
        default: nil
        }
    }

    private static func connector(
        of controller: Controller, _ domain: Domain, _ virtio: PCIConnector, _ hasVirtioPCI: Bool, isExpress: Bool
    ) -> PCIConnector? {
        switch controller.kind {
        case .usb:
            switch controller.model {
            case "none": nil
            case "nec-xhci", "qemu-xhci": isExpress ? .pcie : .pci
            default: domain.os.isS390 ? nil : .pci
            }
        case .scsi:
            switch controller.model {
            case "virtio-scsi", "virtio-non-transitional": hasVirtioPCI ? virtio : nil
            case "virtio-transitional": .pci
            case "ibmvscsi": nil
            case nil: nil
            default: .pci
            }
        case .virtioSerial: hasVirtioPCI ? controller.model == "virtio-transitional" ? .pci : virtio : nil
        case .sata: controller.index == 0 && domain.os.isQ35 ? .pci : .pci
        case .ide: .pci
        case .pci, .fdc, .ccid, .isa, .xenbus: nil
        }
    }
}
