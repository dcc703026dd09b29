// SPDX-License-Identifier: Apache-2.0

internal import VirtModel

extension DomainCompletion {
    /// Gives every USB device a port of the first controller, or hub below one, that has a free one.
    mutating func assignUSB() throws {
        // Without a model there is no knowing how many ports there are.
        guard domain.devices.controllers.contains(where: { $0.kind == .usb && $0.model != nil && $0.model != "none" })
        else { return }
        addHubs()
        var ports = USBPorts(domain.devices.controllers)
        for hub in domain.devices.hubs {
            if let address = hub.info.usb, !address.port.isEmpty { ports.add(hub: address) }
        }
        let devices = usbDevices()
        for device in devices {
            guard let address = domain[device].usb, !address.port.isEmpty else { continue }
            guard ports.take(address) else {
                throw QEMUDriverError.invalid(
                    "USB port \(address.portText) of bus \(address.bus) is in use, or is not there.")
            }
        }
        for device in devices where domain[device].usb?.port.isEmpty != false {
            let wanted = domain[device].usb?.bus
            if wanted == nil, domain[device].address != nil { continue }
            guard let address = ports.free(bus: wanted) else {
                throw QEMUDriverError.invalid("There are more USB devices than ports.")
            }
            if case .hubs = device { ports.add(hub: address) }
            domain[device].address = .usb(address)
        }
    }

    /// As many hubs as it takes for every device to have a port. Each has eight, and needs one itself.
    private mutating func addHubs() {
        let available = USBPorts(domain.devices.controllers).count + 8 * domain.devices.hubs.count
        let missing = usbDevices().count - available
        guard missing > 0 else { return }
        for _ in 0..<(missing + 1 + 6) / 7 { domain.devices.hubs.append(Hub()) }
    }

    /// The devices on USB, hubs first.
    private func usbDevices() -> [DeviceReference] {
        var list: [DeviceReference] = []
        let devices = domain.devices
        for index in devices.hubs.indices { list.append(.hubs(index)) }
        for (index, disk) in devices.disks.enumerated() where disk.bus == .usb {
            list.append(.disks(index))
        }
        for (index, interface) in devices.interfaces.enumerated() where interface.model == "usb-net" {
            list.append(.interfaces(index))
        }
        for (index, sound) in devices.sounds.enumerated() where sound.model == "usb" {
            list.append(.sounds(index))
        }
        for (index, host) in devices.hostDevices.enumerated() where host.type == "usb" {
            list.append(.hostDevices(index))
        }
        for (index, controller) in devices.controllers.enumerated() where controller.kind == .ccid {
            list.append(.controllers(index))
        }
        for (index, serial) in devices.serials.enumerated() where serial.targetType == "usb-serial" {
            list.append(.serials(index))
        }
        for (index, input) in devices.inputs.enumerated() where input.bus == "usb" {
            list.append(.inputs(index))
        }
        for index in devices.redirectedDevices.indices { list.append(.redirectedDevices(index)) }
        return list
    }
}

/// The ports of all USB buses.
private struct USBPorts {
    private var counts: [(bus: Int, path: [Int], count: Int)] = []
    private var used: Set<USBAddress> = []

    init(_ controllers: [Controller]) {
        for controller in controllers
        where controller.kind == .usb && controller.model != "none" && controller.info.masterStartPort == nil {
            counts.append((controller.index ?? 0, [], Self.ports(controller)))
        }
        counts.sort { $0.bus < $1.bus }
    }

    /// How many ports the root hub of a controller has, as its QEMU device is built.
    private static func ports(_ controller: Controller) -> Int {
        switch controller.model {
        case "piix3-uhci", "piix4-uhci", "ich9-uhci1", "ich9-uhci2", "ich9-uhci3", "vt82c686b-uhci": 2
        case "ehci", "ich9-ehci1": 6
        case "pci-ohci": 3
        case "nec-xhci", "qemu-xhci": controller.ports ?? 4
        default: 0
        }
    }

    /// How many ports all root hubs have.
    var count: Int { counts.reduce(0) { $0 + $1.count } }

    /// Hubs have eight ports.
    mutating func add(hub address: USBAddress) { counts.append((address.bus, address.port, 8)) }

    mutating func take(_ address: USBAddress) -> Bool {
        let parent = Array(address.port.dropLast())
        guard let count = counts.first(where: { $0.bus == address.bus && $0.path == parent })?.count,
            let port = address.port.last, (1...max(count, 1)).contains(port)
        else { return false }
        return used.insert(USBAddress(bus: address.bus, port: address.port)).inserted
    }

    mutating func free(bus: Int?) -> USBAddress? {
        for hub in counts where bus == nil || hub.bus == bus {
            for port in 0..<hub.count {
                let address = USBAddress(bus: hub.bus, port: hub.path + [port + 1])
                if used.insert(address).inserted { return address }
            }
        }
        return nil
    }
}
