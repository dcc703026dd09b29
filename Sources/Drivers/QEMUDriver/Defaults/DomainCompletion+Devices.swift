// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    /// What the machine has without being asked: its PCI root, a USB controller, a memory balloon, PS/2 devices.
    mutating func defaultDevices() throws {
        sortControllers()
        controllerIndexes()
        try hostDeviceControllers()
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
        if addsUSB, !domain.devices.controllers.contains(where: { $0.kind == .usb && $0.index == 0 }) {
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
            domain.devices.sharedMemories[index].model = "ivshmem"
        }
        for index in domain.devices.sharedMemories.indices
        where domain.devices.sharedMemories[index].model == "ivshmem-doorbell" {
            // Doorbells are interrupts.
            domain.devices.sharedMemories[index].msiEnabled = nil
            domain.devices.sharedMemories[index].hasMSI = true
            domain.devices.sharedMemories[index].ioeventfd = domain.devices.sharedMemories[index].ioeventfd ?? .on
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
        if let vsock = domain.devices.vsock, vsock.isAutomatic == nil {
            domain.devices.vsock?.isAutomatic = vsock.cid == nil ? .yes : .no
        }
        hostDeviceDefaults()
        for index in domain.devices.graphics.indices { graphicsDefaults(&domain.devices.graphics[index]) }
    }

    private mutating func interfaceDefaults(_ index: Int) {
        var interface = domain.devices.interfaces[index]
        if interface.mac == nil {
            interface.mac = MACAddress(bytes: [0x52, 0x54, 0x00] + context.random(3))
        }
        if interface.model == nil, interface.kind != .hostdev {
            // The settings of a driver are read for a model that is given.
            interface.driver = NetworkInterface.Driver()
            interface.model = interface.kind == .vdpa ? "virtio" : defaultInterfaceModel
        }
        if !interface.isVirtio {
            // What only virtio has means nothing to another model, which is how libvirt reads it.
            let options = interface.driver.virtio
            interface.driver = NetworkInterface.Driver()
            interface.driver.virtio = options
            interface.backend.vhost = nil
        }
        if interface.driver.queues ?? 0 <= 1 { interface.driver.queues = nil }
        interface.virtualPort?.completePort(kind: interface.kind, context.random)
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
            // The guest of a PC finds what libvirt has always given it.
            let isOld = !domain.os.isARMVirt && tpm.model == "tpm-tis" && context.host.swtpmVersions.contains("1.2")
            tpm.version = isOld ? "1.2" : "2.0"
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
}
