// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// A number that is written in hexadecimal and read in hexadecimal (`0x1f`), octal (`017`) or decimal.
package protocol HexNumber: XMLScalar, Sendable, Hashable {
    /// How many digits are written at least.
    static var digits: Int { get }
    /// The largest value.
    static var maximum: UInt64 { get }
    /// The value.
    var value: UInt64 { get set }
    /// Makes the number.
    init(_ value: UInt64)
}

extension HexNumber {
    package init?(xml text: String) {
        guard let value = UInt64(cText: text.trimmedXMLSpace), value <= Self.maximum else { return nil }
        self.init(value)
    }
    package var xml: String { value.hex(digits: Self.digits) }
    package static var xmlExpectation: String { "a number from 0 to \(maximum.hex(digits: 1))" }
}

/// A number of one hexadecimal digit or more.
package struct Hex1: HexNumber {
    package static let digits = 1
    package static let maximum = UInt64.max
    package var value: UInt64
    package init(_ value: UInt64) { self.value = value }
}

/// A byte, as two hexadecimal digits.
package struct Hex2: HexNumber {
    package static let digits = 2
    package static let maximum: UInt64 = 0xff
    package var value: UInt64
    package init(_ value: UInt64) { self.value = value }
}

/// A 16-bit number, as four hexadecimal digits.
package struct Hex4: HexNumber {
    package static let digits = 4
    package static let maximum: UInt64 = 0xffff
    package var value: UInt64
    package init(_ value: UInt64) { self.value = value }
}

/// A 32-bit number, as eight hexadecimal digits.
package struct Hex8: HexNumber {
    package static let digits = 8
    package static let maximum: UInt64 = 0xffff_ffff
    package var value: UInt64
    package init(_ value: UInt64) { self.value = value }
}

extension UInt64 {
    /// Reads a number as C's `strtoull` with base 0 does: `0x` hexadecimal, a leading `0` octal, else decimal.
    package init?(cText text: String) {
        if text.hasPrefix("0x") || text.hasPrefix("0X") {
            self.init(text.dropFirst(2), radix: 16)
        } else if text.hasPrefix("0"), text.count > 1 {
            self.init(text.dropFirst(), radix: 8)
        } else {
            self.init(text, radix: 10)
        }
    }

    /// `0x` and at least so many hexadecimal digits.
    package func hex(digits: Int) -> String {
        let text = String(self, radix: 16)
        return "0x" + String(repeating: "0", count: Swift.max(0, digits - text.count)) + text
    }
}

/// A number that never is zero.
package struct Positive: XMLScalar, Sendable, Hashable {
    package var value: Int
    package init(_ value: Int) { self.value = value }
    package init?(xml text: String) {
        guard let value = Int(text.trimmedXMLSpace), value > 0 else { return nil }
        self.value = value
    }
    package var xml: String { String(value) }
    package static var xmlExpectation: String { "a whole number above 0" }
}

/// A MAC address, six bytes.
package struct MACAddress: XMLScalar, Sendable, Hashable {
    package var bytes: [UInt8]

    package init?(bytes: [UInt8]) {
        guard bytes.count == 6 else { return nil }
        self.bytes = bytes
    }

    package init?(xml text: String) {
        let parts = text.trimmedXMLSpace.split(separator: ":", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { (1...2).contains($0.count) ? UInt8($0, radix: 16) : nil }
        guard parts.count == 6, bytes.count == 6 else { return nil }
        self.bytes = bytes
    }

    package var xml: String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
    }
    package static var xmlExpectation: String { "a MAC address such as '52:54:00:12:34:56'" }

    /// Whether the group bit is set (IEEE 802.3), so that no interface can have the address.
    package var isMulticast: Bool { bytes[0] & 1 == 1 }
}
