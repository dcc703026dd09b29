// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Synchronization

/// A directory on a file system that never answers, as one on a network whose server is gone: whoever looks into it waits.
///
/// It is a FUSE file system whose server reads nothing.
public final class HungDirectory: Sendable {
    private let path: String
    private let device: Mutex<Int32?>

    /// Whether such a file system can be mounted; says aloud when not.
    public static var isPossible: Bool {
        let isPossible = geteuid() == 0 && access("/dev/fuse", R_OK | W_OK) == 0
        if !isPossible { print("SKIPPING a test that needs to mount a FUSE file system") }
        return isPossible
    }

    /// Mounts it at a path, where a directory is made.
    public init(at path: String) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let file = open("/dev/fuse", O_RDWR | O_CLOEXEC)
        guard file >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        // fuse(4): the root is a directory, S_IFDIR in octal.
        guard mount("hung", path, "fuse", 0, "fd=\(file),rootmode=40000,user_id=0,group_id=0") == 0 else {
            let code = POSIXErrorCode(rawValue: errno) ?? .EIO
            close(file)
            throw POSIXError(code)
        }
        device = Mutex(file)
    }

    deinit { end() }

    /// Ends it: whoever waits gets an error.
    public func end() {
        let file = device.withLock { file in
            defer { file = nil }
            return file
        }
        guard let file else { return }
        umount2(path, Int32(MNT_DETACH))
        close(file)
    }
}
