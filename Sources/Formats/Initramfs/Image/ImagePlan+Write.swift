// SPDX-License-Identifier: Apache-2.0

public import Compression
internal import LinuxSystem
public import SystemPackage

extension ImagePlan {
    /// Writes the image to an open file, a pipe or a memory file, from its current position on.
    ///
    /// - Parameters:
    ///   - descriptor: Where to write; seeking is not needed.
    ///   - compression: How to pack it; nil for plain, which is copied inside the kernel.
    ///   - prefix: Files put before the image as they are, such as early microcode; each is filled up to four bytes.
    ///   - timestamp: The modification time of everything, in seconds since 1970.
    /// - Returns: The number of bytes of the archive before compression, prefixes left out.
    /// - Throws: `unreadable` for a source, `malformed` for one that changed meanwhile, `cannotWrite` for the output.
    @discardableResult
    public func write(
        to descriptor: FileDescriptor, compression: CompressionFormat? = nil, prepending prefix: [FilePath] = [],
        timestamp: UInt32 = 0
    ) throws(ImageError) -> UInt64 {
        var plan = self
        try plan.complete()
        do {
            let start = try plan.writePrefix(prefix, to: descriptor)
            let output = try ImageOutput(descriptor, compression, offset: start)
            try plan.writeArchive(output, timestamp)
            try output.finish()
            return output.offset - start
        } catch let error as ImageError {
            throw error
        } catch let error as Errno {
            throw ImageError(.cannotWrite, "Cannot write the image: \(error).", errno: error)
        } catch {
            throw ImageError(.cannotWrite, "Cannot write the image: \(error).")
        }
    }

    /// Adds what depends on all the rest: the links to applets and the loader's cache.
    mutating func complete() throws(ImageError) {
        try linkApplets()
        try addLoaderCache()
    }

    /// Contents from this size on, in bytes, begin at a block: the gap is small beside them.
    private static let alignedSize: Int64 = 1 << 16

    /// - Returns: The number of bytes written.
    private func writePrefix(_ paths: [FilePath], to descriptor: FileDescriptor) throws -> UInt64 {
        let output = try ImageOutput(descriptor, nil)
        for path in paths {
            let file: SourceFile
            do throws(Errno) {
                file = try SourceFile(opening: FilePath.realPath(of: path))
            } catch {
                throw ImageError.reading(path, error)
            }
            try append(file, to: output)
            try output.align(to: 4)
        }
        try output.finish()
        return output.offset
    }

    private func writeArchive(_ output: ImageOutput, _ timestamp: UInt32) throws {
        var writer = CPIOWriter(output, time: timestamp)
        var hardLinks = HardLinks(entries)
        for (name, entry) in sortedEntries {
            var header = CPIOWriter.Header(
                name: name, kind: entry.kind, permissions: UInt32(entry.permissions.rawValue))
            switch entry.content {
            case .directory:
                try writer.write(header)
            case .symbolicLink(let target):
                header.permissions = 0o777
                try writer.write(header, content: target.bytes)
            case .device(_, let major, let minor):
                header.device = (major, minor)
                try writer.write(header)
            case .data(let bytes):
                try writer.write(header, content: bytes)
            case .file(let file):
                let hasContent = hardLinks.next(file, &header, &writer)
                header.size = hasContent ? UInt32(clamping: file.size) : 0
                header.isAligned = hasContent && file.size >= Self.alignedSize
                try writer.begin(header)
                if hasContent { try append(file, to: output) }
                try writer.endContent()
            case .module(let module):
                header.size = UInt32(clamping: module.size)
                try writer.begin(header)
                try module.forEachPiece { piece in try output.append(piece) }
                try writer.endContent()
            }
        }
        try writer.finish()
    }

    /// The entries in the order of writing: by the bytes of their paths, so that a directory stands before its content.
    var sortedEntries: [(name: [UInt8], entry: ImageEntry)] {
        entries.map { (Array($0.key.bytes.dropFirst()), $0.value) }
            .sorted { $0.0.lexicographicallyPrecedes($1.0) }
    }

    private func append(_ file: SourceFile, to output: ImageOutput) throws {
        let descriptor: FileDescriptor
        do throws(Errno) {
            descriptor = try file.open()
        } catch .staleNFSFileHandle {
            throw ImageError.changed(file.path)
        } catch {
            throw ImageError.reading(file.path, error)
        }
        defer { file.closeIfMany() }
        guard try output.append(file.size, of: descriptor) == file.size else { throw ImageError.changed(file.path) }
    }
}

/// The files that have several names in the image.
private struct HardLinks {
    private var files: [SourceFile.Identity: (names: UInt32, written: UInt32, inode: UInt32?)] = [:]

    init(_ entries: [FilePath: ImageEntry]) {
        for entry in entries.values {
            if case .file(let file) = entry.content, file.linkCount > 1 {
                files[file.identity, default: (0, 0, nil)].names += 1
            }
        }
    }

    /// Fills in the number of links and the inode.
    ///
    /// - Returns: Whether the content follows: the last of a file's names has it, as cpio(1) writes and expects it.
    mutating func next(_ file: SourceFile, _ header: inout CPIOWriter.Header, _ writer: inout CPIOWriter) -> Bool {
        guard file.linkCount > 1, var state = files[file.identity], state.names > 1 else { return true }
        let inode = state.inode ?? writer.newInode()
        header.inode = inode
        header.links = state.names
        state.inode = inode
        state.written += 1
        files[file.identity] = state
        return state.written == state.names
    }
}

extension ImageEntry {
    fileprivate var kind: CPIOWriter.Kind {
        switch content {
        case .directory: .directory
        case .symbolicLink: .symbolicLink
        case .device(.character, _, _): .characterDevice
        case .device(.block, _, _): .blockDevice
        case .data, .file, .module: .file
        }
    }
}

extension FilePath {
    /// The bytes of the path, without the zero byte at its end.
    var bytes: [UInt8] {
        withPlatformString { text in Array(UnsafeRawBufferPointer(start: text, count: length)) }
    }
}

extension ImageError {
    /// The error for a file that is not what it was when the image was planned.
    static func changed(_ path: FilePath) -> ImageError {
        ImageError(.malformed, "Cannot copy '\(path)': it changed meanwhile. Try again when nobody writes to it.")
    }
}
