// SPDX-License-Identifier: Apache-2.0

internal import DiskImage
internal import VirtModel
internal import XMLCoding

extension Domain {
    /// Why many machines cannot go on from the memory of this one, to stand behind "because"; nil when they can.
    ///
    /// What two machines cannot share, and what QEMU cannot keep, is named; what the driver gives each machine anew (consoles
    /// without a path, changes to disks, interfaces) is not.
    var templateObstacle: String? {
        memoryObstacle ?? devices.disks.lazy.compactMap(\.templateObstacle).first ?? characterObstacle ?? deviceObstacle
    }

    /// The memory is one file that QEMU maps.
    private var memoryObstacle: String? {
        if memoryBacking.hasHugePages { return "its memory is in huge pages" }
        if memoryBacking.sourceType == "memfd" || memoryBacking.accessMode == "shared" {
            return "others share its memory, and that of a template is nobody else's"
        }
        if memoryBacking.allocationMode == "immediate" || memoryBacking.isLocked {
            return "its memory is taken at once, so that nothing of it could be shared"
        }
        if cpu?.cells.isEmpty == false || !devices.memories.isEmpty { return "its memory has several parts" }
        if launchSecurity != nil { return "its memory is encrypted" }
        return nil
    }

    private var characterObstacle: String? {
        for device in devices.serials + devices.parallels + devices.consoles + devices.channels {
            let name = "its \(device.role.rawValue) port"
            if device.source.logFile != nil { return "\(name) has a log file, and each machine would write to it" }
            switch device.source.kind {
            case .null, .pty, .vc, .spicevmc, .qemuVDAgent, .dbus: continue
            case .unix where device.source.path == nil: continue
            default:
                let path = device.source.path.map { ", '\($0)'" } ?? ""
                return "\(name) is of type '\(device.source.kind.rawValue)'\(path), which machines cannot share. "
                    + "Use type 'pty', or a channel of type 'unix' without a path"
            }
        }
        return nil
    }

    private var deviceObstacle: String? {
        if !qemu.arguments.isEmpty { return "nobody knows what <qemu:commandline> makes of it" }
        if os.nvram != nil { return "its firmware keeps variables in a file of its own" }
        if let device = devices.filesystems.first(where: { $0.driverType == "virtiofs" }) {
            return "the server of the file system '\(device.target)' writes to its memory"
        }
        let kinds: [(String, Bool)] = [
            ("host devices", !devices.hostDevices.isEmpty), ("redirected devices", !devices.redirectedDevices.isEmpty),
            ("a TPM", !devices.tpms.isEmpty), ("memory shared with others", !devices.sharedMemories.isEmpty),
            ("a smartcard", !devices.smartcards.isEmpty), ("a vsock", devices.vsock != nil),
        ]
        if let (kind, _) = kinds.first(where: \.1) { return "it has \(kind)" }
        if let screen = devices.graphics.first(where: { ($0.port ?? -1) > 0 && $0.autoport != .yes }) {
            return "its screen '\(screen.kind.rawValue)' is on port \(screen.port ?? 0). Use autoport='yes'"
        }
        let kept: [NetworkInterface.Kind] = [.hostdev, .vdpa, .vhostUser]
        if let interface = devices.interfaces.first(where: { kept.contains($0.kind) }) {
            return "it has an interface of type '\(interface.kind.rawValue)'"
        }
        return nil
    }

    /// Puts an empty image over each disk that is written to, in a directory, so that the image below stays as it is.
    mutating func coverDisks(in directory: (_ name: String) -> String) {
        for index in devices.disks.indices where devices.disks[index].isWritten {
            let disk = devices.disks[index]
            devices.disks[index].backing = Disk.BackingStore(source: disk.source, next: disk.backing, isEnd: false)
            devices.disks[index].source = StorageSource(file: directory(disk.overlayName), format: .qcow2)
            devices.disks[index].isTransient = false
        }
    }
}

extension Disk {
    /// Whether the guest may write to it.
    var isWritten: Bool { !source.isEmpty && !isReadOnly && kind != .cdrom }

    /// The name of the file that takes the writes.
    var overlayName: String { "\(target).qcow2" }

    fileprivate var templateObstacle: String? {
        switch source.type {
        case .vhostUser, .vhostVDPA, .nvme: return "its disk '\(target)' is a device of another program or of the host"
        case .file, .block: break
        default:
            if isWritten { return "its disk '\(target)' is on the network, where its changes cannot be kept apart" }
        }
        if kind == .lun { return "its disk '\(target)' is a device of the host" }
        if isShareable { return "its disk '\(target)' is for several machines at once" }
        if isWritten, source.encryption != nil {
            return "its disk '\(target)' is encrypted, and what is kept of it would not be"
        }
        if isWritten, source.diskFormat == nil {
            return "the size of its disk '\(target)', of format '\(source.format?.rawValue ?? "")', is not known"
        }
        return nil
    }

    /// The files of the host that its images are in.
    var imagePaths: [String] { sources.filter { $0.type == .file }.compactMap(\.path) }
}

extension StorageSource {
    /// The format as our own reader of images knows it; nil for one that it does not.
    var diskFormat: DiskFormat? {
        switch format {
        case nil, .raw: .raw
        // QEMU's name for Microsoft's older format, and libvirt's for the newer one.
        case .vpc: .vhd
        case .vhd: .vhdx
        case let other?: DiskFormat(rawValue: other.rawValue)
        }
    }
}
