// SPDX-License-Identifier: Apache-2.0

/// The order in which a format stores the bytes of an integer.
public enum ByteOrder: Sendable {
    /// The least significant byte first: GPT, MBR, VHDX, VMDK.
    case little
    /// The most significant byte first: qcow2, VHD.
    case big
}

extension Array where Element == UInt8 {
    /// The integer at an offset, or nil when it does not lie wholly inside.
    ///
    /// - Parameters:
    ///   - type: The integer's type, which tells its width.
    ///   - offset: Where it begins, in bytes; any value is allowed.
    ///   - order: How its bytes are ordered.
    @inlinable
    public func integer<Value: FixedWidthInteger>(
        _ type: Value.Type = Value.self, at offset: Int, _ order: ByteOrder = .little
    ) -> Value? {
        let width = Value.bitWidth / 8
        guard offset >= 0, width <= count, offset <= count - width else { return nil }
        var value: Value = 0
        for index in 0..<width {
            let byte = Value(truncatingIfNeeded: self[offset + (order == .big ? index : width - 1 - index)])
            value = Value.bitWidth == 8 ? byte : (value << 8) | byte
        }
        return value
    }

    /// The bytes from an offset on, or nil when they do not lie wholly inside.
    @inlinable
    public func slice(at offset: Int, count length: Int) -> [UInt8]? {
        guard offset >= 0, length >= 0, length <= count, offset <= count - length else { return nil }
        return Array(self[offset..<offset + length])
    }

    /// Puts an integer at an offset, which must lie inside.
    @inlinable
    public mutating func store<Value: FixedWidthInteger>(
        _ value: Value, at offset: Int, _ order: ByteOrder = .little
    ) {
        let width = Value.bitWidth / 8
        for index in 0..<width {
            let shift = 8 * (order == .little ? index : width - 1 - index)
            self[offset + index] = UInt8(truncatingIfNeeded: value >> shift)
        }
    }

    /// Puts bytes at an offset; all of them must lie inside.
    @inlinable
    public mutating func store(_ bytes: [UInt8], at offset: Int) {
        replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }
}
