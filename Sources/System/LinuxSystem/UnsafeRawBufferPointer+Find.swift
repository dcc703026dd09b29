// SPDX-License-Identifier: Apache-2.0

internal import CLinux

extension UnsafeRawBufferPointer {
    /// The offset of the first occurrence of some bytes, looked for with the C library's vector code; memmem(3).
    ///
    /// - Parameter start: Where to begin, in bytes; nothing is found behind the end.
    public func firstOffset(of wanted: [UInt8], from start: Int = 0) -> Int? {
        guard start >= 0, start < count, let baseAddress else { return nil }
        let found = wanted.withUnsafeBytes { wanted in
            clinux_find(baseAddress + start, UInt64(count - start), wanted.baseAddress, UInt64(wanted.count))
        }
        return found < 0 ? nil : start + Int(found)
    }
}
