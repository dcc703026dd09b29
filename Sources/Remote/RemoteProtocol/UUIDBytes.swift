// SPDX-License-Identifier: Apache-2.0

package import XDR

/// The sixteen bytes of a UUID, in the order in which its text has them (RFC 9562, section 4).
package struct UUIDBytes: XDRCodable, Hashable {
    private var high: UInt64 = 0
    private var low: UInt64 = 0

    /// All zero.
    package init() {}

    /// The first sixteen of some bytes; missing ones are zero.
    package init(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { source in
            withUnsafeMutableBytes(of: &high) { $0.copyBytes(from: source.prefix(8)) }
            withUnsafeMutableBytes(of: &low) { $0.copyBytes(from: source.dropFirst(8).prefix(8)) }
        }
        high = high.bigEndian
        low = low.bigEndian
    }

    /// The bytes.
    package var bytes: [UInt8] {
        (0..<16).map { UInt8(truncatingIfNeeded: $0 < 8 ? high >> (56 - 8 * $0) : low >> (120 - 8 * $0)) }
    }

    package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
        try stream.integer(&high)
        try stream.integer(&low)
    }
}
