// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// A `<hostdev>`: a device of the host given to the guest.
package struct HostDevice: Sendable, Hashable {
    package var mode = "subsystem"
    package var type = "pci"
    package var managed: YesNo?
    package var model: String?
    package var sgIO: String?
    package var rawIO: YesNo?
    package var display: OnOff?
    package var ramfb: OnOff?
    package var driverName: String?
    package var source = Source()
    package var isReadOnly = false
    package var isShareable = false
    package var teaming: NetworkInterface.Teaming?
    package var info = DeviceInfo()
    package init() {}

    package struct Source: Sendable, Hashable {
        package var startupPolicy: String?
        package var writeFiltering: YesNo?
        package var guestReset: String?
        package var missing: YesNo?
        package var vendorID: Hex4?
        package var productID: Hex4?
        package var usb: USBAddress?
        package var pci: PCIAddress?
        package var adapter: String?
        package var scsi: DriveAddress?
        package var scsiUnit: UInt64 = 0
        package var storage: StorageSource?
        package var wwpn: String?
        package var uuid: UUIDText?
        package init() {}
    }
}

extension HostDevice: XMLRepresentable {
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.attribute("mode", &mode)
        try x.required("type", &type)
        try x.attribute("managed", &managed)
        try x.attribute("model", &model)
        try x.attribute("sgio", &sgIO)
        try x.attribute("rawio", &rawIO)
        try x.attribute("display", &display)
        try x.attribute("ramfb", &ramfb)
        try x.single("driver", "name", &driverName)
        if x.isReading, !x.childNames.contains("source") {
            throw x.failure(.missing, "A host device of type '\(type)' needs a source.")
        }
        try x.group("source") { x in try sourceXML(&x) }
        try x.presence("readonly", &isReadOnly)
        try x.presence("shareable", &isShareable)
        try x.element("teaming", &teaming)
        try info.xml(&x)
        guard x.isReading else { return }
        if type != "scsi" { (isReadOnly, isShareable) = (false, false) }
        if teaming?.type == "persistent" {
            throw x.failure(.invalid, "A host device is the transient one of a team, and never the persistent one.")
        }
        if let address = info.address, let wanted = ["usb": "usb", "pci": "pci"][type],
            ![wanted, "unassigned"].contains(address.type)
        {
            throw x.failure(.invalid, "A host device of type '\(type)' has no address of type '\(address.type)'.")
        }
        guard mode == "subsystem" else {
            throw x.failure(.unsupported, "Host devices of mode '\(mode)' are not for QEMU. Use mode 'subsystem'.")
        }
        if info.romFile != nil || info.romBar != nil, type != "pci", type != "mdev" {
            throw x.failure(.invalid, "Only PCI host devices take a 'rom'.")
        }
        if let driverName, !["kvm", "vfio", "xen"].contains(driverName) {
            throw x.failure(.invalid, "Driver '\(driverName)' of a host device is not known.")
        }
        if sgIO != nil || rawIO != nil, type != "scsi" {
            throw x.failure(.invalid, "Only host devices of type 'scsi' take 'sgio' and 'rawio'.")
        }
    }

    private mutating func sourceXML(_ x: inout some XMLVisitor) throws {
        switch type {
        case "usb":
            try x.attribute("startupPolicy", &source.startupPolicy)
            try x.attribute("guestReset", &source.guestReset)
            if x.isReading || x.form.isActive { try x.attribute("missing", &source.missing) }
            try x.single("vendor", "id", &source.vendorID)
            try x.single("product", "id", &source.productID)
            if !x.isReading, source.usb == nil { break }
            try x.group("address") { x in
                var address = source.usb ?? USBAddress()
                try x.number("bus", &address.bus)
                try x.attribute("device", &address.device)
                x.ignored("port")
                if x.isReading, address.device == nil {
                    throw x.failure(.missing, "The address of a USB host device lacks its 'device'.")
                }
                source.usb = address.bus == 0 && address.device == nil ? nil : address
            }
            guard x.isReading else { return }
            if let policy = source.startupPolicy, !["mandatory", "requisite", "optional"].contains(policy) {
                throw x.failure(.invalid, "Startup policy '\(policy)' of a USB host device is not known.")
            }
            if source.vendorID?.value == 0 {
                throw x.failure(.invalid, "The vendor of a USB host device is above 0.")
            }
            if source.vendorID == nil, source.usb == nil {
                throw x.failure(.missing, "A USB host device needs a vendor and product, or an address.")
            }
            if source.vendorID != nil, source.productID == nil {
                throw x.failure(.missing, "A USB host device with a vendor needs a product.")
            }
            if let reset = source.guestReset, !["off", "uninitialized", "on"].contains(reset) {
                throw x.failure(.invalid, "Guest reset '\(reset)' of a USB host device is not known.")
            }
        case "pci":
            try x.attribute("writeFiltering", &source.writeFiltering)
            if x.isReading, !x.childNames.contains("address") {
                throw x.failure(.missing, "A PCI host device needs an address.")
            }
            try x.element("address", &source.pci)
        case "scsi":
            var proto = source.storage?.network?.protocolName
            try x.attribute("protocol", &proto)
            if proto == "iscsi" {
                var storage = source.storage ?? StorageSource()
                var network = storage.network ?? .init()
                network.protocolName = "iscsi"
                try x.attribute("name", &network.name)
                try x.elements("host", &network.hosts)
                try x.element("auth", &storage.authentication)
                try x.group("initiator") { x in try x.single("iqn", "name", &network.initiatorIQN) }
                storage.type = .network
                storage.network = network
                source.storage = storage
                if x.isReading, network.name ?? "" == "" {
                    throw x.failure(.missing, "A SCSI host device over iSCSI needs a name.")
                }
            } else {
                try x.single("adapter", "name", &source.adapter)
                try x.group("address") { x in
                    var address = source.scsi ?? DriveAddress()
                    try x.number("bus", &address.bus)
                    try x.number("target", &address.target)
                    var unit: UInt64? = source.scsiUnit
                    try x.attribute("unit", &unit)
                    source.scsiUnit = unit ?? 0
                    source.scsi = address
                    x.ignored("type")
                }
                if x.isReading, source.adapter == nil || source.scsi == nil {
                    throw x.failure(.missing, "A SCSI host device needs an adapter and an address.")
                }
            }
            x.ignored("privateData")
        case "scsi_host":
            var proto: String? = x.isReading ? nil : "vhost"
            try x.attribute("protocol", &proto)
            try x.attribute("wwpn", &source.wwpn)
            if x.isReading, proto != "vhost" || source.wwpn == nil {
                throw x.failure(.missing, "A SCSI host adapter needs protocol 'vhost' and a wwpn.")
            }
            if x.isReading, let model, !["virtio", "virtio-transitional", "virtio-non-transitional"].contains(model) {
                throw x.failure(.invalid, "Model '\(model)' of a SCSI host adapter is not known.")
            }
            if x.isReading, source.wwpn?.hasPrefix("naa.") != true {
                throw x.failure(.invalid, "The wwpn of a SCSI host adapter begins with 'naa.'.")
            }
        case "mdev":
            try x.group("address") { x in try x.attribute("uuid", &source.uuid) }
            if x.isReading, source.uuid == nil { throw x.failure(.missing, "A mediated device needs a UUID.") }
        default:
            throw x.failure(.unsupported, "Host devices of type '\(type)' are not supported.")
        }
    }
}
