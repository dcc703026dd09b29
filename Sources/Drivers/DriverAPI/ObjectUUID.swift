// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout

/// The UUID of a domain, secret or other object: the name that stays with it (RFC 9562).
public struct ObjectUUID: Sendable, Hashable, LosslessStringConvertible {
    private let high: UInt64
    private let low: UInt64

    /// Makes a UUID of its 16 bytes, in the order of the text; nil for another number of them.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        (high, low) = bytes.withUnsafeBytes {
            (
                UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    /// Reads 32 hexadecimal digits, with hyphens between pairs of them as libvirt accepts it.
    public init?(_ text: String) {
        guard let bytes = UUIDDigits.bytes(text) else { return nil }
        self.init(bytes: bytes)
    }

    /// The 16 bytes in the order of the text.
    public var bytes: [UInt8] {
        // At once: lists of thousands of objects are made of them.
        Array(unsafeUninitializedCapacity: 16) { buffer, count in
            let target = UnsafeMutableRawBufferPointer(buffer)
            target.storeBytes(of: high.bigEndian, as: UInt64.self)
            target.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
            count = 16
        }
    }

    /// The usual form: `c7a5fdbd-edaf-9455-926a-d65c16db1809`.
    public var description: String { UUIDDigits.text(bytes) }
}
