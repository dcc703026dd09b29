// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// The user's own cache: `$XDG_CACHE_HOME/swift-virt`, by default below `~/.cache` (XDG Base Directory Specification).
enum CacheDirectory {
    /// A directory of the cache; nil where the environment names no home.
    static func path(_ name: String, environment: [String: String]) -> FilePath? {
        if let base = environment["XDG_CACHE_HOME"], base.hasPrefix("/") {
            return FilePath(base).appending("swift-virt").appending(name)
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return FilePath(home).appending(".cache/swift-virt").appending(name)
    }

    /// Makes a directory and those that lead to it, for the user alone.
    ///
    /// - Returns: Whether it is there, and fit to be trusted.
    static func make(_ path: FilePath) -> Bool {
        var directory = FilePath(root: "/")
        for component in path.components {
            directory.append(component)
            if mkdir(directory.string, 0o700) != 0, errno != EEXIST { return false }
        }
        return isTrusted(path)
    }

    /// Whether a directory is ours, and nobody else may write to it.
    static func isTrusted(_ path: FilePath) -> Bool {
        var status = Glibc.stat()
        return lstat(path.string, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && isOurs(status)
    }

    /// Whether a file is ours, regular, not empty, and nobody else may write to it.
    static func isTrustedFile(_ path: FilePath) -> Bool {
        var status = Glibc.stat()
        return lstat(path.string, &status) == 0 && isTrustedFile(status)
    }

    /// The same for a status that is at hand.
    static func isTrustedFile(_ status: Glibc.stat) -> Bool {
        status.st_mode & S_IFMT == S_IFREG && isOurs(status) && status.st_size > 0
    }

    private static func isOurs(_ status: Glibc.stat) -> Bool {
        status.st_uid == geteuid() && status.st_mode & 0o022 == 0
    }
}
