// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout

/// A format of disk images that can be read and written here.
public enum DiskFormat: String, Sendable, CaseIterable {
    /// The disk's bytes as they are: a file or a block device.
    case raw
    /// QEMU's format, versions 2 and 3.
    case qcow2
    /// VMware's sparse extent with its descriptor inside.
    case vmdk
    /// Microsoft's older format, fixed or dynamic.
    case vhd
    /// Microsoft's newer format.
    case vhdx
}

/// What the first bytes of a file, and its last 512, tell of its format.
enum DetectedFormat {
    case known(DiskFormat)
    /// Something else than a disk image that we can write: what it is, and what helps.
    case unknown(String, remedy: String)

    /// Detects a format.
    ///
    /// - Parameters:
    ///   - start: The first 512 bytes, or fewer of a smaller file.
    ///   - end: The last 512 bytes, or none of a smaller file.
    init(start: [UInt8], end: [UInt8]) {
        func begins(_ mark: String) -> Bool { start.starts(with: mark.utf8) }
        func begins(_ mark: [UInt8]) -> Bool { start.starts(with: mark) }
        let convert = "Convert it with 'qemu-img convert -O qcow2'."
        if begins([0x51, 0x46, 0x49, 0xFB]) {  // "QFI" and 0xFB
            let version: UInt32 = start.integer(at: 4, .big) ?? 0
            self =
                version == 1
                ? .unknown("it is a qcow image of version 1, which nothing writes any more", remedy: convert)
                : .known(.qcow2)
        } else if begins("KDMV") {
            self = .known(.vmdk)
        } else if begins("vhdxfile") {
            self = .known(.vhdx)
        } else if begins("conectix") || end.starts(with: "conectix".utf8) {
            self = .known(.vhd)
        } else if begins("# Disk DescriptorFile") {
            self = .unknown(
                "it is only the descriptor of a VMDK whose data lie in other files",
                remedy: "Give the file that it names as '-flat.vmdk' with '--format raw', or convert it with "
                    + "'qemu-img convert -O vmdk'.")
        } else if begins("COWD") {
            self = .unknown("it is a VMDK of ESX's older sparse kind", remedy: convert)
        } else if start.integer(UInt32.self, at: 64) == 0xBEDA_107F {
            self = .unknown("it is a VirtualBox disk image (VDI)", remedy: convert)
        } else if begins("QED\0") {
            self = .unknown("it is a QED image", remedy: convert)
        } else if begins("WithoutFreeSpace") || begins("WithouFreSpacExt") {
            self = .unknown("it is a Parallels image", remedy: convert)
        } else if begins([0x4C, 0x55, 0x4B, 0x53, 0xBA, 0xBE]) {  // "LUKS"
            self = .unknown(
                "it is encrypted as a whole by LUKS", remedy: "Open it with cryptsetup, and give the device.")
        } else if begins([0x1F, 0x8B, 0x08]) {
            self = .unknown("it is compressed by gzip", remedy: "Unpack it first.")
        } else if begins([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) {
            self = .unknown("it is compressed by xz", remedy: "Unpack it first.")
        } else if begins([0x28, 0xB5, 0x2F, 0xFD]) {
            self = .unknown("it is compressed by zstd", remedy: "Unpack it first.")
        } else if begins("BZh") {
            self = .unknown("it is compressed by bzip2", remedy: "Unpack it first.")
        } else {
            self = .known(.raw)
        }
    }
}
