// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout

/// The disk in a qcow2 image (QEMU, docs/interop/qcow2.txt).
///
/// ```
/// guest offset = | index in L1 | index in L2 | offset in cluster |
///
/// L1 table --> L2 tables --> clusters with data
/// refcount table --> refcount blocks --> how many refer to each cluster of the file
/// ```
final class QCow2Disk: VirtualDisk {
    let file: any ImageFile
    let header: QCow2Header
    /// What shows through where nothing is allocated.
    private let backing: (any VirtualDisk)?

    /// Opens the disk.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - openBacking: Opens the disk in the backing file of a name and a format that the header gives.
    init(_ file: any ImageFile, openBacking: (String, String?) throws -> any VirtualDisk) throws {
        self.file = file
        header = try QCow2Header(file)
        backing = try header.backing(file).map { try openBacking($0.name, $0.format) }
    }

    var sizeInBytes: UInt64 { header.diskSizeInBytes }
    var blockSizeInBytes: Int? { nil }

    func read(at offset: UInt64, count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            let place = offset + UInt64(bytes.count)
            let start = Int(place & UInt64(header.clusterSize - 1))
            let length = min(count - bytes.count, header.clusterSize - start)
            bytes += try readInCluster(place >> UInt64(header.clusterBits), start..<start + length)
        }
        return bytes
    }

    /// The L1 entry for a guest cluster.
    func l1Entry(for cluster: UInt64) throws -> QCow2Entry {
        let index = cluster / UInt64(header.l2Count)
        guard index < UInt64(header.l1Count) else { throw file.damaged("its L1 table is too small for its disk") }
        let raw: UInt64 = try file.read(at: header.l1Offset + index * 8, count: 8).integer(at: 0, .big) ?? 0
        let entry = QCow2Entry(raw)
        guard !entry.hasReservedBitsOfL1, header.isAligned(entry.offset), entry.offset < file.sizeInBytes else {
            throw file.damaged("entry \(index) of its L1 table points outside the file, or has unknown flags")
        }
        return entry
    }

    /// Where the L2 entry for a guest cluster is, in an L2 table at an offset.
    func l2EntryOffset(for cluster: UInt64, in table: UInt64) -> UInt64 {
        table + cluster % UInt64(header.l2Count) * UInt64(header.l2EntrySize)
    }

    /// The L2 entry for a guest cluster and what it says, in an L2 table at an offset; 0 for no table.
    func l2Entry(for cluster: UInt64, in table: UInt64) throws -> (QCow2Entry, QCow2Mapping) {
        guard table != 0 else {
            return (QCow2Entry(0), header.hasExtendedL2 ? .parts(nil, allocated: 0, zeros: 0) : .unallocated)
        }
        let bytes = try file.readPadded(at: l2EntryOffset(for: cluster, in: table), count: header.l2EntrySize)
        let entry = QCow2Entry(bytes.integer(at: 0, .big) ?? 0, bitmap: bytes.integer(at: 8, .big) ?? 0)
        guard let mapping = entry.mapping(header) else {
            throw file.damaged("the L2 entry of guest cluster \(cluster) has unknown flags or a misplaced offset")
        }
        return (entry, mapping)
    }

    private func readInCluster(_ cluster: UInt64, _ range: Range<Int>) throws -> [UInt8] {
        let (_, mapping) = try l2Entry(for: cluster, in: l1Entry(for: cluster).offset)
        return try read(mapping, of: cluster, range)
    }

    /// Bytes of a guest cluster whose mapping is known.
    func read(_ mapping: QCow2Mapping, of cluster: UInt64, _ range: Range<Int>) throws -> [UInt8] {
        switch mapping {
        case .unallocated: return try readBacking(cluster, range)
        case .zeros: return [UInt8](repeating: 0, count: range.count)
        case .plain(let offset): return try readData(at: offset, range)
        case .compressed(let offset, let count):
            guard offset < file.sizeInBytes else {
                throw file.damaged("compressed data are said to lie outside the file")
            }
            // The last sector's rest may have been cut off with the end of the file.
            let data = try file.readPadded(at: offset, count: count)
            let bytes = try CompressedCluster.inflate(
                data, to: header.clusterSize, isZstandard: header.compressionType == 1)
            guard let bytes else { throw file.damaged("guest cluster \(cluster) cannot be decompressed") }
            return Array(bytes[range])
        case .parts(let offset, let allocated, let zeros):
            let size = header.clusterSize / 32
            var bytes: [UInt8] = []
            for part in range.lowerBound / size...(range.upperBound - 1) / size {
                let wanted = range.clamped(to: part * size..<(part + 1) * size)
                if let offset, allocated >> part & 1 == 1 {
                    bytes += try readData(at: offset, wanted)
                } else if zeros >> part & 1 == 1 {
                    bytes += [UInt8](repeating: 0, count: wanted.count)
                } else {
                    bytes += try readBacking(cluster, wanted)
                }
            }
            return bytes
        }
    }

    private func readData(at offset: UInt64, _ range: Range<Int>) throws -> [UInt8] {
        guard offset < file.sizeInBytes else { throw file.damaged("a cluster of data is said to lie outside the file") }
        return try file.readPadded(at: offset + UInt64(range.lowerBound), count: range.count)
    }

    private func readBacking(_ cluster: UInt64, _ range: Range<Int>) throws -> [UInt8] {
        let start = cluster << UInt64(header.clusterBits) + UInt64(range.lowerBound)
        guard let backing, start < backing.sizeInBytes else { return [UInt8](repeating: 0, count: range.count) }
        let inside = Int(min(UInt64(range.count), backing.sizeInBytes - start))
        return try backing.read(at: start, count: inside) + [UInt8](repeating: 0, count: range.count - inside)
    }
}
