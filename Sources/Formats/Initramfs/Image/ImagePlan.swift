// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
public import SystemPackage

/// A description of an initial RAM disk: what stands where, and why.
///
/// Building it reads headers of files and writes nothing; ``write(to:compression:prepending:timestamp:)`` then copies
/// their content. All that is asked for by name is looked for inside one root, `/` or a tree for another machine, and
/// links to directories of that root (`/lib` to `usr/lib`) are kept, so that every path in the image means what it
/// means there.
///
///     var plan = ImagePlan()
///     try plan.addBusybox()
///     try plan.addBinary("lspci")
///     try plan.addFile(Array("nameserver 10.0.2.3\n".utf8), at: "/etc/resolv.conf")
///     try plan.write(to: "tiny.img", compression: .zstd)
public struct ImagePlan {
    /// Whether libraries that an ELF note only suggests are taken, where they are installed.
    public var takesSuggestedLibraries = false
    /// Sentences for the user about what is not in the image and was not required, in the order found.
    public internal(set) var notices: [String] = []

    let root: SystemRoot
    let search: LibrarySearch
    var entries: [FilePath: ImageEntry] = [:]
    var searchedDirectories: [FilePath]
    /// Libraries that the guest's loader shall find by name: the content of its cache.
    var cachedLibraries: Set<LoaderCache.Library> = []
    var busybox: Busybox?
    /// The names of the programs that were asked for.
    var programs: Set<String> = []

    /// An empty image.
    ///
    /// - Parameters:
    ///   - root: The directory inside of which everything is found: an absolute path, or one from the working directory.
    ///   - searchPath: Where binaries are looked for, as the variable PATH has it; nil for the usual directories.
    /// - Throws: `notFound` or `unreadable` when the root is no directory.
    public init(root: FilePath = "/", searchPath: String? = nil) throws(ImageError) {
        let directory: FilePath
        do throws(Errno) {
            directory = try FilePath.realPath(of: root)
        } catch {
            throw ImageError.reading(root, error)
        }
        self.root = SystemRoot(directory)
        search = LibrarySearch(self.root)
        let usual = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        searchedDirectories = (searchPath ?? usual).split(separator: ":").map { FilePath(String($0)) }
            .filter(\.isAbsolute)
    }
}

extension ImagePlan {
    /// Adds a directory and those that lead to it; one that is there stays as it is, but for its permissions.
    ///
    /// - Throws: `conflict` when something else stands there or on the way.
    public mutating func addDirectory(_ path: FilePath, permissions: FilePermissions = FilePermissions(rawValue: 0o755))
        throws(ImageError)
    {
        // A link to a directory, such as the root's /bin, is followed.
        let place = try place(path.appending("x")).removingLastComponent()
        try put(place, .directory, permissions, ImageEntry.Reason(by: nil, relation: .base))
    }

    /// Adds a symbolic link.
    ///
    /// - Parameter target: What it holds; relative targets count from the link's directory.
    /// - Throws: `conflict` when something else stands there, `tooLarge` for more than 4095 bytes.
    public mutating func addSymlink(_ path: FilePath, to target: FilePath) throws(ImageError) {
        try put(path, .symbolicLink(target), [], ImageEntry.Reason(by: nil, relation: .base))
    }

    /// Adds a device node.
    ///
    /// - Throws: `conflict` when something else stands there.
    public mutating func addDevice(
        _ path: FilePath, _ kind: DeviceKind, major: UInt32, minor: UInt32, permissions: FilePermissions
    ) throws(ImageError) {
        let device = ImageEntry.Content.device(kind, major: major, minor: minor)
        try put(path, device, permissions, ImageEntry.Reason(by: nil, relation: .base))
    }

    /// Adds a file whose content is at hand.
    ///
    /// - Throws: `conflict` when something else stands there, `tooLarge` for 4 GiB or more.
    public mutating func addFile(
        _ content: [UInt8], at path: FilePath, permissions: FilePermissions = FilePermissions(rawValue: 0o644)
    ) throws(ImageError) {
        try put(path, .data(content), permissions, ImageEntry.Reason(by: nil, relation: .base))
    }

    /// Adds a file of the host; its content is copied when the image is written.
    ///
    /// - Parameters:
    ///   - source: A path outside of the root's rules: the host's, also when the plan has another root.
    ///   - permissions: Those in the image; nil keeps the file's own.
    /// - Throws: `notFound`, `unreadable`, `tooLarge` or `conflict`.
    public mutating func addFile(from source: FilePath, at path: FilePath, permissions: FilePermissions? = nil)
        throws(ImageError)
    {
        let file: SourceFile
        do throws(Errno) {
            file = try SourceFile(opening: FilePath.realPath(of: source))
        } catch {
            throw ImageError.reading(source, error)
        }
        try put(path, Self.content(of: file), permissions ?? file.permissions, .init(by: nil, relation: .copied))
    }

    /// The kinds of device nodes.
    public enum DeviceKind: Sendable {
        case character
        case block
    }
}
