// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import VirtModel
internal import XMLCoding

/// A device in a document of its own: what is added to a domain, or is looked for in it.
enum HotPlugDevice: Sendable {
    case disk(Disk)
    case interface(NetworkInterface)
    case hostDevice(HostDevice)
    case controller(Controller)
    case input(Input)
    case randomNumberGenerator(RandomNumberGenerator)
    case memory(MemoryDevice)
    case graphics(Graphics)
    case definitionOnly(DefinitionDevice)

    /// Reads a document.
    init(xml text: String) throws {
        let element = try XMLParser().parse(text)
        var list = XMLElement("devices")
        list.children = [.element(element)]
        let devices: Devices = try XMLReader.read(from: list, form: XMLForm())
        if let device = devices.disks.first {
            self = .disk(device)
        } else if let device = devices.interfaces.first {
            self = .interface(device)
        } else if let device = devices.hostDevices.first {
            self = .hostDevice(device)
        } else if let device = devices.controllers.first {
            self = .controller(device)
        } else if let device = devices.inputs.first {
            self = .input(device)
        } else if let device = devices.randomNumberGenerators.first {
            self = .randomNumberGenerator(device)
        } else if let device = devices.memories.first {
            self = .memory(device)
        } else if let device = devices.graphics.first {
            self = .graphics(device)
        } else if let device = DefinitionDevice(devices) {
            self = .definitionOnly(device)
        } else {
            throw VirtError(
                .operationUnsupported,
                "A device '\(element.name)' cannot be attached, detached or updated. Change the definition of the domain."
            )
        }
    }

    /// What it is, for messages.
    var description: String {
        switch self {
        case .disk(let disk): "disk '\(disk.target)'"
        case .interface(let interface): interface.mac.map { "interface '\($0.xml)'" } ?? "interface"
        case .hostDevice(let device): "host device of type '\(device.type)'"
        case .controller(let controller):
            "controller '\(controller.kind.rawValue)' \(controller.index.map(String.init) ?? "")"
        case .input(let input): "input '\(input.type)'"
        case .randomNumberGenerator: "random number generator"
        case .memory(let memory): "memory '\(memory.model)'"
        case .graphics(let graphics): "screen '\(graphics.kind.rawValue)'"
        case .definitionOnly(let device): "\(device.kind)"
        }
    }

    /// Adds it behind those of its kind.
    ///
    /// - Throws: `operationInvalid` when what it is known by is taken.
    func insert(into devices: inout Devices) throws {
        switch self {
        case .disk(let disk):
            guard !devices.disks.contains(where: { $0.target == disk.target }) else {
                throw Self.taken("The target '\(disk.target)' is taken by another disk.")
            }
            devices.disks.append(disk)
        case .interface(let interface):
            // Those that stand in for one another have one address.
            let isAlone = interface.mac != nil && interface.teaming == nil
            guard !isAlone || !devices.interfaces.contains(where: { $0.mac == interface.mac }) else {
                throw Self.taken("The address '\(interface.mac?.xml ?? "")' is taken by another interface.")
            }
            devices.interfaces.append(interface)
        case .hostDevice(let device):
            guard !devices.hostDevices.contains(where: { $0.isOf(device) }) else {
                throw Self.taken("The device of the host is in the domain already.")
            }
            devices.hostDevices.append(device)
        case .controller(let controller):
            let others = devices.controllers.filter { $0.kind == controller.kind }
            guard controller.index == nil || !others.contains(where: { $0.index == controller.index }) else {
                throw Self.taken("The domain has a controller '\(controller.kind.rawValue)' of this index.")
            }
            devices.controllers.append(controller)
        case .input(let input): devices.inputs.append(input)
        case .randomNumberGenerator(let generator): devices.randomNumberGenerators.append(generator)
        case .memory(let memory): devices.memories.append(memory)
        case .graphics:
            throw VirtError(.operationUnsupported, "A screen cannot be attached. Change the definition of the domain.")
        case .definitionOnly(let device): device.insert(into: &devices)
        }
        if let alias = info.alias, devices.places.filter({ devices.info(at: $0).alias == alias }).count > 1 {
            throw Self.taken("The alias '\(alias)' is taken by another device.")
        }
    }

    private static func taken(_ sentence: String) -> VirtError {
        VirtError(.operationInvalid, "\(sentence) Detach that one first, or choose another.")
    }

    /// What it says of itself as every device may.
    var info: DeviceInfo {
        switch self {
        case .disk(let disk): disk.info
        case .interface(let interface): interface.info
        case .hostDevice(let device): device.info
        case .controller(let controller): controller.info
        case .input(let input): input.info
        case .randomNumberGenerator(let generator): generator.info
        case .memory(let memory): memory.info
        case .graphics: DeviceInfo()
        case .definitionOnly(let device): device.info
        }
    }

    /// Where in a domain the device is that this describes.
    ///
    /// - Throws: `deviceMissing`; `operationFailed` when it fits more than one.
    func place(in devices: Devices) throws -> DevicePlace {
        let found: [DevicePlace]
        switch self {
        case .disk(let disk): found = devices.places(of: .disk) { devices.disks[$0].target == disk.target }
        case .interface(let interface):
            found = devices.places(of: .interface) { index in
                let other = devices.interfaces[index]
                return (interface.mac == nil || interface.mac == other.mac) && fits(other.info)
                    && (interface.mac != nil || interface.kind == other.kind)
            }
        case .hostDevice(let device):
            found = devices.places(of: .hostDevice) { devices.hostDevices[$0].isOf(device) }
        case .controller(let controller):
            found = devices.places(of: .controller) { index in
                let other = devices.controllers[index]
                return other.kind == controller.kind && (other.index ?? 0) == (controller.index ?? 0)
            }
        case .input(let input):
            found = devices.places(of: .input) { index in
                let other = devices.inputs[index]
                return other.type == input.type && (input.bus == nil || other.bus == input.bus) && fits(other.info)
            }
        case .randomNumberGenerator(let generator):
            found = devices.places(of: .randomNumberGenerator) { index in
                let other = devices.randomNumberGenerators[index]
                return other.backend == generator.backend && fits(other.info)
            }
        case .memory(let memory):
            found = devices.places(of: .memory) { index in
                let other = devices.memories[index]
                return other.model == memory.model && other.size.kib == memory.size.kib && fits(other.info)
            }
        case .graphics:
            throw VirtError(.operationUnsupported, "A screen cannot be detached. Change the definition of the domain.")
        case .definitionOnly(let device):
            found = devices.places(of: device.kind) { index in
                let place = DevicePlace(kind: device.kind, index: index)
                return device.describes(index, in: devices) && fits(devices.info(at: place))
            }
        }
        guard let first = found.first else {
            throw VirtError(.deviceMissing, "The domain has no \(description) as described.")
        }
        guard found.count == 1 else {
            throw VirtError(
                .operationFailed, "The domain has more than one \(description) as described. Name its alias or address."
            )
        }
        return first
    }

    /// Whether a device has the alias and the address that are given here.
    private func fits(_ other: DeviceInfo) -> Bool {
        (info.alias == nil || info.alias == other.alias) && (info.address == nil || info.address == other.address)
    }
}

extension HostDevice {
    /// Whether both mean one device of the host.
    fileprivate func isOf(_ other: HostDevice) -> Bool {
        guard type == other.type, source.vendorID != nil || source.usb != nil || other.type != "usb" else {
            return false
        }
        if type == "usb" {
            // By where it is plugged in, or by what it is, as far as both say it.
            let isSamePlace = source.usb == nil || other.source.usb == nil || source.usb == other.source.usb
            let isSameKind =
                source.vendorID == nil || other.source.vendorID == nil
                || source.vendorID == other.source.vendorID && source.productID == other.source.productID
            let isComparable =
                source.usb != nil && other.source.usb != nil || source.vendorID != nil && other.source.vendorID != nil
            return isSamePlace && isSameKind && isComparable
        }
        return source.pci == other.source.pci && source.uuid == other.source.uuid && source.scsi == other.source.scsi
            && source.scsiUnit == other.source.scsiUnit && source.adapter == other.source.adapter
            && source.wwpn == other.source.wwpn
    }
}
