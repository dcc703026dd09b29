// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Compression
import Glibc
import Initramfs
import LinuxSystem
import SystemPackage

@main
struct MakeTinyImage: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make-tiny-image",
        abstract: "Build a tiny initrd of busybox, binaries, files and kernel modules.",
        discussion: """
            The guest's first program is a busybox script that mounts /proc and /sys, makes a small /dev, loads the \
            kernel modules, runs one command, and powers off. All busybox applets are there. A binary brings its \
            dynamic loader and libraries, a script its interpreter. No program is run to build the image.

            EXAMPLES
              make-tiny-image
                  an interactive shell
              make-tiny-image --run 'cat /proc/cpuinfo'
                  one command
              make-tiny-image hwloc-info lstopo-no-graphics --copy /etc/os-release
                  binaries of the host, and a file
              make-tiny-image --kmod lpc_ich --kmod iTCO_wdt --kmod 'loop max_loop=16'
                  kernel modules with what they depend on, and parameters
              make-tiny-image --sysroot arm64 --list
                  all from a tree unpacked for another machine

            Boot it with, for instance:
              qemu-system-x86_64 -kernel /boot/vmlinuz-$(uname -r) \\
                  -initrd tiny-initrd.img -append 'console=ttyS0 quiet' \\
                  -m 1000 -display none -serial stdio

            ENVIRONMENT
              PATH               where binaries are looked for, without --sysroot
              SOURCE_DATE_EPOCH  seconds since 1970, the time of all files; else 0
            """,
        version: PackageVersion.text)

    @OptionGroup(title: "Content") var content: ContentOptions
    @OptionGroup(title: "Source") var source: SourceOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    @Argument(
        help: "Binaries to add with their libraries: names, found by PATH, or paths.", completion: .file())
    var binary: [String] = []

    func run() throws {
        let timestamp = try TinyImage.timestamp(from: Self.environment("SOURCE_DATE_EPOCH"))
        var request = TinyImage()
        request.command = content.command
        request.binaries = binary
        request.copies = content.copies
        request.modules = content.modules
        request.makesBlockDevices = content.makesBlockDevices
        request.takesSuggestedLibraries = content.takesSuggested
        request.kernelVersion = source.kernelVersion
        request.modulesDirectory = source.modulesDirectory.map { FilePath($0) }
        request.root = FilePath(source.root)
        request.searchPath = Self.environment("PATH")

        let result = try request.plan()
        for notice in result.plan.notices { Self.complain(notice) }
        if output.isVerbose, !output.listsJSON { print("Creating \(output.path)") }
        try result.plan.write(
            to: FilePath(output.path), compression: output.compression.format,
            prepending: output.prefixes.map { FilePath($0) }, timestamp: timestamp)
        if output.listsJSON {
            print(try result.plan.listing.json(kernelVersion: result.kernelVersion), terminator: "")
        } else {
            for message in result.messages(verbose: output.isVerbose) { print(message) }
            if output.lists { print(try result.plan.listing.tree, terminator: "") }
        }
    }

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    private static func complain(_ text: String) {
        _ = try? FileDescriptor.standardError.writeAll("make-tiny-image: \(text)\n".utf8)
    }
}
