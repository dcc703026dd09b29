// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// `<devices>`: everything that is plugged into the machine.
package struct Devices: Sendable, Hashable {
    package var emulator: String?
    package var disks: [Disk] = []
    package var controllers: [Controller] = []
    package var filesystems: [FileSystemDevice] = []
    package var interfaces: [NetworkInterface] = []
    package var smartcards: [Smartcard] = []
    package var serials: [CharacterDevice] = []
    package var parallels: [CharacterDevice] = []
    package var consoles: [CharacterDevice] = []
    package var channels: [CharacterDevice] = []
    package var inputs: [Input] = []
    package var tpms: [TPM] = []
    package var graphics: [Graphics] = []
    package var sounds: [Sound] = []
    package var audios: [Audio] = []
    package var videos: [Video] = []
    package var hostDevices: [HostDevice] = []
    package var redirectedDevices: [RedirectedDevice] = []
    package var redirectionFilter: RedirectionFilter?
    package var hubs: [Hub] = []
    package var watchdogs: [Watchdog] = []
    package var balloon: MemoryBalloon?
    package var randomNumberGenerators: [RandomNumberGenerator] = []
    package var nvram: NVRAMDevice?
    package var panics: [PanicDevice] = []
    package var sharedMemories: [SharedMemory] = []
    package var memories: [MemoryDevice] = []
    package var iommu: IOMMU?
    package var vsock: VSock?
    package var cryptos: [CryptoDevice] = []
    package init() {}

    /// `<nvram>` of pSeries machines.
    package struct NVRAMDevice: XMLRepresentable, Sendable, Hashable {
        package var info = DeviceInfo()
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws { try info.xml(&x) }
    }
}

extension Devices: XMLRepresentable {
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.leaf("emulator", &emulator)
        try x.elements("disk", &disks)
        try x.elements("controller", &controllers)
        try x.elements("filesystem", &filesystems)
        try x.elements("interface", &interfaces)
        try x.elements("smartcard", &smartcards)
        try x.characterDevices(SerialBox.self, &serials)
        try x.characterDevices(ParallelBox.self, &parallels)
        try x.characterDevices(ConsoleBox.self, &consoles)
        try x.characterDevices(ChannelBox.self, &channels)
        try x.elements("input", &inputs)
        try x.elements("tpm", &tpms)
        try x.elements("graphics", &graphics)
        try x.elements("sound", &sounds)
        try x.elements("audio", &audios)
        try x.elements("video", &videos)
        try x.elements("hostdev", &hostDevices)
        try x.elements("redirdev", &redirectedDevices)
        try x.element("redirfilter", &redirectionFilter)
        try x.elements("hub", &hubs)
        try x.elements("watchdog", &watchdogs)
        try x.element("memballoon", &balloon)
        try x.elements("rng", &randomNumberGenerators)
        try x.element("nvram", &nvram)
        try x.elements("panic", &panics)
        try x.elements("shmem", &sharedMemories)
        try x.elements("memory", &memories)
        try x.element("iommu", &iommu)
        try x.element("vsock", &vsock)
        try x.elements("crypto", &cryptos)
        if x.isReading {
            // No machine has room for more, and every list is walked more than once.
            let counts = Dictionary(x.childNames.map { ($0, 1) }, uniquingKeysWith: +)
            for (name, count) in counts where count > 2048 {
                throw x.failure(.limit, "A domain has at most 2048 devices '\(name)', and not \(count).")
            }
        }
        if x.isReading, let emulator, !emulator.hasPrefix("/") {
            throw x.failure(.invalid, "The emulator '\(emulator)' is not an absolute path.")
        }
        if x.isReading, (x.childNames.filter { $0 == "memballoon" }).count > 1 {
            throw x.failure(.invalid, "A domain has one memory balloon.")
        }
        if x.isReading, (x.childNames.filter { $0 == "tpm" }).count > 2 {
            throw x.failure(.invalid, "A domain has two TPMs at most.")
        }
    }
}
