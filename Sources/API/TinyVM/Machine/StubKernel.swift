// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout
internal import LinuxSystem
internal import SystemPackage

/// A kernel that is never run, for a machine whose guest is restored.
///
/// A part of the machine's state is the little program in ROM by which QEMU starts a kernel of the kind that it was given.
/// A restored machine has to have that ROM, too, and so has to be given a kernel of the same kind: an ELF file with a PVH
/// entry. The real one, some 50 MB, would be read for nothing.
enum StubKernel {
    /// Its bytes in memory.
    static func make() throws -> MemoryFile {
        let file = try MemoryFile("tinyvm-stub")
        try file.descriptor.writeAll(bytes)
        return file
    }

    private static let headerSize = 64
    private static let segmentHeaderSize = 56
    private static let page = 4096
    /// Where a kernel is loaded: 1 MiB.
    private static let address: UInt64 = 0x10_0000

    /// An ELF header, two program headers, the note, and a page of halt instructions (elf(5); the kernel's
    /// Documentation/x86/boot.rst and xen/interface/elfnote.h for the note).
    static var bytes: [UInt8] {
        let noteOffset = headerSize + 2 * segmentHeaderSize
        let noteSize = 12 + 4 + 8
        var file = [UInt8](repeating: 0, count: page) + [UInt8](repeating: 0xf4, count: page)
        file.replaceSubrange(0..<7, with: [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
        file.store(UInt16(2), at: 16, .little)  // ET_EXEC
        file.store(UInt16(62), at: 18, .little)  // EM_X86_64
        file.store(UInt32(1), at: 20, .little)
        file.store(address, at: 24, .little)
        file.store(UInt64(headerSize), at: 32, .little)
        file.store(UInt16(headerSize), at: 52, .little)
        file.store(UInt16(segmentHeaderSize), at: 54, .little)
        file.store(UInt16(2), at: 56, .little)
        segment(1, flags: 5, offset: page, address: address, size: page, at: headerSize, in: &file)  // PT_LOAD
        segment(
            4, flags: 4, offset: noteOffset, address: 0, size: noteSize, at: headerSize + segmentHeaderSize, in: &file)
        file.store(UInt32(4), at: noteOffset, .little)
        file.store(UInt32(8), at: noteOffset + 4, .little)
        file.store(UInt32(18), at: noteOffset + 8, .little)  // XEN_ELFNOTE_PHYS32_ENTRY
        file.replaceSubrange(noteOffset + 12..<noteOffset + 16, with: Array("Xen\0".utf8))
        file.store(address, at: noteOffset + 16, .little)
        return file
    }

    private static func segment(
        _ type: UInt32, flags: UInt32, offset: Int, address: UInt64, size: Int, at position: Int, in file: inout [UInt8]
    ) {
        file.store(type, at: position, .little)
        file.store(flags, at: position + 4, .little)
        file.store(UInt64(offset), at: position + 8, .little)
        file.store(address, at: position + 16, .little)
        file.store(address, at: position + 24, .little)
        file.store(UInt64(size), at: position + 32, .little)
        file.store(UInt64(size), at: position + 40, .little)
        file.store(UInt64(type == 1 ? page : 4), at: position + 48, .little)
    }
}
