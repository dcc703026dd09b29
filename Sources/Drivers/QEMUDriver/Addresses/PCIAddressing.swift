// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

/// One device that sits on a PCI bus, by where it is found in the domain.
struct PCIDevice {
    /// Where its common information is.
    let info: DeviceReference
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
    let iommuGroups: [String: Int]
    var buses = PCIBuses()

    init(
        _ domain: Domain, _ capabilities: QEMUCapabilities, _ iommuGroups: [String: Int], wantsSpare: Bool
    ) {
        self.domain = domain
        self.iommuGroups = iommuGroups
        self.capabilities = capabilities
        self.wantsSpare = wantsSpare
    }

    var isExpress: Bool {
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
        if !isExpress, let bus = buses[0], bus.model == "pci-root", buses.all.count == 1, !domain.os.isPSeries,
            buses.all.filter({ ["pci-root", "pci-bridge"].contains($0.model) }).allSatisfy(\.isFull),
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
        switch domain[device.info].address {
        case nil: true
        case .pci(let address)?: address.isEmpty && !domain[device.info].isAddressChosen
        default: false
        }
    }

    // MARK: What the document says

    private mutating func reserveGiven() throws -> [String]? {
        let devices = PCIDeviceList.all(domain, capabilities, isExpress: isExpress)
        let highest = devices.compactMap { domain[$0.info].pci?.bus }.max() ?? 0
        if highest > 255 { throw QEMUDriverError.invalid("PCI bus \(highest) is above 255.") }
        if buses[highest] == nil, highest > 0 { return [missingBus(for: devices)] }
        for device in devices {
            guard let address = domain[device.info].pci,
                !(address.isEmpty && !domain[device.info].isAddressChosen)
            else { continue }
            guard address.domain == 0 else {
                throw QEMUDriverError.invalid(
                    "Only PCI domain 0 is supported, and '\(device.name)' is in domain \(address.domain).")
            }
            guard var bus = buses[address.bus] else { return [missingBus(for: devices)] }
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
                bus.take(slot: address.slot)
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
            guard let pci = domain[other.info].pci else { return false }
            return pci.bus == address.bus && pci.slot == address.slot && pci.function != address.function
        }
    }

    private func conflict(_ device: PCIDevice, _ address: PCIAddress) -> QEMUDriverError {
        .invalid("PCI address \(address.text) of device '\(device.name)' is in use by another device.")
    }

    /// What makes the bus of the lowest number that is not there.
    private func missingBus(for devices: [PCIDevice]) -> String {
        guard isExpress else { return domain.os.isPSeries ? "pci-root" : "pci-bridge" }
        let number = (buses.numbers.last ?? 0) + 1
        // A port has one slot, with the number 0.
        let hasSlots = devices.contains { domain[$0.info].pci.map { $0.bus == number && $0.slot > 0 } ?? false }
        return hasSlots ? "pci-bridge" : "pcie-root-port"
    }

    // MARK: What the chip set has

    /// Places one device; returns controllers that are missing for it.
    mutating func place(_ device: PCIDevice) throws -> [String]? {
        if let companion = ich9Slot(device) {
            buses[companion.bus]?.take(slot: companion.slot, function: companion.function)
            domain[device.info].pci = companion
            domain[device.info].isAddressChosen = true
            return nil
        }
        let aggregates = device.connector == .rootPort
        let group = isolationGroup(device)
        // A bus of the device's own group is better than one that nobody has claimed.
        let numbers = buses.numbers
        let own = domain.os.isPSeries ? numbers.filter { buses[$0]?.isolationGroup == group } : []
        for index in own + numbers {
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
            address.zpci = domain[device.info].pci?.zpci
            domain[device.info].pci = address
            domain[device.info].isAddressChosen = true
            return nil
        }
        return try missing(for: device)
    }

    /// Function 0 of a slot with several functions says so, and nothing else does.
    private mutating func markMultifunction() {
        let devices = PCIDeviceList.all(domain, capabilities, isExpress: isExpress)
        for device in devices {
            guard var pci = domain[device.info].pci, pci.function == 0, pci.multifunction == nil else {
                continue
            }
            let hasMore = devices.contains { other in
                domain[other.info].pci.map { $0.bus == pci.bus && $0.slot == pci.slot && $0.function != 0 }
                    ?? false
            }
            guard hasMore else { continue }
            pci.multifunction = .on
            domain[device.info].pci = pci
        }
    }

    /// A bridge never sits on its own bus, nor above the bus it makes.
    private func isOwnBus(_ device: PCIDevice, _ bus: Int) -> Bool {
        guard let controller = domain.devices.controllers.first(where: { $0.kind == .pci && $0.index == bus }) else {
            return false
        }
        return controller.info == domain[device.info] && device.name == "pci controller \(bus)"
    }
}
