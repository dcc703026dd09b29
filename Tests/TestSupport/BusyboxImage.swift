// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// What a guest of busybox and a script is booted from.
public enum BusyboxImage {
    /// The kernel with the fewest modules; nil, which is said aloud, when there is none.
    public static var kernel: String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/boot")) ?? []
        let kernels = names.filter { $0.hasPrefix("vmlinuz-") }
        let kernel = kernels.sorted { $0.contains("cloud") && !$1.contains("cloud") }.first
        if kernel == nil { print("SKIPPING a test that needs a kernel in /boot") }
        return kernel.map { "/boot/\($0)" }
    }

    /// Writes an initial file system, `image`, whose first program is a script; what is below `tree` in the directory is in it, too.
    ///
    /// - Returns: Its path.
    @discardableResult
    public static func write(_ script: String, in directory: TemporaryDirectory) throws -> String {
        let tree = directory("tree")
        try directory.write("tree/init", "#!/bin/busybox sh\n\(script)\n", executable: true)
        guard let busybox = Program.find("busybox") else { throw CocoaError(.fileNoSuchFile) }
        try FileManager.default.createDirectory(atPath: "\(tree)/bin", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: busybox, toPath: "\(tree)/bin/busybox")
        let packed = try Program.run(
            ["busybox", "sh", "-c", "cd \(tree) && find . | busybox cpio -o -H newc > ../image"])
        guard packed.status == 0 else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSLocalizedDescriptionKey: packed.errorText])
        }
        return directory("image")
    }
}
