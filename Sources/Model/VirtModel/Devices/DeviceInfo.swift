// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// What every device may carry: boot order, alias, option ROM, ACPI index and address.
package struct DeviceInfo: Sendable, Hashable {
    /// `<boot order='1' loadparm='2'/>`, from 1.
    package var bootOrder: Int?
    package var loadparm: String?
    /// The name of the device in QEMU: of ours when active, of the user when it begins with `ua-`.
    package var alias: String?
    package var romBar: OnOff?
    package var romFile: String?
    package var romEnabled: YesNo?
    package var acpiIndex: Int?
    /// `<master startport='2'/>` of USB companion controllers.
    package var masterStartPort: Int?
    package var address: DeviceAddress?
    /// Whether an address of type `pci` is asked for, and not which.
    package var wantsPCI = false
    /// How the address of a PCI device was come by; not written.
    package var isAddressChosen = false

    package init() {}

    /// Walks the children of the device's element.
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.group("boot") { x in
            try x.attribute("order", &bootOrder)
            try x.attribute("loadparm", &loadparm)
            if x.isReading, (bootOrder ?? 1) < 1 {
                throw x.failure(.invalid, "Boot order '\(bootOrder ?? 0)' is not a number above 0.")
            }
        }
        if x.isReading || x.form.isActive || alias?.hasPrefix("ua-") == true {
            try x.single("alias", "name", &alias)
            // A name that QEMU would not take is none.
            if x.isReading, !x.form.isActive, alias?.isUserAlias != true { alias = nil }
        }
        try x.single("master", "startport", &masterStartPort)
        try x.group("rom") { x in
            try x.attribute("enabled", &romEnabled)
            try x.attribute("bar", &romBar)
            try x.attribute("file", &romFile)
        }
        try x.single("acpi", "index", &acpiIndex)
        if x.isReading, acpiIndex == 0 { throw x.failure(.invalid, "An ACPI index is a number above 0.") }
        try x.element("address", &address)
        if x.isReading, case .pci(let pci)? = address, pci.isEmpty, pci.zpci == nil, pci.multifunction == nil {
            address = nil
            wantsPCI = true
        }
    }

    /// The PCI address, if it is one.
    package var pci: PCIAddress? {
        get { if case .pci(let address)? = address { address } else { nil } }
        set { address = newValue.map { .pci($0) } }
    }
    /// The drive address, if it is one.
    package var drive: DriveAddress? { if case .drive(let address)? = address { address } else { nil } }
    /// The USB address, if it is one.
    package var usb: USBAddress? { if case .usb(let address)? = address { address } else { nil } }
    /// The virtio-serial address, if it is one.
    package var virtioSerial: VirtioSerialAddress? {
        if case .virtioSerial(let address)? = address { address } else { nil }
    }
    /// The CCW address, if it is one.
    package var ccw: CCWAddress? { if case .ccw(let address)? = address { address } else { nil } }
}

/// `<driver iommu='on' ats='on' packed='on' page_per_vq='on'/>`, which every virtio device takes.
package struct VirtioOptions: Sendable, Hashable {
    package var iommu: OnOff?
    package var ats: OnOff?
    package var packed: OnOff?
    package var pagePerVQ: OnOff?
    package init() {}
    /// Walks the attributes of the `driver` element.
    package mutating func attributes(_ x: inout some XMLVisitor) throws {
        try x.attribute("iommu", &iommu)
        try x.attribute("ats", &ats)
        try x.attribute("packed", &packed)
        try x.attribute("page_per_vq", &pagePerVQ)
    }
    /// Whether none is given.
    package var isEmpty: Bool { iommu == nil && ats == nil && packed == nil && pagePerVQ == nil }
}

extension String {
    /// Whether it is a name that a user may give to a device: `ua-` and letters, digits, dashes and underscores.
    fileprivate var isUserAlias: Bool {
        hasPrefix("ua-")
            && unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0)) || $0 == "-" || $0 == "_"
            }
    }
}
