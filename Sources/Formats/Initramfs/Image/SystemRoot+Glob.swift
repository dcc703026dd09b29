// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
internal import SystemPackage

extension SystemRoot {
    /// The names in a directory of the root, sorted by their bytes, without `.` and `..`.
    func names(in directory: FilePath) throws(Errno) -> [FilePath.Component] {
        let place = hostPath(try resolve(directory).path)
        guard let stream = place.withPlatformString({ opendir($0) }) else { throw .last }
        defer { closedir(stream) }
        var names: [FilePath.Component] = []
        while let entry = readdir(stream) {
            let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 19
            let name = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
            guard let component = FilePath.Component(platformString: name), component.kind == .regular else { continue }
            names.append(component)
        }
        return names.sorted { first, second in
            first.withPlatformString { first in second.withPlatformString { strcmp(first, $0) < 0 } }
        }
    }

    /// The paths that a pattern of glob(7) matches, sorted; a pattern without wildcards matches what exists.
    ///
    /// A name that begins with a dot is matched only by a pattern that does.
    func matches(of pattern: FilePath) -> [FilePath] {
        var found: [FilePath] = ["/"]
        for component in pattern.components {
            guard Self.isPattern(component) else {
                found = found.map { $0.appending(component) }
                continue
            }
            found = found.flatMap { directory in
                ((try? names(in: directory)) ?? [])
                    .filter { Self.matches($0, component) }
                    .map { directory.appending($0) }
            }
        }
        return found.filter { exists($0) }
    }

    /// Whether something stands at a path; a link that leads nowhere counts.
    func exists(_ path: FilePath) -> Bool {
        guard let place = try? resolve(path, followLast: false) else { return false }
        return (try? Stat(hostPath(place.path), followTargetSymlink: false)) != nil
    }

    private static func isPattern(_ component: FilePath.Component) -> Bool {
        component.string.contains { "*?[".contains($0) }
    }

    private static func matches(_ name: FilePath.Component, _ pattern: FilePath.Component) -> Bool {
        pattern.withPlatformString { pattern in
            name.withPlatformString { name in fnmatch(pattern, name, FNM_PERIOD) == 0 }
        }
    }
}
