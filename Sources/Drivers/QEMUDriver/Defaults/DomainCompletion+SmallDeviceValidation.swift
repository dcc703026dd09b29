// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
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
            try refuse(
                iommu.intremap == .on && domain.features.ioapic != "qemu",
                "Interrupt remapping of the IOMMU needs <ioapic driver='qemu'/> among the features.")
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
            try refuse(
                tpm.version == "1.2" && !tpm.activePCRBanks.isEmpty, "PCR banks are chosen for TPM 2.0 only.")
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
                try refuse(
                    filesystem.multidevs ?? "default" != "default" || filesystem.model != nil,
                    "\(name) of driver 'virtiofs' takes no 'multidevs' or 'model'.")
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
        for card in devices.smartcards {
            guard case .ccid(let address)? = card.info.address else { continue }
            try refuse(
                address.controller != 0 || address.slot != 0, "A domain has one smartcard, in slot 0 of controller 0.")
        }
        for input in devices.inputs {
            try refuse(input.type == "evdev" && input.bus != nil, "Inputs of type 'evdev' are on no bus.")
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
}
