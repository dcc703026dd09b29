// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
public import SystemPackage

/// A file in memory, without a name, that goes with the value; memfd_create(2).
///
/// A child that inherits its descriptor as number N can open it again as `/proc/self/fd/N`.
public final class MemoryFile: Sendable {
    /// The file, open for reading and writing.
    public let descriptor: FileDescriptor

    /// An empty file; the name is only for those who look into /proc.
    public init(_ name: String) throws(Errno) {
        let result = clinux_memory_file(name)
        guard result >= 0 else { throw Errno(rawValue: -result) }
        descriptor = FileDescriptor(rawValue: result)
    }

    deinit { try? descriptor.close() }

    /// Overwrites all bytes with zeros and makes the file empty.
    public func erase() {
        let size = (try? descriptor.seek(offset: 0, from: .end)) ?? 0
        let zeros = [UInt8](repeating: 0, count: 4096)
        for offset in stride(from: Int64(0), to: size, by: zeros.count) {
            _ = try? descriptor.writeAll(toAbsoluteOffset: offset, zeros.prefix(Int(min(size - offset, 4096))))
        }
        ftruncate(descriptor.rawValue, 0)
    }

    /// The first bytes of the file, at most so many.
    public func contents(atMost limit: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = try? bytes.withUnsafeMutableBytes { try descriptor.read(fromAbsoluteOffset: 0, into: $0) }
        return Array(bytes.prefix(count ?? 0))
    }
}
