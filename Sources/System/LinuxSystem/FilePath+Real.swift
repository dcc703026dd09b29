// SPDX-License-Identifier: Apache-2.0

internal import Glibc
public import SystemPackage

extension FilePath {
    /// The absolute path of what exists at a path, free of links, `.` and `..`; realpath(3).
    ///
    /// - Throws: The error number of realpath(3), for instance `noSuchFileOrDirectory`.
    public static func realPath(of path: FilePath) throws(Errno) -> FilePath {
        guard let resolved = path.withPlatformString({ realpath($0, nil) }) else { throw .last }
        defer { free(resolved) }
        return FilePath(platformString: resolved)
    }
}
