// SPDX-License-Identifier: Apache-2.0

internal import Compression
internal import LinuxSystem
internal import SystemPackage

/// Where an image's bytes go: straight to a descriptor, or through an encoder.
///
/// Small pieces are gathered; the content of files goes from descriptor to descriptor inside the kernel when nothing
/// has to see it, else through one buffer. So memory stays the same however large the image is.
final class ImageOutput {
    private let descriptor: FileDescriptor
    private let encoder: Encoder?
    private let gathered = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    private let encoded: UnsafeMutableRawBufferPointer?
    private var used = 0

    /// Where the next byte comes to stand, before compression.
    private(set) var offset: UInt64

    /// Files up to this size are read into the buffer: that costs less than a copy in the kernel of their own.
    private static let smallFile: Int64 = 1 << 13

    /// - Parameter offset: The number of bytes that stand before the first one.
    init(_ descriptor: FileDescriptor, _ format: CompressionFormat?, offset: UInt64 = 0) throws(CompressionError) {
        self.descriptor = descriptor
        self.offset = offset
        encoder = try format.map { format throws(CompressionError) in try Encoder(format) }
        encoded = encoder == nil ? nil : .allocate(byteCount: 1 << 16, alignment: 16)
    }

    deinit {
        gathered.deallocate()
        encoded?.deallocate()
    }

    /// Adds bytes.
    func append(_ bytes: UnsafeRawBufferPointer) throws(Errno) {
        offset += UInt64(bytes.count)
        var rest = bytes[...]
        while !rest.isEmpty {
            if used == gathered.count { try flush() }
            let count = min(rest.count, gathered.count - used)
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(count))
            UnsafeMutableRawBufferPointer(rebasing: gathered[used...]).copyMemory(from: piece)
            used += count
            rest = rest.dropFirst(count)
        }
    }

    /// Adds bytes.
    func append(_ bytes: [UInt8]) throws(Errno) {
        var failure: Errno?
        bytes.withUnsafeBytes { bytes in
            do throws(Errno) { try append(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Adds zero bytes up to a multiple of a small number.
    func align(to multiple: UInt64) throws(Errno) {
        let excess = offset % multiple
        if excess != 0 { try appendZeros(Int(multiple - excess)) }
    }

    /// Adds zero bytes.
    func appendZeros(_ count: Int) throws(Errno) {
        offset += UInt64(count)
        var rest = count
        while rest > 0 {
            if used == gathered.count { try flush() }
            let piece = min(rest, gathered.count - used)
            UnsafeMutableRawBufferPointer(rebasing: gathered[used..<used + piece]).initializeMemory(
                as: UInt8.self, repeating: 0)
            used += piece
            rest -= piece
        }
    }

    /// Adds the first `count` bytes of a file.
    ///
    /// - Returns: The number of bytes copied; less than `count` only when the file ends earlier.
    func append(_ count: Int64, of file: FileDescriptor) throws(Errno) -> Int64 {
        if encoder == nil, count > Self.smallFile {
            try flush()
            let copied = try descriptor.append(count, of: file)
            offset += UInt64(copied)
            return copied
        }
        var copied: Int64 = 0
        while copied < count {
            if used == gathered.count { try flush() }
            let room = Int(min(Int64(gathered.count - used), count - copied))
            let target = UnsafeMutableRawBufferPointer(rebasing: gathered[used..<used + room])
            let got = try file.pread(copied, into: target)
            if got == 0 { break }
            used += got
            copied += Int64(got)
            offset += UInt64(got)
        }
        return copied
    }

    /// Passes on what was gathered, and ends the compressed stream.
    func finish() throws(Errno) {
        try flush(isLast: true)
    }

    private func flush(isLast: Bool = false) throws(Errno) {
        var input = UnsafeRawBufferPointer(rebasing: gathered[..<used])
        used = 0
        guard let encoder, let encoded else { return try descriptor.appendAll(input) }
        while true {
            let progress: CodecProgress
            do throws(CompressionError) {
                progress = try encoder.encode(input, into: encoded, finish: isLast)
            } catch {
                // Packing fails for lack of memory only.
                throw .noMemory
            }
            try descriptor.appendAll(UnsafeRawBufferPointer(rebasing: encoded[..<progress.produced]))
            input = UnsafeRawBufferPointer(rebasing: input[progress.consumed...])
            if isLast ? progress.isFinished : input.isEmpty && progress.produced < encoded.count { return }
        }
    }
}

extension FileDescriptor {
    /// Reads at an offset; 0 at the end of the file.
    func pread(_ offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
        do {
            return try read(fromAbsoluteOffset: offset, into: buffer)
        } catch {
            throw error as? Errno ?? .ioError
        }
    }
}
