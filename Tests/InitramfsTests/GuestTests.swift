// SPDX-License-Identifier: Apache-2.0

import Foundation
import Initramfs
import SystemPackage
import TestSupport
import Testing

@Suite struct GuestTests {
    @Test(
        "a host program with its libraries and kernel modules runs in a guest",
        .enabled(if: Program.areInstalled("qemu-system-x86_64", "busybox", "python3")))
    func program() throws {
        let directory = try TemporaryDirectory()
        let kernel = try #require(Guest.kernel(flavour: "amd64"))
        var request = TinyImage()
        request.binaries = ["/usr/bin/python3"]
        request.modules = ["loop max_loop=3"]
        request.kernelVersion = kernel.version
        request.command = "python3 -c 'print(6 * 7)'; losetup -f; cat /sys/module/loop/parameters/max_loop"
        let image = FilePath(directory("image"))
        try request.plan().plan.write(to: image)
        let console = try Guest.run(kernel, image: image.string)
        #expect(console.contains("42\n/dev/loop0\n3\n"))
        #expect(console.contains("Power down"))
    }
}
