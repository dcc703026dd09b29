// SPDX-License-Identifier: Apache-2.0

import Foundation
import Initramfs
import SystemPackage
import TestSupport
import Testing

/// An image for another machine, made of Debian's packages for it, unpacked and never run.
@Suite struct ForeignGuestTests {
    @Test("an arm64 tree gives an arm64 image without a file of the host, and it boots")
    func arm64() throws {
        guard let tree = try ForeignTree.arm64() else { return }
        let image = tree("image")
        let built = try Program.run([
            Program.built("make-tiny-image"), "--sysroot", tree.path, "--output", image, "--kmod", "loop", "--json",
            "--run", "uname -m; hostname --version 2>&1 | head -n 1; losetup -f", "hostname",
        ])
        try #require(built.status == 0, "\(built.errorText)")
        let listing = try #require(try JSONSerialization.jsonObject(with: built.output) as? [String: Any])
        let version = try #require(listing["kernel"] as? String)
        let entries = try #require(listing["entries"] as? [[String: Any]])
        let sources = entries.compactMap { $0["source"] as? String }
        #expect(sources.count >= 4)
        #expect(sources.filter { !$0.hasPrefix("\(tree.path)/") } == [])
        let names = entries.compactMap { $0["path"] as? String }.map { ($0 as NSString).lastPathComponent }
        #expect(Set(["busybox", "hostname", "libc.so.6", "ld-linux-aarch64.so.1", "loop.ko"]).isSubset(of: names))

        let result = try Program.run(
            [
                "qemu-system-aarch64", "-M", "virt", "-cpu", "cortex-a57", "-m", "512", "-display", "none", "-accel",
                "tcg",
                "-nodefaults", "-serial", "stdio", "-kernel", tree("boot/vmlinuz-\(version)"), "-initrd", image,
                "-append", "console=ttyAMA0 quiet",
            ], seconds: 150)
        let console = result.text.replacingOccurrences(of: "\r", with: "")
        #expect(console.contains("aarch64\nhostname 3."), "\(console)\(result.errorText)")
        #expect(console.contains("/dev/loop0\n") && console.contains("Power down"))
    }

    @Test("modules of another machine than busybox's are refused")
    func machines() throws {
        guard let kernel = Guest.kernel(flavour: "amd64") else { return }
        let tree = try TemporaryDirectory("mixed")
        let busybox = ELFFixture(machine: 183).data + Data("\0".utf8) + Self.applets
        try tree.write("bin/busybox", busybox, executable: true)
        let loop = "/lib/modules/\(kernel.version)/kernel/drivers/block/loop.ko"
        try tree.write("lib/modules/1/loop.ko", Data(contentsOf: URL(fileURLWithPath: loop)))
        try tree.write("lib/modules/1/modules.dep", "loop.ko:\n")
        let result = try Program.run(
            [Program.built("make-tiny-image"), "--sysroot", tree.path, "--kmod", "loop", "--output", tree("image")])
        #expect(result.status != 0)
        #expect(
            result.errorText.contains("'loop': it is for x86_64, and busybox is for aarch64"), "\(result.errorText)")
        #expect(try tree.entries() == ["bin", "lib"])
    }

    private static let applets =
        Data(
            [
                "[", "[[", "ash", "cat", "cp", "echo", "insmod", "ls", "mkdir", "mknod", "mount", "poweroff", "setsid",
                "sh", "tee",
            ]
            .joined(separator: "\0").utf8) + Data([0])
}
