// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout

/// The two headers of a VHDX file, of which the one with the higher sequence number counts (MS-VHDX section 2.2.2).
struct VHDXHeader {
    /// Where the headers are.
    static let offsets: [UInt64] = [64 << 10, 128 << 10]
    private static let size = 4096

    /// The 4096 bytes of the current header.
    private let bytes: [UInt8]
    /// Which of the two it is, 0 or 1.
    private let index: Int

    /// Reads both and takes the current one.
    init(_ file: any ImageFile) throws {
        let candidates = try Self.offsets.enumerated().compactMap { index, offset -> (Int, [UInt8])? in
            let bytes = try file.readPadded(at: offset, count: Self.size)
            return vhdxIsSound(bytes, mark: "head") ? (index, bytes) : nil
        }
        let current = candidates.max { Self.sequence($0.1) < Self.sequence($1.1) }
        guard let current else { throw file.damaged("both of its headers are missing or have a wrong CRC") }
        if candidates.count == 2, Self.sequence(candidates[0].1) == Self.sequence(candidates[1].1),
            candidates[0].1 != candidates[1].1
        {
            throw file.damaged("its two headers contradict each other")
        }
        (index, bytes) = current
        let version: UInt16 = bytes.integer(at: 66) ?? 0
        guard version == 1 else {
            throw file.unsupported(
                "it is VHDX of version \(version), and only 1 is known",
                remedy: "Convert it with 'qemu-img convert -O vhdx'.")
        }
    }

    private static func sequence(_ bytes: [UInt8]) -> UInt64 { bytes.integer(at: 8) ?? 0 }

    /// Whether the log has changes that are not yet in their places.
    var hasLog: Bool { GUID(bytes, at: 48) != .zero }

    /// Tells that the file and what the guest sees are about to change: a new current header with new identifiers is
    /// written in place of the other one (MS-VHDX section 2.2.2.1).
    func announceChange(in file: any ImageFile) throws {
        var next = bytes
        next.store(Self.sequence(bytes) &+ 1, at: 8)
        next.store(GUID.random().bytes, at: 16)
        next.store(GUID.random().bytes, at: 32)
        next.store(0 as UInt32, at: 4)
        next.store(CRC32.castagnoli.checksum(next), at: 4)
        try file.write(next, at: Self.offsets[1 - index])
        try file.synchronize()
    }
}

/// Whether a header or a region table has its mark and its CRC-32C, which is computed with zeros in its own place.
func vhdxIsSound(_ bytes: [UInt8], mark: String) -> Bool {
    guard bytes.starts(with: mark.utf8), let checksum: UInt32 = bytes.integer(at: 4) else { return false }
    var covered = bytes
    covered.store(0 as UInt32, at: 4)
    return CRC32.castagnoli.checksum(covered) == checksum
}
