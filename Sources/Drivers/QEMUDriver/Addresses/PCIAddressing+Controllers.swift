// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension PCIAddressing {
    private func usbController(_ device: PCIDevice) -> Controller? {
        domain.devices.controllers.indices.first { device.info == .controllers($0) }
            .map { domain.devices.controllers[$0] }.flatMap { $0.kind == .usb ? $0 : nil }
    }

    func ich9Function(_ device: PCIDevice) -> Int? {
        ["ich9-uhci1": 0, "ich9-uhci2": 1, "ich9-uhci3": 2, "ich9-ehci1": 7][usbController(device)?.model ?? ""]
    }

    /// The place of an ICH9 controller beside another of its set that has one.
    func ich9Slot(_ device: PCIDevice) -> PCIAddress? {
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

    func missing(for device: PCIDevice) throws -> [String] {
        let hasBridge = capabilities.has(type: "pcie-pci-bridge")
        switch device.connector {
        case .pcie, .pcieToPCIBridge: if isExpress { return ["pcie-root-port"] }
        case .pci:
            if !isExpress { return domain.os.isPSeries ? ["pci-root"] : ["pci-bridge"] }
            if hasBridge {
                // A further bus of the old kind hangs below the one that is there.
                let hasOne = buses.all.contains { $0.model == "pcie-to-pci-bridge" }
                return hasOne ? ["pci-bridge"] : ["pcie-root-port", "pcie-to-pci-bridge"]
            }
            let hasDMI = domain.devices.controllers.contains { $0.kind == .pci && $0.model == "dmi-to-pci-bridge" }
            return hasDMI ? ["pci-bridge"] : ["dmi-to-pci-bridge"]
        case .pciBridge:
            if isExpress { return hasBridge ? ["pcie-to-pci-bridge"] : ["dmi-to-pci-bridge"] }
        case .upstreamPort: return ["pcie-root-port"]
        default: break
        }
        throw QEMUDriverError.invalid("There is no free place on any PCI bus for '\(device.name)'.")
    }

    /// A free root port that is kept for a device to be plugged in later.
    func spare() -> [String]? {
        let hasFree = buses.all.contains { $0.model == "pcie-root-port" && !$0.isFull }
        return hasFree ? nil : ["pcie-root-port"]
    }

    /// Model names, chassis and port numbers of bridges and ports, which the guest sees.
    mutating func fillControllerTargets() {
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
