// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// The fixed header at the start of an ELF file (elf(5), Elf32_Ehdr and Elf64_Ehdr).
struct ELFHeader {
    var machine: ELFMachine
    var programHeaderOffset: UInt64
    var programHeaderSize: Int
    var programHeaderCount: UInt16
    var sectionHeaderOffset: UInt64
    var sectionHeaderSize: Int
    var sectionHeaderCount: UInt16
    var sectionNamesIndex: UInt16

    /// - Parameter head: The file's first bytes.
    init(_ head: [UInt8], _ reader: Reader) throws {
        guard ELFFile.isELF(head) else { throw reader.malformed("it is no ELF file") }
        guard head.count >= 52 else { throw reader.truncated("its ELF header") }
        guard head[4] == 1 || head[4] == 2, head[5] == 1 || head[5] == 2 else {
            throw reader.malformed("its ELF class or byte order is unknown")
        }
        let is64 = head[4] == 2
        let view = ByteView(bytes: head, isBigEndian: head[5] == 2)
        // Offsets after e_entry depend on the size of a word.
        let (programs, sections, sizes) = is64 ? (32, 40, 54) : (28, 32, 42)
        guard let number = view.number(UInt16.self, at: 18),
            let programHeaderOffset = view.word(is64: is64, at: programs),
            let sectionHeaderOffset = view.word(is64: is64, at: sections),
            let programHeaderSize = view.number(UInt16.self, at: sizes),
            let programHeaderCount = view.number(UInt16.self, at: sizes + 2),
            let sectionHeaderSize = view.number(UInt16.self, at: sizes + 4),
            let sectionHeaderCount = view.number(UInt16.self, at: sizes + 6),
            let sectionNamesIndex = view.number(UInt16.self, at: sizes + 8)
        else { throw reader.truncated("its ELF header") }
        machine = ELFMachine(number: number, is64: is64, isBigEndian: view.isBigEndian)
        self.programHeaderOffset = programHeaderOffset
        self.programHeaderSize = Int(programHeaderSize)
        self.programHeaderCount = programHeaderCount
        self.sectionHeaderOffset = sectionHeaderOffset
        self.sectionHeaderSize = Int(sectionHeaderSize)
        self.sectionHeaderCount = sectionHeaderCount
        self.sectionNamesIndex = sectionNamesIndex
        guard programHeaderCount == 0 || self.programHeaderSize >= (is64 ? 56 : 32) else {
            throw reader.malformed("its program headers are too small")
        }
        // PN_XNUM: more headers than 16 bits count; only core dumps have so many.
        guard programHeaderCount != 0xFFFF else { throw reader.malformed("it has too many program headers") }
    }

    /// The program headers, from what was read already or from the file.
    func programHeaders(_ head: [UInt8], _ reader: Reader) throws -> ByteView {
        let size = UInt64(programHeaderSize) * UInt64(programHeaderCount)
        guard size <= 1 << 16 else { throw reader.malformed("its program headers are too large") }
        if programHeaderOffset <= UInt64(head.count), size <= UInt64(head.count) - programHeaderOffset {
            let start = Int(programHeaderOffset)
            return ByteView(bytes: Array(head[start..<start + Int(size)]), isBigEndian: machine.isBigEndian)
        }
        return ByteView(
            bytes: try reader.bytes(programHeaderOffset, size, "its program headers"), isBigEndian: machine.isBigEndian)
    }
}

/// A program header (elf(5), Elf32_Phdr and Elf64_Phdr).
struct Segment {
    var type: UInt32
    var offset: UInt64
    var address: UInt64
    var fileSize: UInt64
    var alignment: UInt64

    init(_ view: ByteView, at start: Int, is64: Bool, _ reader: Reader) throws {
        let fields = is64 ? (8, 16, 32, 48) : (4, 8, 16, 28)
        guard let type = view.number(UInt32.self, at: start),
            let offset = view.word(is64: is64, at: start + fields.0),
            let address = view.word(is64: is64, at: start + fields.1),
            let fileSize = view.word(is64: is64, at: start + fields.2),
            let alignment = view.word(is64: is64, at: start + fields.3)
        else { throw reader.truncated("its program headers") }
        (self.type, self.offset, self.address, self.fileSize, self.alignment) =
            (type, offset, address, fileSize, alignment)
    }

    /// Where in the file the byte of an address lies, if this segment holds it.
    func fileOffset(of address: UInt64) -> UInt64? {
        guard address >= self.address, address - self.address < fileSize else { return nil }
        let (result, overflow) = offset.addingReportingOverflow(address - self.address)
        return overflow ? nil : result
    }
}

/// Reads pieces of an ELF file, and words what is wrong with them.
struct Reader {
    let file: SourceFile

    func malformed(_ reason: String) -> ImageError {
        ImageError(.malformed, "Cannot use '\(file.path)': \(reason). The file is damaged; install it again.")
    }

    func truncated(_ part: String) -> ImageError {
        ImageError(
            .malformed,
            "Cannot use '\(file.path)': it ends after \(file.size) bytes, inside \(part). Install the file again.")
    }

    /// All bytes of a range, which must lie in the file.
    func bytes(_ offset: UInt64, _ count: UInt64, _ part: String) throws -> [UInt8] {
        guard offset <= UInt64(file.size), count <= UInt64(file.size) - offset else { throw truncated(part) }
        let bytes = try read(Int64(offset), Int(count))
        guard bytes.count == Int(count) else { throw truncated(part) }
        return bytes
    }

    /// The bytes up to the next zero byte. Names are short: a path has at most 4096 bytes.
    func string(at offset: UInt64, limit: UInt64) throws -> ArraySlice<UInt8> {
        guard offset < UInt64(file.size) else { throw truncated("its string table") }
        var size = 256
        while true {
            let bytes = try read(Int64(offset), min(size, Int(min(limit, 1 << 16))))
            if let end = bytes.firstIndex(of: 0) { return bytes[..<end] }
            guard bytes.count == size, size < 1 << 16 else { throw malformed("a name in it has no end") }
            size <<= 4
        }
    }

    func interpreter(_ segment: Segment) throws -> ArraySlice<UInt8> {
        guard segment.fileSize > 1, segment.fileSize <= 4096 else { throw malformed("its loader's path is too long") }
        let bytes = try self.bytes(segment.offset, segment.fileSize, "its loader's path")
        return bytes[..<(bytes.firstIndex(of: 0) ?? bytes.endIndex)]
    }

    private func read(_ offset: Int64, _ count: Int) throws -> [UInt8] {
        do throws(Errno) {
            return try file.read(at: offset, count: count)
        } catch {
            throw ImageError.reading(file.path, error)
        }
    }
}
