// SPDX-License-Identifier: Apache-2.0

import DiskImage
import Foundation
import TestSupport
import Testing

/// A way in which an image can hold its first sector, made with QEMU's own tools.
struct Scenario: Sendable, CustomTestStringConvertible {
    let name: String
    /// QEMU's name of the format.
    let format: String
    /// The commands that make `disk.img`; `base.raw` is there, with random data in front and at 1 MiB.
    let commands: [[String]]
    /// Whether it has a snapshot called "before".
    var hasSnapshot = false

    var testDescription: String { name }

    static let sizeInBytes = 4 << 20

    private static func convert(_ name: String, _ format: String, _ options: String...) -> Scenario {
        Scenario(
            name: name, format: format,
            commands: [["qemu-img", "convert", "-f", "raw", "-O", format] + options + ["base.raw", "disk.img"]])
    }

    /// An image without its first data, and then what qemu-io does to it.
    private static func create(_ name: String, _ format: String, _ options: [String] = [], _ actions: String...)
        -> Scenario
    {
        let actions = actions.flatMap { ["-c", $0] }
        return Scenario(
            name: name, format: format,
            commands: [["qemu-img", "create", "-f", format] + options + ["disk.img", "\(sizeInBytes)"]]
                + [["qemu-io", "-f", format] + actions + ["-c", "write -P 0x42 3M 64k", "disk.img"]])
    }

    private static let snapshot = ["qemu-img", "snapshot", "-c", "before", "disk.img"]

    static let all: [Scenario] = [
        convert("raw", "raw"),
        convert("qcow2, its own cluster", "qcow2"),
        convert("qcow2 version 2", "qcow2", "-o", "compat=0.10"),
        convert("qcow2, compressed", "qcow2", "-c"),
        convert("qcow2, compressed by Zstandard", "qcow2", "-c", "-o", "compression_type=zstd"),
        convert("qcow2, compressed in small clusters", "qcow2", "-c", "-o", "cluster_size=4k"),
        create("qcow2, nothing there", "qcow2"),
        create("qcow2 version 2, nothing there", "qcow2", ["-o", "compat=0.10"]),
        create("qcow2, no L2 table, clusters of 512", "qcow2", ["-o", "cluster_size=512"]),
        create("qcow2, zeros", "qcow2", [], "write -z -u 0 64k"),
        create("qcow2, zeros in a cluster of their own", "qcow2", [], "write -P 1 0 64k", "write -z 0 64k"),
        create("qcow2, refcounts of 1 bit", "qcow2", ["-o", "refcount_bits=1"]),
        create("qcow2, refcounts of 4 bits", "qcow2", ["-o", "refcount_bits=4"]),
        create("qcow2, refcounts of 64 bits", "qcow2", ["-o", "refcount_bits=64"]),
        create("qcow2, lazy refcounts", "qcow2", ["-o", "lazy_refcounts=on"]),
        create("qcow2, clusters of 2 MiB", "qcow2", ["-o", "cluster_size=2M"]),
        create("qcow2, subclusters, nothing there", "qcow2", ["-o", "extended_l2=on"]),
        create("qcow2, subclusters, another is there", "qcow2", ["-o", "extended_l2=on"], "write -P 7 8k 4k"),
        create("qcow2, subclusters, zeros", "qcow2", ["-o", "extended_l2=on"], "write -P 7 8k 4k", "write -z 0 2k"),
        create("qcow2, subclusters, this is there", "qcow2", ["-o", "extended_l2=on"], "write -P 7 0 4k"),
        Scenario(
            name: "qcow2, shared with a snapshot", format: "qcow2",
            commands: convert("", "qcow2").commands + [snapshot], hasSnapshot: true),
        Scenario(
            name: "qcow2, compressed and shared with a snapshot", format: "qcow2",
            commands: convert("", "qcow2", "-c").commands + [snapshot], hasSnapshot: true),
        Scenario(
            name: "qcow2, subclusters shared with a snapshot", format: "qcow2",
            commands: create("", "qcow2", ["-o", "extended_l2=on"], "write -P 7 0 4k", "write -P 8 8k 4k").commands
                + [snapshot], hasSnapshot: true),
        Scenario(
            name: "qcow2, one L2 table of two, shared with a snapshot, then written", format: "qcow2",
            commands: convert("", "qcow2", "-o", "cluster_size=4k").commands + [snapshot]
                + [["qemu-io", "-c", "write -P 9 64k 64k", "disk.img"]], hasSnapshot: true),
        Scenario(
            name: "qcow2 over a raw backing file", format: "qcow2",
            commands: [["qemu-img", "create", "-f", "qcow2", "-b", "base.raw", "-F", "raw", "disk.img"]]),
        Scenario(
            name: "qcow2 over a shorter compressed qcow2", format: "qcow2",
            commands: [
                [
                    "qemu-img", "convert", "-c", "-f", "raw", "-O", "qcow2", "-o", "cluster_size=4k", "base.raw",
                    "base.qcow2",
                ],
                ["qemu-img", "resize", "--shrink", "base.qcow2", "2097664"],
                ["qemu-img", "create", "-f", "qcow2", "-b", "base.qcow2", "-F", "qcow2", "disk.img", "4M"],
            ]),
        Scenario(
            name: "qcow2 with subclusters over a backing file", format: "qcow2",
            commands: [
                [
                    "qemu-img", "create", "-f", "qcow2", "-o", "extended_l2=on", "-b", "base.raw", "-F", "raw",
                    "disk.img",
                ],
                ["qemu-io", "-c", "write -P 7 8k 4k", "disk.img"],
            ]),
        convert("VMDK, its own grain", "vmdk"),
        create("VMDK, nothing there", "vmdk"),
        create("VMDK with marked zeros", "vmdk", ["-o", "zeroed_grain=on"], "write -z 0 64k"),
        convert("VHD, its own block", "vpc", "-o", "force_size=on"),
        create("VHD, nothing there", "vpc", ["-o", "force_size=on"]),
        convert("VHD, fixed", "vpc", "-o", "subformat=fixed,force_size=on"),
        convert("VHDX, its own block", "vhdx", "-o", "block_size=1M"),
        create("VHDX, nothing there", "vhdx", ["-o", "block_size=1M"]),
        convert("VHDX, fixed", "vhdx", "-o", "subformat=fixed,block_size=1M"),
    ]

    /// Makes the image, and returns its directory.
    func make() throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory("disk-image")
        var generator = SeededGenerator(seed: 7)
        var base = Data(count: Self.sizeInBytes)
        for start in [0, 1 << 20] {
            for index in start..<start + 70_000 { base[index] = UInt8.random(in: 0...3, using: &generator) }
        }
        try directory.write("base.raw", base)
        for command in commands {
            let result = try Program.run(command, directory: directory.path)
            try #require(result.status == 0, "\(command.joined(separator: " ")): \(result.errorText)\(result.text)")
        }
        return directory
    }

    /// What a guest sees, as QEMU reads it.
    func contents(of path: String, snapshot: String? = nil) throws -> Data {
        let output = path + ".contents"
        defer { try? FileManager.default.removeItem(atPath: output) }
        let selection = snapshot.map { ["-l", "snapshot.name=\($0)"] } ?? []
        let result = try Program.run(["qemu-img", "convert", "-f", format, "-O", "raw"] + selection + [path, output])
        try #require(result.status == 0, "\(result.errorText)")
        return try Data(contentsOf: URL(fileURLWithPath: output))
    }

    /// What `qemu-img check` finds: nil for nothing, or for a format that it cannot check.
    func findings(in path: String, allowingLeaks: Bool) throws -> String? {
        guard ["qcow2", "vhdx", "vmdk"].contains(format) else { return nil }
        let result = try Program.run(["qemu-img", "check", "-f", format, path])
        return result.status == 0 || (allowingLeaks && result.status == 3) ? nil : result.text + result.errorText
    }
}

/// Whether two images are alike; asked here, so that a failure prints no difference of megabytes.
func same(_ first: some Collection<UInt8>, _ second: some Collection<UInt8>) -> Bool {
    Data(first) == Data(second)
}
