// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
public import SystemPackage

extension FileDescriptor {
    /// Appends bytes of another file at this descriptor's current position, inside the kernel where it can.
    ///
    /// copy_file_range(2) is tried first (it may share blocks), then sendfile(2), then a small buffer.
    ///
    /// - Parameters:
    ///   - count: How many bytes to copy.
    ///   - source: An open, readable, seekable file; its own position stays as it is.
    ///   - offset: Where in `source` to begin, in bytes.
    /// - Returns: The number of bytes copied; less than `count` only when `source` ends earlier.
    /// - Throws: The error number of the call that failed, for instance `noSpace`.
    public func append(_ count: Int64, of source: FileDescriptor, from offset: Int64 = 0) throws(Errno) -> Int64 {
        var copied: Int64 = 0
        while copied < count {
            let result = clinux_copy_file_range(source.rawValue, offset + copied, rawValue, UInt64(count - copied))
            if result > 0 {
                copied += result
            } else if result == 0 {
                break
            } else {
                let error = Errno(rawValue: CInt(truncatingIfNeeded: -result))
                if error == .interrupted { continue }
                // Errors of the way, not of the files: other file systems, pipes, append mode, old kernels.
                let other: [Errno] = [
                    .improperLink, .invalidArgument, .noFunction, .notSupported, .badFileDescriptor, .notPermitted,
                ]
                guard other.contains(error) else { throw error }
                break
            }
        }
        if copied < count {
            copied += try sendFile(count - copied, of: source, from: offset + copied)
        }
        return copied
    }

    private func sendFile(_ count: Int64, of source: FileDescriptor, from offset: Int64) throws(Errno) -> Int64 {
        var position = off_t(offset)
        let end = off_t(offset + count)
        while position < end {
            do throws(Errno) {
                let sent = try systemCall { sendfile(rawValue, source.rawValue, &position, Int(end - position)) }
                if sent == 0 { return Int64(position) - offset }
            } catch {
                guard error == .invalidArgument || error == .noFunction else { throw error }
                let done = Int64(position) - offset
                return try done + appendBuffered(count - done, of: source, from: offset + done)
            }
        }
        return count
    }

    private func appendBuffered(_ count: Int64, of source: FileDescriptor, from offset: Int64) throws(Errno) -> Int64 {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
        defer { buffer.deallocate() }
        var copied: Int64 = 0
        while copied < count {
            let wanted = Int(min(Int64(buffer.count), count - copied))
            let got = try systemCall {
                Glibc.pread(source.rawValue, buffer.baseAddress, wanted, off_t(offset + copied))
            }
            if got == 0 { break }
            try appendAll(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
            copied += Int64(got)
        }
        return copied
    }

    /// Writes all bytes at the current position, in as many calls as it takes.
    ///
    /// - Throws: The error number of write(2), for instance `noSpace` or `brokenPipe`.
    public func appendAll(_ bytes: UnsafeRawBufferPointer) throws(Errno) {
        var written = 0
        while written < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
            written += try systemCall { Glibc.write(rawValue, rest.baseAddress, rest.count) }
        }
    }
}
