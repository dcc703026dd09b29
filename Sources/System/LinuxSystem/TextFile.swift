// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import SystemPackage

/// Small files, read and written whole.
package enum TextFile {
    /// The text of a file, at most so many bytes of it.
    package static func read(_ path: FilePath, atMost limit: Int = 4 << 20) throws(Errno) -> String {
        let descriptor = FileDescriptor(
            rawValue: try systemCall { open(path.string, O_RDONLY | O_CLOEXEC) })
        defer { try? descriptor.close() }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < limit {
            let count = try systemCall { Glibc.read(descriptor.rawValue, &buffer, buffer.count) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes.prefix(limit), as: UTF8.self)
    }

    /// The text of a file without the white space at its end; nil when it cannot be read.
    package static func line(_ path: FilePath) -> String? {
        guard var text = try? read(path) else { return nil }
        while let last = text.unicodeScalars.last, last.properties.isWhitespace { text.unicodeScalars.removeLast() }
        return text
    }

    /// Makes a directory and those above it, as far as they are missing.
    package static func makeDirectory(_ path: FilePath, mode: FilePermissions) throws(Errno) {
        guard mkdir(path.string, mode.rawValue) != 0 else { return }
        let error = Errno.last
        if error == .fileExists { return }
        guard error == .noSuchFileOrDirectory, !path.removingLastComponent().isEmpty else { throw error }
        try makeDirectory(path.removingLastComponent(), mode: mode)
        try makeDirectory(path, mode: mode)
    }
}
