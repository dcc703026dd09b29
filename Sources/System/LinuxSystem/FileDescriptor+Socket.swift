// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
package import SystemPackage

extension FileDescriptor {
    /// Another descriptor of the same file that children do not get; F_DUPFD_CLOEXEC of fcntl(2).
    package func duplicateCloseOnExec() throws(Errno) -> FileDescriptor {
        FileDescriptor(rawValue: try systemCall { fcntl(rawValue, F_DUPFD_CLOEXEC, 3) })
    }

    /// Reads from a socket without waiting; recv(2).
    ///
    /// - Returns: How many bytes came, 0 at the end of the stream; nil when there is nothing yet.
    package func receive(into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int? {
        try Self.count(clinux_receive(rawValue, buffer.baseAddress, buffer.count))
    }

    /// Writes to a stream socket without waiting, and passes descriptors beside the first byte; sendmsg(2).
    ///
    /// - Returns: How many bytes went; nil when there is no room.
    package func send(_ bytes: ArraySlice<UInt8>, descriptors: [FileDescriptor] = []) throws(Errno) -> Int? {
        let numbers = descriptors.map(\.rawValue)
        let result = bytes.withUnsafeBytes { bytes in
            numbers.withUnsafeBufferPointer { numbers in
                clinux_send(rawValue, bytes.baseAddress, bytes.count, numbers.baseAddress, numbers.count)
            }
        }
        return try Self.count(result)
    }

    private static func count(_ result: Int64) throws(Errno) -> Int? {
        if result >= 0 { return Int(result) }
        let error = Errno(rawValue: CInt(-result))
        if error == .wouldBlock || error == .resourceTemporarilyUnavailable { return nil }
        throw error
    }
}
