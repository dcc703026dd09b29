// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout

extension QCow2Disk {
    /// Replaces the guest's first 512 bytes.
    ///
    /// Where a cluster of the image is the guest's alone, one write of one sector does it. Else a new cluster takes
    /// its place, in this order, each step on stable storage before the next:
    ///
    /// 1. the new cluster's data, and a copy of the L2 table where a snapshot shares it: nothing refers to them;
    /// 2. their refcounts: an interruption leaves clusters that nothing uses, which `qemu-img check -r leaks` frees;
    /// 3. one entry of eight bytes, which makes the guest see the new cluster;
    /// 4. the refcounts of what is no longer used: again, an interruption leaves unused clusters.
    func writeFirstSector(_ sector: [UInt8]) throws {
        let refcounts = try QCow2Refcounts(file, header)
        try refuseUnsound(refcounts)
        let l1 = try l1Entry(for: 0)
        let (l2, mapping) = try l2Entry(for: 0, in: l1.offset)
        let ownsTable = l1.offset != 0 && l1.isCopied
        if l1.offset != 0 { try requireOwned(l1, refcounts, isTable: true) }
        if mapping.ownOffset != nil { try requireOwned(l2, refcounts, isTable: false, besides: l1.offset) }
        let old = try clustersReleased(by: mapping, refcounts)
        try clearUnknownAutoclearFeatures()

        if ownsTable, l2.isCopied, let offset = mapping.ownOffset {
            return try writeInPlace(sector, mapping, at: offset, entryAt: l2EntryOffset(for: 0, in: l1.offset), l2)
        }

        // The parts of the last cluster that lie behind the disk's end are never seen.
        let visible = Int(min(UInt64(header.clusterSize), sizeInBytes))
        var data = try read(mapping, of: 0, 0..<visible)
        data += [UInt8](repeating: 0, count: header.clusterSize - visible)
        data.store(sector, at: 0)

        let allocation = try refcounts.chooseFree(ownsTable ? 1 : 2)
        let dataOffset = allocation.clusters[0] << UInt64(header.clusterBits)
        var entry = [UInt8](repeating: 0, count: header.l2EntrySize)
        entry.store(dataOffset | QCow2Entry.copied, at: 0, .big)
        if header.hasExtendedL2 { entry.store(UInt64(UInt32.max), at: 8, .big) }

        var commit = (bytes: entry, offset: l2EntryOffset(for: 0, in: l1.offset))
        var table: (bytes: [UInt8], offset: UInt64)?
        if !ownsTable {
            var bytes =
                l1.offset == 0
                ? [UInt8](repeating: 0, count: header.clusterSize)
                : try file.readPadded(at: l1.offset, count: header.clusterSize)
            bytes.store(entry, at: 0)
            let offset = allocation.clusters[1] << UInt64(header.clusterBits)
            table = (bytes, offset)
            var root = [UInt8](repeating: 0, count: 8)
            root.store(offset | QCow2Entry.copied, at: 0, .big)
            commit = (root, header.l1Offset)
        }
        try file.growing {
            try file.write(data, at: dataOffset)
            if let table { try file.write(table.bytes, at: table.offset) }
            try refcounts.writeNewBlocks(of: allocation)
            try file.synchronize()
        }
        try refcounts.take(allocation)
        try file.synchronize()
        try file.write(commit.bytes, at: commit.offset)
        try file.synchronize()

        for cluster in old + (ownsTable || l1.offset == 0 ? [] : [l1.offset >> UInt64(header.clusterBits)]) {
            try refcounts.write(try refcounts.count(of: cluster) - 1, of: cluster)
        }
        try file.synchronize()
    }

    /// Writes into a cluster that is the guest's alone.
    private func writeInPlace(
        _ sector: [UInt8], _ mapping: QCow2Mapping, at offset: UInt64, entryAt entryOffset: UInt64, _ entry: QCow2Entry
    ) throws {
        switch mapping {
        case .zeros:
            // The cluster kept for the zeros may have anything in it.
            let rest = [UInt8](repeating: 0, count: header.clusterSize - sector.count)
            try file.write(sector + rest, at: offset)
            try file.synchronize()
            var raw = [UInt8](repeating: 0, count: 8)
            raw.store(offset | QCow2Entry.copied, at: 0, .big)
            try file.write(raw, at: entryOffset)
        case .parts(_, let allocated, _) where allocated & 1 == 0:
            var part = try read(mapping, of: 0, 0..<header.clusterSize / 32)
            part.store(sector, at: 0)
            try file.write(part, at: offset)
            try file.synchronize()
            var bitmap = [UInt8](repeating: 0, count: 8)
            bitmap.store((entry.bitmap | 1) & ~(1 << 32), at: 0, .big)
            try file.write(bitmap, at: entryOffset + 8)
        default:
            try file.write(sector, at: offset)
        }
        try file.synchronize()
    }

    /// Clears the feature bits that we do not know, as a writer must that does not keep up what they stand for.
    private func clearUnknownAutoclearFeatures() throws {
        guard header.autoclearFeatures != 0 else { return }
        try file.write([UInt8](repeating: 0, count: 8), at: QCow2Header.autoclearOffset)
        try file.synchronize()
    }
}

extension QCow2Disk {
    /// Refuses images whose state forbids writing, or whose tables contradict each other or the file's size.
    private func refuseUnsound(_ refcounts: QCow2Refcounts) throws {
        if header.incompatibleFeatures & QCow2Header.Incompatible.corrupt != 0 {
            throw file.damaged("QEMU has marked it as corrupt", remedy: "Repair it with 'qemu-img check -r all'.")
        }
        if header.incompatibleFeatures & QCow2Header.Incompatible.dirty != 0 {
            throw file.damaged(
                "it was not closed cleanly, and its refcounts may be wrong",
                remedy: "Repair it with 'qemu-img check -r all'.")
        }
        if header.autoclearFeatures & QCow2Header.Autoclear.bitmaps != 0 {
            throw file.unsupported(
                "it has persistent bitmaps, which would miss this change",
                remedy: "Remove them with 'qemu-img bitmap --remove', and make a full backup after.")
        }
        let size = file.sizeInBytes
        if let last = try refcounts.lastUsedCluster(), last << UInt64(header.clusterBits) >= size {
            throw file.damaged(
                "it ends after \(size) bytes, before the last cluster that is in use",
                remedy: "It may be cut short: get a whole copy of it, or try 'qemu-img check'.")
        }
        let table = try file.read(at: header.l1Offset, count: header.l1Count * 8)
        for index in 0..<header.l1Count {
            let entry = QCow2Entry(table.integer(at: index * 8, .big) ?? 0)
            guard !entry.hasReservedBitsOfL1, header.isAligned(entry.offset), entry.offset < size else {
                throw file.damaged("entry \(index) of its L1 table points outside the file, or has unknown flags")
            }
        }
    }

    /// Refuses an entry for a cluster that cannot be what it says: unused, shared though marked as not, or one that
    /// holds the image's own tables.
    private func requireOwned(
        _ entry: QCow2Entry, _ refcounts: QCow2Refcounts, isTable: Bool, besides other: UInt64 = 0
    ) throws {
        let what = isTable ? "its first L2 table" : "its first cluster of data"
        let count = try refcounts.count(of: entry.offset >> UInt64(header.clusterBits))
        guard count > 0, !entry.isCopied || count == 1 else {
            throw file.damaged(
                "\(what) has the refcount \(count), which contradicts its use",
                remedy: "Repair it with 'qemu-img check -r all'.")
        }
        func overlaps(_ start: UInt64, _ length: UInt64) -> Bool {
            length > 0 && entry.offset < start + length && start < entry.offset + UInt64(header.clusterSize)
        }
        guard entry.offset < file.sizeInBytes, entry.offset != 0, entry.offset != other,
            !overlaps(header.l1Offset, UInt64(header.l1Count) * 8),
            !overlaps(header.refcountTableOffset, UInt64(header.refcountTableClusters) << UInt64(header.clusterBits)),
            header.snapshotsOffset == 0 || entry.offset != header.snapshotsOffset, !refcounts.isBlock(entry.offset)
        else { throw file.damaged("\(what) is said to lie where its other tables are, or outside the file") }
    }

    /// The clusters of the file that are used by a mapping, and will be used once less; each has a refcount to take from.
    private func clustersReleased(by mapping: QCow2Mapping, _ refcounts: QCow2Refcounts) throws -> [UInt64] {
        let bits = UInt64(header.clusterBits)
        let clusters: [UInt64]
        switch mapping {
        case .unallocated, .zeros(keeping: nil), .parts(nil, _, _): clusters = []
        case .plain(let offset), .zeros(keeping: let offset?), .parts(let offset?, _, _): clusters = [offset >> bits]
        case .compressed(let offset, let count):
            clusters = Array((offset >> bits)...((offset + UInt64(count) - 1) >> bits))
        }
        for cluster in clusters where try refcounts.count(of: cluster) == 0 {
            throw file.damaged(
                "its first cluster of data has the refcount 0, which contradicts its use",
                remedy: "Repair it with 'qemu-img check -r all'.")
        }
        return clusters
    }
}

extension QCow2Mapping {
    /// The offset of an uncompressed cluster.
    fileprivate var ownOffset: UInt64? {
        switch self {
        case .unallocated, .compressed: nil
        case .plain(let offset): offset
        case .zeros(keeping: let offset), .parts(let offset, _, _): offset
        }
    }
}
