// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The kernel and the initial RAM disk of a guest that is busybox and a script.
public struct GuestImage {
    /// The kernel's file.
    public let kernel: String
    /// The file of the RAM disk.
    public let initrd: String

    /// Builds an image whose first program is a script, and which has what else is in `tree` below the directory.
    ///
    /// - Parameter kernel: The kernel's file; nil for the smallest in /boot.
    public init(_ script: String, in directory: TemporaryDirectory, kernel: String? = nil) throws {
        guard let kernel = kernel ?? Self.smallestKernel, let busybox = Program.find("busybox") else {
            throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: "/boot/vmlinuz or busybox"])
        }
        self.kernel = kernel
        initrd = directory("image")
        let tree = directory("tree")
        try directory.write("tree/init", "#!/bin/busybox sh\n\(script)\n", executable: true)
        try FileManager.default.createDirectory(atPath: "\(tree)/bin", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: busybox, toPath: "\(tree)/bin/busybox")
        let packed = try Program.run(
            ["busybox", "sh", "-c", "cd \(tree) && find . | busybox cpio -o -H newc > ../image"])
        guard packed.status == 0 else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: packed.errorText])
        }
    }

    /// The kernel of the cloud flavour, where it is installed, else any; nil when there is none.
    public static var smallestKernel: String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/boot")) ?? []
        return names.filter { $0.hasPrefix("vmlinuz-") }
            .min { $0.contains("cloud") && !$1.contains("cloud") }.map { "/boot/\($0)" }
    }

    /// Whether guests can be booted here; says aloud what is missing.
    public static var isPossible: Bool {
        if smallestKernel == nil { print("SKIPPING a test that needs a kernel in /boot") }
        return smallestKernel != nil && Program.areInstalled("qemu-system-x86_64", "busybox")
    }
}
