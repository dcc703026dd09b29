// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

extension ModuleFile {
    /// The content of a section (elf(5), Elf64_Shdr); empty when there is none of that name.
    func section(_ wanted: String) throws(ImageError) -> [UInt8] {
        let bytes: (UInt64, UInt64) throws(ImageError) -> [UInt8]
        if compression == nil {
            bytes = { offset, count throws(ImageError) in
                do {
                    return try Reader(file: self.file).bytes(offset, count, "its sections")
                } catch {
                    throw error as? ImageError ?? ImageError.reading(self.path, .ioError)
                }
            }
        } else {
            let all = ByteView(bytes: try contents())
            bytes = { offset, count throws(ImageError) in
                guard let offset = Int(exactly: offset), let count = Int(exactly: count),
                    let slice = all.slice(offset, count)
                else { throw Reader(file: self.file).truncated("its sections") }
                return Array(slice)
            }
        }
        let header: ELFHeader
        do {
            header = try ELFHeader(bytes(0, UInt64(min(64, size))), Reader(file: file))
        } catch {
            throw error as? ImageError ?? ImageError.reading(path, .ioError)
        }
        let is64 = header.machine.is64
        let tableSize = UInt64(header.sectionHeaderSize) * UInt64(header.sectionHeaderCount)
        let table = ByteView(
            bytes: try bytes(header.sectionHeaderOffset, tableSize), isBigEndian: header.machine.isBigEndian)
        // sh_offset and sh_size.
        let fields = is64 ? (24, 32) : (16, 20)
        func content(_ index: Int) throws(ImageError) -> [UInt8]? {
            let start = index * header.sectionHeaderSize
            guard let offset = table.word(is64: is64, at: start + fields.0),
                let size = table.word(is64: is64, at: start + fields.1), size <= 16 << 20
            else { return nil }
            return try bytes(offset, size)
        }
        guard let names = try content(Int(header.sectionNamesIndex)).map({ ByteView(bytes: $0) }) else { return [] }
        for index in 0..<Int(header.sectionHeaderCount) {
            guard let name = table.number(UInt32.self, at: index * header.sectionHeaderSize),
                let text = names.cString(at: Int(name)), text.elementsEqual(wanted.utf8)
            else { continue }
            return try content(index) ?? []
        }
        return []
    }
}
