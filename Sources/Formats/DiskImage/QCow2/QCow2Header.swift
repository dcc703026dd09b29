// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout

/// The header of a qcow2 image (QEMU, docs/interop/qcow2.txt, "Header").
struct QCow2Header {
    /// 2 or 3.
    let version: UInt32
    /// Where the backing file's name is; 0 for none.
    let backingNameOffset: UInt64
    /// Bytes of the backing file's name.
    let backingNameSize: Int
    let clusterBits: Int
    let diskSizeInBytes: UInt64
    /// Entries of the L1 table.
    let l1Count: Int
    let l1Offset: UInt64
    let refcountTableOffset: UInt64
    let refcountTableClusters: Int
    let snapshotsOffset: UInt64
    let incompatibleFeatures: UInt64
    let autoclearFeatures: UInt64
    /// A refcount has 2 to this power bits.
    let refcountOrder: Int
    let headerSize: Int
    /// 0 for deflate, 1 for Zstandard.
    let compressionType: UInt8

    var clusterSize: Int { 1 << clusterBits }
    /// Whether an L2 entry has a bitmap of subclusters behind it.
    var hasExtendedL2: Bool { incompatibleFeatures & Incompatible.extendedL2 != 0 }
    var l2EntrySize: Int { hasExtendedL2 ? 16 : 8 }
    /// Guest clusters that one L2 table maps.
    var l2Count: Int { clusterSize / l2EntrySize }

    /// Bits of the field `incompatible_features`.
    enum Incompatible {
        static let dirty: UInt64 = 1 << 0
        static let corrupt: UInt64 = 1 << 1
        static let externalData: UInt64 = 1 << 2
        static let compressionType: UInt64 = 1 << 3
        static let extendedL2: UInt64 = 1 << 4
        static let all: UInt64 = 0b11111
    }

    /// Bits of the field `autoclear_features`.
    enum Autoclear {
        static let bitmaps: UInt64 = 1 << 0
        static let rawExternalData: UInt64 = 1 << 1
    }

    /// Offset of the field `autoclear_features`.
    static let autoclearOffset: UInt64 = 88
    /// The largest L1 and refcount tables that QEMU makes: 32 and 8 MiB.
    private static let maximumL1Count = (32 << 20) / 8
    private static let maximumRefcountTable: UInt64 = 8 << 20

    /// Reads and checks the header.
    init(_ file: any ImageFile) throws {
        let bytes = try file.readPadded(at: 0, count: 512)
        func field<Value: FixedWidthInteger>(_ offset: Int) -> Value { bytes.integer(at: offset, .big) ?? 0 }
        guard bytes.starts(with: [0x51, 0x46, 0x49, 0xFB]) else { throw file.damaged("it has no qcow2 header") }
        version = field(4)
        guard version == 2 || version == 3 else {
            throw file.unsupported(
                "it is a qcow image of version \(version), and only 2 and 3 are known",
                remedy: "Convert it with 'qemu-img convert -O qcow2'.")
        }
        backingNameOffset = field(8)
        backingNameSize = Int(field(16) as UInt32)
        let bits: UInt32 = field(20)
        diskSizeInBytes = field(24)
        let encryption: UInt32 = field(32)
        let l1Count: UInt32 = field(36)
        l1Offset = field(40)
        refcountTableOffset = field(48)
        let tableClusters: UInt32 = field(56)
        snapshotsOffset = field(64)
        incompatibleFeatures = version == 3 ? field(72) : 0
        autoclearFeatures = version == 3 ? field(88) : 0
        let order: UInt32 = version == 3 ? field(96) : 4
        let size: UInt32 = version == 3 ? field(100) : 72
        compressionType = version == 3 && size > 104 ? field(104) : 0

        guard encryption == 0 else {
            throw file.unsupported(
                "it is encrypted", remedy: "Decrypt it with 'qemu-img convert', or do this before it is encrypted.")
        }
        let unknown = incompatibleFeatures & ~Incompatible.all
        guard unknown == 0 else {
            throw file.unsupported(
                "it uses the unknown qcow2 feature bit \(unknown.trailingZeroBitCount)",
                remedy: "Convert it with 'qemu-img convert -O qcow2 -o compat=1.1'.")
        }
        guard incompatibleFeatures & Incompatible.externalData == 0 else {
            throw file.unsupported(
                "its data are in an external data file",
                remedy: "Use the data file with '--format raw', or convert the image with 'qemu-img convert'.")
        }
        guard (9...21).contains(bits), order <= 6, version == 2 || (104...512).contains(size),
            compressionType <= 1, bits >= 14 || incompatibleFeatures & Incompatible.extendedL2 == 0
        else { throw file.damaged("its qcow2 header has impossible values") }
        clusterBits = Int(bits)
        refcountOrder = Int(order)
        headerSize = Int(size)
        self.l1Count = Int(l1Count)
        refcountTableClusters = Int(tableClusters)

        let fileSize = file.sizeInBytes
        guard self.l1Count <= Self.maximumL1Count, isAligned(l1Offset), l1Offset >= clusterSize, l1Offset <= fileSize,
            UInt64(l1Count) * 8 <= fileSize - l1Offset
        else { throw file.damaged("its L1 table is said to lie outside the file") }
        let covered = UInt64(l1Count).multipliedReportingOverflow(by: UInt64(l2Count) << clusterBits)
        guard covered.overflow || covered.partialValue >= diskSizeInBytes else {
            throw file.damaged("its L1 table is too small for its disk")
        }
        guard isAligned(refcountTableOffset), refcountTableOffset >= clusterSize, refcountTableOffset < fileSize,
            tableClusters > 0, UInt64(tableClusters) << clusterBits <= Self.maximumRefcountTable
        else { throw file.damaged("its refcount table is said to lie outside the file") }
    }

    /// Whether an offset is where a cluster begins.
    func isAligned(_ offset: UInt64) -> Bool { offset & UInt64(clusterSize - 1) == 0 }
}

extension QCow2Header {
    /// The name of the backing file and its format, as far as the header tells; nil for none.
    func backing(_ file: any ImageFile) throws -> (name: String, format: String?)? {
        guard backingNameOffset != 0 else { return nil }
        guard backingNameSize > 0, backingNameSize <= 1023, backingNameOffset < UInt64(clusterSize) else {
            throw file.damaged("the name of its backing file has an impossible size or place")
        }
        let name = String(
            decoding: try file.read(at: backingNameOffset, count: backingNameSize), as: UTF8.self)
        return (name, try extensions(file)[0xE279_2ACA].map { String(decoding: $0, as: UTF8.self) })
    }

    /// The header extensions by their type, up to the size of the first cluster.
    private func extensions(_ file: any ImageFile) throws -> [UInt32: [UInt8]] {
        let end = backingNameOffset == 0 ? clusterSize : Int(backingNameOffset)
        let bytes = try file.readPadded(at: 0, count: end)
        var extensions: [UInt32: [UInt8]] = [:]
        var offset = headerSize
        while let type: UInt32 = bytes.integer(at: offset, .big), type != 0,
            let length: UInt32 = bytes.integer(at: offset + 4, .big),
            let content = bytes.slice(at: offset + 8, count: Int(length))
        {
            extensions[type] = content
            offset += 8 + (Int(length) + 7) / 8 * 8
        }
        return extensions
    }
}
