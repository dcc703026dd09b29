// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// Where a device sits: the `<address type='...'/>` of every device.
package enum DeviceAddress: Sendable, Hashable {
    case pci(PCIAddress)
    case drive(DriveAddress)
    case virtioSerial(VirtioSerialAddress)
    case usb(USBAddress)
    case ccid(CCIDAddress)
    case ccw(CCWAddress)
    case isa(ISAAddress)
    case dimm(DIMMAddress)
    case spaprVIO(SpaprVIOAddress)
    case virtioMMIO
    case virtioS390
    case unassigned
}

package struct PCIAddress: XMLRepresentable, Sendable, Hashable {
    package var domain: Int = 0
    package var bus: Int = 0
    package var slot: Int = 0
    package var function: Int = 0
    package var multifunction: OnOff?
    /// `<zpci uid='0x0001' fid='0x00000000'/>` of s390x.
    package var zpci: ZPCIAddress?

    package init() {}
    package init(domain: Int = 0, bus: Int, slot: Int, function: Int = 0) {
        self.domain = domain
        self.bus = bus
        self.slot = slot
        self.function = function
    }

    package mutating func xml(_ x: inout some XMLVisitor) throws {
        var domain: Hex4? = Hex4(UInt64(self.domain))
        var bus: Hex2? = Hex2(UInt64(self.bus))
        var slot: Hex2? = Hex2(UInt64(self.slot))
        var function: Hex1? = Hex1(UInt64(self.function))
        try x.attribute("domain", &domain)
        try x.attribute("bus", &bus)
        try x.attribute("slot", &slot)
        try x.attribute("function", &function)
        try x.attribute("multifunction", &multifunction)
        try x.element("zpci", &zpci)
        guard x.isReading, let slot, let function else { return }
        guard slot.value <= 31, function.value <= 7 else {
            throw x.failure(.invalid, "A PCI address has slot 0x00 to 0x1f and function 0x0 to 0x7.")
        }
        self.domain = Int(domain?.value ?? 0)
        self.bus = Int(bus?.value ?? 0)
        self.slot = Int(slot.value)
        self.function = Int(function.value)
    }

    /// All of domain, bus, slot and function are zero: an address that is yet to be chosen.
    package var isEmpty: Bool { domain == 0 && bus == 0 && slot == 0 && function == 0 }

    /// `0000:00:1f.2`, as Linux writes it.
    package var text: String {
        func pad(_ number: Int, _ width: Int) -> String {
            let text = String(number, radix: 16)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return "\(pad(domain, 4)):\(pad(bus, 2)):\(pad(slot, 2)).\(function)"
    }
}

package struct ZPCIAddress: XMLRepresentable, Sendable, Hashable {
    package var uid: Hex4?
    package var fid: Hex8?
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.attribute("uid", &uid)
        try x.attribute("fid", &fid)
    }
}

package struct DriveAddress: XMLRepresentable, Sendable, Hashable {
    package var controller = 0
    package var bus = 0
    package var target = 0
    package var unit = 0
    package init() {}
    package init(controller: Int, bus: Int, target: Int, unit: Int) {
        (self.controller, self.bus, self.target, self.unit) = (controller, bus, target, unit)
    }
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.number("controller", &controller)
        try x.number("bus", &bus)
        try x.number("target", &target)
        try x.number("unit", &unit)
    }
}

package struct VirtioSerialAddress: XMLRepresentable, Sendable, Hashable {
    package var controller = 0
    package var bus = 0
    package var port: Int?
    package init() {}
    package init(controller: Int, bus: Int, port: Int?) {
        (self.controller, self.bus, self.port) = (controller, bus, port)
    }
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.number("controller", &controller)
        try x.number("bus", &bus)
        try x.attribute("port", &port)
        if let port, !(0...0xffff).contains(port) { throw x.failure(.invalid, "Port '\(port)' is out of range.") }
    }
}

package struct CCIDAddress: XMLRepresentable, Sendable, Hashable {
    package var controller = 0
    package var slot = 0
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.number("controller", &controller)
        try x.number("slot", &slot)
    }
}

package struct USBAddress: XMLRepresentable, Sendable, Hashable {
    package var bus = 0
    /// The ports from the root hub down; empty when yet to be chosen.
    package var port: [Int] = []
    /// Only for host devices inside a source.
    package var device: Int?
    package init() {}
    package init(bus: Int, port: [Int]) { (self.bus, self.port) = (bus, port) }

    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.number("bus", &bus)
        var text: String? = port.isEmpty ? nil : portText
        try x.attribute("port", &text)
        guard x.isReading, let text else { return }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...4).contains(parts.count), parts.allSatisfy({ $0.map { (1...255).contains($0) } ?? ($0 != nil) })
        else { throw x.failure(.invalid, "USB port '\(text)' is not a path such as '1.2'.") }
        port = parts.compactMap { $0 }
    }
    /// The ports joined by dots.
    package var portText: String { port.map(String.init).joined(separator: ".") }
}

package struct CCWAddress: XMLRepresentable, Sendable, Hashable {
    package var cssid = 0xfe
    package var ssid = 0
    package var devno = 0
    package init() {}
    package init(devno: Int) { self.devno = devno }
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        var cssid: Hex1? = Hex1(UInt64(self.cssid))
        var ssid: Hex1? = Hex1(UInt64(self.ssid))
        var devno: Hex4? = Hex4(UInt64(self.devno))
        try x.attribute("cssid", &cssid)
        try x.attribute("ssid", &ssid)
        try x.attribute("devno", &devno)
        guard x.isReading else { return }
        guard let cssid, let ssid, cssid.value <= 0xfe, ssid.value <= 3 else {
            throw x.failure(.invalid, "A CCW address has cssid 0x0 to 0xfe and ssid 0x0 to 0x3.")
        }
        self.cssid = Int(cssid.value)
        self.ssid = Int(ssid.value)
        self.devno = Int(devno?.value ?? 0)
    }
    /// `fe.0.0001`
    package var text: String {
        let number = String(devno, radix: 16)
        return "\(String(cssid, radix: 16)).\(String(ssid, radix: 16))."
            + String(repeating: "0", count: max(0, 4 - number.count)) + number
    }
}

package struct ISAAddress: XMLRepresentable, Sendable, Hashable {
    package var iobase: Hex1?
    package var irq: Hex1?
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.attribute("iobase", &iobase)
        try x.attribute("irq", &irq)
    }
}

package struct DIMMAddress: XMLRepresentable, Sendable, Hashable {
    package var slot: Int = 0
    package var base: Hex1?
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.number("slot", &slot)
        try x.attribute("base", &base)
    }
}

package struct SpaprVIOAddress: XMLRepresentable, Sendable, Hashable {
    package var reg: Hex8?
    package init() {}
    package init(reg: UInt64) { self.reg = Hex8(reg) }
    package mutating func xml(_ x: inout some XMLVisitor) throws { try x.attribute("reg", &reg) }
}

extension XMLVisitor {
    /// A number from 0 to 2^31-1 that is written always.
    mutating func number(_ name: String, _ value: inout Int) throws {
        try attribute(name, &value)
        if isReading, !(0...0x7fff_ffff).contains(value) {
            throw failure(.invalid, "Attribute '\(name)' is '\(value)', which is not a number from 0 to 2147483647.")
        }
    }
}

extension DeviceAddress: XMLRepresentable {
    package init() { self = .unassigned }

    /// The word of the `type` attribute.
    package var type: String {
        switch self {
        case .pci: "pci"
        case .drive: "drive"
        case .virtioSerial: "virtio-serial"
        case .usb: "usb"
        case .ccid: "ccid"
        case .ccw: "ccw"
        case .isa: "isa"
        case .dimm: "dimm"
        case .spaprVIO: "spapr-vio"
        case .virtioMMIO: "virtio-mmio"
        case .virtioS390: "virtio-s390"
        case .unassigned: "unassigned"
        }
    }

    package mutating func xml(_ x: inout some XMLVisitor) throws {
        var type: String = self.type
        try x.required("type", &type)
        if x.isReading {
            switch type {
            case "pci": self = .pci(PCIAddress())
            case "drive": self = .drive(DriveAddress())
            case "virtio-serial": self = .virtioSerial(VirtioSerialAddress())
            case "usb": self = .usb(USBAddress())
            case "ccid": self = .ccid(CCIDAddress())
            case "ccw": self = .ccw(CCWAddress())
            case "isa": self = .isa(ISAAddress())
            case "dimm": self = .dimm(DIMMAddress())
            case "spapr-vio": self = .spaprVIO(SpaprVIOAddress())
            case "virtio-mmio": self = .virtioMMIO
            case "virtio-s390": throw x.failure(.unsupported, "Address type 'virtio-s390' is not supported.")
            case "unassigned": self = .unassigned
            default: throw x.failure(.unsupported, "Address type '\(type)' is not known.")
            }
        }
        switch self {
        case .pci(var address):
            try address.xml(&x)
            self = .pci(address)
        case .drive(var address):
            try address.xml(&x)
            self = .drive(address)
        case .virtioSerial(var address):
            try address.xml(&x)
            self = .virtioSerial(address)
        case .usb(var address):
            try address.xml(&x)
            self = .usb(address)
        case .ccid(var address):
            try address.xml(&x)
            self = .ccid(address)
        case .ccw(var address):
            try address.xml(&x)
            self = .ccw(address)
        case .isa(var address):
            try address.xml(&x)
            self = .isa(address)
        case .dimm(var address):
            try address.xml(&x)
            self = .dimm(address)
        case .spaprVIO(var address):
            try address.xml(&x)
            self = .spaprVIO(address)
        case .virtioMMIO, .virtioS390, .unassigned: break
        }
    }
}
