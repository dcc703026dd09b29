// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import TestSupport

/// A file system of a small size, mounted at a directory until the value goes.
final class SmallFileSystem {
    let path: String

    /// Mounts one; nil, said aloud, where that cannot be.
    ///
    /// - Parameters:
    ///   - kind: `tmpfs`, or `ext4` for one on a disk.
    ///   - size: In MiB.
    init?(_ kind: String, size: Int, at path: String, image: String) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let commands =
            kind == "tmpfs"
            ? "mount -t tmpfs -o size=\(size)m none '\(path)'"
            : "truncate -s \(size)M '\(image)' && mkfs.ext4 -q -F -m 0 '\(image)' && mount -o loop '\(image)' '\(path)'"
        let made = try Program.run(["sh", "-c", commands])
        guard made.status == 0 else {
            print("SKIPPING a full \(kind): it cannot be mounted here: \(made.errorText)")
            return nil
        }
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }

    private var filler: String { "\(path)/filler" }

    /// Leaves no room.
    func fill() throws {
        let file = open(filler, O_CREAT | O_WRONLY | O_APPEND, 0o600)
        defer { close(file) }
        for size in [1 << 20, 4096, 1] {
            let block = [UInt8](repeating: 1, count: size)
            while write(file, block, size) > 0 {}
        }
        fsync(file)
    }

    /// Makes the room again.
    func empty() { unlink(filler) }
}
