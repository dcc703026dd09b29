// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import QMP
internal import VirtModel

/// What QEMU tells of its disks: `query-blockstats` and `query-named-block-nodes`, read and pure.
struct BlockReplies: Sendable {
    /// One image of a disk: the top one, or one below it.
    struct Image: Sendable {
        var nodeName: String?
        var statistics = DomainBlockStatistics()
        /// The furthest byte that was written, of the node that holds the bytes.
        var highestOffset: UInt64?
        /// What the guest sees, in bytes.
        var capacity: UInt64?
        /// Where the bytes are.
        var fileName: String?

        /// The number of the image in the document, which its node is named by: `libvirt-3-format`.
        var number: UInt32? {
            guard let words = nodeName?.split(separator: "-"), words.count == 3, words[0] == "libvirt" else {
                return nil
            }
            return UInt32(words[1])
        }
    }

    private var reply: JSONValue
    private var nodes: [String: JSONValue] = [:]

    /// The commands whose replies these are.
    static let commands = [
        QMPCommand("query-blockstats"), QMPCommand("query-named-block-nodes", ["flat": true]),
    ]

    /// Reads the replies to ``commands``.
    init(statistics: JSONValue, nodes: JSONValue) {
        reply = statistics
        for node in nodes.array ?? [] {
            if let name = node["node-name"]?.string { self.nodes[name] = node }
        }
    }

    /// The images of a disk, the top one first; none when QEMU does not know the disk.
    func images(of disk: Disk) -> [Image] {
        guard let alias = disk.info.alias,
            let entry = reply.array?.first(where: { Self.belongs($0, to: alias) })
        else { return [] }
        var images: [Image] = []
        var next: JSONValue? = entry
        while let level = next {
            images.append(image(level))
            next = level["backing"]
        }
        return images
    }

    /// The disks that have failed, of the reply to `query-block`.
    static func errors(in reply: JSONValue, of disks: [Disk]) -> [DomainDiskError] {
        disks.compactMap { disk in
            guard let alias = disk.info.alias,
                let entry = reply.array?.first(where: { belongs($0, to: alias) })
            else { return nil }
            switch entry["io-status"]?.string {
            case "failed": return DomainDiskError(disk: disk.target, reason: .unspecified)
            case "nospace": return DomainDiskError(disk: disk.target, reason: .noSpace)
            default: return nil
            }
        }
    }

    /// Whether an entry is that of a device: by the name of the backend, or by the path of the device or a part of it.
    private static func belongs(_ entry: JSONValue, to alias: String) -> Bool {
        if entry["device"]?.string == "drive-\(alias)" { return true }
        guard let path = entry["qdev"]?.string else { return false }
        return path == alias || path.split(separator: "/").contains(Substring(alias))
    }

    private func image(_ entry: JSONValue) -> Image {
        var image = Image(nodeName: entry["node-name"]?.string)
        if let counters = entry["stats"] {
            func requests(_ name: String) -> DomainBlockStatistics.Requests {
                var requests = DomainBlockStatistics.Requests()
                requests.count = counters["\(name)_operations"]?.count ?? 0
                requests.bytes = counters["\(name)_bytes"]?.count ?? 0
                requests.timeInNanoseconds = counters["\(name)_total_time_ns"]?.count ?? 0
                return requests
            }
            image.statistics.reads = requests("rd")
            image.statistics.writes = requests("wr")
            image.statistics.flushes = requests("flush")
        }
        image.highestOffset = entry["parent"]?["stats"]?["wr_highest_offset"]?.count
        if let node = image.nodeName.flatMap({ nodes[$0] }) {
            image.capacity = node["image"]?["virtual-size"]?.count
            image.fileName = node["file"]?.string
        }
        return image
    }
}

extension JSONValue {
    /// The whole number that is not negative, if it is one.
    var count: UInt64? {
        switch self {
        case .integer(let value): value < 0 ? nil : UInt64(value)
        case .unsigned(let value): value
        default: nil
        }
    }
}
