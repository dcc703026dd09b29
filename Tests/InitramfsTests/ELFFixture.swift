// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A little ELF file that has just what a dynamic loader looks at, for any machine.
///
/// All of it is one segment that is loaded at the address 0x10000: the header, the program headers, then the loader's
/// path, the notes, the dynamic section and its strings.
struct ELFFixture {
    var machine: UInt16 = 62
    var is64 = true
    var isBigEndian = false
    var interpreter: String?
    var needed: [String] = []
    var soname: String?
    var rpath: String?
    var runpath: String?
    var flags: UInt64?
    /// The JSON of a note about libraries opened at run time.
    var dlopen: String?

    private static let address: UInt64 = 0x10000

    /// The file's bytes.
    var data: Data {
        var out = Writer(is64: is64, isBigEndian: isBigEndian)
        var strings = Data([0])
        func string(_ text: String) -> UInt64 {
            strings.append(contentsOf: text.utf8)
            strings.append(0)
            return UInt64(strings.count - text.utf8.count - 1)
        }
        var tags: [(UInt64, UInt64)] = needed.map { (1, string($0)) }
        if let soname { tags.append((14, string(soname))) }
        if let rpath { tags.append((15, string(rpath))) }
        if let runpath { tags.append((29, string(runpath))) }
        if let flags { tags.append((0x6FFF_FFFB, flags)) }

        let headerSize = is64 ? 64 : 52
        let programSize = is64 ? 56 : 32
        let hasDynamic = !tags.isEmpty
        let count = 1 + (hasDynamic ? 1 : 0) + (interpreter == nil ? 0 : 1) + (dlopen == nil ? 0 : 1)
        let path = interpreter.map { Data($0.utf8) + [0] } ?? Data()
        let pathOffset = headerSize + programSize * count
        let noteOffset = (pathOffset + path.count + 7) / 8 * 8
        var note = Writer(is64: is64, isBigEndian: isBigEndian)
        if let dlopen {
            note.number(4 as UInt32)
            note.number(UInt32(dlopen.utf8.count + 1))
            note.number(0x407C_0C0A as UInt32)
            note.bytes += Data("FDO\0".utf8) + Data(dlopen.utf8) + [0]
            while note.bytes.count % 8 != 0 { note.bytes.append(0) }
        }
        let dynamicOffset = noteOffset + note.bytes.count
        let wordSize = is64 ? 8 : 4
        let dynamicSize = hasDynamic ? (tags.count + 3) * 2 * wordSize : 0
        let stringsOffset = dynamicOffset + dynamicSize
        tags += [(5, Self.address + UInt64(stringsOffset)), (10, UInt64(strings.count)), (0, 0)]
        let end = stringsOffset + strings.count

        out.bytes += Data(
            [0x7F, 0x45, 0x4C, 0x46, is64 ? 2 : 1, isBigEndian ? 2 : 1, 1] + [UInt8](repeating: 0, count: 9))
        out.number(3 as UInt16)
        out.number(machine)
        out.number(1 as UInt32)
        out.word(0)
        out.word(UInt64(headerSize))
        out.word(0)
        out.number(0 as UInt32)
        for number in [headerSize, programSize, count, is64 ? 64 : 40, 0, 0] { out.number(UInt16(number)) }
        out.segment(1, offset: 0, size: end, address: Self.address)
        if hasDynamic { out.segment(2, offset: dynamicOffset, size: dynamicSize, address: Self.address) }
        if interpreter != nil { out.segment(3, offset: pathOffset, size: path.count, address: Self.address) }
        if dlopen != nil { out.segment(4, offset: noteOffset, size: note.bytes.count, address: Self.address) }
        out.bytes += path
        out.bytes += Data(count: noteOffset - out.bytes.count)
        out.bytes += note.bytes
        if hasDynamic {
            for (tag, value) in tags {
                out.word(tag)
                out.word(value)
            }
        }
        return out.bytes + strings
    }

    private struct Writer {
        var bytes = Data()
        let is64: Bool
        let isBigEndian: Bool

        init(is64: Bool, isBigEndian: Bool) {
            self.is64 = is64
            self.isBigEndian = isBigEndian
        }

        mutating func number(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: isBigEndian ? value.bigEndian : value.littleEndian) { bytes.append(contentsOf: $0) }
        }

        mutating func word(_ value: UInt64) {
            if is64 { number(value) } else { number(UInt32(truncatingIfNeeded: value)) }
        }

        mutating func segment(_ type: UInt32, offset: Int, size: Int, address: UInt64) {
            number(type)
            if is64 { number(4 as UInt32) }
            for value in [
                UInt64(offset), address + UInt64(offset), address + UInt64(offset), UInt64(size), UInt64(size),
            ] {
                word(value)
            }
            if !is64 { number(4 as UInt32) }
            word(8)
        }
    }
}
