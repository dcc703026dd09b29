// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

extension DiskImage {
    /// Images in a chain, each the backing file of the one before.
    private static let maximumDepth = 32

    /// The disk in a file of a format.
    static func disk(in file: any ImageFile, _ format: DiskFormat, depth: Int) throws -> any VirtualDisk {
        switch format {
        case .raw: RawDisk(file)
        case .vhd: try VHDDisk(file)
        case .vhdx: try VHDXDisk(file)
        case .vmdk: try VMDKDisk(file)
        case .qcow2:
            try QCow2Disk(file) { name, format in
                try backingDisk(of: file, name, format, depth: depth + 1)
            }
        }
    }

    /// The disk in a backing file, opened to read only.
    private static func backingDisk(
        of file: any ImageFile, _ name: String, _ format: String?, depth: Int
    ) throws -> any VirtualDisk {
        guard depth <= maximumDepth else {
            throw file.unsupported(
                "its chain of backing files is too long", remedy: "Shorten it with 'qemu-img rebase'.")
        }
        let convert = "Convert it with 'qemu-img convert' into an image without one."
        var name = name
        if name.hasPrefix("file:") { name.removeFirst("file:".count) }
        if let colon = name.firstIndex(of: ":"), !name[..<colon].contains("/") {
            throw file.unsupported("its backing file '\(name)' is not named by a path", remedy: convert)
        }
        var path = FilePath(name)
        if path.isRelative { path = FilePath(file.path).removingLastComponent().appending(path.components) }
        let backing: HostFile
        do {
            backing = try HostFile(path, writing: false, ignoringUse: true)
        } catch {
            throw DiskImageError(
                .failed, file.path, "use", "its backing file '\(path)' cannot be read",
                remedy: "Put it there, or change the name with 'qemu-img rebase -u'.")
        }
        switch format {
        case "raw", "file", "host_device": return try disk(in: backing, .raw, depth: depth)
        case "vpc": return try disk(in: backing, .vhd, depth: depth)
        case let format?:
            guard let format = DiskFormat(rawValue: format) else {
                throw file.unsupported("its backing file has the format '\(format)'", remedy: convert)
            }
            return try disk(in: backing, format, depth: depth)
        case nil:
            return try disk(in: backing, try DiskImage.detect(backing), depth: depth)
        }
    }

    /// The format of an image, told by its content.
    static func detect(_ file: any ImageFile) throws -> DiskFormat {
        let size = file.sizeInBytes
        let start = try file.readPadded(at: 0, count: sectorSizeInBytes)
        let end =
            size < UInt64(sectorSizeInBytes)
            ? [] : try file.read(at: size - UInt64(sectorSizeInBytes), count: sectorSizeInBytes)
        switch DetectedFormat(start: start, end: end) {
        case .known(let format): return format
        case .unknown(let reason, let remedy):
            throw DiskImageError(.unsupported, file.path, "use", reason, remedy: remedy)
        }
    }
}
