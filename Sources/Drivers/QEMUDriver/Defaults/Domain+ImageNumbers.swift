// SPDX-License-Identifier: Apache-2.0

internal import VirtModel

extension Domain {
    /// Gives every image of every disk the number by which its block nodes are named; numbers that are there stay.
    ///
    /// Images are numbered from the last disk to the first, and along each chain from the top.
    ///
    /// - Parameters:
    ///   - overlays: The images that take the writes of transient disks, by the disks' targets. They come first in
    ///     their chains, and stand in no document.
    ///   - used: Numbers up to this one are not given out again.
    mutating func numberImages(below overlays: [String: String], after used: Int = 0) {
        var last = max(used, lastImageNumber)
        for index in devices.disks.indices.reversed() {
            let disk = devices.disks[index]
            if disk.source.isEmpty {
                last += 1  // The number of what may be inserted later.
                continue
            }
            guard disk.hasImageNodes, disk.source.index == nil else { continue }
            if disk.isTransient, overlays[disk.target] != nil { last += 1 }
            last += 1
            devices.disks[index].source.index = last
            devices.disks[index].backing = disk.backing?.numbered(after: &last)
        }
    }

    /// The highest number that an image has.
    var lastImageNumber: Int { devices.disks.flatMap(\.imageNumbers).max() ?? 0 }

    /// How many numbers the images of all disks take, with one for each disk that has none inserted.
    func imageCount(below overlays: [String: String]) -> Int {
        devices.disks.reduce(0) { count, disk in
            if disk.source.isEmpty { return count + 1 }
            guard disk.hasImageNodes else { return count }
            let overlay = disk.isTransient && overlays[disk.target] != nil ? 1 : 0
            return count + overlay + 1 + (disk.backing?.images.count ?? 0)
        }
    }
}

extension Disk {
    /// Whether QEMU knows its images as block nodes.
    fileprivate var hasImageNodes: Bool { !source.isEmpty && source.type != .vhostUser && bus != .sd }

    /// Where its images are: that which the guest sees, and those below it.
    var sources: [StorageSource] { [source] + (backing?.images.map(\.source) ?? []) }

    fileprivate var imageNumbers: [Int] { sources.compactMap(\.index) }
}

extension Disk.BackingStore {
    /// The images from here down.
    fileprivate var images: [Disk.BackingStore] { isEnd ? [] : [self] + (next?.images ?? []) }

    fileprivate func numbered(after last: inout Int) -> Disk.BackingStore {
        guard !isEnd else { return self }
        var source = source
        last += 1
        source.index = last
        return Disk.BackingStore(
            source: source, next: next?.numbered(after: &last), isEnd: false,
            metadataCacheMaxSize: metadataCacheMaxSize)
    }
}

extension StorageSource {
    /// Whether block nodes are named after it.
    var isNumbered: Bool { !isEmpty && index != nil }
}
