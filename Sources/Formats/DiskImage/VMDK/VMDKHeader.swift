// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout

/// The header of a sparse extent, and its descriptor (VMware, "Virtual Disk Format 5.0"). Sizes and places in sectors.
struct VMDKHeader {
    /// Bytes of a sector.
    static let sector: UInt64 = 512

    let capacity: UInt64
    let grainSize: UInt64
    let entriesPerTable: UInt64
    let directory: UInt64
    /// The second directory, whose tables say the same; nil where there is none.
    let redundantDirectory: UInt64?
    /// Where grains may begin.
    let overhead: UInt64
    /// Whether the entry 1 stands for a grain of zeros.
    let hasZeroedGrains: Bool
    private let descriptorOffset: UInt64
    private let descriptorSize: UInt64

    private enum Flag {
        static let validNewlines: UInt32 = 1 << 0
        static let redundantTable: UInt32 = 1 << 1
        static let zeroedGrains: UInt32 = 1 << 2
        static let compressed: UInt32 = 1 << 16
        static let markers: UInt32 = 1 << 17
        static let known = validNewlines | redundantTable | zeroedGrains | compressed | markers
    }

    private static let uncleanOffset: UInt64 = 72
    private static let convert = "Convert it with 'qemu-img convert -O vmdk' first, and back after."
    private static let maximumDescriptor: UInt64 = 2048

    init(_ file: any ImageFile) throws {
        let bytes = try file.read(at: 0, count: 512)
        let version: UInt32 = bytes.integer(at: 4) ?? 0
        let flags: UInt32 = bytes.integer(at: 8) ?? 0
        guard bytes.starts(with: "KDMV".utf8) else { throw file.damaged("it has no header of a sparse VMDK") }
        guard (1...3).contains(version), flags & ~Flag.known == 0 else {
            throw file.unsupported("it is a VMDK of version \(version) with unknown features", remedy: Self.convert)
        }
        let algorithm: UInt16 = bytes.integer(at: 77) ?? 0
        guard flags & (Flag.compressed | Flag.markers) == 0, algorithm == 0 else {
            throw file.unsupported(
                """
                it is a VMDK of the kind streamOptimized, whose data are compressed and packed one behind the other, so \
                that none can be changed in place
                """, remedy: Self.convert)
        }
        capacity = bytes.integer(at: 12) ?? 0
        grainSize = bytes.integer(at: 20) ?? 0
        descriptorOffset = bytes.integer(at: 28) ?? 0
        descriptorSize = bytes.integer(at: 36) ?? 0
        entriesPerTable = UInt64(bytes.integer(UInt32.self, at: 44) ?? 0)
        let redundant: UInt64 = bytes.integer(at: 48) ?? 0
        directory = bytes.integer(at: 56) ?? 0
        overhead = bytes.integer(at: 64) ?? 0
        hasZeroedGrains = flags & Flag.zeroedGrains != 0
        redundantDirectory = flags & Flag.redundantTable != 0 && redundant != 0 ? redundant : nil
        // A transfer as text, which turns line ends round, is found by these four bytes.
        guard flags & Flag.validNewlines == 0 || bytes[73..<77].elementsEqual([0x0A, 0x20, 0x0D, 0x0A]) else {
            throw file.damaged("its line ends were changed by a transfer as text")
        }
        let size = file.sizeInBytes / Self.sector
        guard grainSize.nonzeroBitCount == 1, (8...(1 << 17)).contains(grainSize),
            (1...(1 << 16)).contains(entriesPerTable),
            capacity > 0, capacity <= 1 << 48
        else { throw file.damaged("its header has impossible values") }
        let tables = (capacity + grainSize * entriesPerTable - 1) / (grainSize * entriesPerTable)
        for place in [directory, redundantDirectory ?? directory] {
            guard place > 0, place <= size, tables * 4 <= (size - place) * Self.sector else {
                throw file.damaged("its grain directory is said to lie outside the file")
            }
        }
        guard overhead <= size else {
            throw file.damaged("it ends before its tables do", remedy: "It may be cut short: get a whole copy of it.")
        }
        try refuseOtherKinds(file)
    }

    /// The text that describes the disk.
    private func descriptor(_ file: any ImageFile) throws -> [UInt8] {
        let size = file.sizeInBytes / Self.sector
        guard descriptorOffset > 0, descriptorSize > 0, descriptorSize <= Self.maximumDescriptor,
            descriptorOffset <= size, descriptorSize <= size - descriptorOffset
        else { return [] }
        return try file.read(at: descriptorOffset * Self.sector, count: Int(descriptorSize * Self.sector))
    }

    private func refuseOtherKinds(_ file: any ImageFile) throws {
        let text = String(decoding: try descriptor(file).prefix { $0 != 0 }, as: UTF8.self)
        var values: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: "=", maxSplits: 1).map { part in
                String(part.drop { $0 == " " || $0 == "\t" }.filter { $0 != "\"" })
            }
            if parts.count == 2 { values[parts[0].lowercased()] = parts[1].lowercased() }
        }
        guard let kind = values["createtype"] else {
            throw file.unsupported(
                "it is only one part of a VMDK, without a descriptor inside", remedy: Self.convert)
        }
        guard kind == "monolithicsparse" else {
            throw file.unsupported("it is a VMDK of the kind \(kind), not monolithicSparse", remedy: Self.convert)
        }
        guard values["parentcid"] ?? "ffffffff" == "ffffffff" else {
            throw file.unsupported(
                "it is a delta of another VMDK, and holds only changes", remedy: Self.convert)
        }
    }

    /// Changes the content identifier, so that deltas of this disk notice that it has changed: eight hexadecimal digits
    /// behind "CID=" in the descriptor.
    func renewContentIdentifier(in file: any ImageFile) throws {
        let bytes = try descriptor(file)
        let key = Array("\nCID=".utf8)
        let digits = 8
        guard bytes.count > key.count + digits,
            let place = (0..<bytes.count - key.count - digits).first(where: {
                bytes[$0..<$0 + key.count].elementsEqual(key)
            })
        else { return }
        let start = place + key.count
        guard let old = UInt32(String(decoding: bytes[start..<start + digits], as: UTF8.self), radix: 16) else {
            return
        }
        // 0xFFFFFFFF and 0xFFFFFFFE have meanings of their own.
        let new = String((old &* 0x9E37_79B1 &+ 1) % 0xFFFF_FFFE, radix: 16)
        let text = String(repeating: "0", count: digits - new.count) + new
        try file.write(Array(text.utf8), at: descriptorOffset * Self.sector + UInt64(start))
        try file.synchronize()
    }

    /// Sets the mark of an image that is being changed; tells whether it was clear before.
    func setUnclean(_ unclean: Bool, in file: any ImageFile) throws -> Bool {
        let wasClean = try file.read(at: Self.uncleanOffset, count: 1) == [0]
        try file.write([unclean ? 1 : 0], at: Self.uncleanOffset)
        try file.synchronize()
        return wasClean
    }
}
