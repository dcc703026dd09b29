// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
package import SystemPackage

/// What the daemons of one tree know and nobody else, by which one shows another that it asks for itself and not for a client: 32
/// hexadecimal digits in `common/system.token` beside their sockets, where libvirt's daemons have it too.
package enum SystemToken {
    private static let length = 32

    /// Where the token of a tree is.
    package static func directory(of paths: DaemonPaths) -> FilePath { paths.run.appending("common") }

    /// The token of a tree, made by the daemon that comes first; blocks.
    ///
    /// - Throws: ``DaemonError``
    package static func ofTree(_ paths: DaemonPaths) throws(DaemonError) -> String {
        let directory = directory(of: paths)
        let path = directory.appending("system.token")
        do throws(Errno) {
            try TextFile.makeDirectory(directory, mode: .ownerReadWriteExecute)
            let file = OwnedDescriptor(
                FileDescriptor(rawValue: try systemCall { open(path.string, O_RDWR | O_CREAT | O_CLOEXEC, 0o600) }))
            defer { withExtendedLifetime(file) {} }
            // Two that come at once agree. The lock goes with the descriptor.
            var lock = flock(l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: 0, l_len: 0, l_pid: 0)
            try systemCall { fcntl(file.descriptor.rawValue, F_SETLKW, &lock) }
            // By this descriptor: to close another one of the file would give the lock up.
            var known = [UInt8](repeating: 0, count: length)
            if try systemCall({ pread(file.descriptor.rawValue, &known, length, 0) }) == length {
                return String(decoding: known, as: UTF8.self)
            }
            let digits = Array("0123456789abcdef".utf8)
            let token = (0..<length).map { _ in digits[Int.random(in: 0..<16)] }
            try systemCall { ftruncate(file.descriptor.rawValue, 0) }
            try systemCall { pwrite(file.descriptor.rawValue, token, length, 0) }
            return String(decoding: token, as: UTF8.self)
        } catch {
            throw DaemonError("Cannot read or make '\(path)': \(error). See who may write to its directory.")
        }
    }
}
