// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// A `<controller>`: the buses that other devices sit on.
package struct Controller: Sendable, Hashable {
    package enum Kind: String, XMLScalar, CaseIterable, Sendable {
        case ide, fdc, scsi, sata, ccid, usb, pci, xenbus, isa
        case virtioSerial = "virtio-serial"
    }

    package var kind = Kind.pci
    package var index: Int?
    package var model: String?
    package var ports: Int?
    package var vectors: Int?
    package var pcihole64: MemorySize?
    package var modelName: String?
    package var target = PCITarget()
    package var queues: Int?
    package var commandsPerLUN: UInt32?
    package var maxSectors: UInt32?
    package var ioeventfd: OnOff?
    package var iothread: Int?
    package var virtio = VirtioOptions()
    package var info = DeviceInfo()

    package struct PCITarget: Sendable, Hashable {
        package var chassisNumber: Int?
        package var chassis: Int?
        package var port: Hex1?
        package var busNumber: Int?
        package var index: Int?
        package var hotplug: OnOff?
        package var node: Int?
        package init() {}
    }

    package init() {}
    package init(_ kind: Kind, index: Int, model: String? = nil) {
        self.kind = kind
        self.index = index
        self.model = model
    }

    /// Whether SCSI devices differ by their unit alone, as their initiator has neither targets nor logical units.
    package var hasFlatUnits: Bool {
        guard let model else { return true }
        return ["auto", "lsilogic", "am53c974", "dc390", "ncr53c90", "buslogic"].contains(model)
    }

    /// The models of each kind (domain XML documentation, "Controllers").
    package static let models: [Kind: Set<String>] = [
        .pci: [
            "pci-root", "pcie-root", "pci-bridge", "dmi-to-pci-bridge", "pcie-to-pci-bridge", "pcie-root-port",
            "pcie-switch-upstream-port", "pcie-switch-downstream-port", "pci-expander-bus", "pcie-expander-bus",
        ],
        .usb: [
            "piix3-uhci", "piix4-uhci", "ehci", "ich9-ehci1", "ich9-uhci1", "ich9-uhci2", "ich9-uhci3",
            "vt82c686b-uhci",
            "pci-ohci", "nec-xhci", "qusb1", "qusb2", "qemu-xhci", "none",
        ],
        .scsi: [
            "auto", "buslogic", "lsilogic", "lsisas1068", "vmpvscsi", "ibmvscsi", "virtio-scsi", "lsisas1078",
            "virtio-transitional", "virtio-non-transitional", "ncr53c90", "dc390", "am53c974",
        ],
        .virtioSerial: ["virtio", "virtio-transitional", "virtio-non-transitional"],
        .ide: ["piix3", "piix4", "ich6"],
    ]
}

extension Controller: XMLRepresentable {
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("type", &kind)
        try x.attribute("index", &index)
        try x.attribute("model", &model)
        if kind == .usb || kind == .virtioSerial || kind == .xenbus { try x.attribute("ports", &ports) }
        if kind == .usb, ports == 0 { ports = nil }
        if kind == .virtioSerial { try x.attribute("vectors", &vectors) }
        try x.single("model", "name", &modelName)
        try x.group("target") { x in
            try x.attribute("chassisNr", &target.chassisNumber)
            try x.attribute("chassis", &target.chassis)
            try x.attribute("port", &target.port)
            try x.attribute("busNr", &target.busNumber)
            try x.attribute("index", &target.index)
            try x.attribute("hotplug", &target.hotplug)
            try x.leaf("node", &target.node)
        }
        try x.group("driver") { x in
            try x.attribute("queues", &queues)
            try x.attribute("cmd_per_lun", &commandsPerLUN)
            try x.attribute("max_sectors", &maxSectors)
            try x.attribute("ioeventfd", &ioeventfd)
            try x.attribute("iothread", &iothread)
            try virtio.attributes(&x)
        }
        try info.xml(&x)
        try x.element("pcihole64", &pcihole64)
        // Only a root has a window; others carry it in vain.
        if x.isReading, kind != .pci || model?.hasSuffix("-root") != true { pcihole64 = nil }
        if x.isReading { try check(x) }
    }

    private func check(_ x: some XMLVisitor) throws {
        if let index, !(0...0x7fff_ffff).contains(index) {
            throw x.failure(.invalid, "Controller index '\(index)' is not a number from 0 to 2147483647.")
        }
        if let model {
            guard let models = Self.models[kind] else {
                throw x.failure(.invalid, "A controller of type '\(kind.rawValue)' takes no model.")
            }
            if !models.contains(model) {
                throw x.failure(.invalid, "Model '\(model)' of a '\(kind.rawValue)' controller is not known.")
            }
        }
        if kind == .pci, let model, model == "pci-root" || model == "pcie-root" {
            if info.address != nil {
                throw x.failure(.invalid, "A '\(model)' controller is part of the machine and takes no address.")
            }
            if index ?? 0 != 0, model == "pcie-root" {
                throw x.failure(.invalid, "A '\(model)' controller has index 0.")
            }
        }
        for (name, value) in [("chassisNr", target.chassisNumber), ("busNr", target.busNumber)] {
            if let value, !(1...254).contains(value) {
                throw x.failure(.invalid, "Attribute '\(name)' is '\(value)', which is not a number from 1 to 254.")
            }
        }
        if let port = target.port?.value, port > 255 {
            throw x.failure(.invalid, "Port \(port) of a PCI controller is above 255.")
        }
        if let chassis = target.chassis, !(0...255).contains(chassis) {
            throw x.failure(.invalid, "Chassis '\(chassis)' is not a number from 0 to 255.")
        }
        if let index = target.index, !(0...30).contains(index) {
            throw x.failure(.invalid, "Target index '\(index)' is not a number from 0 to 30.")
        }
        if let ports, kind == .usb, !(1...15).contains(ports) {
            throw x.failure(.invalid, "A USB controller has 1 to 15 ports.")
        }
        if let vectors, vectors < 0 { throw x.failure(.invalid, "A controller has no negative number of vectors.") }
    }
}
