// SPDX-License-Identifier: Apache-2.0

public import Compression
internal import LinuxSystem
public import SystemPackage

/// A file of a kernel module, plain or compressed, whose content is wanted plain.
///
/// A signature, if there is one, stands behind the module: its bytes, a `struct module_signature` of 12 bytes whose
/// last four are the big-endian size of those bytes, and the text "~Module signature appended~\n" (the kernel's
/// include/linux/module_signature.h). Loading a module without one is quicker, and is refused only by kernels that
/// insist on signatures.
public final class ModuleFile {
    /// Where the file is.
    public let path: FilePath
    /// How it is packed; nil for plain.
    public let compression: CompressionFormat?
    /// The size of the plain module, in bytes, without the signature if that is to be left out.
    public let size: Int64
    /// Which machine it is for.
    public let machine: ELFMachine

    let file: SourceFile

    /// More than any module with debugging information.
    private static let largestSize: Int64 = 1 << 30
    private static let mark = Array("~Module signature appended~\n".utf8)
    private static let trailerSize = 12 + mark.count

    /// Opens a module's file, and unpacks it once to learn its size.
    ///
    /// - Parameter strippingSignature: Whether a signature is to be left out.
    /// - Throws: `notFound`, `unreadable`, or `malformed` for a damaged or truncated one.
    public convenience init(_ path: FilePath, strippingSignature: Bool = false) throws(ImageError) {
        let file: SourceFile
        do throws(Errno) {
            file = try SourceFile(opening: FilePath.realPath(of: path))
        } catch {
            throw ImageError.reading(path, error)
        }
        try self.init(file, strippingSignature: strippingSignature)
    }

    init(_ file: SourceFile, strippingSignature: Bool) throws(ImageError) {
        self.file = file
        path = file.path
        do {
            let head = try file.read(at: 0, count: 64)
            compression = CompressionFormat(detecting: head)
            var total = file.size
            var start = head
            var end: [UInt8] = []
            if let compression {
                total = 0
                start = []
                try Self.unpack(file, compression) { piece in
                    total += Int64(piece.count)
                    guard total <= Self.largestSize else {
                        throw ImageError(
                            .tooLarge, "Cannot use the module '\(file.path)': it unpacks to more than 1 GiB.")
                    }
                    if start.count < 64 { start += piece.prefix(64 - start.count) }
                    end = (end + piece.suffix(Self.trailerSize)).suffix(Self.trailerSize)
                }
            } else if strippingSignature {
                end = try file.read(at: max(0, total - Int64(Self.trailerSize)), count: Self.trailerSize)
            }
            let reader = Reader(file: file)
            guard !start.isEmpty else { throw reader.malformed("it is empty") }
            let header = try ELFHeader(start, reader)
            machine = header.machine
            // A module's section headers stand at its end (gABI: e_shoff, e_shnum): a file cut short lacks them.
            let sections = UInt64(header.sectionHeaderSize) * UInt64(header.sectionHeaderCount)
            guard header.sectionHeaderOffset <= UInt64(total),
                sections <= UInt64(total) - header.sectionHeaderOffset
            else { throw reader.truncated("its sections") }
            size = strippingSignature ? total - Self.signatureSize(end, total) : total
        } catch {
            throw Self.worded(error, file.path)
        }
    }

    /// Gives the plain module piece by piece: ``size`` bytes in all.
    ///
    /// - Throws: `malformed` or `unreadable`, or what `body` throws.
    func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        var rest = size
        let take = { (piece: UnsafeRawBufferPointer) in
            let count = Int(min(rest, Int64(piece.count)))
            rest -= Int64(count)
            if count > 0 { try body(UnsafeRawBufferPointer(rebasing: piece[..<count])) }
        }
        do {
            if let compression {
                try Self.unpack(file, compression, take)
            } else {
                try Self.pieces(of: file, take)
            }
        } catch {
            throw error is CompressionError ? Self.worded(error, file.path) : error
        }
        file.closeIfMany()
        guard rest == 0 else { throw ImageError.changed(file.path) }
    }

    /// The plain module.
    ///
    /// - Throws: `malformed` or `unreadable`.
    public func contents() throws(ImageError) -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            bytes.reserveCapacity(Int(size))
            try forEachPiece { bytes += $0 }
            return bytes
        } catch {
            throw Self.worded(error, file.path)
        }
    }

    /// Writes the plain module at a descriptor's current position; a plain file is copied inside the kernel.
    ///
    /// - Throws: `malformed` or `unreadable` for the module, `cannotWrite` for the descriptor.
    public func write(to descriptor: FileDescriptor) throws(ImageError) {
        do {
            if compression == nil {
                guard try descriptor.append(size, of: file.open()) == size else { throw ImageError.changed(path) }
            } else {
                try forEachPiece { try descriptor.appendAll($0) }
            }
        } catch let error as Errno {
            throw ImageError(.cannotWrite, "Cannot write the module '\(path)': \(error).", errno: error)
        } catch {
            throw Self.worded(error, path)
        }
    }

    private static func pieces(of file: SourceFile, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        var offset: Int64 = 0
        while true {
            let count = try file.open().pread(offset, into: buffer)
            if count == 0 { return }
            offset += Int64(count)
            try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    private static func unpack(
        _ file: SourceFile, _ format: CompressionFormat, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let descriptor = try file.open()
        var offset: Int64 = 0
        try Decoder.decompress(
            format,
            read: { buffer in
                let count = try descriptor.pread(offset, into: buffer)
                offset += Int64(count)
                return count
            }, write: body)
    }

    /// The size of all that a signature adds; 0 when there is none, or its size cannot be.
    private static func signatureSize(_ end: [UInt8], _ total: Int64) -> Int64 {
        guard end.count == trailerSize, end.suffix(mark.count) == mark[...] else { return 0 }
        let size = end[8..<12].reduce(0 as Int64) { $0 << 8 | Int64($1) } + Int64(trailerSize)
        return size < total ? size : 0
    }

    private static func worded(_ error: any Error, _ path: FilePath) -> ImageError {
        switch error {
        case let error as ImageError: error
        case let error as Errno: .reading(path, error)
        default:
            ImageError(.malformed, "Cannot use the module '\(path)': \(error). Install the kernel's package again.")
        }
    }
}
