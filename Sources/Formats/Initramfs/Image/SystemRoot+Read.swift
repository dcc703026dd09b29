// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

extension SystemRoot {
    /// Opens a regular file, following links inside the root.
    func file(at path: FilePath) throws(Errno) -> SourceFile {
        try SourceFile(opening: hostPath(resolve(path).path))
    }

    /// All bytes of a small file.
    ///
    /// - Parameter limit: The size that such a file never has, in bytes.
    /// - Throws: `fileTooLarge` beyond the limit, or what opening and reading throw.
    func contents(of path: FilePath, limit: Int) throws(Errno) -> [UInt8] {
        let file = try file(at: path)
        guard file.size <= Int64(limit) else { throw .fileTooLarge }
        // Files of /proc and /sys do not tell their size.
        return try file.read(at: 0, count: file.size == 0 ? limit : Int(file.size))
    }
}
