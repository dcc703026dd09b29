// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    func validateControllers() throws {
        var seen: Set<String> = []
        for controller in domain.devices.controllers {
            let index = controller.index ?? 0
            let name = "\(controller.kind.rawValue) controller \(index)"
            if controller.info.masterStartPort == nil, controller.model?.hasPrefix("ich9-uhci") != true {
                try refuse(!seen.insert(name).inserted, "There are two of \(name).")
            }
            switch controller.kind {
            case .pci: try validatePCI(controller, index)
            case .scsi: try validateSCSI(controller, name)
            case .ide:
                try refuse(index > 0 && domain.os.isI440FX, "Only one IDE controller is supported on this machine.")
                try refuse(!domain.os.isX86 && !domain.os.hasOtherIDE, "Machine type '\(domain.os.machine ?? "")' has no IDE bus.")
            case .sata: try need(type: "ich9-ahci", for: "SATA controller")
            case .usb:
                try refuse(
                    controller.ports != nil && controller.model != "nec-xhci" && controller.model != "qemu-xhci",
                    "\(name) has a number of ports, which only xHCI controllers take.")
                try refuse(
                    controller.model == "qusb1" || controller.model == "qusb2",
                    "\(name) is of model '\(controller.model ?? "")', which is not for QEMU.")
            default: break
            }
            try refuse(
                controller.iothread != nil && controller.kind != .scsi,
                "\(name) has an I/O thread, which only virtio SCSI controllers take.")
        }
    }

    private func validatePCI(_ controller: Controller, _ index: Int) throws {
        let target = controller.target
        let model = controller.model ?? ""
        let isRoot = model == "pci-root" || model == "pcie-root"
        try refuse(
            index == 0 && !isRoot && !model.isEmpty, "PCI controller 0 is the root, and not of model '\(model)'.")
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
        try refuse(controller.pcihole64 != nil && !isRoot, "Only the PCI root takes a 'pcihole64'.")
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
        let types = [
            "pci-bridge": "pci-bridge", "dmi-to-pci-bridge": "i82801b11-bridge",
            "pcie-switch-upstream-port": "x3130-upstream",
            "pcie-switch-downstream-port": "xio3130-downstream", "pcie-to-pci-bridge": "pcie-pci-bridge",
        ]
        if let type = types[model] { try need(type: type, for: "PCI controller of model '\(model)'") }
    }

    private func validateSCSI(_ controller: Controller, _ name: String) throws {
        let isVirtio = controller.model?.hasPrefix("virtio") == true
        try refuse(
            controller.queues != nil && !isVirtio, "\(name) has queues, which only virtio SCSI controllers take.")
        try refuse(
            controller.commandsPerLUN != nil && !isVirtio,
            "\(name) has 'cmd_per_lun', which only virtio SCSI controllers take.")
        try refuse(
            controller.maxSectors != nil && !isVirtio,
            "\(name) has 'max_sectors', which only virtio SCSI controllers take.")
        try refuse(
            controller.ioeventfd != nil && !isVirtio,
            "\(name) has 'ioeventfd', which only virtio SCSI controllers take.")
        if let thread = controller.iothread {
            try refuse(!isVirtio, "\(name) has an I/O thread, which only virtio SCSI controllers take.")
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
                (disk.info.drive?.target ?? 0) != 0,
                "Disk '\(disk.target)' is on a controller of model 'lsilogic', which has target 0 only.")
            try refuse(
                (disk.info.drive?.unit ?? 0) > 7,
                "Disk '\(disk.target)' is on a controller of model 'lsilogic', which has units 0 to 7 only.")
        }
    }

    func validateInterfaces() throws {
        for (index, interface) in domain.devices.interfaces.enumerated() {
            let name = "Interface \(index)"
            let driver = interface.driver
            if interface.kind == .vhostUser {
                try refuse(!interface.isVirtio, "\(name) of type 'vhostuser' is of model 'virtio' only.")
            }
            try refuse(
                !driver.virtio.isEmpty && !interface.isVirtio,
                "\(name) has virtio options, but is of model '\(interface.model ?? "")'.")
            try refuse(
                (driver.rss != nil || driver.rssHashReport != nil) && !capabilities.isAssumed
                    && !capabilities.has(.virtioNetRSS), "This QEMU has no 'rss' of virtio interfaces.")
            if let teaming = interface.teaming {
                try refuse(
                    teaming.type == "persistent" && !interface.isVirtio,
                    "\(name) is the persistent one of a team, which is of model 'virtio' only.")
                try refuse(
                    teaming.type == "transient" && interface.kind != .hostdev && interface.kind != .network,
                    "\(name) is the transient one of a team, which is a host device.")
            }
            try refuse(
                interface.backend.type == "passt" && interface.kind != .user,
                "\(name) has the backend 'passt', which is for type 'user'.")
            try refuse(
                interface.backend.type == "passt" && !capabilities.isAssumed && !capabilities.has(.netdevStream),
                "This QEMU has no 'stream' networks, which passt needs.")
            try validateGuestSide(interface, name)
            try refuse(
                interface.portIsolated != nil && interface.kind != .network && interface.kind != .bridge,
                "\(name) of type '\(interface.kind.rawValue)' cannot be isolated.")
            try refuse(
                interface.script != nil && ![.ethernet, .bridge].contains(interface.kind),
                "\(name) of type '\(interface.kind.rawValue)' takes no script.")
            let vlanKinds: [NetworkInterface.Kind] = [.hostdev, .network, .bridge, .direct, .ethernet]
            try refuse(
                interface.vlan != nil && !vlanKinds.contains(interface.kind),
                "\(name) of type '\(interface.kind.rawValue)' takes no vlan.")
            try refuse(
                interface.model == "virtio" && interface.info.address?.type == "spapr-vio",
                "\(name) of model 'virtio' has no address of type 'spapr-vio'.")
        }
    }

    func validateScreens() throws {
        let graphics = domain.devices.graphics
        for kind in Graphics.Kind.allCases {
            try refuse(
                graphics.filter { $0.kind == kind }.count > 1,
                "There is at most one graphics device of type '\(kind.rawValue)'.")
        }
        let openGL = graphics.filter { $0.kind == .eglHeadless || $0.glEnable == .yes }
        try refuse(openGL.count > 1, "Only one graphics device can use OpenGL.")
        if !capabilities.isAssumed, capabilities.machinesByArchitecture.isEmpty {
            let flags: [(Graphics.Kind, QEMUCapabilities.Flag)] = [
                (.spice, .spice), (.vnc, .vnc), (.sdl, .sdl), (.eglHeadless, .eglHeadless), (.dbus, .displayDBus),
            ]
            for (kind, flag) in flags where !capabilities.has(flag) && graphics.contains(where: { $0.kind == kind }) {
                throw QEMUDriverError.unsupported("This QEMU has no graphics of type '\(kind.rawValue)'.")
            }
        }
        for graphic in graphics {
            try refuse(
                graphic.kind == .dbus && graphic.p2p == .yes && graphic.address != nil,
                "D-Bus graphics are either peer to peer or at an address.")
            try refuse(
                (graphic.renderNode != nil) && graphic.kind == .spice && graphic.glEnable != .yes,
                "A render node is of no use without OpenGL.")
        }
        let videos = domain.devices.videos
        try refuse(
            videos.contains { $0.type == "none" } && videos.count > 1,
            "Video of type 'none' excludes other video devices.")
        for (index, video) in videos.enumerated() {
            let type = video.type ?? ""
            try refuse(["gop", "xen", "vbox", "parallels"].contains(type), "Video of type '\(type)' is not for QEMU.")
            try refuse(
                index > 0 && !["qxl", "virtio", "vga", "bochs"].contains(type),
                "Video of type '\(type)' can be the first one only.")
            try refuse(video.accel3D == .yes && type != "virtio", "Only video of type 'virtio' has 3D acceleration.")
            try refuse(video.accel2D != nil, "Video of QEMU has no 2D acceleration.")
            try refuse(
                video.driverName == "vhostuser" && type != "virtio",
                "Only video of type 'virtio' has the driver 'vhostuser'.")
            try refuse(video.blob != nil && type != "virtio", "Only video of type 'virtio' has blob resources.")
            if let memory = video.vramInKiB, type == "vga" || type == "vmvga" {
                try refuse(
                    memory < 1024 || memory & (memory - 1) != 0,
                    "The memory of video '\(type)' is a power of two of at least 1 MiB.")
            }
            try refuse((video.vgamemInKiB ?? 1024) < 1024, "The framebuffer of video 'qxl' has at least 1 MiB.")
            try refuse(!video.virtio.isEmpty && type != "virtio", "Only video of type 'virtio' takes virtio options.")
            let types = [
                "cirrus": "cirrus-vga", "vga": "VGA", "qxl": "qxl", "vmvga": "vmware-svga", "bochs": "bochs-display",
                "ramfb": "ramfb",
            ]
            if let name = types[type], capabilities.machinesByArchitecture.isEmpty {
                try need(type: name, for: "video of type '\(type)'")
            }
        }
        var ids: Set<Int> = []
        for audio in domain.devices.audios {
            try refuse(!ids.insert(audio.id).inserted, "Two audio backends have the id \(audio.id).")
        }
        try validateAudio()
        for id in domain.devices.sounds.compactMap(\.audioID) + graphics.compactMap(\.audioID) {
            try refuse(!ids.contains(id), "There is no audio backend with id \(id).")
        }
    }

    func validateCharacterDevices() throws {
        let os = domain.os
        for serial in domain.devices.serials {
            let type = serial.targetType ?? ""
            let models: [String: [String]] = [
                "isa-serial": ["isa-serial"], "usb-serial": ["usb-serial"], "pci-serial": ["pci-serial"],
                "spapr-vio-serial": ["spapr-vty"],
                "sclp-serial": ["sclpconsole", "sclplmconsole"], "system-serial": ["pl011", "16550a"],
                "isa-debug": ["isa-debugcon"],
            ]
            if let known = models[type], let model = serial.model {
                try refuse(!known.contains(model), "A serial port of type '\(type)' is not of model '\(model)'.")
            }
            try refuse(
                type == "isa-serial" && !os.isX86 && os.architecture != "ppc",
                "Serial ports of type 'isa-serial' are not for '\(os.architecture ?? "")'.")
            try refuse(
                type == "spapr-vio-serial" && !os.isPSeries,
                "Serial ports of type 'spapr-vio-serial' are for pSeries machines.")
            try refuse(type == "sclp-serial" && !os.isS390, "Serial ports of type 'sclp-serial' are for s390x.")
            let addresses = [
                "isa-serial": "isa", "usb-serial": "usb", "pci-serial": "pci", "spapr-vio-serial": "spapr-vio",
                "isa-debug": "isa",
            ]
            if let given = serial.info.address, let wanted = addresses[type] {
                try refuse(
                    given.type != wanted, "A serial port of type '\(type)' has no address of type '\(given.type)'.")
            }
        }
        try refuse(!domain.devices.parallels.isEmpty && (os.isS390 || os.isPSeries), "The machine has no parallel ports.")
        try refuse(
            os.useSerial == .yes && domain.devices.serials.isEmpty, "The firmware's output goes to a serial port, and there is none.")
        try validateSpiceSources()
    }

    func validateHostDevices() throws {
        let devices = domain.devices.hostDevices
        try refuse(devices.filter { $0.ramfb == .on }.count > 1, "Only one host device can have 'ramfb'.")
        for device in devices {
            let model = device.model ?? ""
            if device.type == "mdev" {
                try refuse(
                    !["vfio-pci", "vfio-ccw", "vfio-ap"].contains(model),
                    "A mediated device needs a model: 'vfio-pci', 'vfio-ccw' or 'vfio-ap'.")
                try refuse(
                    device.info.bootOrder != nil && model == "vfio-ap",
                    "The guest cannot boot from a mediated device of model 'vfio-ap'.")
                try refuse(
                    device.display == .on && model != "vfio-pci",
                    "A mediated device of model '\(model)' has no display.")
                try refuse(
                    device.display == .on && domain.devices.graphics.isEmpty,
                    "A mediated device with a display needs graphics.")
                try refuse(
                    device.ramfb == .on && device.display != .on, "A mediated device with 'ramfb' needs display='on'.")
                try refuse(
                    (model == "vfio-ccw" || model == "vfio-ap") && !domain.os.isS390,
                    "Mediated devices of model '\(model)' are for s390x.")
            } else {
                try refuse(
                    device.display != nil || device.ramfb != nil, "Only mediated devices have 'display' and 'ramfb'.")
            }
            try refuse(
                device.model != nil && device.type != "mdev" && device.type != "scsi_host",
                "Host devices of type '\(device.type)' take no model.")
            try refuse(device.driverName == "xen", "Driver 'xen' of host devices is not for QEMU.")
            if device.type == "pci", !domain.os.isS390 { try need(type: "vfio-pci", for: "assignment of PCI devices") }
            if case .usb(let address)? = device.info.address, device.type == "usb" {
                try refuse(address.bus < 0, "A USB bus has no negative number.")
            }
        }
    }

    func validateSmallDevices() throws {
        let devices = domain.devices
        let os = domain.os
        if let iommu = devices.iommu {
            try refuse(iommu.model == "intel" && !os.isQ35, "The IOMMU 'intel' is for Q35 machines.")
            try refuse(iommu.model == "smmuv3" && !os.isARMVirt, "The IOMMU 'smmuv3' is for 'virt' machines of ARM.")
            try refuse(
                iommu.model == "virtio" && !os.isQ35 && !os.isARMVirt,
                "The IOMMU 'virtio' is for Q35 and 'virt' machines.")
            if let address = iommu.info.address {
                try refuse(iommu.model == "virtio" && address.type != "pci", "The IOMMU 'virtio' is at a PCI address.")
                try refuse(iommu.model != "virtio", "The IOMMU '\(iommu.model)' has no address.")
            }
            try refuse(
                iommu.eim == .on && iommu.intremap != .on, "Extended interrupt mode of the IOMMU needs 'intremap'.")
            let needsIntel =
                iommu.intremap != nil || iommu.eim != nil || iommu.cachingMode != nil || iommu.iotlb != nil
                || iommu.addressWidthBits != nil
            try refuse(needsIntel && iommu.model != "intel", "The options of the IOMMU are for model 'intel'.")
            try refuse(iommu.model == "virtio" && !domain.features.acpi, "The IOMMU 'virtio' needs the feature 'acpi'.")
            if iommu.model == "virtio" { try need(type: "virtio-iommu-pci", for: "IOMMU 'virtio'") }
        }
        for (index, panic) in devices.panics.enumerated() {
            try refuse(
                devices.panics[..<index].contains { $0.model == panic.model },
                "There are two panic devices of model '\(panic.model ?? "")'.")
            let model = panic.model ?? ""
            try refuse(model == "pseries" && !os.isPSeries, "The panic device 'pseries' is for pSeries machines.")
            try refuse(model == "s390" && !os.isS390, "The panic device 's390' is for s390x.")
            try refuse((model == "hyperv" || model == "isa") && !os.isX86, "The panic device '\(model)' is for PCs.")
            try refuse(
                ["pseries", "hyperv", "s390"].contains(model) && panic.info.address != nil,
                "The panic device '\(model)' has no address.")
            if let address = panic.info.address, model == "isa" {
                try refuse(address.type != "isa", "The panic device 'isa' is at an ISA address.")
            }
        }
        for tpm in devices.tpms {
            let model = tpm.model ?? ""
            try refuse(
                tpm.version == "1.2" && model != "tpm-tis", "TPM 1.2 is of model 'tpm-tis' only, and not '\(model)'.")
            try refuse(model == "tpm-crb" && !os.isX86, "The TPM 'tpm-crb' is for PCs.")
            try refuse(
                (model == "tpm-spapr" || model == "spapr-tpm-proxy") && !os.isPSeries,
                "The TPM '\(model)' is for pSeries machines.")
            try refuse(tpm.persistentState != nil && tpm.backend != "emulator", "Only an emulated TPM keeps its state.")
            if tpm.backend == "emulator" { try need(type: "tpm-emulator", for: "emulated TPM") }
            if tpm.backend == "emulator", let version = tpm.version {
                try refuse(
                    !context.host.swtpmVersions.contains(version),
                    "TPM version '\(version)' is not one that the installed swtpm has.")
            }
        }
        try refuse(devices.tpms.filter { $0.model != "spapr-tpm-proxy" }.count > 1, "A domain has one TPM.")
        for watchdog in devices.watchdogs {
            let model = watchdog.model
            if let address = watchdog.info.address {
                try refuse(model == "i6300esb" && address.type != "pci", "The watchdog 'i6300esb' is at a PCI address.")
                try refuse(model == "ib700" && address.type != "isa", "The watchdog 'ib700' is at an ISA address.")
                try refuse((model == "diag288" || model == "itco"), "The watchdog '\(model)' has no address.")
            }
            try refuse(model == "diag288" && !os.isS390, "The watchdog 'diag288' is for s390x.")
            try refuse(model == "itco" && !os.isQ35, "The watchdog 'itco' is for Q35 machines.")
            try refuse(model == "ib700" && !os.isX86, "The watchdog 'ib700' is for PCs.")
        }
        let actions = Set(devices.watchdogs.map { $0.action ?? "reset" })
        try refuse(actions.count > 1, "All watchdogs have the same action.")
        for filesystem in devices.filesystems {
            let name = "Filesystem '\(filesystem.target)'"
            if filesystem.driverType == "virtiofs" {
                try requireSharedMemory("\(name) of driver 'virtiofs'")
                try refuse(
                    filesystem.accessMode != nil && filesystem.accessMode != "passthrough",
                    "\(name) of driver 'virtiofs' has access mode 'passthrough' only.")
                try refuse(filesystem.writePolicy != nil, "\(name) of driver 'virtiofs' takes no write policy.")
                try refuse(filesystem.isReadOnly, "\(name) of driver 'virtiofs' cannot be read-only.")
                try refuse(
                    filesystem.fileMode != nil || filesystem.directoryMode != nil,
                    "\(name) of driver 'virtiofs' takes no file modes.")
            } else {
                try refuse(filesystem.queueSize != nil, "\(name) has a queue size, which is for driver 'virtiofs'.")
                try refuse(
                    filesystem.driverType == "handle" && (filesystem.accessMode ?? "passthrough") != "passthrough",
                    "\(name) of driver 'handle' has access mode 'passthrough' only.")
                try refuse(
                    (filesystem.fileMode != nil || filesystem.directoryMode != nil)
                        && filesystem.accessMode != "mapped", "\(name) has file modes, which need access mode 'mapped'."
                )
            }
        }
        for memory in devices.sharedMemories {
            try refuse(
                memory.model == "ivshmem-plain" && memory.hasServer,
                "Shared memory of model 'ivshmem-plain' has no server.")
            try refuse(
                memory.model == "ivshmem-plain" && memory.hasMSI,
                "Shared memory of model 'ivshmem-plain' has no interrupts.")
            try refuse(
                memory.model == "ivshmem-doorbell" && !memory.hasServer,
                "Shared memory of model 'ivshmem-doorbell' needs a server.")
            if memory.model == "ivshmem" { try need(type: "ivshmem", for: "shared memory of model 'ivshmem'") }
            try refuse(
                memory.model == "ivshmem-doorbell" && memory.size != nil,
                "Shared memory of model 'ivshmem-doorbell' has the size that its server says.")
        }
        for input in devices.inputs {
            try refuse(input.bus == "ps2" && !os.isX86, "PS/2 inputs are for PCs.")
            try refuse(input.model != nil && input.bus != "virtio", "Only inputs on bus 'virtio' have a model.")
            if let model = input.model, model != "virtio", !capabilities.isAssumed {
                let types = [
                    "mouse": "virtio-mouse", "keyboard": "virtio-keyboard", "tablet": "virtio-tablet",
                    "passthrough": "virtio-input-host",
                ]
                let type = "\(types[input.type] ?? "")-pci-" + model.dropFirst("virtio-".count)
                try refuse(!capabilities.has(type: type), "This QEMU has no input '\(input.type)' of model '\(model)'.")
            }
            try refuse(
                input.bus == "xen" || input.bus == "parallels", "Inputs on bus '\(input.bus ?? "")' are not for QEMU.")
            try refuse(
                !input.virtio.isEmpty && input.bus != "virtio", "Only inputs on bus 'virtio' take virtio options.")
        }
        try refuse(devices.balloon?.model == "xen", "The memory balloon 'xen' is not for QEMU.")
        try refuse(devices.nvram != nil && !os.isPSeries, "A device 'nvram' is for pSeries machines.")
        for sound in devices.sounds { try refuse(sound.model == "ich7", "Sound of model 'ich7' is not for QEMU.") }
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
