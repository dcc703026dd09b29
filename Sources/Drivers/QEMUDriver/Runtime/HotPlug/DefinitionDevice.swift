// SPDX-License-Identifier: Apache-2.0

internal import VirtModel

/// A device that comes and goes in definitions only, as no QEMU that runs is given one.
struct DefinitionDevice: Sendable {
    /// The kinds of such devices.
    private static let kinds: [DevicePlace.Kind] = [
        .serial, .parallel, .console, .channel, .filesystem, .sound, .watchdog,
    ]

    /// What it is.
    let kind: DevicePlace.Kind
    /// The list that has it as its only element.
    private let own: Devices

    /// The device in a list of one; nil when that is of another kind.
    init?(_ devices: Devices) {
        guard let kind = Self.kinds.first(where: { devices.places(of: $0).count == 1 }) else { return nil }
        (self.kind, own) = (kind, devices)
    }

    /// The device of a place.
    init?(at place: DevicePlace, of devices: Devices) {
        guard Self.kinds.contains(place.kind) else { return nil }
        var list = Devices()
        switch place.kind {
        case .serial: list.serials = [devices.serials[place.index]]
        case .parallel: list.parallels = [devices.parallels[place.index]]
        case .console: list.consoles = [devices.consoles[place.index]]
        case .channel: list.channels = [devices.channels[place.index]]
        case .filesystem: list.filesystems = [devices.filesystems[place.index]]
        case .sound: list.sounds = [devices.sounds[place.index]]
        default: list.watchdogs = [devices.watchdogs[place.index]]
        }
        (kind, own) = (place.kind, list)
    }

    /// What it says of itself as every device may.
    var info: DeviceInfo { own.info(at: DevicePlace(kind: kind, index: 0)) }

    /// Adds it behind those of its kind.
    func insert(into devices: inout Devices) {
        devices.serials += own.serials
        devices.parallels += own.parallels
        devices.consoles += own.consoles
        devices.channels += own.channels
        devices.filesystems += own.filesystems
        devices.sounds += own.sounds
        devices.watchdogs += own.watchdogs
    }

    /// Whether a device of its kind is what this one describes, their aliases and addresses apart.
    func describes(_ index: Int, in devices: Devices) -> Bool {
        func isSame(_ one: CharacterDevice?, _ other: CharacterDevice) -> Bool {
            guard let one else { return false }
            return one.source == other.source && one.name == other.name
                && (one.port == nil || one.port == other.port)
                && (one.targetType == nil || one.targetType == other.targetType)
        }
        switch kind {
        case .serial: return isSame(own.serials.first, devices.serials[index])
        case .parallel: return isSame(own.parallels.first, devices.parallels[index])
        case .console: return isSame(own.consoles.first, devices.consoles[index])
        case .channel: return isSame(own.channels.first, devices.channels[index])
        case .filesystem: return own.filesystems.first?.target == devices.filesystems[index].target
        case .sound: return own.sounds.first?.model == devices.sounds[index].model
        default: return own.watchdogs.first?.model == devices.watchdogs[index].model
        }
    }
}
