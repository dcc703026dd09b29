// SPDX-License-Identifier: Apache-2.0

/// Where a guest cluster's data are: an L2 entry, decoded (docs/interop/qcow2.txt, "Cluster mapping").
enum QCow2Mapping: Equatable {
    /// Nowhere: the backing file shows through, or zeros.
    case unallocated
    /// All zeros, with a cluster kept for it or not.
    case zeros(keeping: UInt64?)
    /// A cluster at this offset.
    case plain(UInt64)
    /// A cluster at this offset, whose 32 parts are each allocated, zeros, or neither.
    case parts(UInt64?, allocated: UInt32, zeros: UInt32)
    /// Compressed data at this offset, in at most so many bytes.
    case compressed(UInt64, count: Int)
}

/// An entry of an L1 or L2 table.
struct QCow2Entry {
    /// The flag of a cluster that nothing else refers to.
    static let copied: UInt64 = 1 << 63
    private static let compressed: UInt64 = 1 << 62
    private static let offsetMask: UInt64 = 0x00FF_FFFF_FFFF_FE00
    private static let zeros: UInt64 = 1

    let raw: UInt64
    /// The bitmap behind the entry, with extended L2 entries.
    let bitmap: UInt64

    init(_ raw: UInt64, bitmap: UInt64 = 0) {
        self.raw = raw
        self.bitmap = bitmap
    }

    /// Whether nothing else refers to the cluster.
    var isCopied: Bool { raw & Self.copied != 0 }
    /// The offset of an uncompressed cluster or of an L2 table; 0 for none.
    var offset: UInt64 { raw & Self.offsetMask }

    /// Whether bits are set that are always zero in an L1 entry.
    var hasReservedBitsOfL1: Bool { raw & ~(Self.offsetMask | Self.copied) != 0 }

    /// What an L2 entry says.
    ///
    /// - Returns: nil for an entry with reserved bits set or a misplaced offset.
    func mapping(_ header: QCow2Header) -> QCow2Mapping? {
        if raw & Self.compressed != 0 {
            // The lower bits are the offset, the upper ones the number of further sectors of 512 bytes.
            let bits = UInt64(62 - (header.clusterBits - 8))
            let offset = raw & ((1 << bits) - 1)
            let sectors = (raw & (Self.compressed - 1)) >> bits
            return isCopied ? nil : .compressed(offset, count: Int(sectors + 1) * 512 - Int(offset % 512))
        }
        let allowed = Self.offsetMask | Self.copied | (header.version == 3 && !header.hasExtendedL2 ? Self.zeros : 0)
        guard raw & ~allowed == 0, header.isAligned(offset) else { return nil }
        if header.hasExtendedL2 {
            let allocated = UInt32(truncatingIfNeeded: bitmap)
            let zeros = UInt32(truncatingIfNeeded: bitmap >> 32)
            guard allocated & zeros == 0, offset != 0 || allocated == 0 else { return nil }
            return .parts(offset == 0 ? nil : offset, allocated: allocated, zeros: zeros)
        }
        if raw & Self.zeros != 0 { return .zeros(keeping: offset == 0 ? nil : offset) }
        return offset == 0 ? .unallocated : .plain(offset)
    }
}
