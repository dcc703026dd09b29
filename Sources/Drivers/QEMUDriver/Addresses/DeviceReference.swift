// SPDX-License-Identifier: Apache-2.0

internal import VirtModel

/// Where a device is in a domain, for tables of devices of all kinds.
///
/// A key path would say the same; it takes microseconds to make, and there are hundreds of them in one placing of devices.
enum DeviceReference: Hashable {
    case balloon, iommu, vsock
    case controllers(Int), cryptos(Int), disks(Int), filesystems(Int), hostDevices(Int), hubs(Int)
    case inputs(Int), interfaces(Int), memories(Int), panics(Int), randomNumberGenerators(Int)
    case redirectedDevices(Int), serials(Int), sharedMemories(Int), sounds(Int), videos(Int), watchdogs(Int)

    /// Of devices on buses that are not there, the one of the lowest rank says of which kind they are; libvirt's order.
    var growthRank: Int {
        switch self {
        case .disks: 0
        case .interfaces: 1
        case .sounds: 2
        case .hostDevices: 3
        case .filesystems: 4
        case .controllers: 5
        default: 6
        }
    }
}

extension Domain {
    /// The common information of a device; that of one that is not there is empty, and stays so.
    subscript(place: DeviceReference) -> DeviceInfo {
        get {
            switch place {
            case .balloon: devices.balloon?.info ?? DeviceInfo()
            case .iommu: devices.iommu?.info ?? DeviceInfo()
            case .vsock: devices.vsock?.info ?? DeviceInfo()
            case .controllers(let index): devices.controllers[index].info
            case .cryptos(let index): devices.cryptos[index].info
            case .disks(let index): devices.disks[index].info
            case .filesystems(let index): devices.filesystems[index].info
            case .hostDevices(let index): devices.hostDevices[index].info
            case .hubs(let index): devices.hubs[index].info
            case .inputs(let index): devices.inputs[index].info
            case .interfaces(let index): devices.interfaces[index].info
            case .memories(let index): devices.memories[index].info
            case .panics(let index): devices.panics[index].info
            case .randomNumberGenerators(let index): devices.randomNumberGenerators[index].info
            case .redirectedDevices(let index): devices.redirectedDevices[index].info
            case .serials(let index): devices.serials[index].info
            case .sharedMemories(let index): devices.sharedMemories[index].info
            case .sounds(let index): devices.sounds[index].info
            case .videos(let index): devices.videos[index].info
            case .watchdogs(let index): devices.watchdogs[index].info
            }
        }
        set {
            switch place {
            case .balloon: devices.balloon?.info = newValue
            case .iommu: devices.iommu?.info = newValue
            case .vsock: devices.vsock?.info = newValue
            case .controllers(let index): devices.controllers[index].info = newValue
            case .cryptos(let index): devices.cryptos[index].info = newValue
            case .disks(let index): devices.disks[index].info = newValue
            case .filesystems(let index): devices.filesystems[index].info = newValue
            case .hostDevices(let index): devices.hostDevices[index].info = newValue
            case .hubs(let index): devices.hubs[index].info = newValue
            case .inputs(let index): devices.inputs[index].info = newValue
            case .interfaces(let index): devices.interfaces[index].info = newValue
            case .memories(let index): devices.memories[index].info = newValue
            case .panics(let index): devices.panics[index].info = newValue
            case .randomNumberGenerators(let index): devices.randomNumberGenerators[index].info = newValue
            case .redirectedDevices(let index): devices.redirectedDevices[index].info = newValue
            case .serials(let index): devices.serials[index].info = newValue
            case .sharedMemories(let index): devices.sharedMemories[index].info = newValue
            case .sounds(let index): devices.sounds[index].info = newValue
            case .videos(let index): devices.videos[index].info = newValue
            case .watchdogs(let index): devices.watchdogs[index].info = newValue
            }
        }
    }
}
