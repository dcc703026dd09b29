// SPDX-License-Identifier: Apache-2.0

/// Bytes from which numbers are read by offset, in either byte order. Whatever lies outside is nil, so no input can
/// make a reader trap.
struct ByteView {
    let bytes: [UInt8]
    var isBigEndian = false

    var count: Int { bytes.count }

    func number<Number: FixedWidthInteger>(_ type: Number.Type = Number.self, at offset: Int) -> Number? {
        let size = MemoryLayout<Number>.size
        guard offset >= 0, offset <= bytes.count - size else { return nil }
        let raw = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Number.self) }
        return isBigEndian ? Number(bigEndian: raw) : Number(littleEndian: raw)
    }

    /// A word of the ELF class: 4 or 8 bytes.
    func word(is64: Bool, at offset: Int) -> UInt64? {
        is64 ? number(UInt64.self, at: offset) : number(UInt32.self, at: offset).map(UInt64.init)
    }

    /// The bytes of a range, or nil when a part of it lies outside.
    func slice(_ offset: Int, _ length: Int) -> ArraySlice<UInt8>? {
        guard offset >= 0, length >= 0, offset <= bytes.count, length <= bytes.count - offset else { return nil }
        return bytes[offset..<offset + length]
    }

    /// The bytes up to the next zero byte, or nil when there is none.
    func cString(at offset: Int) -> ArraySlice<UInt8>? {
        guard offset >= 0, offset < bytes.count, let end = bytes[offset...].firstIndex(of: 0) else { return nil }
        return bytes[offset..<end]
    }
}
