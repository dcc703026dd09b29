// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel
internal import XMLCoding

extension CommandLineBuilder {
    mutating func filesystems() throws {
        for filesystem in domain.devices.filesystems {
            let alias = filesystem.info.alias ?? ""
            var device: QEMUProperties
            if filesystem.driverType == "virtiofs" {
                let id = "chr-vu-\(alias)"
                if let handedIn = context.handedIn[alias] {
                    guard case .connectedSocket(let number) = handedIn else {
                        throw QEMUDriverError.invalid(
                            "Filesystem '\(alias)' of type virtiofs takes a connected socket.")
                    }
                    record(handedIn, alias)
                    add("-chardev", "socket,id=\(id),fd=\(number)")
                } else if filesystem.socket == nil, let number = inherit(.fileServer(filesystem: alias)) {
                    add("-chardev", "socket,id=\(id),fd=\(number)")
                } else {
                    let path = filesystem.socket ?? "\(libraryDirectory)/\(alias)-fs.sock"
                    add("-chardev", "socket,id=\(id),path=\(path.escapedForQEMU)")
                }
                device = try virtioDriver("vhost-user-fs", filesystem.info, model: filesystem.model)
                device.add("id", alias)
                device.add("chardev", id)
                device.add("queue-size", filesystem.queueSize)
                device.add("tag", filesystem.target)
                device.add("bootindex", filesystem.info.bootOrder)
                device.add(virtioOptions(filesystem.virtio))
                device.add(try addressProperties(filesystem.info, alias))
            } else {
                var words = [filesystem.driverType == "handle" ? "handle" : "local"]
                if words == ["local"] {
                    words.append("security_model=\(securityModel(filesystem))")
                    if let mode = filesystem.fileMode { words.append("fmode=\(mode)") }
                    if let mode = filesystem.directoryMode { words.append("dmode=\(mode)") }
                    if let multidevs = filesystem.multidevs, multidevs != "default" {
                        words.append("multidevs=\(multidevs)")
                    }
                }
                if filesystem.writePolicy == "immediate" { words.append("writeout=immediate") }
                words += ["id=fsdev-\(alias)", "path=\((filesystem.source ?? "").escapedForQEMU)"]
                if filesystem.isReadOnly { words.append("readonly=on") }
                add("-fsdev", words.joined(separator: ","))
                device = try virtioDriver("virtio-9p", filesystem.info, model: filesystem.model)
                device.add(virtioOptions(filesystem.virtio))
                device.add("id", alias)
                device.add("fsdev", "fsdev-\(alias)")
                device.add("mount_tag", filesystem.target)
                device.add(try addressProperties(filesystem.info, alias))
            }
            try zpciDevice(filesystem.info)
            add(device: device)
        }
    }

    private func securityModel(_ filesystem: FileSystemDevice) -> String {
        switch filesystem.accessMode {
        case "mapped": "mapped"
        case "squash": "none"
        default: "passthrough"
        }
    }
}
