// SPDX-License-Identifier: Apache-2.0

import Foundation
import Initramfs
import SystemPackage
import TestSupport
import Testing

@Suite(.enabled(if: Guest.kernel(flavour: "amd64") != nil)) struct ModuleTests {
    private let directory: TemporaryDirectory
    private let version: String

    init() throws {
        directory = try TemporaryDirectory("modules")
        version = try #require(Guest.kernel(flavour: "amd64")).version
    }

    private var real: String { "/lib/modules/\(version)" }

    private func resolve(_ names: [String]) throws -> [String] {
        try KernelModules(modulesDirectory: FilePath(directory.path)).resolve(names).map(\.name)
    }

    /// A small module of the real kernel.
    private func module() throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: "\(real)/kernel/drivers/block/loop.ko"))
    }

    @Test(
        "modules come in the order in which modprobe(8) would load them",
        .enabled(if: Program.areInstalled("modprobe")),
        arguments: [
            "virtio_net", "iTCO_wdt", "i2c-i801", "btrfs", "ext4", "9p", "kvm_intel", "e1000e", "snd-hda-intel",
        ])
    func order(name: String) throws {
        let text = try Program.run(["modprobe", "--show-depends", "-S", version, name]).text
        let theirs = text.split(separator: "\n").filter { $0.hasPrefix("insmod") }.compactMap { line in
            line.split(separator: " ").dropFirst().first.map(String.init)
        }
        let mine = try KernelModules(modulesDirectory: FilePath(real)).resolve([name])
        let names = { (path: String) in (path as NSString).lastPathComponent }
        #expect(Set(mine.map { names($0.path.string) }).isSuperset(of: theirs.map(names)))
        // Whatever the order, each must come behind what it depends on.
        for (position, module) in mine.enumerated() {
            let direct = try Program.run(["modinfo", "-k", version, "-F", "depends", module.name]).text
                .trimmingCharacters(in: .whitespacesAndNewlines).split(separator: ",")
                .map { $0.replacingOccurrences(of: "-", with: "_") }
            #expect(Set(mine[..<position].map(\.name)).isSuperset(of: direct), "\(module.name)")
        }
    }

    @Test("names, aliases and built-in modules are known; others are an error with the kernel's name")
    func names() throws {
        let modules = try KernelModules(modulesDirectory: FilePath(real))
        #expect(try modules.resolve(["i2c_i801"]).last?.name == "i2c_i801")
        #expect(try modules.resolve(["fs-btrfs"]).contains { $0.name == "btrfs" })
        #expect(try modules.resolve(["virtio:d00000001v00001AF4"]).contains { $0.name == "virtio_net" })
        #expect(try modules.resolve(["8250", "rtc-cmos"]).isEmpty)
        do {
            _ = try modules.resolve(["no-such-module"])
            Issue.record("it was found")
        } catch {
            #expect(error.code == .missingModule)
            #expect(error.message.contains("'no-such-module'") && error.message.contains(version))
        }
    }

    @Test("parameters follow the name, quotes keep them together, and doubled requests are one")
    func options() throws {
        let modules = try KernelModules(modulesDirectory: FilePath(real))
        let found = try modules.resolve([#"loop max_loop=16  x="a b""#, "loop y=1"])
        #expect(found.map(\.name) == ["loop"])
        #expect(found.first?.options == ["max_loop=16", #"x="a b""#, "y=1"])
        for bad in ["", "  ", #"loop "open"#] {
            #expect(throws: ImageError.self) { try modules.resolve([bad]) }
        }
    }

    @Test("soft dependencies come before and behind; those that do not exist are left out; circles end")
    func soft() throws {
        try directory.write(
            "modules.dep", "k/a.ko: k/b.ko\nk/b.ko: k/a.ko\nk/pre-one.ko:\nk/post_one.ko:\nk/c.ko.xz: k/b.ko k/a.ko\n")
        try directory.write("modules.softdep", "# comment\nsoftdep a pre: pre_one gone post: post-one\n")
        try directory.write("modules.builtin", "kernel/fs/built-in.ko\n")
        try directory.write("modules.builtin.modinfo", "other.license=GPL\0built_in.alias=fs-built\0")
        #expect(try resolve(["a"]) == ["pre_one", "b", "a", "post_one"])
        #expect(try resolve(["built_in", "built-in", "fs-built"]).isEmpty)
        #expect(try resolve(["c"]).last == "c")
    }

    @Test(
        "a damaged modules.dep is an error that names the line",
        arguments: [
            ("k/a.ko: \nnonsense\n", "line 2 has no colon"), ("k/a.ko", "line 1 has no colon"),
            ("k/a.ko:\n\0\0\0\0:\n", "line 2 holds a zero byte"), (": k/a.ko\n", "line 1 does not begin"),
            ("k/a.txt:\n", "line 1 does not begin"), ("k/a.ko: k/gone.ko\n", "'k/gone.ko', which is not in it"),
            ("k/a.ko: ../../x\n", "'../../x', which is not in it"),
        ])
    func damaged(text: String, reason: String) throws {
        try directory.write("modules.dep", text)
        do {
            _ = try resolve(["a"])
            Issue.record("it was accepted")
        } catch {
            #expect("\(error)".contains(reason), "\(error)")
        }
    }

    @Test(
        "packed modules are unpacked, whatever packed them",
        arguments: [["xz", "ko.xz"], ["zstd", "ko.zst"], ["gzip", "ko.gz"]])
    func packed(program: [String]) throws {
        guard Program.areInstalled(program[0]) else { return }
        let plain = try module()
        try directory.write("loop.\(program[1])", Program.run([program[0], "-c"], input: plain).output)
        let file = try ModuleFile(FilePath(directory("loop.\(program[1])")))
        #expect(try Data(file.contents()) == plain)
        #expect(file.size == plain.count && file.compression != nil)
        try directory.write("modules.dep", "loop.\(program[1]):\n")
        var plan = try ImagePlan()
        let modules = try KernelModules(modulesDirectory: FilePath(directory.path)).resolve(["loop"])
        try plan.addModule(try #require(modules.first))
        try plan.write(to: FilePath(directory("image")))
        let image = try Data(contentsOf: URL(fileURLWithPath: directory("image")))
        #expect(image.range(of: plain) != nil)
    }

    @Test("a signature is left out when asked, from plain and from packed modules")
    func signature() throws {
        let plain = try module()
        try #require(plain.suffix(28) == Data("~Module signature appended~\n".utf8), "Debian signs its modules")
        try directory.write("plain.ko", plain)
        try directory.write("packed.ko.gz", Program.run(["gzip", "-c"], input: plain).output)
        let stripped = try ModuleFile(FilePath(directory("plain.ko")), strippingSignature: true).contents()
        #expect(stripped.count < plain.count - 40 && plain.starts(with: stripped))
        #expect(try ModuleFile(FilePath(directory("packed.ko.gz")), strippingSignature: true).contents() == stripped)
        // What remains is a whole ELF file: nothing stands behind its section headers.
        try directory.write("stripped.ko", Data(stripped))
        let text = try Program.run(["modinfo", "-F", "sig_id", directory("stripped.ko")]).text
        #expect(text.isEmpty)
        #expect(try Program.run(["modinfo", "-F", "sig_id", directory("plain.ko")]).text == "PKCS#7\n")
    }

    @Test("truncated, damaged and foreign modules are refused by name")
    func broken() throws {
        let plain = try module()
        for (name, data) in [
            ("short.ko", plain.prefix(20_000)), ("empty.ko", Data()), ("text.ko", Data("no module".utf8)),
            ("short.ko.gz", try Program.run(["gzip", "-c"], input: plain).output.prefix(9000)),
        ] {
            try directory.write(name, Data(data))
            do {
                _ = try ModuleFile(FilePath(directory(name)))
                Issue.record("\(name) was accepted")
            } catch {
                #expect(error.code == .malformed && error.message.contains(name), "\(error)")
            }
        }
    }

    @Test("a kernel's build tree needs no modules.dep: the modules tell what they depend on")
    func buildTree() throws {
        let manager = FileManager.default
        let files = try KernelModules(modulesDirectory: FilePath(real)).resolve(["virtio_net", "loop"]).map(
            \.path.string)
        var order = ""
        for (number, file) in files.enumerated() {
            let name = (file as NSString).lastPathComponent
            try manager.createDirectory(atPath: directory("drivers/\(number)"), withIntermediateDirectories: true)
            try manager.copyItem(atPath: file, toPath: directory("drivers/\(number)/\(name)"))
            order =
                "drivers/\(number)/\(name.replacingOccurrences(of: ".ko", with: number == 0 ? ".ko" : ".o"))\n" + order
        }
        try directory.write("modules.order", order)
        try directory.write("modules.builtin", "drivers/x/8250.ko\n")
        let found = try resolve(["virtio-net", "8250", "virtio:d00000001v00001AF4"])
        #expect(found.last == "virtio_net" && found.first != "virtio_net")
        #expect(Set(found) == ["virtio", "virtio_ring", "failover", "net_failover", "virtio_net"])
        try manager.removeItem(atPath: directory("drivers/0"))
        #expect(throws: ImageError.self) { try resolve(["loop"]) }
    }

    @Test("a directory without modules is an error")
    func nothing() throws {
        #expect(throws: ImageError.self) { try resolve(["loop"]) }
        #expect(throws: ImageError.self) { try KernelModules(modulesDirectory: "/nowhere/at/all") }
    }
}
