// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout
internal import DiskImage
internal import LinuxSystem
internal import SystemPackage

/// An image in memory that takes the writes to a disk and goes with the VM.
///
/// It is the smallest qcow2 image there is (QEMU's docs/interop/qcow2.txt): a header, a table of clusters that says that
/// none is here yet, and reference counts for these. The file below it is named by whoever opens both.
enum SnapshotOverlay {
    private static let clusterBits: UInt32 = 16
    private static let clusterSize: UInt64 = 1 << 16

    /// Makes one for a disk.
    ///
    /// - Throws: A ``TinyVMError`` when the disk cannot be read as an image of its format.
    static func make(for disk: TinyVM.Disk) throws -> MemoryFile {
        // QEMU calls Microsoft's older format by the name of the product it came with.
        guard let format = DiskFormat(rawValue: disk.format == "vpc" ? "vhd" : disk.format) else {
            throw TinyVMError(
                .options,
                "Cannot take the changes of the disk '\(disk.path)' apart: the format '\(disk.format)' is not known. "
                    + "Use ro or rw.")
        }
        let size: UInt64
        do {
            size = try DiskImage(path: disk.path, format: format, access: .reading, ignoringUse: true).sizeInBytes
        } catch {
            throw TinyVMError(.options, "Cannot use the disk '\(disk.path)': \(error)")
        }
        let file = try MemoryFile("tinyvm-disk")
        try file.descriptor.writeAll(bytes(virtualSize: (size + 511) / 512 * 512))
        return file
    }

    /// The image's clusters: header, reference count table, reference count block, then the L1 table.
    static func bytes(virtualSize: UInt64) -> [UInt8] {
        // An L2 table is a cluster of 8-byte entries, one for each cluster of the guest.
        let perL2Table = clusterSize / 8 * clusterSize
        let l1Entries = max(1, (virtualSize + perL2Table - 1) / perL2Table)
        let l1Clusters = (l1Entries * 8 + clusterSize - 1) / clusterSize
        let clusters = 3 + l1Clusters
        var image = [UInt8](repeating: 0, count: Int(clusters * clusterSize))
        image.store(UInt32(0x5146_49fb), at: 0, .big)  // "QFI\xfb"
        image.store(UInt32(3), at: 4, .big)  // version
        image.store(clusterBits, at: 20, .big)
        image.store(virtualSize, at: 24, .big)
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
