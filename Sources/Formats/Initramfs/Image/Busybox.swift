// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import SystemPackage

/// A busybox binary and the names of the programs it can be.
///
/// The names are read out of the binary, of any machine: busybox keeps them as one table of sorted strings, each with
/// a zero byte behind it, "[", "[[", "acpid" and so on. The longest such run that holds "sh" is the table.
struct Busybox {
    /// Its path in the image.
    var path: FilePath
    var machine: ELFMachine?
    /// The names, sorted; without "busybox".
    var applets: [String]

    /// Fewer names than any useful busybox has.
    private static let fewest = 12
    /// Much more than the table of a busybox with everything in it (some 3,500 bytes).
    private static let overlap = 1 << 14
    private static let window = 1 << 16

    /// Finds the names in a binary; empty when there are none, so when it is no busybox with a shell.
    static func appletNames(in file: SourceFile) throws(Errno) -> [String] {
        var best: [String] = []
        // From the end, because constants stand behind the code. No busybox has 64 MiB.
        var end = min(file.size, 64 << 20)
        while end > 0 {
            let start = max(0, end - Int64(window))
            let names = longestTable(in: try file.read(at: start, count: Int(end - start)))
            if names.count > best.count {
                best = names
            } else if best.count >= fewest {
                // The piece before would have had the rest of a table that was cut.
                break
            }
            end = start == 0 ? 0 : start + Int64(overlap)
        }
        return best.count < fewest ? [] : best.filter { $0 != "busybox" }
    }

    /// The longest run of ascending names that holds "sh".
    static func longestTable(in bytes: [UInt8]) -> [String] {
        let key = Array("\0sh\0".utf8)
        var best: [String] = []
        bytes.withUnsafeBytes { bytes in
            var position = 0
            while let found = bytes.firstOffset(of: key, from: position) {
                position = found + 1
                let names = table(around: found + 1, in: bytes)
                if names.count > best.count { best = names }
            }
        }
        return best
    }

    /// The names before and behind the one that begins at an offset, as far as they are sorted.
    private static func table(around start: Int, in bytes: UnsafeRawBufferPointer) -> [String] {
        func name(from start: Int) -> ArraySlice<UInt8>? {
            var end = start
            while end < bytes.count, isNameByte(bytes[end]) { end += 1 }
            guard end > start, end - start <= 32, end < bytes.count, bytes[end] == 0 else { return nil }
            return Array(bytes[start..<end])[...]
        }
        guard let middle = name(from: start) else { return [] }
        var names = [middle]
        var next = start + middle.count + 1
        while let following = name(from: next), let last = names.last, last.lexicographicallyPrecedes(following) {
            names.append(following)
            next += following.count + 1
        }
        var before: [ArraySlice<UInt8>] = []
        var end = start - 1
        while end > 0 {
            var begin = end
            while begin > 0, end - begin <= 32, isNameByte(bytes[begin - 1]) { begin -= 1 }
            guard begin < end, begin == 0 || bytes[begin - 1] == 0, let previous = name(from: begin),
                previous.lexicographicallyPrecedes(before.last ?? middle)
            else { break }
            before.append(previous)
            end = begin - 1
        }
        return (before.reversed() + names).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "["), UInt8(ascii: "+"):
            true
        default: false
        }
    }
}
