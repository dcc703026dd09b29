// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// The directories of `/etc/ld.so.conf` (ldconfig(8)), which ldconfig searches to make the cache. They are read for
/// trees that have no cache yet, as those that were unpacked without running anything.
struct LoaderConfiguration {
    /// The directories, in order.
    private(set) var directories: [FilePath] = []

    /// Reads the file and those that it includes, eight levels deep; a missing or unreadable one counts as empty.
    init(_ root: SystemRoot, at path: FilePath = "/etc/ld.so.conf") {
        read(path, root, depth: 0)
    }

    private mutating func read(_ path: FilePath, _ root: SystemRoot, depth: Int) {
        guard depth < 8, let bytes = try? root.contents(of: path, limit: 1 << 20) else { return }
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let text = String(decoding: line.prefix { $0 != UInt8(ascii: "#") }, as: UTF8.self)
            let words = text.split { $0 == " " || $0 == "\t" || $0 == "," || $0 == ":" }
            switch words.first {
            case nil, "hwcap": continue
            case "include":
                for word in words.dropFirst() {
                    let pattern = path.removingLastComponent().pushing(FilePath(String(word)))
                    for file in root.matches(of: pattern) { read(file, root, depth: depth + 1) }
                }
            default:
                // "=libc6" behind a directory is an old way to name the kind of its libraries.
                let paths = words.map { FilePath(String($0.prefix { $0 != "=" })) }
                directories += paths.filter(\.isAbsolute)
            }
        }
    }
}
