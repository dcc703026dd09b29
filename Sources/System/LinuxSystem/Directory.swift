// SPDX-License-Identifier: Apache-2.0

internal import Glibc
public import SystemPackage

/// Directories: what they hold, and making them.
public enum Directory {
    /// The names of all entries, in no order, without `.` and `..`.
    ///
    /// - Throws: The error number of opendir(3), for instance `noSuchFileOrDirectory`.
    public static func names(in directory: FilePath) throws(Errno) -> [String] {
        guard let stream = directory.withPlatformString({ opendir($0) }) else { throw .last }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// Makes a directory and those that lead to it; that it is there is no error.
    ///
    /// - Parameter mode: The permissions of those that are made, whatever the umask says.
    public static func make(_ directory: FilePath, mode: UInt32) throws(Errno) {
        do throws(Errno) {
            try makeOne(directory, mode)
        } catch .noSuchFileOrDirectory {
            try make(directory.removingLastComponent(), mode: mode)
            try makeOne(directory, mode)
        }
    }

    private static func makeOne(_ directory: FilePath, _ mode: UInt32) throws(Errno) {
        do throws(Errno) {
            try systemCall { directory.withPlatformString { mkdir($0, mode_t(mode)) } }
            try systemCall { directory.withPlatformString { chmod($0, mode_t(mode)) } }
        } catch .fileExists {
            var status = stat()
            try systemCall { directory.withPlatformString { stat($0, &status) } }
            guard status.st_mode & S_IFMT == S_IFDIR else { throw .notDirectory }
        }
    }
}
