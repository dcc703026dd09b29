// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// What the dynamic loader would learn from an ELF file: elf(5), the System V ABI's chapters 4 and 5.
///
/// Only headers are read, each with one call, and every number in them is checked against the file's size.
struct ELFFile {
    var machine: ELFMachine
    /// PT_INTERP: the dynamic loader's path.
    var interpreter: FilePath?
    /// DT_NEEDED, in order.
    var needed: [String] = []
    /// DT_SONAME.
    var soname: String?
    /// DT_RPATH, split at colons; empty when there is a DT_RUNPATH, which takes its place.
    var rpath: [String] = []
    /// DT_RUNPATH, split at colons; nil when there is none.
    var runpath: [String]?
    /// DF_1_NODEFLIB: neither the cache nor the default directories are searched.
    var ignoresDefaults = false
    /// What the file says of libraries that it opens by itself.
    var dlopen: [DlopenNote] = []

    /// More than the largest real headers: a kernel's own limit is 64 KiB of program headers.
    private static let limit = 1 << 16

    /// Whether the bytes begin as an ELF file does.
    static func isELF(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) }

    /// Reads what the loader needs from a file.
    ///
    /// - Parameter head: The file's first bytes, at least 64 unless the file is shorter.
    init(_ file: SourceFile, head: [UInt8]) throws {
        let reader = Reader(file: file)
        let header = try ELFHeader(head, reader)
        machine = header.machine
        let view = try header.programHeaders(head, reader)
        var loads: [Segment] = []
        var dynamic: Segment?
        var notes: [Segment] = []
        for index in 0..<Int(header.programHeaderCount) {
            let segment = try Segment(view, at: index * header.programHeaderSize, is64: machine.is64, reader)
            switch segment.type {
            case 1: loads.append(segment)
            case 2: dynamic = segment
            case 3: interpreter = FilePath(String(decoding: try reader.interpreter(segment), as: UTF8.self))
            case 4: notes.append(segment)
            default: break
            }
        }
        if let dynamic { try readDynamic(dynamic, loads, reader) }
        for note in notes where note.fileSize <= UInt64(Self.limit) {
            let bytes = try reader.bytes(note.offset, note.fileSize, "a note")
            let alignment = note.alignment == 8 ? 8 : 4
            dlopen += DlopenNote.all(in: ByteView(bytes: bytes, isBigEndian: machine.isBigEndian), alignment: alignment)
        }
    }

    private mutating func readDynamic(_ dynamic: Segment, _ loads: [Segment], _ reader: Reader) throws {
        let wordSize = machine.is64 ? 8 : 4
        guard dynamic.fileSize <= UInt64(Self.limit) else { throw reader.malformed("its dynamic section is too large") }
        let bytes = try reader.bytes(dynamic.offset, dynamic.fileSize, "its dynamic section")
        let view = ByteView(bytes: bytes, isBigEndian: machine.isBigEndian)
        var strings: (tag: UInt64, offset: UInt64)?
        var stringsSize: UInt64?
        var references: [(tag: UInt64, offset: UInt64)] = []
        var offset = 0
        while let tag = view.word(is64: machine.is64, at: offset),
            let value = view.word(is64: machine.is64, at: offset + wordSize), tag != 0
        {
            offset += 2 * wordSize
            switch tag {
            case 1, 14, 15, 29: references.append((tag, value))  // DT_NEEDED, DT_SONAME, DT_RPATH, DT_RUNPATH
            case 5: strings = (tag, value)  // DT_STRTAB
            case 10: stringsSize = value  // DT_STRSZ
            case 0x6FFF_FFFB: ignoresDefaults = value & 0x800 != 0  // DT_FLAGS_1: DF_1_NODEFLIB
            default: break
            }
        }
        guard !references.isEmpty else { return }
        guard let strings, let stringsSize,
            let table = loads.lazy.compactMap({ $0.fileOffset(of: strings.offset) }).first
        else { throw reader.malformed("its dynamic section has no string table") }
        for (tag, reference) in references {
            guard reference < stringsSize else { throw reader.malformed("a name lies outside of its string table") }
            let (start, overflow) = table.addingReportingOverflow(reference)
            guard !overflow else { throw reader.malformed("its string table lies outside of it") }
            let text = String(decoding: try reader.string(at: start, limit: stringsSize - reference), as: UTF8.self)
            switch tag {
            case 1: needed.append(text)
            case 14: soname = text
            case 15: rpath = text.split(separator: ":").map(String.init)
            default: runpath = text.split(separator: ":").map(String.init)
            }
        }
        if runpath != nil { rpath = [] }
    }
}
