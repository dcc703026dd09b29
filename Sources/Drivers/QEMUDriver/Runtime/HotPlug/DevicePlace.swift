// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import VirtModel

/// Where a device that can come and go, while the machine runs or in its definition, is among those of its domain.
struct DevicePlace: Sendable, Hashable {
    enum Kind: Sendable, CaseIterable {
        case disk, interface, hostDevice, controller, hub, input, randomNumberGenerator, memory
        case serial, parallel, console, channel, filesystem, sound, watchdog
    }
    var kind: Kind
    var index: Int
}

extension Devices {
    /// The places of devices of a kind for which something holds.
    func places(of kind: DevicePlace.Kind, where condition: (Int) -> Bool = { _ in true }) -> [DevicePlace] {
        let count =
            switch kind {
            case .disk: disks.count
            case .interface: interfaces.count
            case .hostDevice: hostDevices.count
            case .controller: controllers.count
            case .hub: hubs.count
            case .input: inputs.count
            case .randomNumberGenerator: randomNumberGenerators.count
            case .memory: memories.count
            case .serial: serials.count
            case .parallel: parallels.count
            case .console: consoles.count
            case .channel: channels.count
            case .filesystem: filesystems.count
            case .sound: sounds.count
            case .watchdog: watchdogs.count
            }
        return (0..<count).filter(condition).map { DevicePlace(kind: kind, index: $0) }
    }

    /// All of them.
    var places: [DevicePlace] { DevicePlace.Kind.allCases.flatMap { places(of: $0) } }

    /// What the device of a place says of itself as every device may.
    func info(at place: DevicePlace) -> DeviceInfo {
        switch place.kind {
        case .disk: disks[place.index].info
        case .interface: interfaces[place.index].info
        case .hostDevice: hostDevices[place.index].info
        case .controller: controllers[place.index].info
        case .hub: hubs[place.index].info
        case .input: inputs[place.index].info
        case .randomNumberGenerator: randomNumberGenerators[place.index].info
        case .memory: memories[place.index].info
        case .serial: serials[place.index].info
        case .parallel: parallels[place.index].info
        case .console: consoles[place.index].info
        case .channel: channels[place.index].info
        case .filesystem: filesystems[place.index].info
        case .sound: sounds[place.index].info
        case .watchdog: watchdogs[place.index].info
        }
    }

    /// Takes a device out.
    mutating func remove(at place: DevicePlace) {
        switch place.kind {
        case .disk: disks.remove(at: place.index)
        case .interface: interfaces.remove(at: place.index)
        case .hostDevice: hostDevices.remove(at: place.index)
        case .controller: controllers.remove(at: place.index)
        case .hub: hubs.remove(at: place.index)
        case .input: inputs.remove(at: place.index)
        case .randomNumberGenerator: randomNumberGenerators.remove(at: place.index)
        case .memory: memories.remove(at: place.index)
        case .serial: serials.remove(at: place.index)
        case .parallel: parallels.remove(at: place.index)
        case .console: consoles.remove(at: place.index)
        case .channel: channels.remove(at: place.index)
        case .filesystem: filesystems.remove(at: place.index)
        case .sound: sounds.remove(at: place.index)
        case .watchdog: watchdogs.remove(at: place.index)
        }
    }

    /// The place of an alias; nil when no device that can come and go has it.
    func place(aliased alias: String) -> DevicePlace? { places.first { info(at: $0).alias == alias } }

    /// The place of an alias.
    ///
    /// - Throws: `deviceMissing`.
    func place(alias: String) throws -> DevicePlace {
        guard let place = place(aliased: alias) else {
            throw VirtError(.deviceMissing, "The domain has no device '\(alias)' that can be detached.")
        }
        return place
    }

    /// The aliases of all devices that can come and go.
    var aliases: Set<String> { Set(places.compactMap { info(at: $0).alias }) }

    /// Only the devices of these aliases.
    func only(_ aliases: Set<String>) -> Devices {
        var some = Devices()
        some.disks = disks.filter { $0.info.alias.map(aliases.contains) ?? false }
        some.interfaces = interfaces.filter { $0.info.alias.map(aliases.contains) ?? false }
        some.hostDevices = hostDevices.filter { $0.info.alias.map(aliases.contains) ?? false }
        return some
    }
}
