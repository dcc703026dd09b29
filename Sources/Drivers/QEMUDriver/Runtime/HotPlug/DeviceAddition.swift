// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import VirtModel

/// A running domain with one more device, which has its defaults, address and alias by the same steps as at a start.
struct DeviceAddition: Sendable {
    /// The domain as it is afterwards.
    private(set) var domain: Domain
    /// The new devices: the one that was asked for, and a controller or hub that it needs.
    private(set) var aliases: Set<String>
    /// The one that was asked for.
    private(set) var alias: String

    init(
        of device: HotPlugDevice, to domain: Domain, capabilities: QEMUCapabilities, context: LaunchContext
    ) throws {
        var changed = domain
        try device.insert(into: &changed.devices)
        var completion = DomainCompletion(changed, capabilities, context)
        completion.isActive = true
        try completion.define()
        try completion.assignUSB()
        try completion.resolveVolumes()
        try completion.validateTuning()
        completion.domain.assignAliases()
        completion.domain.numberImages(below: context.transientOverlays)
        self.domain = completion.domain
        let devices = completion.domain.devices
        let known = domain.devices.aliases
        let fresh = devices.places.filter { place in devices.info(at: place).alias.map { !known.contains($0) } ?? false
        }
        aliases = Set(fresh.compactMap { devices.info(at: $0).alias })
        // A controller that is missing is added behind what was asked for.
        let own =
            device.kind == .controller ? fresh.first { $0.kind == .controller } : fresh.last { $0.kind == device.kind }
        guard let own, let alias = devices.info(at: own).alias else {
            throw VirtError(.internalError, "The \(device.description) did not get an alias.")
        }
        self.alias = alias
        for place in fresh where place.kind == .controller && devices.controllers[place.index].kind == .pci {
            throw VirtError(
                .operationFailed,
                "Cannot attach the \(device.description) to domain '\(domain.name)': no PCI slot is free that takes a device while the machine runs. Add a <controller type='pci' model='pcie-root-port'/> to its definition."
            )
        }
    }
}

extension HotPlugDevice {
    /// The kind of its place.
    var kind: DevicePlace.Kind? {
        switch self {
        case .disk: .disk
        case .interface: .interface
        case .hostDevice: .hostDevice
        case .controller: .controller
        case .input: .input
        case .randomNumberGenerator: .randomNumberGenerator
        case .memory: .memory
        case .graphics: nil
        case .definitionOnly(let device): device.kind
        }
    }

    /// - Throws: `operationUnsupported` for what no machine takes while it runs.
    func checkPluggable() throws {
        let reason: String? =
            switch self {
            case .disk(let disk):
                if let bus = disk.bus, ![.virtio, .scsi, .usb].contains(bus) {
                    "bus '\(bus.rawValue)' takes disks only while the machine is off. Use 'virtio', 'scsi' or 'usb'"
                } else if disk.isTransient {
                    "the overlay of a transient disk is made at a start"
                } else {
                    nil
                }
            case .hostDevice(let device) where device.type.hasPrefix("scsi"):
                "host devices of type '\(device.type)' are taken only while the machine is off"
            case .controller(let controller) where ![.scsi, .virtioSerial].contains(controller.kind):
                "controllers '\(controller.kind.rawValue)' come and go only while the machine is off"
            case .input(let input) where input.bus == "ps2":
                "bus 'ps2' is part of the machine. Use 'usb' or 'virtio'"
            case .definitionOnly: "that is only while the machine is off. Start it anew"
            default: nil
            }
        if let reason {
            throw VirtError(
                .operationUnsupported,
                "The \(description) cannot come or go: \(reason), or change the definition.")
        }
    }
}

extension Devices {
    /// Takes over the devices that can come and go.
    mutating func adopt(_ other: Devices) {
        (disks, interfaces, hostDevices) = (other.disks, other.interfaces, other.hostDevices)
        (controllers, hubs, inputs) = (other.controllers, other.hubs, other.inputs)
        (randomNumberGenerators, memories) = (other.randomNumberGenerators, other.memories)
    }

    /// The device of a place, as one to be looked at.
    func device(at place: DevicePlace) -> HotPlugDevice? {
        switch place.kind {
        case .disk: .disk(disks[place.index])
        case .interface: .interface(interfaces[place.index])
        case .hostDevice: .hostDevice(hostDevices[place.index])
        case .controller: .controller(controllers[place.index])
        case .hub: nil
        case .input: .input(inputs[place.index])
        case .randomNumberGenerator: .randomNumberGenerator(randomNumberGenerators[place.index])
        case .memory: .memory(memories[place.index])
        default: DefinitionDevice(at: place, of: self).map { .definitionOnly($0) }
        }
    }
}
