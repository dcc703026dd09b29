// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// A `<disk>`: hard disk, CD-ROM, floppy or passed-through LUN.
package struct Disk: Sendable, Hashable {
    package enum Kind: String, XMLScalar, CaseIterable, Sendable { case disk, cdrom, floppy, lun }
    package enum Bus: String, XMLScalar, CaseIterable, Sendable {
        case ide, fdc, scsi, virtio, xen, usb, uml, sata, sd, none
    }

    package var kind = Kind.disk
    package var model: String?
    package var rawIO: YesNo?
    package var sgIO: String?
    package var snapshot: String?
    package var driver = Driver()
    package var source = StorageSource()
    package var backing: BackingStore?
    package var geometry: Geometry?
    package var logicalBlockSize: UInt32?
    package var physicalBlockSize: UInt32?
    package var mirror: XMLElement?
    package var target = ""
    package var bus: Bus?
    package var tray: String?
    package var removable: OnOff?
    package var rotationRate: UInt32?
    package var tune = IOTune()
    package var isReadOnly = false
    package var isShareable = false
    package var isTransient = false
    package var shareTransientBacking: YesNo?
    package var serial: String?
    package var wwn: String?
    package var vendor: String?
    package var product: String?
    /// Whether `auth` or `encryption` stood beside the source instead of inside it.
    package var isAuthOutside = false
    package var isEncryptionOutside = false
    package var info = DeviceInfo()

    package init() {}

    package struct Driver: Sendable, Hashable {
        package var name: String?
        package var cache: String?
        package var errorPolicy: String?
        package var readErrorPolicy: String?
        package var io: String?
        package var ioeventfd: OnOff?
        package var eventIdx: OnOff?
        package var copyOnRead: OnOff?
        package var discard: String?
        package var iothread: Int?
        package var detectZeroes: String?
        package var discardNoUnref: OnOff?
        package var queues: Int?
        package var queueSize: Int?
        package var virtio = VirtioOptions()
        package var metadataCacheMaxSize: MemorySizeInBytes?
        package init() {}
    }

    package struct Geometry: XMLRepresentable, Sendable, Hashable {
        package var cylinders: UInt32 = 0
        package var heads: UInt32 = 0
        package var sectors: UInt32 = 0
        package var translation: String?
        package init() {}
        /// Whether it says all three; with fewer it is no longer there when it is written.
        package var isWhole: Bool { cylinders > 0 && heads > 0 && sectors > 0 }
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("cyls", &cylinders)
            try x.attribute("heads", &heads)
            try x.attribute("secs", &sectors)
            try x.attribute("trans", &translation)
            if let translation, x.isReading, !["auto", "none", "lba"].contains(translation) {
                throw x.failure(.invalid, "Geometry translation '\(translation)' is not 'auto', 'none' or 'lba'.")
            }
        }
    }

    /// Limits of throughput; names are those of the elements.
    package struct IOTune: Sendable, Hashable {
        package static let names = [
            "total_bytes_sec", "read_bytes_sec", "write_bytes_sec", "total_iops_sec", "read_iops_sec",
            "write_iops_sec", "total_bytes_sec_max", "read_bytes_sec_max", "write_bytes_sec_max",
            "total_iops_sec_max", "read_iops_sec_max", "write_iops_sec_max", "size_iops_sec",
        ]
        package static let lengthNames = names.dropLast().suffix(6).map { $0 + "_length" }
        package var values: [String: UInt64] = [:]
        package var groupName: String?
        package init() {}
        package var isEmpty: Bool { values.isEmpty && groupName == nil }
        mutating func xml(_ x: inout some XMLVisitor) throws {
            func walk(_ names: [String], _ x: inout some XMLVisitor) throws {
                for name in names {
                    var value = values[name]
                    try x.leaf(name, &value)
                    if value == 0 { value = nil }
                    if let value, value > UInt64(Int64.max) {
                        throw x.failure(.invalid, "The limit '\(name)' is above \(Int64.max).")
                    }
                    values[name] = value
                }
            }
            try walk(Self.names, &x)
            try x.leaf("group_name", &groupName)
            try walk(Self.lengthNames, &x)
            guard x.isReading else { return }
            for kind in ["bytes_sec", "iops_sec", "bytes_sec_max", "iops_sec_max"]
            where values["total_\(kind)"] != nil && (values["read_\(kind)"] != nil || values["write_\(kind)"] != nil) {
                throw x.failure(.invalid, "A total limit of '\(kind)' cannot be set beside one for reading or writing.")
            }
        }
    }

    /// One image below another.
    package final class BackingStore: XMLRepresentable, Sendable, Hashable {
        package let source: StorageSource
        package let next: BackingStore?
        /// `<backingStore/>`: the end of the chain is stated.
        package let isEnd: Bool
        package let metadataCacheMaxSize: MemorySizeInBytes?

        package convenience init() { self.init(source: StorageSource(), next: nil, isEnd: true) }
        package init(
            source: StorageSource, next: BackingStore?, isEnd: Bool, metadataCacheMaxSize: MemorySizeInBytes? = nil
        ) {
            self.source = source
            self.next = next
            self.isEnd = isEnd
            self.metadataCacheMaxSize = metadataCacheMaxSize
        }
        package static func == (one: BackingStore, other: BackingStore) -> Bool {
            one.isEnd == other.isEnd && one.source == other.source && one.next == other.next
        }
        package func hash(into hasher: inout Hasher) {
            hasher.combine(source)
            hasher.combine(next)
        }
        package func xml(_ x: inout some XMLVisitor) throws {}
    }
}

/// `<max_size unit='bytes'>`, in bytes.
package struct MemorySizeInBytes: XMLRepresentable, Sendable, Hashable {
    package var bytes: UInt64 = 0
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        var unit: String? = "bytes"
        var count: UInt64? = bytes
        try x.attribute("unit", &unit)
        try x.text(&count)
        guard x.isReading else { return }
        guard let size = ByteUnit.bytes(count ?? 0, unit: unit ?? "bytes") else {
            throw x.failure(
                .invalid, "The size '\(count ?? 0)' of unit '\(unit ?? "")' is no size that fits in 64 bits.")
        }
        bytes = size
    }
}
