// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Initramfs
import SystemPackage

@main
struct MakeTinyImage: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "make-tiny-image", abstract: "Build a tiny initrd.")
    @Option var output = "tiny-initrd.img"
    @Option(name: .customLong("run")) var command: String?
    @Option var kmod: [String] = []
    @Option var copy: [String] = []
    @Option var kver: String?
    @Option var sysroot: String = "/"
    @Flag var blockdevs = false
    @Argument var binaries: [String] = []

    func run() throws {
        var request = TinyImage()
        request.command = command
        request.binaries = binaries
        request.modules = kmod
        request.copies = copy
        request.makesBlockDevices = blockdevs
        request.kernelVersion = kver
        request.root = FilePath(sysroot)
        let result = try request.plan()
        print(result.kernelVersion ?? "")
        try result.plan.write(to: FilePath(output))
    }
}
