// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    mutating func assignAddresses() throws {
        try assignVirtioSerial()
        assignSpaprVIO()
        if domain.os.isS390 { try assignCCW() }
        if usesVirtioMMIO { assignVirtioMMIO() }
        try assignPCI()
        if domain.os.isS390 { try assignZPCI() }
        assignMemorySlots()
        if domain.devices.consoles.first?.targetType == "serial", let serial = domain.devices.serials.first {
            domain.devices.consoles[0].info.address = serial.info.address
        }
    }

    /// Whether virtio devices sit on the memory bus: boards without PCI.
    private var usesVirtioMMIO: Bool {
        (domain.os.isARM || domain.os.isRISCV)
            && !domain.devices.controllers.contains { $0.kind == .pci && $0.model == "pcie-root" }
    }

    /// Virtio channels and consoles get the next free port of the first controller that has one; port 0 is for a console.
    private mutating func assignVirtioSerial() throws {
        var used: [Int: Set<Int>] = [:]
        for port in domain.devices.channels + domain.devices.consoles {
            guard let address = port.info.virtioSerial, let number = address.port else { continue }
            let (isNew, _) = used[address.controller, default: []].insert(number)
            guard isNew else {
                throw QEMUDriverError.invalid(
                    "Port \(number) of virtio-serial controller \(address.controller) is used twice.")
            }
        }
        func next(_ controller: Int?, allowsZero: Bool) -> VirtioSerialAddress {
            var number = controller ?? 0
            while true {
                let ports =
                    domain.devices.controllers.first { $0.kind == .virtioSerial && $0.index == number }?.ports ?? 31
                for port in (allowsZero ? 0 : 1)..<max(ports, 1) where !used[number, default: []].contains(port) {
                    used[number, default: []].insert(port)
                    return VirtioSerialAddress(controller: number, bus: 0, port: port)
                }
                if number > 254 { return VirtioSerialAddress(controller: number, bus: 0, port: 1) }
                number += 1
            }
        }
        for index in domain.devices.consoles.indices where domain.devices.consoles[index].targetType == "virtio" {
            guard let given = domain.devices.consoles[index].info.virtioSerial, given.port == nil else { continue }
            domain.devices.consoles[index].info.address = .virtioSerial(
                next(given.controller, allowsZero: true))
        }
        for index in domain.devices.channels.indices where domain.devices.channels[index].targetType == "virtio" {
            guard domain.devices.channels[index].info.virtioSerial?.port ?? 0 == 0 else { continue }
            let controller = domain.devices.channels[index].info.virtioSerial?.controller
            domain.devices.channels[index].info.address = .virtioSerial(next(controller, allowsZero: false))
        }
        for number in Set(
            (domain.devices.channels + domain.devices.consoles).compactMap { $0.info.virtioSerial?.controller }
        ).sorted()
        where !domain.devices.controllers.contains(where: { $0.kind == .virtioSerial && $0.index == number }) {
            insert(Controller(.virtioSerial, index: number))
        }
    }

    /// Devices on pSeries' virtual I/O bus have a unit address by kind (QEMU, docs/specs/ppc-spapr).
    private mutating func assignSpaprVIO() {
        var used: Set<UInt64> = []
        func collect(_ info: DeviceInfo) {
            if case .spaprVIO(let address)? = info.address, let reg = address.reg { used.insert(reg.value) }
        }
        domain.devices.interfaces.forEach { collect($0.info) }
        domain.devices.controllers.forEach { collect($0.info) }
        domain.devices.serials.forEach { collect($0.info) }
        if let nvram = domain.devices.nvram { collect(nvram.info) }
        domain.devices.tpms.forEach { collect($0.info) }
        func next(_ base: UInt64) -> DeviceAddress {
            var reg = base
            while used.contains(reg) { reg += 0x1000 }
            used.insert(reg)
            return .spaprVIO(SpaprVIOAddress(reg: reg))
        }
        func isOpen(_ info: DeviceInfo) -> Bool {
            if case .spaprVIO(let address)? = info.address { return address.reg == nil }
            return info.address == nil
        }
        for index in domain.devices.interfaces.indices
        where domain.devices.interfaces[index].model == "spapr-vlan" && isOpen(domain.devices.interfaces[index].info) {
            domain.devices.interfaces[index].info.address = next(0x1000)
        }
        for index in domain.devices.controllers.indices
        where domain.devices.controllers[index].kind == .scsi && domain.devices.controllers[index].model == "ibmvscsi"
            && isOpen(domain.devices.controllers[index].info)
        {
            domain.devices.controllers[index].info.address = next(0x2000)
        }
        for index in domain.devices.tpms.indices
        where domain.devices.tpms[index].model == "tpm-spapr" && isOpen(domain.devices.tpms[index].info) {
            domain.devices.tpms[index].info.address = next(0x4000)
        }
        for index in domain.devices.serials.indices
        where domain.devices.serials[index].targetType == "spapr-vio-serial"
            && isOpen(domain.devices.serials[index].info)
        {
            domain.devices.serials[index].info.address = next(0x3000_0000)
        }
        if let nvram = domain.devices.nvram, isOpen(nvram.info) { domain.devices.nvram?.info.address = next(0x3000) }
    }

    /// Virtio devices and what else sits where they do, in the order in which libvirt numbers them.
    private mutating func forEachVirtio(_ body: (inout DeviceInfo) throws -> Void) rethrows {
        for index in domain.devices.disks.indices where domain.devices.disks[index].bus == .virtio {
            try body(&domain.devices.disks[index].info)
        }
        for index in domain.devices.interfaces.indices where domain.devices.interfaces[index].isVirtio {
            try body(&domain.devices.interfaces[index].info)
        }
        for index in domain.devices.hostDevices.indices {
            let host = domain.devices.hostDevices[index]
            if host.type == "scsi_host" || host.type == "mdev" && host.model == "vfio-ccw" {
                try body(&domain.devices.hostDevices[index].info)
            }
        }
        for index in domain.devices.videos.indices where domain.devices.videos[index].type == "virtio" {
            try body(&domain.devices.videos[index].info)
        }
        for index in domain.devices.controllers.indices {
            let controller = domain.devices.controllers[index]
            let isVirtio =
                controller.kind == .virtioSerial
                || controller.kind == .scsi && controller.model?.hasPrefix("virtio") == true
            if isVirtio { try body(&domain.devices.controllers[index].info) }
        }
        for index in domain.devices.inputs.indices where domain.devices.inputs[index].bus == "virtio" {
            try body(&domain.devices.inputs[index].info)
        }
        for index in domain.devices.filesystems.indices { try body(&domain.devices.filesystems[index].info) }
        if domain.devices.balloon?.model.hasPrefix("virtio") == true, var info = domain.devices.balloon?.info {
            try body(&info)
            domain.devices.balloon?.info = info
        }
        for index in domain.devices.randomNumberGenerators.indices {
            try body(&domain.devices.randomNumberGenerators[index].info)
        }
        if var info = domain.devices.vsock?.info {
            try body(&info)
            domain.devices.vsock?.info = info
        }
        for index in domain.devices.cryptos.indices { try body(&domain.devices.cryptos[index].info) }
    }

    private mutating func assignVirtioMMIO() {
        forEachVirtio { info in if info.address == nil { info.address = .virtioMMIO } }
    }

    /// Channel devices of s390x are numbered as they come.
    private mutating func assignCCW() throws {
        var used: Set<CCWAddress> = []
        try forEachVirtio { info in
            guard let address = info.ccw else { return }
            guard used.insert(address).inserted else {
                throw QEMUDriverError.invalid("The CCW address \(address.text) is used twice.")
            }
        }
        var number = 0
        forEachVirtio { info in
            guard info.address == nil else { return }
            while used.contains(CCWAddress(devno: number)), number < 0xffff { number += 1 }
            info.address = .ccw(CCWAddress(devno: number))
            used.insert(CCWAddress(devno: number))
        }
    }

    /// Identifiers of PCI devices on s390x: a unique one from 1, and a function one from 0.
    private mutating func assignZPCI() throws {
        // Bridges have none.
        let devices = PCIDeviceList.all(domain, capabilities, isExpress: false)
            .filter { !$0.connector.isBridge }.map(\.info)
        for device in devices {
            guard let zpci = domain[device].pci?.zpci else { continue }
            if zpci.uid?.value == 0 {
                throw QEMUDriverError.invalid("A zPCI device has a 'uid' from 0x0001 to 0xffff.")
            }
            let others = devices.filter { $0 != device }.compactMap { domain[$0].pci?.zpci }
            if let uid = zpci.uid, others.contains(where: { $0.uid == uid }) {
                throw QEMUDriverError.invalid("Two zPCI devices have the 'uid' \(uid.xml).")
            }
            if let fid = zpci.fid, others.contains(where: { $0.fid == fid }) {
                throw QEMUDriverError.invalid("Two zPCI devices have the 'fid' \(fid.xml).")
            }
        }
        var uids = Set(devices.compactMap { domain[$0].pci?.zpci?.uid?.value })
        var fids = Set(devices.compactMap { domain[$0].pci?.zpci?.fid?.value })
        // What is given in part is completed first.
        let isGiven = Dictionary(grouping: devices) { domain[$0].pci?.zpci != nil }
        for device in (isGiven[true] ?? []) + (isGiven[false] ?? []) {
            guard var pci = domain[device].pci else { continue }
            var zpci = pci.zpci ?? ZPCIAddress()
            if zpci.uid == nil || zpci.uid?.value == 0 {
                var uid: UInt64 = 1
                while uids.contains(uid) { uid += 1 }
                uids.insert(uid)
                zpci.uid = Hex4(uid)
            }
            if zpci.fid == nil {
                var fid: UInt64 = 0
                while fids.contains(fid) { fid += 1 }
                fids.insert(fid)
                zpci.fid = Hex8(fid)
            }
            pci.zpci = zpci
            domain[device].pci = pci
        }
    }

    /// Slots of DIMMs and NVDIMMs, each used once.
    private mutating func assignMemorySlots() {
        var used = Set(domain.devices.memories.compactMap(\.info.dimmSlot))
        for index in domain.devices.memories.indices where domain.devices.memories[index].info.address == nil {
            guard domain.devices.memories[index].model == "dimm" || domain.devices.memories[index].model == "nvdimm"
            else { continue }
            var address = DIMMAddress()
            while used.contains(address.slot) { address.slot += 1 }
            used.insert(address.slot)
            domain.devices.memories[index].info.address = .dimm(address)
        }
    }
}
