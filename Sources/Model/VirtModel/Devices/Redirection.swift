// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// A `<redirdev>`: a USB device that comes over a character device.
package struct RedirectedDevice: XMLRepresentable, Sendable, Hashable {
    package var bus = "usb"
    package var source = CharacterSource()
    package var info = DeviceInfo()
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.attribute("bus", &bus)
        try source.typeAttribute(&x)
        try source.children(&x)
        try info.xml(&x)
        if x.isReading, bus != "usb" { throw x.failure(.invalid, "A redirected device is on bus 'usb'.") }
        if x.isReading, let missing = source.missingPart() {
            throw x.failure(.missing, "A redirected device needs \(missing).")
        }
    }
}

/// `<redirfilter>`: which USB devices may be redirected.
package struct RedirectionFilter: XMLRepresentable, Sendable, Hashable {
    package struct Rule: XMLRepresentable, Sendable, Hashable {
        package var usbClass: String?
        package var vendor: String?
        package var product: String?
        package var version: String?
        package var allow = YesNo.yes
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("class", &usbClass)
            try x.attribute("vendor", &vendor)
            try x.attribute("product", &product)
            try x.attribute("version", &version)
            try x.required("allow", &allow)
            guard x.isReading else { return }
            if usbClass == "-1" { usbClass = nil }
            if vendor == "-1" { vendor = nil }
            if product == "-1" { product = nil }
            if version == "-1" { version = nil }
            for value in [usbClass, vendor, product] {
                if let value, UInt64(cText: value) == nil {
                    throw x.failure(.invalid, "'\(value)' is not a number of a USB device.")
                }
            }
            if let text = usbClass, let number = UInt64(cText: text) {
                if number > 0xff { throw x.failure(.invalid, "USB class '\(text)' is above 0xff.") }
                usbClass = number.hex(digits: 2)
            }
            vendor = vendor.flatMap { UInt64(cText: $0).map { "0x" + $0.hex(digits: 4).dropFirst(2).uppercased() } }
            product = product.flatMap { UInt64(cText: $0).map { "0x" + $0.hex(digits: 4).dropFirst(2).uppercased() } }
            if let version {
                let parts = version.split(separator: ".").compactMap { UInt8($0) }
                guard parts.count == version.split(separator: ".", omittingEmptySubsequences: false).count,
                    (1...2).contains(parts.count)
                else { throw x.failure(.invalid, "USB version '\(version)' is not of the form 2.0.") }
                // One digit after the point stands for tenths.
                let digits = version.split(separator: ".").dropFirst().first.map(String.init) ?? "0"
                self.version = "\(parts[0])." + (digits.utf8.count == 1 ? digits + "0" : digits)
            }
        }
    }
    package var rules: [Rule] = []
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws { try x.elements("usbdev", &rules) }
}
