// SPDX-License-Identifier: Apache-2.0

import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import TinyVM

/// Kernels' files: what is read from their heads, and the cache of unpacked ones.
@Suite struct KernelTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("kernel") }

    /// A bzImage without code, with its payload behind the setup sectors.
    private func bzImage(payload: [UInt8] = [], flags: UInt8 = 1, version: UInt8 = 0x0f) -> Data {
        var bytes = [UInt8](repeating: 0, count: 5 * 512)
        bytes[0x1f1] = 4
        bytes.replaceSubrange(0x202..<0x206, with: Array("HdrS".utf8))
        bytes[0x206] = version
        bytes[0x207] = 2
        bytes[0x20e] = 0x40
        bytes[0x20f] = 1
        bytes[0x236] = flags
        for index in 0..<4 { bytes[0x24c + index] = UInt8(truncatingIfNeeded: payload.count >> (8 * index)) }
        bytes.replaceSubrange(0x340..<0x34f, with: Array("6.1.0-x (a@b) #1".utf8.prefix(15)))
        return Data(bytes + payload)
    }

    @Test("a bzImage tells its release and where its kernel is")
    func heads() throws {
        let file = try directory.write("vmlinuz-other", bzImage(payload: [1, 2, 3, 4, 5, 6]))
        let kernel = try KernelImage(path: FilePath(file))
        #expect(kernel.architecture == .x86_64 && kernel.release == "6.1.0-x" && kernel.payload == 2560..<2566)
        for (flags, version) in [(0, 0x0f), (1, 0x0b)] as [(UInt8, UInt8)] {
            let old = try directory.write("old", bzImage(flags: flags, version: version))
            #expect(throws: TinyVMError.self) { try KernelImage(path: FilePath(old)) }
        }
        var arm = Data(count: 64)
        arm.replaceSubrange(56..<60, with: Data("ARM\u{64}".utf8))
        let image = try KernelImage(path: FilePath(directory.write("Image-6.6", arm)))
        #expect(image.architecture == .aarch64 && image.release == "6.6" && image.payload == nil)
        for (machine, architecture) in [(62, .x86_64), (183, .aarch64), (3, nil)]
            as [(UInt8, KernelImage.Architecture?)]
        {
            var elf = Data([0x7f, 0x45, 0x4c, 0x46, 2, 1]) + Data(count: 58)
            elf[18] = machine
            let path = FilePath(try directory.write("vmlinux", elf))
            #expect((try? KernelImage(path: path))?.architecture == architecture)
        }
    }

    @Test("files cut anywhere, and damaged ones, are kernels or errors")
    func damaged() throws {
        let whole = bzImage(payload: [UInt8](repeating: 7, count: 64))
        let file = directory("vmlinuz")
        for count in stride(from: 0, through: whole.count, by: 3) {
            try whole.prefix(count).write(to: URL(fileURLWithPath: file))
            let kernel = try? KernelImage(path: FilePath(file))
            if let payload = kernel?.payload { #expect(payload.upperBound <= count) }
        }
        var random = SeededGenerator(seed: 4)
        for _ in 0..<SeededGenerator.rounds(400) {
            var bytes = whole
            for _ in 0..<4 {
                let place = [Int.random(in: 0x1f0..<0x250, using: &random), .random(in: 0..<2560, using: &random)]
                bytes[place[Int.random(in: 0...1, using: &random)]] = UInt8.random(in: 0...255, using: &random)
            }
            try bytes.write(to: URL(fileURLWithPath: file))
            guard let kernel = try? KernelImage(path: FilePath(file)) else { continue }
            #expect(UncompressedKernel.path(of: kernel, environment: ["XDG_CACHE_HOME": directory("cache")]) == nil)
        }
    }

    @Test("a pipe and a directory are no kernels, and keep nobody waiting")
    func odd() throws {
        #expect(mkfifo(directory("pipe"), 0o600) == 0)
        for path in [directory("pipe"), directory.path, "/dev/null", "/dev/zero"] {
            #expect(throws: TinyVMError.self) { try KernelImage(path: FilePath(path)) }
        }
    }

    @Test("a payload of any small size is passed over", arguments: 1...9)
    func smallPayload(size: Int) throws {
        let payload = [UInt8]([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0, 0].prefix(size))
        let file = try directory.write("vmlinuz", bzImage(payload: payload))
        let kernel = try KernelImage(path: FilePath(file))
        #expect(UncompressedKernel.path(of: kernel, environment: ["XDG_CACHE_HOME": directory("cache")]) == nil)
    }

    @Test("the note is found, and damaged ELF files are passed over")
    func note() throws {
        var elf = [UInt8](repeating: 0, count: 64 + 56 + 24)
        elf.replaceSubrange(0..<6, with: [0x7f, 0x45, 0x4c, 0x46, 2, 1])
        elf[32] = 64
        elf[54] = 56
        elf[56] = 1
        elf[64] = 4
        elf[64 + 8] = 120
        elf[64 + 32] = 24
        elf.replaceSubrange(120..<124, with: [4, 0, 0, 0])
        elf[124] = 4
        elf[128] = 18
        elf.replaceSubrange(132..<136, with: [0x58, 0x65, 0x6e, 0])
        func hasNote(_ bytes: [UInt8]) throws -> Bool {
            let path = try directory.write("elf", Data(bytes))
            let file = try FileDescriptor.open(path, .readOnly)
            defer { try? file.close() }
            return PVHNote.exists(in: file)
        }
        #expect(try hasNote(elf))
        for count in 0..<136 { #expect(try !hasNote(Array(elf.prefix(count)))) }
        var random = SeededGenerator(seed: 5)
        for _ in 0..<SeededGenerator.rounds(1000) {
            var bytes = elf
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] =
                    [0, 1, 0x7f, 0xff].randomElement(using: &random) ?? 0
            }
            _ = try hasNote(bytes)
        }
    }

    // MARK: The cache

    private static var installed: KernelImage? { try? KernelImage.find(for: .x86_64) }

    @Test(
        "an unpacked kernel is kept, and not trusted when somebody else may have written it",
        .enabled(if: KernelTests.installed?.payload != nil))
    func cache() throws {
        let kernel = try #require(Self.installed)
        let environment = ["XDG_CACHE_HOME": directory("cache")]
        let path = try #require(UncompressedKernel.path(of: kernel, environment: environment))
        #expect(path.string.hasPrefix("\(directory("cache"))/swift-virt/kernels/"))
        var status = stat()
        #expect(stat(path.string, &status) == 0 && status.st_mode & 0o777 == 0o600 && status.st_size > 10 << 20)
        let inode = status.st_ino
        #expect(UncompressedKernel.path(of: kernel, environment: environment) == path)
        #expect(stat(path.string, &status) == 0 && status.st_ino == inode)
        #expect(chmod(path.string, 0o620) == 0)
        #expect(UncompressedKernel.path(of: kernel, environment: environment) == nil)
        #expect(chmod(path.string, 0o600) == 0)
        if geteuid() == 0 {
            #expect(chown(path.string, 65534, 65534) == 0)
            #expect(UncompressedKernel.path(of: kernel, environment: environment) == nil)
            #expect(chown(path.string, 0, 0) == 0)
        }
        let other = directory("other")
        #expect(rename(path.string, other) == 0 && symlink(other, path.string) == 0)
        #expect(UncompressedKernel.path(of: kernel, environment: environment) == nil)
    }

    @Test("the cache keeps the four kernels that were used last", .enabled(if: KernelTests.installed?.payload != nil))
    func pruning() throws {
        let kernel = try #require(Self.installed)
        for number in 1...6 {
            let path = try directory.write("cache/swift-virt/kernels/old\(number)", "x")
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: Double(number))], ofItemAtPath: path)
        }
        chmod(directory("cache/swift-virt/kernels"), 0o700)
        let path = try #require(
            UncompressedKernel.path(of: kernel, environment: ["XDG_CACHE_HOME": directory("cache")]))
        let names = try FileManager.default.contentsOfDirectory(atPath: directory("cache/swift-virt/kernels")).sorted()
        #expect(Set(names) == ["old4", "old5", "old6", path.lastComponent?.string ?? ""])
    }

    @Test(
        "without a place for the cache the kernel boots as it is", .enabled(if: KernelTests.installed?.payload != nil))
    func noCache() throws {
        let kernel = try #require(Self.installed)
        try directory.write("file", "x")
        for environment in [[:], ["HOME": "relative"], ["XDG_CACHE_HOME": directory("file")], ["HOME": "/proc"]] {
            #expect(UncompressedKernel.path(of: kernel, environment: environment) == nil)
        }
        #expect(CacheDirectory.path("kernels", environment: ["HOME": "/h"]) == "/h/.cache/swift-virt/kernels")
    }

    @Test("only the kernels of a tree are found in it, the newest first")
    func finding() throws {
        for release in ["6.1.0-9", "6.1.0-18"] { try directory.write("boot/vmlinuz-\(release)", bzImage()) }
        #expect(
            try KernelImage.find(for: .x86_64, root: FilePath(directory.path)).path
                == FilePath(directory("boot/vmlinuz-6.1.0-18")))
        #expect(
            try KernelImage.find("6.1.0-9", for: .x86_64, root: FilePath(directory.path)).path
                == FilePath(directory("boot/vmlinuz-6.1.0-9")))
        #expect(throws: TinyVMError.self) { try KernelImage.find(for: .aarch64, root: FilePath(directory.path)) }
        #expect(throws: TinyVMError.self) { try KernelImage.find("5", root: FilePath(directory.path)) }
    }
}
