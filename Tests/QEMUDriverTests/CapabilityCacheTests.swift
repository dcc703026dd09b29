// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import LinuxSystem
import QMP
import SystemPackage
import TestSupport
import Testing

@testable import QEMUDriver

@Suite struct CapabilityCacheTests {
    private let place: TemporaryDirectory
    private let cache: CapabilityCache

    init() throws {
        place = try TemporaryDirectory("cache")
        cache = CapabilityCache(directory: FilePath(place("a/b/capabilities")))
    }

    private func key(_ name: String = "emulator", _ accelerator: Accelerator = .tcg) throws -> CapabilityKey {
        let path = place(name)
        if !FileManager.default.fileExists(atPath: path) { try place.write(name, "x") }
        return try CapabilityKey(path: FilePath(path), accelerator: accelerator)
    }

    /// Something in each property.
    private var example: QEMUCapabilities {
        var example = QEMUCapabilities()
        example.architecture = "aarch64"
        example.version = 7_002_050
        example.packageVersion = "ö"
        example.flags = [.kvm, .incrementalBackup, .deviceJSON]
        var machine = QEMUCapabilities.Machine("virt-7.2")
        machine.alias = "virt"
        machine.isDefault = true
        machine.maximumCPUs = 512
        machine.defaultCPU = "cortex-a15-arm-cpu"
        machine.hasNUMAMemory = false
        example.machines = [machine, .init("none")]
        example.machinesWithKVM = [machine]
        example.types = ["a", "b", ""]
        example.properties = ["PIIX4_PM": ["x", "y"], "empty": []]
        example.commands = ["quit"]
        example.commandLineOptions = ["machine": ["hpet"]]
        example.cpuModels = [
            .init(name: "max", missingFeatures: []), .init(name: "n270", missingFeatures: ["x"], isDeprecated: true),
            .init(name: "a9"),
        ]
        example.cpuModelsWithKVM = [.init(name: "host")]
        example.cpuModelNames = ["max-arm-cpu": "max"]
        example.hostCPU = [
            .init("model-name", "base"), .init("sve", true), .init("pmu", false), .init("level", .integer(-3)),
            .init("none", .null),
        ]
        example.hostCPUWithKVM = [.init("sve", true)]
        example.unmigratableFeatures = ["invtsc"]
        example.interruptControllers = [.init(version: 3, isInKernel: true, isEmulated: false)]
        example.sev = .init(cbitpos: 47, reducedPhysBits: 1)
        example.sgx = .init(hasFLC: true, sectionSize: .max, sections: [.init(node: 1, size: 4096)])
        example.tpmModels = ["tpm-tis"]
        example.tpmTypes = ["emulator"]
        example.hyperVWithKVM = ["hv-relaxed"]
        return example
    }

    @Test("what is stored is loaded again, to the last property")
    func roundTrip() throws {
        #expect(cache.load(try key()) == nil)
        #expect(cache.store(example, for: try key()))
        let isEqual = cache.load(try key()) == example
        #expect(isEqual)
        #expect(cache.load(try key("emulator", .kvm)) == nil)
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: cache.directory.string).first)
        var status = stat()
        #expect(stat(cache.directory.appending(name).string, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(stat(cache.directory.string, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
    }

    @Test("an emulator that changes, in content or time, is another one")
    func changes() throws {
        let first = try key()
        #expect(cache.store(example, for: first))
        try place.write("emulator", "xy")
        #expect(try key() != first)
        #expect(cache.load(try key()) == nil)
        let second = try key()
        var times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 5)]
        #expect(utimensat(AT_FDCWD, place("emulator"), &times, 0) == 0)
        #expect(try key() != second)
    }

    @Test("a file that is cut off, changed or empty is not there, and is written anew")
    func corrupt() throws {
        let key = try key()
        #expect(cache.store(example, for: key))
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: cache.directory.string).first)
        let file = URL(fileURLWithPath: cache.directory.appending(name).string)
        let whole = try Data(contentsOf: file)
        for count in 0..<whole.count {
            try whole.prefix(count).write(to: file)
            #expect(cache.load(key) == nil, "cut at \(count)")
            var changed = whole
            changed[count] ^= 0x41
            try changed.write(to: file)
            #expect(cache.load(key) == nil, "changed at \(count)")
        }
        #expect(cache.store(example, for: key))
        #expect(cache.load(key) != nil)
    }

    @Test("no bytes crash the reader, with a checksum that is right")
    func fuzz() throws {
        var coder = FlatCoder()
        var value = example
        try value.code(with: &coder)
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<SeededGenerator.rounds(2000) {
            var bytes = coder.bytes
            for _ in 0..<Int.random(in: 1..<5, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            var reader = FlatCoder(reading: bytes)
            var read = QEMUCapabilities()
            try? read.code(with: &reader)
        }
    }

    @Test("a directory or file of another kind in the way is no error")
    func unwritable() throws {
        let file = try place.write("file", "x")
        let blocked = CapabilityCache(directory: FilePath("\(file)/capabilities"))
        #expect(!blocked.store(example, for: try key()))
        #expect(blocked.load(try key()) == nil)
        let gone = CapabilityCache(directory: "/proc/none/capabilities")
        #expect(!gone.store(example, for: try key()))
    }

    @Test("the oldest answers go when there are too many, and so does what killed writers left")
    func bounded() throws {
        try FileManager.default.createDirectory(
            atPath: cache.directory.string, withIntermediateDirectories: true)
        let left = cache.directory.appending(".1-2.new").string
        _ = FileManager.default.createFile(atPath: left, contents: Data())
        var times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
        #expect(utimensat(AT_FDCWD, left, &times, 0) == 0)
        for number in 0..<CapabilityCache.maximumEntries + 10 {
            #expect(cache.store(example, for: try key("emulator\(number)")))
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: cache.directory.string)
        #expect(names.count == CapabilityCache.maximumEntries)
    }

    @Test("many writers and readers at once see whole answers or none")
    func concurrent() async throws {
        let key = try key()
        let (cache, example) = (cache, example)
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<8 {
                group.addTask {
                    (0..<50).allSatisfy { _ in
                        number % 2 == 0
                            ? cache.store(example, for: key) : cache.load(key).map { $0 == example } ?? true
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    @Test("the directory is the system's for root, and the user's own for others")
    func directory() {
        func directory(home: String? = nil, cacheHome: String? = nil, isRoot: Bool = false) -> FilePath? {
            CapabilityCache(home: home, cacheHome: cacheHome, isRoot: isRoot)?.directory
        }
        #expect(directory(home: "/root", isRoot: true) == "/var/cache/swift-virt/capabilities")
        #expect(directory(home: "/home/a", cacheHome: "/x") == "/x/swift-virt/capabilities")
        #expect(directory(home: "/home/a") == "/home/a/.cache/swift-virt/capabilities")
        #expect(directory() == nil)
    }
}
