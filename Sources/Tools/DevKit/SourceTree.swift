// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
public import SystemPackage

/// The files of the project, as they lie on disk.
public struct SourceTree: Sendable, Equatable {
    /// The directory that holds `Package.swift`.
    public let root: FilePath

    /// The tree below a directory.
    public init(root: FilePath) {
        self.root = root
    }

    /// The tree that a directory lies in: the nearest one upwards that has a `Package.swift`.
    ///
    /// - Throws: `DevError` when there is none.
    public static func containing(_ directory: FilePath) throws -> SourceTree {
        var candidate = directory
        while access(candidate.appending("Package.swift").string, R_OK) != 0 {
            guard candidate.removeLastComponent() else {
                throw DevError(
                    "Cannot find 'Package.swift' in '\(directory)' or above it. Go to a clone of swift-virt.")
            }
        }
        return SourceTree(root: candidate)
    }

    /// The tree that the working directory lies in.
    public static func current() throws -> SourceTree {
        guard let name = getcwd(nil, 0) else { throw DevError("Cannot find the working directory: \(Errno.last).") }
        defer { free(name) }
        return try containing(FilePath(platformString: name))
    }

    /// The paths of all files below a directory of the tree, relative to the root and sorted.
    ///
    /// Left out are hidden files and directories (`.git`, `.build`, ...), except `.ci`, and what symbolic links lead to.
    ///
    /// - Parameter directory: Relative to the root; "" for all of the tree.
    public func files(below directory: String = "") throws -> [String] {
        var found: [String] = []
        var pending = [directory]
        while let next = pending.popLast() {
            for entry in try Directory.entries(of: next.isEmpty ? root : root.appending(next)) {
                if entry.name.hasPrefix(".") && entry.name != ".ci" { continue }
                let path = next.isEmpty ? entry.name : "\(next)/\(entry.name)"
                switch entry.kind {
                case .directory: pending.append(path)
                case .file: found.append(path)
                case .other: break
                }
            }
        }
        return found.sorted()
    }

    /// The text of a file of the tree.
    public func text(of path: String) throws -> String {
        try File.text(of: root.appending(path))
    }

    /// Whether the tree has a file or directory of that path.
    public func has(_ path: String) -> Bool {
        access(root.appending(path).string, F_OK) == 0
    }
}

/// The entries of directories; see readdir(3).
public enum Directory {
    /// What an entry is.
    public enum Kind: Sendable {
        /// A regular file.
        case file
        /// A directory.
        case directory
        /// Anything else, as a symbolic link.
        case other
    }

    /// The names and kinds of what a directory holds, without `.` and `..`, in no order.
    public static func entries(of path: FilePath) throws -> [(name: String, kind: Kind)] {
        guard let stream = opendir(path.string) else {
            throw DevError("Cannot read the directory '\(path)': \(Errno.last).")
        }
        defer { closedir(stream) }
        var entries: [(name: String, kind: Kind)] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "." || name == ".." { continue }
            entries.append((name, kind(of: path.appending(name))))
        }
        return entries
    }

    /// What a path leads to, itself and not what a symbolic link points to; see lstat(2).
    static func kind(of path: FilePath) -> Kind {
        var status = stat()
        guard lstat(path.string, &status) == 0 else { return .other }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .directory
        default: return .other
        }
    }

    /// The paths that match a pattern; see glob(3). Sorted.
    public static func matches(_ pattern: String) -> [String] {
        var result = glob_t()
        defer { globfree(&result) }
        guard glob(pattern, 0, nil, &result) == 0, let paths = result.gl_pathv else { return [] }
        return (0..<Int(result.gl_pathc)).compactMap { paths[$0].map { String(cString: $0) } }
    }
}
