// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension PCIAddressing {
    mutating func reserveChipset() throws {
        let os = domain.os
        if os.isI440FX { try reserveI440FX() }
        if os.isQ35 { try reserveQ35() }
    }

    /// Slot 1 is the PIIX3: ISA bridge, IDE, USB and power management (82371SB data sheet).
    private mutating func reserveI440FX() throws {
        for index in domain.devices.controllers.indices {
            let controller = domain.devices.controllers[index]
            if controller.kind == .ide, controller.index == 0 { try fix(index, slot: 1, function: 1, "ide") }
            if controller.kind == .usb, controller.index == 0,
                controller.model == nil || controller.model == "piix3-uhci",
                controller.info.address == nil
            {
                take(slot: 1, function: 2)
                domain.devices.controllers[index].info.pci = PCIAddress(bus: 0, slot: 1, function: 2)
            }
        }
        guard buses[0]?.isFree(slot: 1, function: 0) == true else {
            throw QEMUDriverError.invalid(
                "PCI address 0000:00:01.0 is that of the ISA bridge, and another device is at it.")
        }
        buses[0]?.take(slot: 1)
        try placePrimaryVideo(slot: 2)
    }

    /// The ICH9: SATA and ISA in slot 31, USB in 29 and 26, audio in 27 (ICH9 data sheet, table 9-1).
    private mutating func reserveQ35() throws {
        for index in domain.devices.controllers.indices {
            let controller = domain.devices.controllers[index]
            if controller.kind == .sata, controller.index == 0 { try fix(index, slot: 31, function: 2, "sata") }
        }
        buses[0]?.take(slot: 31)
        // The rest of a set follows its first UHCI controller.
        for index in domain.devices.controllers.indices {
            let controller = domain.devices.controllers[index]
            guard controller.kind == .usb, controller.model == "ich9-uhci1", controller.info.address == nil,
                let slot = [29, 26].first(where: { buses[0]?.isFree(slot: $0) == true })
            else { continue }
            take(slot: slot, function: 0)
            domain.devices.controllers[index].info.pci = PCIAddress(bus: 0, slot: slot)
        }
        for index in domain.devices.controllers.indices {
            let controller = domain.devices.controllers[index]
            guard controller.kind == .pci, controller.model == "dmi-to-pci-bridge", controller.info.address == nil
            else { continue }
            if buses[0]?.isFree(slot: 30) == true {
                take(slot: 30, function: 0)
                buses[0]?.take(slot: 30)
                domain.devices.controllers[index].info.pci = PCIAddress(bus: 0, slot: 30)
            }
            break
        }
        for index in domain.devices.sounds.indices
        where domain.devices.sounds[index].model == "ich9" && domain.devices.sounds[index].info.address == nil {
            guard buses[0]?.isFree(slot: 27) == true else { break }
            buses[0]?.take(slot: 27)
            domain.devices.sounds[index].info.pci = PCIAddress(bus: 0, slot: 27)
            break
        }
        try placePrimaryVideo(slot: 1)
    }

    mutating func take(slot: Int, function: Int) { buses[0]?.take(slot: slot, function: function) }

    /// A controller that is part of the chip set has its place, and no other.
    private mutating func fix(_ index: Int, slot: Int, function: Int, _ name: String) throws {
        if let given = domain.devices.controllers[index].info.pci {
            guard given.bus == 0, given.slot == slot, given.function == function else {
                throw QEMUDriverError.invalid(
                    "The primary \(name) controller is at PCI address 0:0:\(UInt64(slot).hex(digits: 1)).\(function), and not at \(given.text)."
                )
            }
        } else {
            let place = PCIAddress(bus: 0, slot: slot, function: function)
            guard buses[0]?.isFree(slot: slot, function: function) == true else {
                throw QEMUDriverError.invalid(
                    "PCI address \(place.text) is that of the primary \(name) controller, and another device is at it.")
            }
            domain.devices.controllers[index].info.pci = place
        }
        take(slot: slot, function: function)
    }

    private mutating func placePrimaryVideo(slot: Int) throws {
        guard let video = domain.devices.videos.first, video.type != "none", video.type != "ramfb",
            video.info.address == nil
        else { return }
        if buses[0]?.isFree(slot: slot) == true {
            buses[0]?.take(slot: slot)
            domain.devices.videos[0].info.pci = PCIAddress(bus: 0, slot: slot)
        } else if let free = buses[0]?.free(aggregates: false) {
            buses[0]?.take(slot: free.slot)
            domain.devices.videos[0].info.pci = PCIAddress(bus: 0, slot: free.slot)
        }
    }
}
