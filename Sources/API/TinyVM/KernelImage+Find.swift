// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
internal import LinuxSystem
public import SystemPackage

extension KernelImage {
    /// Finds a kernel.
    ///
    /// - Parameters:
    ///   - choice: A file, or a release of an installed kernel; nil for the running one, or else the newest that is
    ///     readable and runs on the architecture.
    ///   - architecture: The machine it shall run on.
    ///   - root: The directory in which `/boot` and `/lib/modules` are looked up.
    /// - Throws: A ``TinyVMError`` that says where was looked, and what to install.
    public static func find(
        _ choice: String? = nil, for architecture: Architecture = .host, root: FilePath = "/"
    ) throws(TinyVMError) -> KernelImage {
        if let choice {
            let kernel = try chosen(choice, root: root)
            guard kernel.architecture == architecture else {
                throw TinyVMError(
                    .kernel,
                    "The kernel '\(kernel.path)' is for \(kernel.architecture.rawValue), not for "
                        + "\(architecture.rawValue). Name another with --kernel, or the machine with --arch.")
            }
            return kernel
        }
        var refusal: TinyVMError?
        for release in runningFirst(installedReleases(root: root), isHost: architecture == .host && root == "/") {
            for path in files(of: release, root: root) {
                do {
                    let kernel = try KernelImage(path: path)
                    if kernel.architecture == architecture { return kernel }
                } catch {
                    if access(path.string, F_OK) == 0 { refusal = error }
                }
            }
        }
        if let refusal { throw refusal }
        throw TinyVMError(
            .kernel,
            "There is no kernel for \(architecture.rawValue) in '\(root.appending("boot"))' or "
                + "'\(root.appending("lib/modules"))'. Install one (Debian: linux-image-cloud-\(architecture.debianName)), or name a file with --kernel."
        )
    }

    private static func chosen(_ choice: String, root: FilePath) throws(TinyVMError) -> KernelImage {
        if choice.contains("/") { return try KernelImage(path: FilePath(choice)) }
        let candidates = files(of: choice, root: root) + [FilePath(choice)]
        for candidate in candidates where access(candidate.string, F_OK) == 0 {
            return try KernelImage(path: candidate)
        }
        let installed = installedReleases(root: root)
        throw TinyVMError(
            .kernel,
            "There is no kernel '\(choice)': it is neither a file nor an installed release"
                + (installed.isEmpty ? "." : " (\(installed.joined(separator: ", "))). Name one of these, or a file."))
    }

    private static func files(of release: String, root: FilePath) -> [FilePath] {
        [
            root.appending("boot/vmlinuz-\(release)"), root.appending("lib/modules/\(release)/vmlinuz"),
            root.appending("usr/lib/modules/\(release)/vmlinuz"), root.appending("boot/vmlinux-\(release)"),
            root.appending("boot/Image-\(release)"),
        ]
    }

    /// The releases that `/boot` and `/lib/modules` name, the newest first.
    private static func installedReleases(root: FilePath) -> [String] {
        let inBoot = DirectoryListing.names(in: root.appending("boot")).compactMap { release(inName: $0) }
        let withModules = DirectoryListing.names(in: root.appending("lib/modules"))
        return Set(inBoot + withModules).sorted { isOlder($1, $0) }
    }

    private static func runningFirst(_ releases: [String], isHost: Bool) -> [String] {
        var name = utsname()
        guard isHost, uname(&name) == 0 else { return releases }
        let running = withUnsafeBytes(of: &name.release) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        return [running] + releases.filter { $0 != running }
    }

    /// Compares releases as people do: runs of digits as numbers, the rest as text.
    static func isOlder(_ left: String, _ right: String) -> Bool {
        left.withPlatformString { left in right.withPlatformString { right in clinux_compare_versions(left, right) < 0 }
        }
    }
}

/// The names in a directory.
enum DirectoryListing {
    /// All names but `.` and `..`, in no order; none when the directory cannot be read.
    static func names(in path: FilePath) -> [String] {
        guard let directory = opendir(path.string) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
