// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import SystemPackage

/// The bytes of a secret, in memory that is kept out of swap and core dumps where the system lets us, and zeroed when the
/// last holder drops it.
///
/// The bytes never change after the value is made, which is why it may be shared between threads.
package final class SecretValue: @unchecked Sendable {
    /// The largest value, in bytes: libvirt's `REMOTE_SECRET_VALUE_MAX`.
    package static let limitInBytes = 65536

    private let memory: UnsafeMutableRawBufferPointer
    /// How many bytes the value has.
    package let count: Int

    /// Makes a value of at most so many bytes.
    ///
    /// - Parameters:
    ///   - capacity: How many bytes `fill` may write.
    ///   - fill: Writes the bytes and returns their number; nil when there is no value after all.
    /// - Returns: Nil when `fill` returned nil, or there is no memory.
    package init?(capacity: Int, fill: (UnsafeMutableRawBufferPointer) -> Int?) {
        let page = 4096
        let size = max(1, (capacity + page - 1) / page) * page
        guard
            let start = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            start != MAP_FAILED
        else { return nil }
        // Both are a help only: a caller without the right, or over its limit, has its secrets all the same.
        mlock(start, size)
        madvise(start, size, CInt(MADV_DONTDUMP))
        memory = UnsafeMutableRawBufferPointer(start: start, count: size)
        guard let count = fill(UnsafeMutableRawBufferPointer(rebasing: memory[..<capacity])), count <= capacity else {
            SecretValue.wipe(memory)
            return nil
        }
        self.count = count
    }

    /// A copy of some bytes.
    package convenience init?(copying bytes: UnsafeRawBufferPointer) {
        self.init(capacity: bytes.count) { memory in
            memory.copyMemory(from: bytes)
            return bytes.count
        }
    }

    /// A copy of some bytes; for a caller who has them in an array, which stays as it is.
    package convenience init?(_ bytes: [UInt8]) {
        self.init(capacity: bytes.count) { memory in
            bytes.withUnsafeBytes { memory.copyMemory(from: $0) }
            return bytes.count
        }
    }

    /// What a file of limited size holds, as the closure makes it of the bytes; the bytes themselves are zeroed again.
    ///
    /// - Throws: `fileTooLarge` for a file of more bytes than the limit; else the error number of the call that failed.
    package static func reading<Result>(
        _ path: FilePath, atMost limit: Int, _ body: (UnsafeRawBufferPointer) -> Result
    ) throws(Errno) -> Result {
        let number = try systemCall {
            path.withPlatformString { open($0, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK) }
        }
        defer { close(number) }
        var failure: Errno?
        let contents = SecretValue(capacity: limit + 1) { memory in
            var count = 0
            while count < memory.count {
                do throws(Errno) {
                    let rest = UnsafeMutableRawBufferPointer(rebasing: memory[count...])
                    let got = try systemCall { read(number, rest.baseAddress, rest.count) }
                    if got == 0 { break }
                    count += got
                } catch {
                    failure = error
                    return nil
                }
            }
            return count
        }
        guard let contents else { throw failure ?? .noMemory }
        guard contents.count <= limit else { throw .fileTooLarge }
        return contents.withBytes(body)
    }

    deinit { SecretValue.wipe(memory) }

    /// Lends the bytes.
    package func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(memory)[..<count]))
    }

    private static func wipe(_ memory: UnsafeMutableRawBufferPointer) {
        guard let start = memory.baseAddress else { return }
        explicit_bzero(start, memory.count)
        munmap(start, memory.count)
    }
}
