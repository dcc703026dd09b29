// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
internal import SystemPackage

/// A directory that is looked at as if it were `/`: the host's own root, or a tree unpacked for another machine.
///
/// Symbolic links are followed inside of it, so that an absolute one in a foreign tree never leads to a host file.
/// What a path leads to is asked once and remembered: an image is a snapshot anyway.
final class SystemRoot {
    /// A symbolic link: where it stands, its parents being directories, and what it holds.
    struct Link: Hashable {
        var path: FilePath
        var target: FilePath
    }

    /// Where a path leads.
    struct Resolution {
        /// The path without links, `.` and `..`.
        var path: FilePath
        /// The links met on the way, in the order met.
        var links: [Link]
    }

    /// The directory; `/` for the host's own root.
    let directory: FilePath
    private var targets: [FilePath: FilePath?] = [:]

    init(_ directory: FilePath) {
        self.directory = directory
    }

    /// Whether this is the root of the running system.
    var isHost: Bool { directory.components.isEmpty }

    /// The path by which this process reaches a path inside the root. Links in it would leave the root: resolve first.
    func hostPath(_ path: FilePath) -> FilePath {
        isHost ? path : directory.appending(path.components)
    }

    /// Follows a path, which need not exist in its last component.
    ///
    /// - Parameters:
    ///   - path: An absolute path inside the root.
    ///   - followLast: Whether a link in the last component is followed as well.
    /// - Throws: `noSuchFileOrDirectory`, `notDirectory`, `tooManySymbolicLinkLevels`, `permissionDenied`, ...
    func resolve(_ path: FilePath, followLast: Bool = true) throws(Errno) -> Resolution {
        var pending = Array(path.components.reversed())
        var result = Resolution(path: "/", links: [])
        while let component = pending.popLast() {
            switch component.kind {
            case .currentDirectory: continue
            case .parentDirectory: result.path.removeLastComponent()
            case .regular:
                let next = result.path.appending(component)
                guard followLast || !pending.isEmpty, let target = try linkTarget(next) else {
                    result.path = next
                    continue
                }
                // The kernel gives up after 40 links (path_resolution(7)).
                guard result.links.count < 40 else { throw .tooManySymbolicLinkLevels }
                result.links.append(Link(path: next, target: target))
                if target.isAbsolute { result.path = "/" }
                pending.append(contentsOf: target.components.reversed())
            }
        }
        return result
    }

    /// What a symbolic link holds; nil for anything else. The path's parents must be directories, not links.
    func linkTarget(_ path: FilePath) throws(Errno) -> FilePath? {
        if let known = targets[path] { return known }
        let target = try readLink(hostPath(path))
        targets[path] = .some(target)
        return target
    }

    private func readLink(_ path: FilePath) throws(Errno) -> FilePath? {
        do throws(Errno) {
            return try withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4097) { buffer throws(Errno) in
                guard let start = buffer.baseAddress else { throw .noMemory }
                let length = try systemCall { path.withPlatformString { readlink($0, start, 4096) } }
                buffer[length] = 0
                return FilePath(platformString: start)
            }
        } catch .invalidArgument {
            return nil
        }
    }
}
