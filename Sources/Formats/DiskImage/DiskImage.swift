// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

/// A disk image, seen as its guest sees the disk.
///
/// ```swift
/// let image = try DiskImage(path: "/srv/images/server.qcow2", access: .writing)
/// var sector = try image.read(at: 0, count: 512)
/// …
/// try image.writeFirstSector(sector)
/// ```
///
/// The image is locked as QEMU locks it, from the opening until the value goes: no QEMU can have it open for writing
/// meanwhile.
public final class DiskImage {
    /// What an image is opened for.
    public enum Access: Sendable {
        /// Only to read.
        case reading
        /// To write as well.
        case writing
    }

    /// Its format, as detected or as insisted on.
    public let format: DiskFormat
    /// Where it is.
    public let path: FilePath
    /// Whether it is a block device.
    public let isDevice: Bool
    private let disk: any VirtualDisk

    /// Bytes of the sector that can be written.
    public static let sectorSizeInBytes = 512

    /// Opens an image.
    ///
    /// - Parameters:
    ///   - path: A file or a block device.
    ///   - format: The format; nil to tell it by the content.
    ///   - access: What for.
    ///   - ignoringUse: Whether to go on where it is mounted or another program has it open.
    /// - Throws: ``DiskImageError``.
    public convenience init(
        path: FilePath, format: DiskFormat? = nil, access: Access, ignoringUse: Bool = false
    ) throws {
        let file = try HostFile(path, writing: access == .writing, ignoringUse: ignoringUse)
        try self.init(file: file, format: format)
    }

    /// An image in a file that is open already.
    package init(file: any ImageFile, format: DiskFormat?) throws {
        path = FilePath(file.path)
        isDevice = file.sectorSizeInBytes != nil
        let sector = UInt64(Self.sectorSizeInBytes)
        let size = file.sizeInBytes
        // A descriptor that only names other files may be smaller than a sector.
        self.format = try format ?? Self.detect(file)
        guard size >= sector else {
            throw DiskImageError(
                .notAnImage, file.path, "use", "it has \(size) bytes, less than one sector of a disk",
                remedy: "Give a disk image or a block device.")
        }
        disk = try Self.disk(in: file, self.format, depth: 0)
        guard disk.sizeInBytes >= sector else {
            throw DiskImageError(
                .notAnImage, file.path, "use", "the disk in it has \(disk.sizeInBytes) bytes, less than one sector",
                remedy: "Give an image of a larger disk.")
        }
    }

    /// The size of the guest's disk, in bytes.
    public var sizeInBytes: UInt64 { disk.sizeInBytes }

    /// The size of the guest's logical blocks, in bytes, where the format or the device tells.
    public var blockSizeInBytes: Int? { disk.blockSizeInBytes }

    /// Reads bytes of the guest's disk.
    ///
    /// - Throws: ``DiskImageError``, also when they do not all lie inside.
    public func read(at offset: UInt64, count: Int) throws -> [UInt8] {
        guard count >= 0, UInt64(count) <= sizeInBytes, offset <= sizeInBytes - UInt64(count) else {
            throw DiskImageError(
                .failed, path.string, "read", "bytes \(offset) to \(offset) + \(count) do not lie in its disk")
        }
        return try disk.read(at: offset, count: count)
    }

    /// Replaces the first 512 bytes of the guest's disk, and waits until they are on stable storage.
    ///
    /// Whatever instant this is interrupted at, the guest sees the old or the new bytes, everything else that it sees
    /// stays as it was, and the image stays sound; at worst it has space in it that nothing uses.
    ///
    /// - Throws: ``DiskImageError``; where the image cannot take the write, nothing was changed.
    public func writeFirstSector(_ bytes: [UInt8]) throws {
        precondition(bytes.count == Self.sectorSizeInBytes)
        try disk.writeFirstSector(bytes)
    }
}
