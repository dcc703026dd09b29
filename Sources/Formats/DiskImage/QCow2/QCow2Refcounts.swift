// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout

/// The refcounts of an image, as one change of it needs them (docs/interop/qcow2.txt, "Host cluster management").
struct QCow2Refcounts {
    private let file: any ImageFile
    private let header: QCow2Header
    /// The offsets of the refcount blocks; 0 for none.
    private let blocks: [UInt64]

    /// Refcounts in one block.
    private var countsPerBlock: UInt64 { UInt64(header.clusterSize * 8) >> header.refcountOrder }

    /// Reads the refcount table.
    init(_ file: any ImageFile, _ header: QCow2Header) throws {
        self.file = file
        self.header = header
        let bytes = try file.readPadded(
            at: header.refcountTableOffset, count: header.refcountTableClusters << header.clusterBits)
        let size = file.sizeInBytes
        blocks = try stride(from: 0, to: bytes.count, by: 8).map { offset in
            let block = (bytes.integer(at: offset, .big) ?? 0) & ~UInt64(511)
            guard header.isAligned(block), block < size else {
                throw file.damaged("its refcount table points outside the file")
            }
            return block
        }
    }

    /// Whether a cluster of the file holds refcounts.
    func isBlock(_ offset: UInt64) -> Bool { blocks.contains(offset) }

    /// The refcount of a cluster of the file.
    func count(of cluster: UInt64) throws -> UInt64 {
        let index = cluster / countsPerBlock
        guard index < UInt64(blocks.count), blocks[Int(index)] != 0 else { return 0 }
        let (offset, width) = place(of: cluster)
        return Self.count(
            in: try file.readPadded(at: blocks[Int(index)] + offset, count: width), at: 0, cluster, header.refcountOrder
        )
    }

    /// Where in its block a cluster's refcount is, and how many bytes it, or the byte around it, has.
    private func place(of cluster: UInt64) -> (offset: UInt64, width: Int) {
        let bit = (cluster % countsPerBlock) << UInt64(header.refcountOrder)
        return (bit / 8, max(1, 1 << header.refcountOrder / 8))
    }

    private static func count(in bytes: [UInt8], at offset: Int, _ cluster: UInt64, _ order: Int) -> UInt64 {
        switch order {
        case 6: return bytes.integer(UInt64.self, at: offset, .big) ?? 0
        case 5: return UInt64(bytes.integer(UInt32.self, at: offset, .big) ?? 0)
        case 4: return UInt64(bytes.integer(UInt16.self, at: offset, .big) ?? 0)
        case 3: return UInt64(bytes[offset])
        default:
            // Several in a byte, the first in its lowest bits.
            let shift = Int(cluster << UInt64(order) & 7)
            return UInt64(bytes[offset]) >> shift & (1 << (1 << order) - 1)
        }
    }

    private static func store(
        _ count: UInt64, in bytes: inout [UInt8], at offset: Int, _ cluster: UInt64, _ order: Int
    ) {
        switch order {
        case 6: bytes.store(count, at: offset, .big)
        case 5: bytes.store(UInt32(truncatingIfNeeded: count), at: offset, .big)
        case 4: bytes.store(UInt16(truncatingIfNeeded: count), at: offset, .big)
        case 3: bytes[offset] = UInt8(truncatingIfNeeded: count)
        default:
            let shift = Int(cluster << UInt64(order) & 7)
            let mask = UInt8((1 << (1 << order) - 1) << shift)
            bytes[offset] = bytes[offset] & ~mask | UInt8(truncatingIfNeeded: count << shift) & mask
        }
    }

    /// Writes the refcount of a cluster whose block is there.
    func write(_ count: UInt64, of cluster: UInt64) throws {
        let block = blocks[Int(cluster / countsPerBlock)]
        let (offset, width) = place(of: cluster)
        var bytes = try file.readPadded(at: block + offset, count: width)
        Self.store(count, in: &bytes, at: 0, cluster, header.refcountOrder)
        try file.write(bytes, at: block + offset)
    }

    /// The last cluster that something refers to.
    func lastUsedCluster() throws -> UInt64? {
        for index in blocks.indices.reversed() where blocks[index] != 0 {
            let bytes = try file.readPadded(at: blocks[index], count: header.clusterSize)
            guard let byte = bytes.lastIndex(where: { $0 != 0 }) else { continue }
            // Of a byte with several counts the lowest is taken: what is asked is whether the file reaches that far.
            return UInt64(index) * countsPerBlock + UInt64(byte * 8) >> header.refcountOrder
        }
        return nil
    }

    /// Free clusters, chosen but not yet taken.
    struct Allocation {
        /// The clusters asked for.
        fileprivate(set) var clusters: [UInt64] = []
        /// New refcount blocks that their counts need: the cluster of each, by its index in the refcount table.
        fileprivate(set) var newBlocks: [Int: UInt64] = [:]
    }

    /// Chooses free clusters: behind the end of a file, or anywhere on a device.
    func chooseFree(_ number: Int) throws -> Allocation {
        let size = UInt64(header.clusterSize)
        var allocation = Allocation()
        var cluster = file.canGrow ? (file.sizeInBytes + size - 1) / size : 0
        while allocation.clusters.count < number {
            let index = Int(clamping: cluster / countsPerBlock)
            guard index < blocks.count else {
                throw file.unsupported(
                    "its refcount table is full", remedy: "Convert it with 'qemu-img convert -O qcow2'.")
            }
            guard file.canGrow || (cluster + 1) * size <= file.sizeInBytes else {
                throw DiskImageError(
                    .noSpace, file.path, "write", "the device has no free cluster", remedy: "Enlarge the device.")
            }
            if blocks[index] == 0, allocation.newBlocks[index] == nil {
                allocation.newBlocks[index] = cluster
            } else if try count(of: cluster) == 0 {
                allocation.clusters.append(cluster)
            }
            cluster += 1
        }
        return allocation
    }

    /// Writes new refcount blocks, whole, with the counts of what they are for: nothing refers to them yet.
    func writeNewBlocks(of allocation: Allocation) throws {
        for (index, cluster) in allocation.newBlocks.sorted(by: { $0.key < $1.key }) {
            var bytes = [UInt8](repeating: 0, count: header.clusterSize)
            for used in allocation.clusters + Array(allocation.newBlocks.values)
            where used / countsPerBlock == UInt64(index) {
                Self.store(1, in: &bytes, at: Int(place(of: used).offset), used, header.refcountOrder)
            }
            try file.write(bytes, at: cluster << UInt64(header.clusterBits))
        }
    }

    /// Takes the clusters: their counts become 1, and the refcount table gets its new blocks.
    func take(_ allocation: Allocation) throws {
        let added = allocation.newBlocks
        for cluster in allocation.clusters + Array(added.values).sorted()
        where added[Int(cluster / countsPerBlock)] == nil {
            try write(1, of: cluster)
        }
        for (index, cluster) in added.sorted(by: { $0.key < $1.key }) {
            var entry = [UInt8](repeating: 0, count: 8)
            entry.store(cluster << UInt64(header.clusterBits), at: 0, .big)
            try file.write(entry, at: header.refcountTableOffset + UInt64(index) * 8)
        }
    }
}
