// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

/// One device that sits on a PCI bus, by where it is found in the domain.
struct PCIDevice {
    /// Reads and writes the device's common information.
    let info: WritableKeyPath<Domain, DeviceInfo>
    let connector: PCIConnector
    /// Whether it goes where it could be unplugged, which on an express machine is not the root bus itself.
    var isHotpluggable = true
    var name: String
    /// Where a device of the host is.
    var hostAddress: PCIAddress?
}

extension DomainCompletion {
    /// Gives every PCI device its place and adds the bridges and ports that are needed for them.
    mutating func assignPCI() throws {
        guard domain.devices.controllers.contains(where: { $0.kind == .pci }) else { return }
        let count = PCIDeviceList.all(domain, capabilities, isExpress: true).count
        guard count <= Self.maximumPCIDevices else {
            throw QEMUDriverError.invalid(
                "The domain has \(count) PCI devices; at most \(Self.maximumPCIDevices) find a place.")
        }
        let hasOwnPCIControllers = domain.devices.controllers.contains { $0.kind == .pci && ($0.index ?? 0) > 0 }
        try fillGaps()
        var hasAdded = false
        // Each round either places everything or names one more controller that is needed.
        for _ in 0..<512 {
            var addressing = PCIAddressing(
                domain, capabilities, context.host.iommuGroups, wantsSpare: !hasOwnPCIControllers && hasAdded)
            if let missing = try addressing.place() {
                hasAdded = true
                for model in missing { try addPCIController(model) }
                continue
            }
            domain = addressing.domain
            return
        }
        throw QEMUDriverError.invalid("The domain needs more PCI buses than there are.")
    }

    /// Buses are numbered without gaps: one that no controller makes is made by the machine's usual one.
    private mutating func fillGaps() throws {
        let controllers = domain.devices.controllers.filter { $0.kind == .pci }
        guard controllers.contains(where: { $0.index == 0 }), let highest = controllers.compactMap(\.index).max() else {
            return
        }
        guard highest <= 255 else { throw QEMUDriverError.invalid("PCI controller \(highest) is above 255.") }
        let isExpress = controllers.contains { $0.model == "pcie-root" }
        let model = isExpress ? "pcie-root-port" : domain.os.isPSeries ? "pci-root" : "pci-bridge"
        let used = Set(controllers.compactMap(\.index))
        for index in 0...highest where !used.contains(index) { insert(Controller(.pci, index: index, model: model)) }
    }

    /// More than any machine has room for.
    private static let maximumPCIDevices = 1024

    private mutating func addPCIController(_ model: String) throws {
        let index = nextIndex(.pci)
        guard index <= 255 else { throw QEMUDriverError.invalid("The domain needs more PCI buses than there are.") }
        insert(Controller(.pci, index: index, model: model))
    }
}

/// One attempt to place all PCI devices on the buses that are there.
struct PCIAddressing {
    var domain: Domain
    let capabilities: QEMUCapabilities
    let wantsSpare: Bool
    private let iommuGroups: [String: Int]
    private var buses: [Int: PCIBus] = [:]

    init(
        _ domain: Domain, _ capabilities: QEMUCapabilities, _ iommuGroups: [String: Int], wantsSpare: Bool
    ) {
        self.domain = domain
        self.iommuGroups = iommuGroups
        self.capabilities = capabilities
        self.wantsSpare = wantsSpare
    }

    private var isExpress: Bool {
        domain.devices.controllers.contains { $0.kind == .pci && $0.index == 0 && $0.model == "pcie-root" }
    }

    /// Places everything; returns the models of controllers that have to be added first, if any.
    mutating func place() throws -> [String]? {
        for controller in domain.devices.controllers where controller.kind == .pci {
            if let index = controller.index { buses[index] = PCIBus(model: controller.model ?? "pci-bridge") }
        }
        guard buses[0] != nil || domain.os.isPSeries else {
            throw QEMUDriverError.invalid(
                "The domain has PCI controllers, but none with index 0 and model 'pci-root' or 'pcie-root'.")
        }
        if domain.os.isPSeries { buses[0]?.isolationGroup = 0 }
        if let missing = try reserveGiven() { return missing }
        try reserveChipset()
        let open = PCIDeviceList.all(domain, capabilities, isExpress: isExpress).filter { needsAddress($0) }
        for (index, device) in open.enumerated() {
            guard let missing = try place(device) else { continue }
            // Every express device that is still without a place will need a port of its own.
            guard missing == ["pcie-root-port"], device.connector == .pcie else { return missing }
            let others = open[index...].prefix { $0.connector == .pcie }.count
            return Array(repeating: "pcie-root-port", count: max(1, others))
        }
        if !isExpress, let bus = buses[0], bus.model == "pci-root", buses.count == 1, !domain.os.isPSeries,
            buses.values.filter({ ["pci-root", "pci-bridge"].contains($0.model) }).allSatisfy(\.isFull),
            capabilities.has(type: "pci-bridge")
        {
            return ["pci-bridge"]
        }
        if wantsSpare, isExpress { if let missing = spare() { return missing } }
        markMultifunction()
        fillControllerTargets()
        return nil
    }

    private func needsAddress(_ device: PCIDevice) -> Bool {
        switch domain[keyPath: device.info].address {
        case nil: true
        case .pci(let address)?: address.isEmpty && !domain[keyPath: device.info].isAddressChosen
        default: false
        }
    }

    // MARK: What the document says

    private mutating func reserveGiven() throws -> [String]? {
        let devices = PCIDeviceList.all(domain, capabilities, isExpress: isExpress)
        let highest = devices.compactMap { domain[keyPath: $0.info].pci?.bus }.max() ?? 0
        if highest > 255 { throw QEMUDriverError.invalid("PCI bus \(highest) is above 255.") }
        if buses[highest] == nil, highest > 0 { return missingBuses(upTo: highest) }
        for device in devices {
            guard let address = domain[keyPath: device.info].pci,
                !(address.isEmpty && !domain[keyPath: device.info].isAddressChosen)
            else { continue }
            guard address.domain == 0 else {
                throw QEMUDriverError.invalid(
                    "Only PCI domain 0 is supported, and '\(device.name)' is in domain \(address.domain).")
            }
            guard var bus = buses[address.bus] else { return missingBuses(upTo: address.bus) }
            guard bus.has(slot: address.slot) else {
                throw QEMUDriverError.invalid(
                    "Device '\(device.name)' is at PCI address \(address.text), but bus \(address.bus) of model '\(bus.model)' "
                        + "has slots \(bus.slots.lowerBound) to \(bus.slots.upperBound).")
            }
            let sharesSlot = address.multifunction == .on || address.function != 0 || isShared(address, devices)
            if sharesSlot {
                guard bus.isFree(slot: address.slot, function: address.function) else {
                    throw conflict(device, address)
                }
                bus.take(slot: address.slot, function: address.function, aggregates: device.connector == .rootPort)
            } else {
                guard bus.isFree(slot: address.slot) else { throw conflict(device, address) }
                if device.connector == .rootPort {
                    bus.take(slot: address.slot)
                } else {
                    bus.take(slot: address.slot)
                }
            }
            if domain.os.isPSeries { bus.isolationGroup = bus.isolationGroup ?? isolationGroup(device) }
            buses[address.bus] = bus
        }
        return nil
    }

    /// The isolation group of a device: that of its I/O MMU group for one of the host's, 0 for one that QEMU makes.
    private func isolationGroup(_ device: PCIDevice) -> Int {
        guard domain.os.isPSeries, let address = device.hostAddress?.text else { return 0 }
        return iommuGroups[address].map { $0 + 1 } ?? 0
    }

    private func isShared(_ address: PCIAddress, _ devices: [PCIDevice]) -> Bool {
        devices.contains { other in
            guard let pci = domain[keyPath: other.info].pci else { return false }
            return pci.bus == address.bus && pci.slot == address.slot && pci.function != address.function
        }
    }

    private func conflict(_ device: PCIDevice, _ address: PCIAddress) -> QEMUDriverError {
        .invalid("PCI address \(address.text) of device '\(device.name)' is in use by another device.")
    }

    private func missingBuses(upTo bus: Int) -> [String] {
        let next = (buses.keys.max() ?? 0) + 1
        let model = isExpress ? "pcie-root-port" : domain.os.isPSeries ? "pci-root" : "pci-bridge"
        return next <= bus ? Array(repeating: model, count: 1) : [model]
    }

    // MARK: What the chip set has

    private mutating func reserveChipset() throws {
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
        for function in 0..<4 { take(slot: 1, function: function) }
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
        let functions = ["ich9-uhci1": 0, "ich9-uhci2": 1, "ich9-uhci3": 2, "ich9-ehci1": 7]
        for (number, slot) in [(0, 29), (1, 26)] {
            for index in domain.devices.controllers.indices {
                let controller = domain.devices.controllers[index]
                guard controller.kind == .usb, controller.index == number,
                    let function = controller.model.flatMap({ functions[$0] }),
                    controller.info.address == nil, buses[0]?.isFree(slot: slot, function: function) == true
                else { continue }
                take(slot: slot, function: function)
                domain.devices.controllers[index].info.pci = PCIAddress(bus: 0, slot: slot, function: function)
            }
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

    private mutating func take(slot: Int, function: Int) { buses[0]?.take(slot: slot, function: function) }

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

    // MARK: Everything else

    /// Places one device; returns controllers that are missing for it.
    private mutating func place(_ device: PCIDevice) throws -> [String]? {
        if let companion = ich9Slot(device) {
            buses[companion.bus]?.take(slot: companion.slot, function: companion.function)
            domain[keyPath: device.info].pci = companion
            domain[keyPath: device.info].isAddressChosen = true
            return nil
        }
        let aggregates = device.connector == .rootPort
        let group = isolationGroup(device)
        // A bus of the device's own group is better than one that nobody has claimed.
        let order = buses.keys.sorted { one, other in
            let isOwn = (buses[one]?.isolationGroup == group, buses[other]?.isolationGroup == group)
            return isOwn.0 != isOwn.1 ? isOwn.0 : one < other
        }
        for index in order {
            guard let bus = buses[index], bus.accepts(device.connector, isHotpluggable: device.isHotpluggable),
                let free = bus.free(aggregates: aggregates), !isOwnBus(device, index)
            else { continue }
            if domain.os.isPSeries {
                guard bus.isolationGroup == nil || bus.isolationGroup == group else { continue }
                buses[index]?.isolationGroup = group
            }
            buses[index]?.take(slot: free.slot, function: aggregates ? free.function : nil, aggregates: aggregates)
            var address = PCIAddress(bus: index, slot: free.slot, function: free.function)
            if let function = ich9Function(device) {
                // The controllers of one set are the functions of one device.
                address.function = function
                buses[index]?.untake(slot: free.slot, keeping: function)
            }
            address.zpci = domain[keyPath: device.info].pci?.zpci
            domain[keyPath: device.info].pci = address
            domain[keyPath: device.info].isAddressChosen = true
            return nil
        }
        return try missing(for: device)
    }

    private func usbController(_ device: PCIDevice) -> Controller? {
        domain.devices.controllers.indices.first { device.info == \Domain.devices.controllers[$0].info }
            .map { domain.devices.controllers[$0] }.flatMap { $0.kind == .usb ? $0 : nil }
    }

    private func ich9Function(_ device: PCIDevice) -> Int? {
        ["ich9-uhci1": 0, "ich9-uhci2": 1, "ich9-uhci3": 2, "ich9-ehci1": 7][usbController(device)?.model ?? ""]
    }

    /// The place of an ICH9 controller beside another of its set that has one.
    private func ich9Slot(_ device: PCIDevice) -> PCIAddress? {
        guard let controller = usbController(device), let function = ich9Function(device) else { return nil }
        for other in domain.devices.controllers
        where other.kind == .usb && other.index == controller.index && other.model?.hasPrefix("ich9-") == true {
            guard let pci = other.info.pci, buses[pci.bus]?.isFree(slot: pci.slot, function: function) == true else {
                continue
            }
            return PCIAddress(bus: pci.bus, slot: pci.slot, function: function)
        }
        return nil
    }

    /// Function 0 of a slot with several functions says so, and nothing else does.
    private mutating func markMultifunction() {
        let devices = PCIDeviceList.all(domain, capabilities, isExpress: isExpress)
        for device in devices {
            guard var pci = domain[keyPath: device.info].pci, pci.function == 0, pci.multifunction == nil else {
                continue
            }
            let hasMore = devices.contains { other in
                domain[keyPath: other.info].pci.map { $0.bus == pci.bus && $0.slot == pci.slot && $0.function != 0 }
                    ?? false
            }
            guard hasMore else { continue }
            pci.multifunction = .on
            domain[keyPath: device.info].pci = pci
        }
    }

    /// A bridge never sits on its own bus, nor above the bus it makes.
    private func isOwnBus(_ device: PCIDevice, _ bus: Int) -> Bool {
        guard let controller = domain.devices.controllers.first(where: { $0.kind == .pci && $0.index == bus }) else {
            return false
        }
        return controller.info == domain[keyPath: device.info] && device.name == "pci controller \(bus)"
    }

    private func missing(for device: PCIDevice) throws -> [String] {
        let hasBridge = capabilities.has(type: "pcie-pci-bridge")
        switch device.connector {
        case .pcie, .pcieToPCIBridge: if isExpress { return ["pcie-root-port"] }
        case .pci:
            if !isExpress { return domain.os.isPSeries ? ["pci-root"] : ["pci-bridge"] }
            if hasBridge {
                let hasPort = buses.values.contains { $0.model == "pcie-root-port" && !$0.isFull }
                return hasPort ? ["pcie-to-pci-bridge"] : ["pcie-root-port", "pcie-to-pci-bridge"]
            }
            let hasDMI = domain.devices.controllers.contains { $0.kind == .pci && $0.model == "dmi-to-pci-bridge" }
            return hasDMI ? ["pci-bridge"] : ["dmi-to-pci-bridge"]
        case .pciBridge:
            if isExpress { return hasBridge ? ["pcie-to-pci-bridge"] : ["dmi-to-pci-bridge"] }
        case .upstreamPort: return ["pcie-root-port"]
        case .downstreamPort: return ["pcie-switch-upstream-port"]
        default: break
        }
        throw QEMUDriverError.invalid("There is no free place on any PCI bus for '\(device.name)'.")
    }

    /// A free root port that is kept for a device to be plugged in later.
    private func spare() -> [String]? {
        let hasFree = buses.values.contains { $0.model == "pcie-root-port" && !$0.isFull }
        return hasFree ? nil : ["pcie-root-port"]
    }

    /// Model names, chassis and port numbers of bridges and ports, which the guest sees.
    private mutating func fillControllerTargets() {
        for index in domain.devices.controllers.indices where domain.devices.controllers[index].kind == .pci {
            var controller = domain.devices.controllers[index]
            let number = controller.index ?? 0
            let address = controller.info.pci
            switch controller.model {
            case "pci-bridge":
                controller.modelName = controller.modelName ?? "pci-bridge"
                controller.target.chassisNumber = controller.target.chassisNumber ?? number
            case "dmi-to-pci-bridge": controller.modelName = controller.modelName ?? "i82801b11-bridge"
            case "pcie-to-pci-bridge": controller.modelName = controller.modelName ?? "pcie-pci-bridge"
            case "pcie-root-port":
                controller.modelName =
                    controller.modelName ?? (capabilities.has(type: "pcie-root-port") ? "pcie-root-port" : "ioh3420")
                controller.target.chassis = controller.target.chassis ?? number
                if controller.target.port == nil, let address {
                    controller.target.port = Hex1(UInt64(address.slot << 3 + address.function & 0xff))
                }
            case "pcie-switch-upstream-port": controller.modelName = controller.modelName ?? "x3130-upstream"
            case "pcie-switch-downstream-port":
                controller.modelName = controller.modelName ?? "xio3130-downstream"
                controller.target.chassis = controller.target.chassis ?? number
                if controller.target.port == nil, let address { controller.target.port = Hex1(UInt64(address.slot)) }
            case "pci-expander-bus", "pcie-expander-bus":
                controller.modelName =
                    controller.modelName ?? (controller.model == "pci-expander-bus" ? "pxb" : "pxb-pcie")
                if controller.target.busNumber == nil { controller.target.busNumber = freeBusNumber(below: index) }
            case "pci-root":
                if domain.os.isPSeries {
                    controller.modelName = controller.modelName ?? "spapr-pci-host-bridge"
                    controller.target.index = controller.target.index ?? freeTargetIndex(number)
                }
            default: break
            }
            domain.devices.controllers[index] = controller
        }
    }

    private func freeTargetIndex(_ number: Int) -> Int {
        if number == 0 { return 0 }
        let used = Set(domain.devices.controllers.compactMap { $0.kind == .pci ? $0.target.index : nil })
        var index = 1
        while used.contains(index) { index += 1 }
        return index
    }

    /// Expander buses are numbered from the top, each with room for the buses below it.
    private func freeBusNumber(below index: Int) -> Int {
        let used = domain.devices.controllers.compactMap { $0.kind == .pci ? $0.target.busNumber : nil }.min() ?? 256
        return max(1, used - 2)
    }
}
