// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension Domain {
    /// Gives every device the name by which QEMU and its messages know it. Names that the user chose stay.
    mutating func assignAliases() {
        for index in devices.disks.indices where devices.disks[index].info.alias == nil {
            devices.disks[index].info.alias = diskAlias(devices.disks[index])
        }
        for index in devices.controllers.indices where devices.controllers[index].info.alias == nil {
            devices.controllers[index].info.alias = controllerAlias(devices.controllers[index])
        }
        number(&devices.filesystems, \.info, "fs")
        number(&devices.interfaces, \.info, "net")
        number(&devices.smartcards, \.info, "smartcard")
        number(&devices.serials, \.info, "serial")
        number(&devices.parallels, \.info, "parallel")
        number(&devices.consoles, \.info, "console")
        number(&devices.channels, \.info, "channel")
        number(&devices.inputs, \.info, "input")
        number(&devices.tpms, \.info, "tpm")
        number(&devices.sounds, \.info, "sound")
        number(&devices.videos, \.info, "video")
        number(&devices.hostDevices, \.info, "hostdev")
        number(&devices.redirectedDevices, \.info, "redir")
        number(&devices.hubs, \.info, "hub")
        number(&devices.watchdogs, \.info, "watchdog")
        number(&devices.randomNumberGenerators, \.info, "rng")
        number(&devices.panics, \.info, "panic")
        number(&devices.sharedMemories, \.info, "shmem")
        number(&devices.cryptos, \.info, "crypto")
        for model in ["dimm", "nvdimm", "virtiopmem", "virtiomem", "epc"] {
            var count = 0
            for index in devices.memories.indices where Self.memoryPrefix(devices.memories[index].model) == model {
                if devices.memories[index].info.alias == nil {
                    let slot =
                        model == "dimm" || model == "nvdimm" ? devices.memories[index].info.dimmSlot ?? count : count
                    devices.memories[index].info.alias = "\(model)\(slot)"
                }
                count += 1
            }
        }
        if devices.balloon?.info.alias == nil { devices.balloon?.info.alias = "balloon0" }
        if devices.vsock?.info.alias == nil { devices.vsock?.info.alias = "vsock0" }
        if devices.iommu?.info.alias == nil { devices.iommu?.info.alias = "iommu0" }
    }

    private static func memoryPrefix(_ model: String) -> String {
        switch model {
        case "virtio-pmem": "virtiopmem"
        case "virtio-mem": "virtiomem"
        case "sgx-epc": "epc"
        default: model
        }
    }

    private func number<T>(_ devices: inout [T], _ info: WritableKeyPath<T, DeviceInfo>, _ prefix: String) {
        // Where devices have come and gone, a name may be one that a later device has.
        var taken = Set(devices.compactMap { $0[keyPath: info].alias })
        for index in devices.indices where devices[index][keyPath: info].alias == nil {
            var number = index
            while taken.contains("\(prefix)\(number)") { number += 1 }
            devices[index][keyPath: info].alias = "\(prefix)\(number)"
            taken.insert("\(prefix)\(number)")
        }
    }

    private func controllerAlias(_ controller: Controller) -> String {
        let index = controller.index ?? 0
        switch controller.kind {
        case .pci: return controller.model == "pcie-root" ? "pcie.\(index)" : "pci.\(index)"
        case .usb: return index == 0 ? "usb" : "usb\(index)"
        case .ide: return index == 0 && os.isI440FX ? "ide" : "ide\(index)"
        case .sata: return index == 0 && os.isQ35 ? "ide" : "sata\(index)"
        case .scsi: return "scsi\(index)"
        default: return "\(controller.kind.rawValue)\(index)"
        }
    }

    private func diskAlias(_ disk: Disk) -> String {
        let bus = disk.bus ?? .virtio
        if let drive = disk.info.drive {
            let model = devices.controllers.first { $0.kind == .scsi && ($0.index ?? 0) == drive.controller }?.model
            if bus == .scsi, model?.hasPrefix("lsi") != true || model == "lsisas1068" || model == "lsisas1078" {
                return model == "lsilogic"
                    ? "scsi\(drive.controller)-\(drive.bus)-\(drive.unit)"
                    : "scsi\(drive.controller)-\(drive.bus)-\(drive.target)-\(drive.unit)"
            }
            return "\(bus.rawValue)\(drive.controller)-\(drive.bus)-\(drive.unit)"
        }
        return "\(bus.rawValue)-disk\(disk.targetIndex ?? 0)"
    }
}

extension DeviceInfo {
    /// The slot of a memory device.
    var dimmSlot: Int? { if case .dimm(let address)? = address { address.slot } else { nil } }
}

extension Disk {
    /// The number that the letters of the target stand for: 0 for `vda`, 26 for `vdaa`.
    package var targetIndex: Int? {
        let prefixes = ["fd", "hd", "vd", "sd", "xvd", "ubd", "nvme"]
        guard let prefix = prefixes.first(where: { target.hasPrefix($0) }) else { return nil }
        let letters = target.dropFirst(prefix.count).prefix { $0.isLetter }
        guard !letters.isEmpty, letters.count < 6, letters.allSatisfy({ ("a"..."z").contains($0) }) else { return nil }
        return letters.unicodeScalars.reduce(0) { $0 * 26 + Int($1.value) - 96 } - 1
    }
}

extension OperatingSystem {
    /// Whether the machine is a PC with the i440FX chip set.
    package var isI440FX: Bool {
        guard let machine, architecture == "x86_64" || architecture == "i686" else { return false }
        return machine == "pc" || machine.hasPrefix("pc-0.") || machine.hasPrefix("pc-1.")
            || machine.hasPrefix("pc-i440")
            || machine.hasPrefix("rhel")
    }
    /// Whether the machine is a PC with the Q35 chip set.
    package var isQ35: Bool {
        guard let machine, architecture == "x86_64" || architecture == "i686" else { return false }
        return machine == "q35" || machine.hasPrefix("pc-q35")
    }
    package var isPC: Bool { isI440FX || isQ35 }
    package var isARM: Bool { architecture == "aarch64" || architecture == "armv7l" || architecture == "armv6l" }
    package var isARMVirt: Bool { isARM && machine.map { $0 == "virt" || $0.hasPrefix("virt-") } == true }
    package var isRISCV: Bool { architecture?.hasPrefix("riscv") == true }
    package var isRISCVVirt: Bool { isRISCV && machine.map { $0 == "virt" || $0.hasPrefix("virt-") } == true }
    package var isPPC64: Bool { architecture?.hasPrefix("ppc64") == true }
    package var isPSeries: Bool { isPPC64 && machine.map { $0 == "pseries" || $0.hasPrefix("pseries-") } == true }
    package var isS390: Bool { architecture?.hasPrefix("s390") == true }
    package var isX86: Bool { architecture == "x86_64" || architecture == "i686" }
    /// Whether a machine other than a PC has an IDE bus (boards with disks of their own).
    package var hasOtherIDE: Bool {
        guard let machine else { return false }
        return ["malta", "sun4u", "g3beige"].contains(machine)
    }
    package var isMicroVM: Bool { isX86 && machine == "microvm" }
    package var isISAPC: Bool { isX86 && machine == "isapc" }
}
