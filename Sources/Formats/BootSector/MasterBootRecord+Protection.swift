// SPDX-License-Identifier: Apache-2.0

extension MasterBootRecord {
    /// What the partition table is to a GPT disk.
    public enum Table: Sendable, Equatable {
        /// No entry is used.
        case empty
        /// One protective entry, right in place and size.
        case protective
        /// One protective entry, but it begins elsewhere than at block 1 or its size is not the disk's.
        case wrongProtective
        /// A protective entry beside others, which mirror partitions of the GPT for a BIOS.
        case hybrid
        /// Entries, none of which is protective.
        case partitioned
    }

    /// What the table is, on a disk of a size in logical blocks.
    public func table(onDiskOf diskSizeInBlocks: UInt64) -> Table {
        let used = partitions.filter { !$0.isUnused || $0.isProtective }
        guard let protective = used.first(where: \.isProtective), hasBootSignature else {
            return used.isEmpty || !hasBootSignature ? .empty : .partitioned
        }
        if used.count > 1 { return .hybrid }
        let right = PartitionEntry(protecting: diskSizeInBlocks)
        let fits = protective.firstBlock == right.firstBlock && protective.sizeInBlocks == right.sizeInBlocks
        return fits ? .protective : .wrongProtective
    }

    /// The same record with a right protective entry, where it had a wrong one or an empty table. Other tables stay as they are.
    public func protecting(diskOf diskSizeInBlocks: UInt64) -> MasterBootRecord {
        switch table(onDiskOf: diskSizeInBlocks) {
        case .protective, .hybrid, .partitioned:
            return self
        case .empty:
            // Without the two last bytes, what stands in the table's place never was a table.
            let unused = PartitionEntry(bytes: [UInt8](repeating: 0, count: PartitionEntry.sizeInBytes))
            return (1..<4).reduce(with(partition: PartitionEntry(protecting: diskSizeInBlocks), at: 0)) {
                $0.with(partition: unused, at: $1)
            }
        case .wrongProtective:
            let index = partitions.firstIndex(where: \.isProtective) ?? 0
            return with(partition: PartitionEntry(protecting: diskSizeInBlocks), at: index)
        }
    }
}
