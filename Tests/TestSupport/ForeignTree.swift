// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Debian's packages for another machine, unpacked and never run.
public enum ForeignTree {
    /// A tree with busybox, a dynamic program, its library and a kernel, all for arm64; nil when it cannot be had.
    ///
    /// The packages are kept in the directory for temporary files, so that they are fetched once.
    public static func arm64() throws -> TemporaryDirectory? {
        guard Program.areInstalled("qemu-system-aarch64", "apt-get", "apt-cache", "dpkg-deb", "dpkg") else {
            return nil
        }
        guard try Program.run(["dpkg", "--print-foreign-architectures"]).text.contains("arm64") else {
            print("SKIPPING arm64: run 'dpkg --add-architecture arm64' and 'apt-get update' first")
            return nil
        }
        let depends = try Program.run(["apt-cache", "depends", "linux-image-cloud-arm64:arm64"]).text
        let kernel = depends.split { $0 == "\n" || $0 == " " }.first {
            $0.hasPrefix("linux-image-") && $0.hasSuffix("-cloud-arm64:arm64") && $0 != "linux-image-cloud-arm64:arm64"
        }
        let packages =
            ["busybox-static:arm64", "libc6:arm64", "hostname:arm64"] + [kernel.map(String.init)].compactMap { $0 }
        let cache = FileManager.default.temporaryDirectory.appendingPathComponent("swift-virt-packages-arm64").path
        try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
        let tree = try TemporaryDirectory("arm64")
        for package in packages {
            let name = String(package.prefix { $0 != ":" })
            func find(_ directory: String) -> String? {
                (try? FileManager.default.contentsOfDirectory(atPath: directory))?.first { $0.hasPrefix("\(name)_") }
            }
            if find(cache) == nil {
                let work = try TemporaryDirectory("download")
                let result = try Program.run(["apt-get", "download", package], directory: work.path, seconds: 300)
                guard result.status == 0, let file = find(work.path) else {
                    print("SKIPPING arm64: cannot download \(package): \(result.errorText)")
                    return nil
                }
                // Another test may have fetched it at the same time; the last one stays.
                guard rename(work(file), "\(cache)/\(file)") == 0 else {
                    throw POSIXError(.init(rawValue: errno) ?? .EIO)
                }
            }
            guard let file = find(cache) else { return nil }
            let unpacked = try Program.run(["dpkg-deb", "-x", "\(cache)/\(file)", tree.path])
            guard unpacked.status == 0 else {
                throw CocoaError(.fileReadCorruptFile, userInfo: [NSFilePathErrorKey: file])
            }
        }
        return packages.count == 4 ? tree : nil
    }
}
