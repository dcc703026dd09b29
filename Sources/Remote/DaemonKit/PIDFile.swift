// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
package import SystemPackage

/// The file that says which process is the daemon, and that only one at a time holds a lock on.
package final class PIDFile: Sendable {
    private let path: FilePath
    private let descriptor: FileDescriptor

    /// Takes the lock and writes our process id.
    ///
    /// - Throws: ``DaemonError`` when another process holds it, with its id.
    package init(_ path: FilePath) throws(DaemonError) {
        self.path = path
        while true {
            let number = open(path.string, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            guard number >= 0 else {
                throw DaemonError(
                    "Cannot open the pid file '\(path)': \(Errno.last). See who may write to its directory.")
            }
            let file = FileDescriptor(rawValue: number)
            // A lock of the process, as libvirt's daemons take it, so that ours and theirs keep each other out.
            var lock = flock(l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: 0, l_len: 0, l_pid: 0)
            guard fcntl(number, F_SETLK, &lock) == 0 else {
                let owner = TextFile.line(path) ?? ""
                try? file.close()
                throw DaemonError(
                    "Another daemon runs already (pid \(owner.isEmpty ? "unknown" : owner)): it holds '\(path)'. Stop it first, or give this one another --pid-file or --root."
                )
            }
            // The one who held it before may have removed the file in between.
            var ours = stat()
            var theirs = stat()
            if fstat(number, &ours) == 0, stat(path.string, &theirs) == 0, ours.st_ino == theirs.st_ino {
                descriptor = file
                break
            }
            try? file.close()
        }
        var text = "\(getpid())\n"
        _ = ftruncate(descriptor.rawValue, 0)
        _ = text.withUTF8 { pwrite(descriptor.rawValue, $0.baseAddress, $0.count, 0) }
    }

    /// What a pid file tells to others.
    package enum State: Sendable, Equatable {
        /// There is none, or the caller may not read it.
        case missing
        /// A process has ended without removing it; the number that it left, 0 for none.
        case abandoned(Int32)
        /// A process holds it.
        case held(Int32)
    }

    /// Looks at a pid file without taking it.
    package static func state(of path: FilePath) -> State {
        let number = open(path.string, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return .missing }
        defer { close(number) }
        var lock = flock(l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: 0, l_len: 0, l_pid: 0)
        guard fcntl(number, F_GETLK, &lock) == 0 else { return .missing }
        if lock.l_type != Int16(F_UNLCK) { return .held(lock.l_pid) }
        return .abandoned(TextFile.line(path).flatMap { Int32($0) } ?? 0)
    }

    /// Removes the file and lets the lock go.
    package func remove() {
        unlink(path.string)
        try? descriptor.close()
    }
}
