// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout
internal import XMLCoding

/// A UUID (RFC 9562), kept as its 16 bytes.
package struct UUIDText: XMLScalar, Sendable, Hashable {
    /// The bytes in the order of the text.
    package var bytes: [UInt8]

    /// Makes a UUID of 16 bytes; nil for another number of them.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// A random UUID (version 4) of 16 random bytes.
    package init?(random: [UInt8]) {
        guard random.count == 16 else { return nil }
        self.init(version4: random)
    }

    /// A new random UUID (version 4).
    package static func random() -> UUIDText {
        UUIDText(version4: (0..<16).map { _ in .random(in: 0...255) })
    }

    private init(version4 random: [UInt8]) {
        bytes = random
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
    }

    /// Reads 32 hexadecimal digits; hyphens may stand between pairs of them, as libvirt accepts it.
    package init?(xml text: String) {
        guard let bytes = UUIDDigits.bytes(text.trimmedXMLSpace) else { return nil }
        self.bytes = bytes
    }

    package var xml: String { UUIDDigits.text(bytes) }
    package static var xmlExpectation: String { "a UUID" }
}
