// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel
internal import XMLCoding

extension CommandLineBuilder {
    /// Firmware in flash memory is made of block nodes that the machine refers to; in ROM it is `-bios`.
    mutating func firmwareDevices() throws {
        guard let loader = domain.os.loader, let path = loader.path else { return }
        if loader.type == "pflash" {
            if loader.secure == .yes { add("-global", "driver=cfi.pflash01,property=secure,value=on") }
            var node = QEMUProperties("driver", "file")
            node.add("filename", path)
            node.add("node-name", "libvirt-pflash0-storage")
            node.add("auto-read-only", true)
            node.add("discard", "unmap")
            add(blockdev: node)
            var format = QEMUProperties("node-name", "libvirt-pflash0-format")
            format.add("read-only", loader.isReadOnly == .yes)
            format.add("driver", "raw")
            format.add("file", "libvirt-pflash0-storage")
            add(blockdev: format)
            if let source = domain.os.nvram?.source {
                var image = ImageNode(disk: nil, number: 0, isTop: true, isReadOnly: false)
                image.stem = "libvirt-pflash1"
                if let template = domain.os.nvram?.template, let path = source.path {
                    invocation.files.append(.init(path: path, content: .copy(of: template)))
                }
                _ = try imageNodes(source, image)
            }
        } else {
            add("-bios", path)
        }
    }

    func pflashWords() -> [String] {
        guard domain.os.loader?.type == "pflash", domain.os.loader?.path != nil else { return [] }
        var words = ["pflash0=libvirt-pflash0-format"]
        if domain.os.nvram?.source != nil { words.append("pflash1=libvirt-pflash1-format") }
        return words
    }

    /// `-smbios` and `-fw_cfg`
    mutating func systemInformation() {
        let os = domain.os
        if os.smbiosMode == "sysinfo", let info = domain.sysinfo.first(where: { $0.type == "smbios" }) {
            smbios(0, info.bios, ["vendor": "vendor", "version": "version", "date": "date", "release": "release"])
            smbios(
                1, info.system,
                [
                    "manufacturer": "manufacturer", "product": "product", "version": "version", "serial": "serial",
                    "uuid": "uuid", "sku": "sku", "family": "family",
                ])
            for board in info.baseBoards {
                smbios(
                    2, board,
                    [
                        "manufacturer": "manufacturer", "product": "product", "version": "version", "serial": "serial",
                        "asset": "asset", "location": "location",
                    ])
            }
            smbios(
                3, info.chassis,
                [
                    "manufacturer": "manufacturer", "version": "version", "serial": "serial", "asset": "asset",
                    "sku": "sku",
                ])
            if !info.oemStrings.isEmpty {
                add("-smbios", "type=11" + info.oemStrings.map { ",value=\($0.escapedForQEMU)" }.joined())
            }
        }
        for info in domain.sysinfo where info.type == "fwcfg" {
            for entry in info.firmware {
                let value =
                    entry.file.map { "file=\($0.escapedForQEMU)" } ?? "string=\((entry.value ?? "").escapedForQEMU)"
                add("-fw_cfg", "name=\(entry.name.escapedForQEMU),\(value)")
            }
        }
    }

    private mutating func smbios(_ type: Int, _ entries: [SystemInformation.Entry], _ names: [String: String]) {
        guard !entries.isEmpty else { return }
        let words = entries.compactMap { entry in
            names[entry.name].map { "\($0)=\((entry.value ?? "").escapedForQEMU)" }
        }
        add("-smbios", (["type=\(type)"] + words).joined(separator: ","))
    }

    /// The cell whose CPUs reach memory of a cell first, where any initiator is described.
    func initiator(of cell: CPU.Cell, _ cells: [CPU.Cell]) -> Int? {
        guard domain.cpu?.interconnects != nil || cells.contains(where: { !$0.caches.isEmpty }) else { return nil }
        return cell.cpus == nil ? cells.first { $0.cpus != nil }?.id : cell.id
    }

    /// `-numa hmat-lb` and `hmat-cache` (ACPI 6.3, section 5.2.27).
    mutating func heterogeneousMemory(_ cells: [CPU.Cell]) {
        guard domain.cpu?.interconnects != nil || cells.contains(where: { !$0.caches.isEmpty }) else { return }
        for link in domain.cpu?.interconnects?.elements ?? [] {
            guard let initiator = link[attribute: "initiator"], let target = link[attribute: "target"],
                let type = link[attribute: "type"], let value = link[attribute: "value"]
            else { continue }
            let hierarchy =
                link[attribute: "cache"].map {
                    "\(["first", "second", "third"][min(2, max(0, (Int($0) ?? 1) - 1))])-level"
                } ?? "memory"
            let data =
                switch type {
                case "access": "access-\(link.name)"
                case "read": "read-\(link.name)"
                case "write": "write-\(link.name)"
                default: type
                }
            var words = [
                "hmat-lb", "initiator=\(initiator)", "target=\(target)", "hierarchy=\(hierarchy)", "data-type=\(data)",
            ]
            if link.name == "latency" {
                words.append("latency=\(value)")
            } else {
                let kib =
                    (UInt64(value).flatMap { ByteUnit.bytes($0, unit: link[attribute: "unit"] ?? "KiB") } ?? 0) / 1024
                words.append("bandwidth=\(kib)K")
            }
            add("-numa", words.joined(separator: ","))
        }
        for cell in cells {
            for cache in cell.caches {
                let associativity =
                    ["full": "complex", "direct": "direct", "none": "none"][cache.associativity] ?? cache.associativity
                let policy =
                    ["writeback": "write-back", "writethrough": "write-through", "none": "none"][cache.policy]
                    ?? cache.policy
                add(
                    "-numa",
                    "hmat-cache,node-id=\(cell.id ?? 0),size=\(cache.size.kib)K,level=\(cache.level),"
                        + "associativity=\(associativity),policy=\(policy),line=\(cache.line)")
            }
        }
    }
}
