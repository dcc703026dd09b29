// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// `<os>`: what the guest boots from.
package struct OperatingSystem: Sendable, Hashable {
    package enum BootDevice: String, XMLScalar, CaseIterable, Sendable { case fd, hd, cdrom, network }

    package var type = "hvm"
    package var architecture: String?
    package var machine: String?
    /// `bios` or `efi`: firmware that is chosen by what it can do.
    package var firmware: String?
    package var firmwareFeatures: [FirmwareFeature] = []
    package var loader: Loader?
    package var nvram: NVRAM?
    package var kernel: String?
    package var initrd: String?
    package var commandLine: String?
    package var deviceTree: String?
    package var acpiTable: String?
    package var acpiTableType: String?
    package var bootDevices: [BootDevice] = []
    package var bootMenu: YesNo?
    package var bootMenuTimeout: UInt32?
    package var useSerial: YesNo?
    package var rebootTimeout: Int?
    package var smbiosMode: String?
    package init() {}

    package struct FirmwareFeature: XMLRepresentable, Sendable, Hashable {
        package var enabled = YesNo.yes
        package var name = ""
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("enabled", &enabled)
            try x.required("name", &name)
            if x.isReading, !["enrolled-keys", "secure-boot"].contains(name) {
                throw x.failure(.invalid, "Firmware feature '\(name)' is not known.")
            }
        }
    }

    package struct Loader: XMLRepresentable, Sendable, Hashable {
        package var path: String?
        package var isReadOnly: YesNo?
        package var type: String?
        package var secure: YesNo?
        package var stateless: YesNo?
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("readonly", &isReadOnly)
            try x.attribute("secure", &secure)
            try x.attribute("type", &type)
            try x.attribute("stateless", &stateless)
            try x.text(&path)
            if x.isReading, let type, type != "rom", type != "pflash" {
                throw x.failure(.invalid, "Loader type '\(type)' is not 'rom' or 'pflash'.")
            }
        }
    }

    package struct NVRAM: XMLRepresentable, Sendable, Hashable {
        package var template: String?
        package var type: StorageType?
        package var source: StorageSource?
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("template", &template)
            try x.attribute("type", &type)
            if let type {
                var source = self.source ?? StorageSource()
                source.type = type
                if x.isReading, !x.childNames.contains("source") {
                    throw x.failure(.missing, "An NVRAM with a type needs a source.")
                }
                try x.group("source") { x in try source.sourceXML(&x) }
                self.source = source
            } else {
                var path = source?.path
                try x.text(&path)
                if x.isReading { source = path.map { StorageSource(file: $0) } }
            }
        }
    }

    /// The path of the NVRAM when it is a file.
    package var nvramPath: String? { nvram?.source?.path }
}

extension OperatingSystem: XMLRepresentable {
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.attribute("firmware", &firmware)
        if x.isReading, !x.childNames.contains("type") { throw x.failure(.missing, "Element 'os' needs a type.") }
        var kind = TypeElement(type: type, architecture: architecture, machine: machine)
        try x.element("type", &kind)
        (type, architecture, machine) = (kind.type, kind.architecture, kind.machine)
        try x.group("firmware") { x in try x.elements("feature", &firmwareFeatures) }
        try x.element("loader", &loader)
        if loader == Loader() { loader = nil }
        try x.element("nvram", &nvram)
        try x.leaf("kernel", &kernel)
        try x.leaf("initrd", &initrd)
        try x.leaf("cmdline", &commandLine)
        try x.leaf("dtb", &deviceTree)
        try x.group("acpi") { x in
            var table = ACPITable(path: acpiTable, type: acpiTableType)
            var optional: ACPITable? = x.isReading || acpiTable != nil ? table : nil
            if x.isReading { optional = nil }
            try x.element("table", &optional)
            table = optional ?? ACPITable()
            (acpiTable, acpiTableType) = (table.path, table.type)
        }
        var boots = bootDevices.map { Boot(device: $0) }
        try x.elements("boot", &boots)
        bootDevices = boots.map(\.device)
        try x.group("bootmenu") { x in
            try x.attribute("enable", &bootMenu)
            try x.attribute("timeout", &bootMenuTimeout)
        }
        try x.group("bios") { x in
            try x.attribute("useserial", &useSerial)
            try x.attribute("rebootTimeout", &rebootTimeout)
        }
        try x.single("smbios", "mode", &smbiosMode)
        if x.isReading { try check(x) }
    }

    /// The architectures that libvirt knows.
    private static let architectures = [
        "x86_64", "i686", "aarch64", "armv6l", "armv7l", "armv7b", "ppc", "ppc64", "ppc64le", "ppcemb", "s390", "s390x",
        "riscv32", "riscv64", "sparc", "sparc64", "mips", "mipsel", "mips64", "mips64el", "alpha", "cris", "hppa",
        "hppa64", "ia64", "itanium", "lm32", "loongarch64", "m68k", "microblaze", "microblazeel", "or32", "parisc",
        "parisc64", "sh4", "sh4eb", "unicore32", "xtensa", "xtensaeb",
    ]

    private func check(_ x: some XMLVisitor) throws {
        if let architecture, !Self.architectures.contains(architecture) {
            throw x.failure(.unsupported, "Architecture '\(architecture)' is not known.")
        }
        guard !type.isEmpty else { throw x.failure(.missing, "Element 'os' needs a type, such as 'hvm'.") }
        guard type == "hvm" else {
            throw x.failure(.unsupported, "An operating system of type '\(type)' is not for QEMU. Use 'hvm'.")
        }
        if let firmware, firmware != "bios", firmware != "efi" {
            throw x.failure(.invalid, "Firmware '\(firmware)' is not 'bios' or 'efi'.")
        }
        if let rebootTimeout, !(-1...65535).contains(rebootTimeout) {
            throw x.failure(.invalid, "The reboot timeout is from -1 to 65535.")
        }
        if let bootMenuTimeout, bootMenuTimeout > 65535 {
            throw x.failure(.invalid, "The timeout of the boot menu is from 0 to 65535.")
        }
        if let smbiosMode, !["emulate", "host", "sysinfo"].contains(smbiosMode) {
            throw x.failure(.invalid, "SMBIOS mode '\(smbiosMode)' is not known.")
        }
        if acpiTable != nil, acpiTableType != "slic" {
            throw x.failure(.invalid, "An ACPI table is of type 'slic'.")
        }
    }

    private struct TypeElement: XMLRepresentable {
        var type = "hvm"
        var architecture: String?
        var machine: String?
        init() {}
        init(type: String, architecture: String?, machine: String?) {
            (self.type, self.architecture, self.machine) = (type, architecture, machine)
        }
        mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("arch", &architecture)
            try x.attribute("machine", &machine)
            var text: String? = type
            if x.isReading { text = nil }
            try x.text(&text)
            type = text ?? ""
        }
    }

    private struct Boot: XMLRepresentable {
        var device = BootDevice.hd
        init() {}
        init(device: BootDevice) { self.device = device }
        mutating func xml(_ x: inout some XMLVisitor) throws { try x.required("dev", &device) }
    }

    private struct ACPITable: XMLRepresentable {
        var path: String?
        var type: String?
        init() {}
        init(path: String?, type: String?) { (self.path, self.type) = (path, type) }
        mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("type", &type)
            try x.text(&path)
        }
    }
}
