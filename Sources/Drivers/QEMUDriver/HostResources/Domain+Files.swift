// SPDX-License-Identifier: Apache-2.0

package import VirtModel
internal import XMLCoding

extension Domain {
    /// A file of the host that QEMU opens by its path.
    package struct HostFile: Sendable, Hashable {
        package var path: String
        /// Whether it is written to.
        package var isWritten: Bool
    }

    /// The files of the host that QEMU opens by their paths, so that whoever QEMU runs as has to be able to: images with
    /// those below them, firmware variables, kernels, devices.
    package var hostFiles: [HostFile] {
        var files: [HostFile] = []
        func add(_ path: String?, _ isWritten: Bool) {
            guard let path, path.hasPrefix("/"), !path.hasPrefix("/proc/self/"), !path.hasPrefix("/dev/fdset/") else {
                return
            }
            if let index = files.firstIndex(where: { $0.path == path }) {
                files[index].isWritten = files[index].isWritten || isWritten
            } else {
                files.append(HostFile(path: path, isWritten: isWritten))
            }
        }
        func add(_ source: StorageSource, _ isWritten: Bool) {
            if source.type == .file || source.type == .block { add(source.path, isWritten) }
        }
        for disk in devices.disks {
            add(disk.source, !disk.isReadOnly && disk.kind != .cdrom && !disk.isTransient)
            for below in disk.sources.dropFirst() { add(below, false) }
        }
        add(os.loader?.path, os.loader?.isReadOnly == .no)
        if let nvram = os.nvram?.source { add(nvram, true) }
        for path in [os.kernel, os.initrd, os.deviceTree, os.acpiTable] { add(path, false) }
        for device in devices.serials + devices.parallels + devices.consoles + devices.channels
        where device.source.kind == .dev || device.source.kind == .pipe {
            add(device.source.path, true)
        }
        for tpm in devices.tpms where tpm.backend == "passthrough" { add(tpm.device, true) }
        for device in devices.hostDevices {
            guard let usb = device.source.usb, let number = usb.device else { continue }
            func padded(_ value: Int) -> String {
                String(repeating: "0", count: max(0, 3 - "\(value)".count)) + "\(value)"
            }
            add("/dev/bus/usb/\(padded(usb.bus))/\(padded(number))", true)
        }
        return files
    }
}
