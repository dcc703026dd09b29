// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    /// What the machine has without being asked: its PCI root, a USB controller, a memory balloon, PS/2 devices.
    mutating func defaultDevices() {
        sortControllers()
        controllerIndexes()
        let os = domain.os
        var usbModel: String?
        var addsUSB = true
        var root: String?
        switch true {
        case os.isISAPC, os.isMicroVM: addsUSB = false
        case os.isI440FX: root = "pci-root"
        case os.isQ35:
            root = "pcie-root"
            if capabilities.has(type: "qemu-xhci") {
                usbModel = "qemu-xhci"
            } else if capabilities.has(type: "ich9-usb-ehci1") {
                usbModel = "ich9-ehci1"
            } else {
                addsUSB = false
            }
        case os.isX86: root = "pci-root"
        case os.isARMVirt:
            addsUSB = false
            if capabilities.has(type: "gpex-pcihost") { root = "pcie-root" }
        case os.isARM: addsUSB = false
        case os.isRISCVVirt:
            addsUSB = false
            if capabilities.has(type: "gpex-pcihost") { root = "pcie-root" }
        case os.isRISCV: addsUSB = false
        case os.isPSeries:
            root = "pci-root"
        case os.isPPC64, os.architecture == "ppc": root = "pci-root"
        case os.isS390:
            addsUSB = false
            if capabilities.has(type: "zpci") { root = "pci-root" }
        case os.architecture == "sparc": addsUSB = false
        default: break
        }
        if addsUSB, !has(.usb) {
            if usbModel == "ich9-ehci1" { addICH9USB() } else { insert(Controller(.usb, index: 0, model: usbModel)) }
        }
        if os.isQ35, !domain.devices.controllers.contains(where: { $0.kind == .sata && $0.index ?? 0 == 0 }) {
            insert(Controller(.sata, index: 0))
        }
        if let root,
            !domain.devices.controllers.contains(where: {
                $0.kind == .pci && ($0.index == nil || $0.index == 0) && $0.model?.hasSuffix("-root") != false
            })
        {
            let controller = Controller(.pci, index: 0, model: root)
            insert(controller)
        }
        if domain.devices.balloon == nil, !os.isARM, os.architecture != "sparc" {
            domain.devices.balloon = MemoryBalloon()
        }
        if os.isPSeries {
            if !domain.devices.panics.contains(where: { $0.model == nil || $0.model == "pseries" }) {
                var panic = PanicDevice()
                panic.model = "pseries"
                domain.devices.panics.append(panic)
            }
        }
        if os.isS390, domain.devices.panics.isEmpty {
            var panic = PanicDevice()
            panic.model = "s390"
            domain.devices.panics.append(panic)
        }
    }

    func has(_ kind: Controller.Kind) -> Bool { domain.devices.controllers.contains { $0.kind == kind } }

    /// Adds a controller that the document does not name, behind those that it does.
    mutating func insert(_ controller: Controller) { domain.devices.controllers.append(controller) }

    /// The document's controllers stand by kind and number, as libvirt keeps them: each behind those of its kind with the
    /// same or lower numbers, and a USB controller before its companions.
    private mutating func sortControllers() {
        var sorted: [Controller] = []
        for controller in domain.devices.controllers {
            var place: Int?
            for (position, other) in sorted.enumerated().reversed() where other.kind == controller.kind {
                guard let index = controller.index else {
                    place = position + 1
                    break
                }
                let otherIndex = other.index ?? -1
                func isCompanion(_ one: Controller) -> Bool {
                    one.info.masterStartPort != nil || one.model?.hasPrefix("ich9-uhci") == true
                }
                let isMasterOfOther = otherIndex == index && isCompanion(other) && !isCompanion(controller)
                if otherIndex > index || isMasterOfOther {
                    place = position
                } else if place == nil {
                    place = position + 1
                }
            }
            sorted.insert(controller, at: place ?? sorted.endIndex)
        }
        domain.devices.controllers = sorted
    }

    /// The EHCI controller of the ICH9 with its three companions (ICH9 data sheet, section 5.20).
    private mutating func addICH9USB() {
        domain.devices.controllers.append(Controller(.usb, index: 0, model: "ich9-ehci1"))
        for number in 1...3 {
            var companion = Controller(.usb, index: 0, model: "ich9-uhci\(number)")
            companion.info.masterStartPort = 2 * (number - 1)
            domain.devices.controllers.append(companion)
        }
    }

    /// Defaults of each device.
    mutating func deviceDefaults() throws {
        for index in domain.devices.disks.indices { try diskDefaults(&domain.devices.disks[index]) }
        sortDisks()
        for index in domain.devices.interfaces.indices { interfaceDefaults(index) }
        for index in domain.devices.controllers.indices { controllerModel(index) }
        try addDefaultVideo()
        addDefaultInputs()
        for index in domain.devices.filesystems.indices { filesystemDefaults(&domain.devices.filesystems[index]) }
        for index in domain.devices.watchdogs.indices where domain.devices.watchdogs[index].action == nil {
            domain.devices.watchdogs[index].action = "reset"
        }
        for index in domain.devices.tpms.indices { tpmDefaults(&domain.devices.tpms[index]) }
        for index in domain.devices.panics.indices { panicDefaults(&domain.devices.panics[index]) }
        for index in domain.devices.sharedMemories.indices where domain.devices.sharedMemories[index].model == nil {
            domain.devices.sharedMemories[index].model =
                capabilities.has(type: "ivshmem-plain")
                ? domain.devices.sharedMemories[index].hasServer ? "ivshmem-doorbell" : "ivshmem-plain" : "ivshmem"
        }
        for index in domain.devices.sharedMemories.indices where domain.devices.sharedMemories[index].size == nil {
            guard domain.devices.sharedMemories[index].model != "ivshmem-doorbell" else { continue }
            guard !domain.devices.sharedMemories[index].hasServer else { continue }
            domain.devices.sharedMemories[index].size = MemorySizeInMiB(bytes: 4 << 20)
        }
        for index in domain.devices.memories.indices where domain.devices.memories[index].model == "virtio-pmem" {
            domain.devices.memories[index].access = domain.devices.memories[index].access ?? "shared"
        }
        if domain.devices.vsock?.model == nil { domain.devices.vsock?.model = "virtio" }
        hostDeviceDefaults()
        for index in domain.devices.graphics.indices { graphicsDefaults(&domain.devices.graphics[index]) }
    }

    /// Disks of one bus stand in the order of their targets, as libvirt keeps them.
    private mutating func sortDisks() {
        var sorted: [Disk] = []
        for disk in domain.devices.disks {
            var place: Int?
            for (index, other) in sorted.enumerated().reversed() where other.bus == disk.bus {
                if (other.targetIndex ?? -1) > (disk.targetIndex ?? -1) {
                    place = index
                } else if place == nil {
                    place = index + 1
                }
            }
            sorted.insert(disk, at: place ?? sorted.endIndex)
        }
        domain.devices.disks = sorted
    }

    private func diskDefaults(_ disk: inout Disk) throws {
        if disk.bus == nil {
            if disk.kind == .floppy || disk.target.hasPrefix("fd") {
                disk.bus = .fdc
            } else if disk.target.hasPrefix("hd") {
                disk.bus = .ide
            } else if disk.target.hasPrefix("sd") {
                disk.bus = .scsi
            } else if disk.target.hasPrefix("vd") {
                disk.bus = .virtio
            } else if disk.target.hasPrefix("xvd") {
                disk.bus = .xen
            } else {
                disk.bus = .ide
            }
        }
        if disk.kind == .cdrom { disk.isReadOnly = true }
        if disk.source.type == .network, disk.source.network == nil || disk.source.network?.protocolName.isEmpty == true
        {
            disk.source.type = .file
            disk.source.network = nil
        }
        if disk.source.type == .volume, disk.source.volume == nil { disk.source.type = .file }
        if disk.source.format == nil, disk.source.type != .volume {
            disk.source.format = disk.source.type == .dir ? .fat : .raw
        }
        if disk.source.type == .vhostUser { disk.snapshot = disk.snapshot ?? "no" }
        if disk.source.encryption != nil, disk.source.encryption?.engine == nil {
            disk.source.encryption?.engine = "qemu"
        }
        if disk.source.type != .vhostUser {
            disk.driver.name = disk.driver.name ?? "qemu"
        } else {
            disk.source.format = .raw; disk.driver.name = "qemu"
        }
        networkDefaults(&disk.source)
        if let backing = disk.backing { disk.backing = withDefaults(backing) }
        if disk.source.type == .nvme, disk.source.nvme?.managed == nil { disk.source.nvme?.managed = .yes }
    }

    private func withDefaults(_ image: Disk.BackingStore) -> Disk.BackingStore {
        if image.isEnd { return image }
        var source = image.source
        networkDefaults(&source)
        if source.encryption != nil, source.encryption?.engine == nil { source.encryption?.engine = "qemu" }
        return Disk.BackingStore(
            source: source, next: image.next.map(withDefaults), isEnd: false,
            metadataCacheMaxSize: image.metadataCacheMaxSize)
    }

    /// The port that a protocol has when none is given.
    private func networkDefaults(_ source: inout StorageSource) {
        guard let name = source.network?.protocolName else { return }
        if name == "iscsi", let path = source.network?.name, !path.contains("/") { source.network?.name = path + "/0" }
        let ports = [
            "nbd": "10809", "gluster": "24007", "iscsi": "3260", "http": "80", "https": "443", "ftp": "21",
            "ftps": "990",
            "tftp": "69", "ssh": "22", "sheepdog": "7000", "vxhs": "9999",
        ]
        guard let port = ports[name], let hosts = source.network?.hosts else { return }
        for index in hosts.indices where hosts[index].port == nil && hosts[index].transport != "unix" {
            source.network?.hosts[index].port = port
        }
    }

    private mutating func interfaceDefaults(_ index: Int) {
        var interface = domain.devices.interfaces[index]
        if interface.mac == nil {
            interface.mac = MACAddress(bytes: [0x52, 0x54, 0x00] + context.random(3))
        }
        if interface.model == nil, interface.kind != .hostdev {
            interface.model = interface.kind == .vdpa || interface.kind == .vhostUser ? "virtio" : defaultInterfaceModel
        }
        if !interface.isVirtio {
            // What only virtio has means nothing to another model, which is how libvirt reads it.
            interface.driver = NetworkInterface.Driver()
            interface.backend.vhost = nil
        }
        if interface.driver.queues == 1 { interface.driver.queues = nil }
        domain.devices.interfaces[index] = interface
    }

    private var defaultInterfaceModel: String? {
        let os = domain.os
        if os.isS390 || os.isARMVirt || os.isRISCVVirt { return "virtio" }
        if os.isARM { return os.machine == "versatilepb" ? "smc91c111" : "lan9118" }
        if capabilities.has(type: "rtl8139") { return "rtl8139" }
        if capabilities.has(type: "e1000") { return "e1000" }
        return capabilities.has(type: "virtio-net-pci") ? "virtio" : "rtl8139"
    }

    private mutating func controllerIndexes() {
        // A controller gets the next number of its kind, but one of the ICH9's joins the set before it that lacks it.
        for index in domain.devices.controllers.indices where domain.devices.controllers[index].index == nil {
            let controller = domain.devices.controllers[index]
            if controller.kind == .usb, let model = controller.model, model.hasPrefix("ich9-"),
                let before = domain.devices.controllers[..<index].last(where: { $0.kind == .usb }),
                before.model?.hasPrefix("ich9-") == true,
                !domain.devices.controllers.contains(where: {
                    $0.kind == .usb && $0.index == before.index && $0.model == model
                })
            {
                domain.devices.controllers[index].index = before.index
                continue
            }
            domain.devices.controllers[index].index = nextIndex(controller.kind)
        }
    }

    /// The lowest number that no controller of a kind has.
    func nextIndex(_ kind: Controller.Kind) -> Int {
        let used = Set(domain.devices.controllers.filter { $0.kind == kind }.compactMap(\.index))
        var index = 0
        while used.contains(index) { index += 1 }
        return index
    }

    private mutating func controllerModel(_ index: Int) {
        let controller = domain.devices.controllers[index]
        switch controller.kind {
        case .usb:
            if controller.model == nil { domain.devices.controllers[index].model = defaultUSBModel(controller) }
            if ["ich9-uhci1", "ich9-uhci2", "ich9-uhci3"].contains(controller.model),
                controller.info.masterStartPort == nil
            {
                let number = controller.model?.last?.wholeNumberValue ?? 1
                let hasMaster = domain.devices.controllers.contains {
                    $0.kind == .usb && $0.model == "ich9-ehci1" && $0.index == controller.index
                }
                if hasMaster { domain.devices.controllers[index].info.masterStartPort = 2 * (number - 1) }
            }
        case .scsi:
            if controller.model == nil || controller.model == "auto" {
                domain.devices.controllers[index].model = defaultSCSIModel
            }
        default: break
        }
    }

    private func defaultUSBModel(_ controller: Controller) -> String? {
        let os = domain.os
        if os.isS390 { return controller.info.address == nil ? "none" : nil }
        if os.isPPC64 || os.architecture == "ppc" {
            if context.updatesABI, os.isPSeries, capabilities.has(type: "qemu-xhci") { return "qemu-xhci" }
            return capabilities.has(type: "pci-ohci") ? "pci-ohci" : nil
        }
        if os.isARMVirt {
            if capabilities.has(type: "qemu-xhci") { return "qemu-xhci" }
            return capabilities.has(type: "nec-usb-xhci") ? "nec-xhci" : nil
        }
        return capabilities.has(type: "piix3-usb-uhci") ? "piix3-uhci" : nil
    }

    var defaultSCSIModel: String? {
        let os = domain.os
        if os.isPSeries { return "ibmvscsi" }
        if os.isS390 { return "virtio-scsi" }
        if capabilities.has(type: "lsi53c895a") { return "lsilogic" }
        if capabilities.has(type: "virtio-scsi-pci") { return "virtio-scsi" }
        return nil
    }

    private mutating func addDefaultVideo() throws {
        let hasScreen = !domain.devices.graphics.isEmpty
        if domain.devices.videos.isEmpty, hasScreen {
            domain.devices.videos.append(Video())
        }
        for index in domain.devices.videos.indices {
            var video = domain.devices.videos[index]
            if video.type == nil || video.type == "default" { video.type = defaultVideoType }
            switch video.type {
            case "qxl":
                video.ramInKiB = Self.powerOfTwo(video.ramInKiB ?? 65536)
                video.vramInKiB = Self.powerOfTwo(video.vramInKiB ?? 65536)
                video.vgamemInKiB = Self.powerOfTwo(video.vgamemInKiB ?? 16384)
                video.vram64InKiB = video.vram64InKiB.map { Self.powerOfTwo($0) }
                video.ramInKiB = max(video.ramInKiB ?? 0, 1024)
                video.vramInKiB = max(video.vramInKiB ?? 0, 4096)
            case "vga", "cirrus", "vmvga": video.vramInKiB = video.vramInKiB ?? 16384
            case "bochs": video.vramInKiB = Self.powerOfTwo(video.vramInKiB ?? 16384)
            default: break
            }
            if video.heads == nil, video.type != "none", video.type != nil {
                video.heads = video.type == "none" ? nil : 1
            }
            domain.devices.videos[index] = video
        }
        if let primary = domain.devices.videos.firstIndex(where: { $0.isPrimary == .yes }) {
            if primary != 0 { domain.devices.videos.insert(domain.devices.videos.remove(at: primary), at: 0) }
        } else if let first = domain.devices.videos.first, first.type != "none" {
            domain.devices.videos[0].isPrimary = .yes
        }
        for index in domain.devices.videos.indices.dropFirst() { domain.devices.videos[index].isPrimary = nil }
    }

    private static func powerOfTwo(_ number: UInt32) -> UInt32 {
        var power: UInt32 = 1
        while power < number, power < 1 << 31 { power <<= 1 }
        return power
    }

    private var defaultVideoType: String {
        let os = domain.os
        if os.isARMVirt || os.isRISCVVirt || os.isS390 { return "virtio" }
        if os.isPSeries || os.isPPC64 { return "vga" }
        if capabilities.has(type: "cirrus-vga") { return "cirrus" }
        return capabilities.has(type: "VGA") ? "vga" : "cirrus"
    }

    private mutating func addDefaultInputs() {
        for index in domain.devices.inputs.indices where domain.devices.inputs[index].bus == nil {
            let type = domain.devices.inputs[index].type
            switch type {
            case "evdev": domain.devices.inputs[index].bus = nil
            case "tablet": domain.devices.inputs[index].bus = "usb"
            case "passthrough": domain.devices.inputs[index].bus = "virtio"
            default: domain.devices.inputs[index].bus = domain.os.isX86 ? "ps2" : domain.os.isS390 ? "virtio" : "usb"
            }
        }
        if domain.os.isX86, !domain.os.isMicroVM {
            for type in ["mouse", "keyboard"]
            where !domain.devices.inputs.contains(where: { $0.type == type && $0.bus == "ps2" }) {
                domain.devices.inputs.append(Input(type: type, bus: "ps2"))
            }
        } else if !domain.devices.graphics.isEmpty, domain.os.isPPC64, domain.devices.inputs.isEmpty {
            for type in ["keyboard", "mouse"] { domain.devices.inputs.append(Input(type: type, bus: "usb")) }
        }
    }

    private func filesystemDefaults(_ filesystem: inout FileSystemDevice) {
        if filesystem.accessMode == nil, filesystem.socket == nil { filesystem.accessMode = "passthrough" }
        func octal(_ mode: String?) -> String? {
            mode.flatMap { UInt32($0, radix: 8) }.map { number in
                let digits = String(number, radix: 8)
                return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            }
        }
        (filesystem.fileMode, filesystem.directoryMode) = (octal(filesystem.fileMode), octal(filesystem.directoryMode))
    }

    private func tpmDefaults(_ tpm: inout TPM) {
        if tpm.model == nil { tpm.model = domain.os.isPPC64 ? "tpm-spapr" : "tpm-tis" }
        if tpm.backend == "emulator", tpm.version == nil {
            tpm.version = "2.0"
        }
    }

    private func panicDefaults(_ panic: inout PanicDevice) {
        if panic.model == nil {
            panic.model =
                domain.os.isPSeries ? "pseries" : domain.os.isS390 ? "s390" : domain.os.isARMVirt ? "pvpanic" : "isa"
        }
    }

    private mutating func hostDeviceDefaults() {
        for index in domain.devices.hostDevices.indices {
            if domain.devices.hostDevices[index].managed == nil,
                ["pci", "usb", "scsi", "scsi_host", "mdev"].contains(domain.devices.hostDevices[index].type)
            {
                domain.devices.hostDevices[index].managed = .no
            }
            if domain.devices.hostDevices[index].type == "mdev" {
                let model = domain.devices.hostDevices[index].model
                if model == "vfio-pci", domain.devices.hostDevices[index].display == nil {
                    domain.devices.hostDevices[index].display = .off
                }
            }
        }
        for index in domain.devices.interfaces.indices where domain.devices.interfaces[index].kind == .hostdev {
            if domain.devices.interfaces[index].managed == nil { domain.devices.interfaces[index].managed = .no }
        }
    }

    private func graphicsDefaults(_ graphics: inout Graphics) {
        guard graphics.kind == .vnc || graphics.kind == .spice else { return }
        if !isActive, let socket = graphics.listens.first?.socket,
            socket.hasPrefix(context.configuration.libraryDirectory + "/domain-")
        {
            // A socket of ours from an earlier start.
            var listen = Graphics.Listen()
            listen.type = "address"
            graphics.listens[0] = listen
            graphics.socket = nil
        }
        if graphics.kind == .spice, graphics.listens.first?.type == "address", graphics.port ?? 0 == 0,
            graphics.tlsPort ?? 0 == 0,
            graphics.autoport != .yes, !context.configuration.spiceAutoUnixSocket
        {
            graphics.listens[0].type = "none"
            graphics.listens[0].address = nil
            (graphics.port, graphics.tlsPort, graphics.autoport) = (nil, nil, nil)
        }
        let kind = graphics.listens.first?.type ?? "address"
        if graphics.autoport == nil, kind == "address" || kind == "network" {
            let isAutomatic = graphics.port == nil && graphics.tlsPort == nil
            graphics.autoport = isAutomatic && graphics.kind == .vnc ? .yes : .no
        }
    }
}
