// SPDX-License-Identifier: Apache-2.0

/// The file `/etc/ld.so.cache`, in the format "glibc-ld.so.cache1.1" of glibc 2.2 and later.
///
///     offset  0  magic and version, 20 bytes without a zero byte
///            20  number of entries            u32
///            24  size of the strings          u32
///            28  byte order: 2 little, 3 big  u8, in its low two bits; 0 where it was not said
///            32  offset of the extensions     u32
///            48  entries of 24 bytes: flags i32, name u32, path u32, unused u32, hwcap u64
///
/// Offsets of strings count from the magic number. Older files begin with a table "ld.so-1.7.0" of 12-byte entries,
/// behind which, aligned to 8 bytes, stands the one that is read here.
struct LoaderCache {
    struct Entry: Hashable {
        /// The library's name, as in DT_NEEDED.
        var name: String
        /// Where it is.
        var path: String
        /// Which machine and C library it is for: FLAG_ELF_LIBC6 is 3, FLAG_X8664_LIB64 0x300.
        var flags: Int32
        /// Whether it stands in a glibc-hwcaps directory and needs a better processor than the least one.
        var needsFeatures: Bool
    }

    private static let magic = Array("glibc-ld.so.cache1.1".utf8)
    private static let oldMagic = Array("ld.so-1.7.0".utf8)
    static let headerSize = 48
    static let entrySize = 24

    private let view: ByteView
    private let start: Int
    private let count: Int

    /// Reads the header.
    ///
    /// - Returns: nil when it is no cache of this format, or the table is cut off; the loader ignores such a file.
    init?(_ bytes: [UInt8], isBigEndian: Bool = false) {
        var view = ByteView(bytes: bytes, isBigEndian: isBigEndian)
        var start = 0
        if bytes.starts(with: Self.oldMagic) {
            guard let entries = view.number(UInt32.self, at: 12) else { return nil }
            start = (16 + 12 * Int(entries) + 7) / 8 * 8
        }
        guard view.slice(start, Self.magic.count).map(Array.init) == Self.magic,
            let order = view.number(UInt8.self, at: start + 28)
        else { return nil }
        if order & 3 >= 2 { view.isBigEndian = order & 3 == 3 }
        guard let entries = view.number(UInt32.self, at: start + 20),
            view.slice(start, Self.headerSize + Self.entrySize * Int(entries)) != nil
        else { return nil }
        self.view = view
        self.start = start
        count = Int(entries)
    }

    /// The entries of a name, in the file's order; those with unreadable strings are left out.
    func entries(named name: String) -> [Entry] {
        let wanted = Array(name.utf8) + [0]
        return (0..<count).compactMap { index in
            let offset = start + Self.headerSize + Self.entrySize * index
            guard let key = view.number(UInt32.self, at: offset + 4), matches(wanted, at: start + Int(key)) else {
                return nil
            }
            return entry(at: offset)
        }
    }

    private func matches(_ wanted: [UInt8], at offset: Int) -> Bool {
        guard offset <= view.count - wanted.count else { return false }
        return view.bytes.withUnsafeBufferPointer { bytes in
            for index in wanted.indices where bytes[offset + index] != wanted[index] { return false }
            return true
        }
    }

    private func entry(at offset: Int) -> Entry? {
        guard let flags = view.number(Int32.self, at: offset),
            let key = view.number(UInt32.self, at: offset + 4),
            let value = view.number(UInt32.self, at: offset + 8),
            let features = view.number(UInt64.self, at: offset + 16),
            let name = view.cString(at: start + Int(key)), let path = view.cString(at: start + Int(value))
        else { return nil }
        return Entry(
            name: String(decoding: name, as: UTF8.self), path: String(decoding: path, as: UTF8.self), flags: flags,
            needsFeatures: features != 0)
    }
}
