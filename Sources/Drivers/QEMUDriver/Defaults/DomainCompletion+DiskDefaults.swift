// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    /// Disks of one bus stand in the order of their targets, as libvirt keeps them.
    mutating func sortDisks() {
        var sorted: [Disk] = []
        for disk in domain.devices.disks {
            var place: Int?
            for (index, other) in sorted.enumerated().reversed() where other.bus == disk.bus {
                if (other.targetIndex ?? -1) > (disk.targetIndex ?? -1) {
                    place = index
                } else if place == nil {
                    place = index + 1
                }
            }
            sorted.insert(disk, at: place ?? sorted.endIndex)
        }
        domain.devices.disks = sorted
    }

    func diskDefaults(_ disk: inout Disk) throws {
        if disk.bus == nil {
            if disk.kind == .floppy || disk.target.hasPrefix("fd") {
                disk.bus = .fdc
            } else if disk.target.hasPrefix("hd") {
                disk.bus = .ide
            } else if disk.target.hasPrefix("sd") {
                disk.bus = .scsi
            } else if disk.target.hasPrefix("vd") {
                disk.bus = .virtio
            } else if disk.target.hasPrefix("xvd") {
                disk.bus = .xen
            } else if disk.target.hasPrefix("ubd") {
                disk.bus = .uml
            } else {
                disk.bus = .ide
            }
        }
        if disk.kind == .cdrom { disk.isReadOnly = true }
        // Without a source, what kind of source it would be means nothing.
        if !disk.source.isDeclared { disk.source.type = .file }
        if disk.source.type == .network, disk.source.network == nil || disk.source.network?.protocolName.isEmpty == true
        {
            disk.source.type = .file
            disk.source.network = nil
        }
        if disk.source.type == .volume, disk.source.volume == nil { disk.source.type = .file }
        if disk.source.format == nil, disk.source.type != .volume {
            disk.source.format = disk.source.type == .dir ? .fat : .raw
        }
        if disk.source.type == .vhostUser { disk.snapshot = disk.snapshot ?? "no" }
        if disk.source.encryption != nil, disk.source.encryption?.engine == nil {
            disk.source.encryption?.engine = "qemu"
        }
        if disk.source.type != .vhostUser {
            disk.driver.name = disk.driver.name ?? "qemu"
        } else {
            disk.source.format = .raw; disk.driver.name = "qemu"
        }
        networkDefaults(&disk.source)
        if disk.mirror?.elements.contains(where: { $0.name == "format" }) == false {
            let raw = XMLElement("format", attributes: [.init(name: "type", value: "raw")])
            disk.mirror?.children.insert(.element(raw), at: 0)
        }
        if let backing = disk.backing { disk.backing = withDefaults(backing) }
        if disk.source.type == .nvme, disk.source.nvme?.managed == nil { disk.source.nvme?.managed = .yes }
    }

    private func withDefaults(_ image: Disk.BackingStore) -> Disk.BackingStore {
        if image.isEnd { return image }
        var source = image.source
        networkDefaults(&source)
        if source.encryption != nil, source.encryption?.engine == nil { source.encryption?.engine = "qemu" }
        return Disk.BackingStore(
            source: source, next: image.next.map(withDefaults), isEnd: false,
            metadataCacheMaxSize: image.metadataCacheMaxSize)
    }

    /// The port that a protocol has when none is given.
    private func networkDefaults(_ source: inout StorageSource) {
        guard let name = source.network?.protocolName else { return }
        if name == "iscsi", let path = source.network?.name, !path.contains("/") { source.network?.name = path + "/0" }
        let ports = [
            "nbd": "10809", "gluster": "24007", "iscsi": "3260", "http": "80", "https": "443", "ftp": "21",
            "ftps": "990",
            "tftp": "69", "ssh": "22", "sheepdog": "7000", "vxhs": "9999",
        ]
        guard let port = ports[name], let hosts = source.network?.hosts else { return }
        for index in hosts.indices where hosts[index].port == nil && hosts[index].transport ?? "tcp" == "tcp" {
            source.network?.hosts[index].port = port
        }
    }
}
