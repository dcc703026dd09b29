// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Compression

/// What goes into the image.
struct ContentOptions: ParsableArguments {
    @Option(
        name: .customLong("run"),
        help: ArgumentHelp(
            "Run this command in the guest, then power off, instead of an interactive shell. busybox's shell reads it.",
            valueName: "cmd"))
    var command: String?

    @Option(
        name: .customLong("copy"),
        help: ArgumentHelp(
            "Copy a file or directory to the same path in the image, or to DST. SRC may have wildcards. Repeatable.",
            valueName: "src[=dst]"),
        completion: .file())
    var copies: [String] = []

    @Option(
        name: .customLong("kmod"),
        help: ArgumentHelp(
            "Load a kernel module, by name or alias, with what it depends on; its parameters follow the name. One that is built into the kernel is fine. Repeatable.",
            valueName: "name [options]"))
    var modules: [String] = []

    @Flag(name: .customLong("blockdevs"), help: "Wait for disks, and make nodes for them and their partitions in /dev.")
    var makesBlockDevices = false

    @Flag(name: .customLong("suggested"), help: "Take libraries that binaries only suggest to open at run time, too.")
    var takesSuggested = false
}

/// Where things are taken from.
struct SourceOptions: ParsableArguments {
    @Option(
        name: .customLong("kver"),
        help: ArgumentHelp(
            "The kernel whose modules are taken, as a directory of /lib/modules. (default: the running one)",
            valueName: "version"))
    var kernelVersion: String?

    @Option(
        name: .customLong("modules-dir"),
        help: ArgumentHelp(
            "Take modules from here: a directory with modules.dep, or a built kernel tree.", valueName: "dir"),
        completion: .directory)
    var modulesDirectory: String?

    @Option(
        name: .customLong("sysroot"),
        help: ArgumentHelp(
            "Look for everything inside this directory only, as if it were /; it may be for another machine.",
            valueName: "dir"),
        completion: .directory)
    var root = "/"
}

/// What is written.
struct OutputOptions: ParsableArguments {
    @Option(
        name: .customLong("output"), help: ArgumentHelp("The file to write.", valueName: "file"), completion: .file())
    var path = "tiny-initrd.img"

    @Option(name: .customLong("compress"), help: ArgumentHelp("How to pack the image.", valueName: "format"))
    var compression = ImageCompression.none

    @Option(
        name: .customLong("prepend"),
        help: ArgumentHelp(
            "Put this file before the image, as it is: an early microcode archive. Repeatable.", valueName: "file"),
        completion: .file())
    var prefixes: [String] = []

    @Flag(name: .customLong("list"), help: "Show what went in, who pulled it in, and its size, as a tree.")
    var lists = false

    @Flag(name: .customLong("json"), help: "Show the same as JSON, and nothing else.")
    var listsJSON = false

    @Flag(name: .customLong("verbose"), help: "Tell every file that is copied.")
    var isVerbose = false
}

/// The values of `--compress`.
enum ImageCompression: String, ExpressibleByArgument, CaseIterable {
    case none, gzip, xz, zstd

    var format: CompressionFormat? { CompressionFormat(rawValue: rawValue) }
}
