// SPDX-License-Identifier: Apache-2.0

internal import DiskImage
internal import LinuxSystem
internal import SystemPackage

/// An image in memory that takes the writes to a disk and goes with the VM.
enum SnapshotOverlay {
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
        try file.descriptor.writeAll(QCow2Overlay.bytes(virtualSize: size))
        return file
    }
}
