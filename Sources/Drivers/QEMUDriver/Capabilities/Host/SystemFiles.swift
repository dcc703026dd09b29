// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// Small files in which the kernel tells about the machine, below a root.
struct SystemFiles: Sendable {
    /// What stands in front of each path; empty for this machine.
    var root = ""

    /// A file's text without the space around it; nil when it cannot be read.
    func text(_ path: String, atMost limit: Int = 1 << 16) -> String? {
        guard let file = try? FileDescriptor.open(FilePath(root + path), .readOnly, options: .closeOnExec) else {
            return nil
        }
        defer { try? file.close() }
        var bytes = [UInt8](repeating: 0, count: limit)
        var count = 0
        while count < limit,
            let more = try? bytes.withUnsafeMutableBytes({
                try file.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[count...]))
            }), more > 0
        {
            count += more
        }
        let text = String(decoding: bytes[..<count], as: UTF8.self)
        return String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    func number(_ path: String) -> Int? { text(path).flatMap { Int($0) } }

    /// The names in a directory, sorted; none when it cannot be read.
    func names(_ path: String) -> [String] {
        guard let stream = opendir(root + path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The numbers in names such as `node0`, sorted.
    func numbers(_ path: String, prefix: String) -> [Int] {
        names(path).compactMap { $0.hasPrefix(prefix) ? Int($0.dropFirst(prefix.count)) : nil }.sorted()
    }
}
