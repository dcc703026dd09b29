// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout

/// An empty image that takes the writes to another one.
///
/// It is the smallest qcow2 image there is (QEMU's docs/interop/qcow2.txt): a header, a table of clusters that says that
/// none is here yet, and reference counts for these. The image below it is named by whoever opens both.
package enum QCow2Overlay {
    private static let clusterBits: UInt32 = 16
    private static let clusterSize: UInt64 = 1 << 16

    /// The image's clusters: header, reference count table, reference count block, then the L1 table.
    ///
    /// - Parameter virtualSize: The size of the disk that the guest sees, in bytes; it is rounded up to whole sectors.
    package static func bytes(virtualSize: UInt64) -> [UInt8] {
        let size = (virtualSize + 511) / 512 * 512
        // An L2 table is a cluster of 8-byte entries, one for each cluster of the guest.
        let perL2Table = clusterSize / 8 * clusterSize
        let l1Entries = max(1, (size + perL2Table - 1) / perL2Table)
        let l1Clusters = (l1Entries * 8 + clusterSize - 1) / clusterSize
        let clusters = 3 + l1Clusters
        var image = [UInt8](repeating: 0, count: Int(clusters * clusterSize))
        image.store(UInt32(0x5146_49fb), at: 0, .big)  // "QFI\xfb"
        image.store(UInt32(3), at: 4, .big)  // version
        image.store(clusterBits, at: 20, .big)
        image.store(size, at: 24, .big)
        image.store(UInt32(l1Entries), at: 36, .big)
        image.store(3 * clusterSize, at: 40, .big)  // L1 table
        image.store(clusterSize, at: 48, .big)  // reference count table
        image.store(UInt32(1), at: 56, .big)  // its clusters
        image.store(UInt32(4), at: 96, .big)  // reference count order: 16 bits
        image.store(UInt32(104), at: 100, .big)  // header length
        image.store(2 * clusterSize, at: Int(clusterSize), .big)
        for cluster in 0..<Int(clusters) { image[Int(2 * clusterSize) + 2 * cluster + 1] = 1 }
        return image
    }
}
