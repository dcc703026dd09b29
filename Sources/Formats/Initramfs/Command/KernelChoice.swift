// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
internal import SystemPackage

/// Which kernel's modules an image gets.
struct KernelChoice {
    /// The kernel's version, if it is known.
    var version: String?

    private let directory: FilePath?
    private let root: SystemRoot

    /// - Throws: `notFound` when the directory of modules that was named does not exist.
    init(_ request: TinyImage, _ root: SystemRoot) throws(ImageError) {
        self.root = root
        if let named = request.modulesDirectory {
            // In a foreign root the path counts from that root.
            let path = root.isHost ? ImagePlan.absolute(named) : FilePath("/").pushing(named)
            let place: FilePath
            do throws(Errno) {
                place = try root.resolve(path).path
                guard try Stat.of(root.hostPath(place)).type == .directory else { throw .notDirectory }
            } catch {
                throw ImageError.reading(named, error)
            }
            directory = place
            version = request.kernelVersion ?? Self.release(of: place, root)
        } else {
            version = request.kernelVersion ?? (root.isHost ? Self.running : Self.installed(root).last)
            directory = version.map { FilePath("/lib/modules").appending($0) }
        }
    }

    /// The modules.
    ///
    /// - Throws: `missingModule` when there are none for that kernel; it names the kernels that have some.
    func modules() throws(ImageError) -> KernelModules {
        let installed = Self.installed(root)
        let known =
            installed.isEmpty ? "No kernel is installed there" : "Installed are \(installed.joined(separator: ", "))"
        guard let directory, let place = try? root.resolve(directory).path,
            (try? Stat.of(root.hostPath(place)).type) == .directory
        else {
            let named = version.map { " '\($0)'" } ?? ""
            throw ImageError(
                .missingModule,
                "Cannot find the modules of kernel\(named) in '\(root.hostPath("/lib/modules"))'. \(known): choose one "
                    + "with --kver, or a directory with --modules-dir.")
        }
        return try KernelModules(directory: place, in: root)
    }

    /// The version of the running kernel: uname(2).
    static var running: String? {
        var names = utsname()
        guard uname(&names) == 0 else { return nil }
        return withUnsafeBytes(of: names.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// The versions of kernels with modules, the newest last.
    static func installed(_ root: SystemRoot) -> [String] {
        let names = ((try? root.names(in: "/lib/modules")) ?? []).map(\.string)
        return names.filter { name in
            ["modules.dep", "modules.order"].contains {
                root.exists(FilePath("/lib/modules").appending(name).appending($0))
            }
        }
        .sorted { LoaderCache.compare($0, $1) < 0 }
    }

    /// A build tree says its version in include/config/kernel.release; elsewhere it is the directory's name.
    private static func release(of directory: FilePath, _ root: SystemRoot) -> String? {
        if let bytes = try? root.contents(of: directory.pushing("include/config/kernel.release"), limit: 4096) {
            return String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
        }
        return directory.lastComponent?.string
    }
}

extension Stat {
    /// The status of what a path leads to.
    static func of(_ path: FilePath) throws(Errno) -> Stat {
        try Stat(path)
    }
}
