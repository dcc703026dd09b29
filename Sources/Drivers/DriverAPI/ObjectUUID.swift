// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout

/// The UUID of a domain, secret or other object: the name that stays with it (RFC 9562).
public struct ObjectUUID: Sendable, Hashable, LosslessStringConvertible {
    private let high: UInt64
    private let low: UInt64

    /// Makes a UUID of its 16 bytes, in the order of the text; nil for another number of them.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Reads 32 hexadecimal digits, with hyphens between pairs of them as libvirt accepts it.
    public init?(_ text: String) {
        guard let bytes = UUIDDigits.bytes(text) else { return nil }
        self.init(bytes: bytes)
    }

    /// The 16 bytes in the order of the text.
    public var bytes: [UInt8] {
        [high, low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) } }
    }

    /// The usual form: `c7a5fdbd-edaf-9455-926a-d65c16db1809`.
    public var description: String { UUIDDigits.text(bytes) }
}
