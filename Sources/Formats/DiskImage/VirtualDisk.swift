// SPDX-License-Identifier: Apache-2.0

/// The disk that a guest sees in an image of one format.
protocol VirtualDisk: AnyObject {
    /// What the guest sees as the size of its disk.
    var sizeInBytes: UInt64 { get }
    /// The size of the guest's logical blocks, where the format tells.
    var blockSizeInBytes: Int? { get }

    /// Reads what the guest sees; all of it must lie inside.
    func read(at offset: UInt64, count: Int) throws -> [UInt8]

    /// Replaces the guest's first 512 bytes.
    ///
    /// Whatever instant this is interrupted at, the guest sees the old or the new bytes, everything else it sees stays,
    /// and the image stays sound; at worst the image has space in it that nothing uses.
    func writeFirstSector(_ bytes: [UInt8]) throws
}

/// Bytes as they are.
final class RawDisk: VirtualDisk {
    private let file: any ImageFile

    init(_ file: any ImageFile) {
        self.file = file
    }

    var sizeInBytes: UInt64 { file.sizeInBytes }
    var blockSizeInBytes: Int? { file.sectorSizeInBytes }

    func read(at offset: UInt64, count: Int) throws -> [UInt8] {
        try file.read(at: offset, count: count)
    }

    func writeFirstSector(_ bytes: [UInt8]) throws {
        try file.write(bytes, at: 0)
        try file.synchronize()
    }
}
