// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

extension LoaderCache {
    /// A library that the loader shall find by its name.
    struct Library: Hashable {
        var name: String
        var path: FilePath
        var machine: ELFMachine
    }

    /// The bytes of a cache that holds these libraries; nil when there are none for a machine whose flags are known.
    ///
    /// With it the guest's loader finds libraries outside of its built-in directories, and looks at fewer places for
    /// all others.
    static func bytes(of libraries: some Collection<Library>) -> [UInt8]? {
        let known = libraries.compactMap { library in flags(of: library.machine).map { (library, $0) } }
            // The loader searches by halving, in descending order; flags and paths only settle ties.
            .sorted { first, second in
                let order = compare(first.0.name, second.0.name)
                if order != 0 { return order > 0 }
                return (first.1, first.0.path.string) < (second.1, second.0.path.string)
            }
        guard let first = known.first else { return nil }
        let isBigEndian = first.0.machine.isBigEndian
        var strings: [UInt8] = []
        var table: [UInt8] = []
        let base = headerSize + entrySize * known.count
        func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
            withUnsafeBytes(of: isBigEndian ? number.bigEndian : number.littleEndian) { bytes += $0 }
        }
        for (library, flags) in known {
            append(flags, to: &table)
            for text in [Array(library.name.utf8), library.path.bytes] {
                append(UInt32(base + strings.count), to: &table)
                strings += text + [0]
            }
            append(0 as UInt32, to: &table)
            append(0 as UInt64, to: &table)
        }
        var header = Array("glibc-ld.so.cache1.1".utf8)
        append(UInt32(known.count), to: &header)
        append(UInt32(strings.count), to: &header)
        append(UInt32(isBigEndian ? 3 << 24 : 2), to: &header)
        header += [UInt8](repeating: 0, count: headerSize - header.count)
        return header + table + strings
    }

    /// FLAG_ELF_LIBC6 together with the machine's own flag, as glibc's loader expects it (its ldconfig.h).
    private static func flags(of machine: ELFMachine) -> Int32? {
        switch (machine.number, machine.is64) {
        case (62, true): 0x0303
        case (62, false): 0x0803
        case (3, _): 0x0003
        case (183, true): 0x0A03
        case (243, true): 0x1003
        case (21, true): 0x0503
        case (22, true): 0x0403
        default: nil
        }
    }

    /// The loader's order of names: runs of digits count as numbers, and a digit comes after anything else.
    static func compare(_ first: String, _ second: String) -> Int {
        func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }
        var (first, second) = (Array(first.utf8)[...], Array(second.utf8)[...])
        while let a = first.first {
            let b = second.first
            switch (isDigit(a), isDigit(b)) {
            case (true, true):
                let digits = (first.prefix(while: isDigit), second.prefix(while: isDigit))
                first = first.dropFirst(digits.0.count)
                second = second.dropFirst(digits.1.count)
                let numbers = (digits.0.drop { $0 == 0x30 }, digits.1.drop { $0 == 0x30 })
                if numbers.0.count != numbers.1.count { return numbers.0.count - numbers.1.count }
                if numbers.0.lexicographicallyPrecedes(numbers.1) { return -1 }
                if numbers.1.lexicographicallyPrecedes(numbers.0) { return 1 }
            case (true, false): return 1
            case (false, true): return -1
            default:
                if a != b { return Int(a) - Int(b ?? 0) }
                first = first.dropFirst()
                second = second.dropFirst()
            }
        }
        return second.isEmpty ? 0 : -1
    }
}

extension ImagePlan {
    /// Gives the guest's loader a cache of the libraries in the image, unless the image has one.
    mutating func addLoaderCache() throws(ImageError) {
        let path: FilePath = "/etc/ld.so.cache"
        guard let bytes = LoaderCache.bytes(of: cachedLibraries), entries[try place(path)] == nil else { return }
        try addFile(bytes, at: path)
    }
}
