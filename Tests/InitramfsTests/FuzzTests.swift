// SPDX-License-Identifier: Apache-2.0

import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import Initramfs

/// Damaged input, the same in each run, for all that reads foreign bytes: it must end with a value or an error.
///
/// With SWIFT_VIRT_SOAK there are twenty times as many rounds.
@Suite struct FuzzTests {
    private let directory: TemporaryDirectory
    private let scale = ProcessInfo.processInfo.environment["SWIFT_VIRT_SOAK"] == nil ? 1 : 20

    init() throws { directory = try TemporaryDirectory("fuzz") }

    /// Some bytes changed, cut off, doubled or removed.
    private func mutated(_ data: Data, _ random: inout Seeded) -> Data {
        var bytes = [UInt8](data)
        for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
            let position = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes.removeSubrange(position...)
            case 1: bytes[position] = UInt8.random(in: 0...255, using: &random)
            case 2: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 3:
                // A number of 4 or 8 bytes at its limit.
                for offset in position..<min(position + (Bool.random(using: &random) ? 4 : 8), bytes.count) {
                    bytes[offset] = 0xFF
                }
            case 4: bytes.insert(contentsOf: bytes[position..<min(position + 32, bytes.count)], at: position)
            default: bytes.removeSubrange(position..<min(position + 8, bytes.count))
            }
        }
        return Data(bytes)
    }

    @Test("damaged ELF files", arguments: [true, false], [true, false])
    func elf(is64: Bool, isBigEndian: Bool) throws {
        var fixture = ELFFixture(is64: is64, isBigEndian: isBigEndian)
        fixture.interpreter = "/lib/ld.so"
        fixture.needed = ["liba.so", "libb.so"]
        fixture.soname = "self"
        fixture.rpath = "$ORIGIN/$LIB:/x"
        fixture.dlopen = #"[{"soname": ["a", "b"], "priority": "suggested"}]"#
        let whole = fixture.data
        let path = try directory.write("file", whole)
        #expect(try read(path).needed == ["liba.so", "libb.so"])
        var random = Seeded(state: is64 ? 1 : 2)
        var accepted = 0
        for _ in 0..<800 * scale {
            try mutated(whole, &random).write(to: URL(fileURLWithPath: path))
            do {
                _ = try read(path)
                accepted += 1
            } catch {
                #expect(error is ImageError)
            }
        }
        #expect(accepted > 0 && accepted < 800 * scale)
    }

    private func read(_ path: String) throws -> ELFFile {
        let file = try SourceFile(opening: FilePath(path))
        return try ELFFile(file, head: file.read(at: 0, count: 2048))
    }

    @Test("damaged modules")
    func modules() throws {
        guard let kernel = Guest.kernel(flavour: "amd64") else { return }
        let whole = try Data(
            contentsOf: URL(fileURLWithPath: "/lib/modules/\(kernel.version)/kernel/drivers/net/net_failover.ko"))
        let path = try directory.write("m.ko", whole)
        var random = Seeded(state: 3)
        for _ in 0..<100 * scale {
            // The header, the signature and the table of sections are what is read.
            var bytes = mutated(whole.prefix(64), &random) + whole.dropFirst(64).dropLast(60)
            bytes += mutated(whole.suffix(60), &random)
            try bytes.write(to: URL(fileURLWithPath: path))
            if let module = try? ModuleFile(FilePath(path), strippingSignature: Bool.random(using: &random)) {
                _ = try? module.section(".modinfo")
                _ = try? module.contents()
            }
        }
    }

    @Test("damaged loader caches")
    func cache() throws {
        let libraries = (0..<40).map { number in
            LoaderCache.Library(
                name: "lib\(number).so.\(number % 3)", path: FilePath("/usr/lib/lib\(number).so"),
                machine: ELFMachine(number: 62, is64: true, isBigEndian: false))
        }
        let whole = Data(try #require(LoaderCache.bytes(of: libraries)))
        #expect(LoaderCache(Array(whole))?.entries(named: "lib7.so.1").first?.path == "/usr/lib/lib7.so")
        var random = Seeded(state: 4)
        for round in 0..<2000 * scale {
            var bytes = mutated(whole, &random)
            if round % 4 == 0 {
                bytes = Data("ld.so-1.7.0\0".utf8) + [UInt8.random(in: 0...255, using: &random), 0, 0, 0] + bytes
            }
            let cache = LoaderCache(Array(bytes))
            for name in ["lib7.so.1", "lib39.so.0", ""] { _ = cache?.entries(named: name) }
        }
    }

    @Test("damaged lists of modules")
    func lists() throws {
        let dep = Data((0..<30).map { "kernel/d/m\($0).ko.xz: kernel/d/m\(($0 + 1) % 30).ko.xz\n" }.joined().utf8)
        let soft = Data("softdep m1 pre: m2 m3 post: m4\nsoftdep m4 pre: m1\n".utf8)
        let alias = Data("alias x:*[a-c] m5\nalias fs-y m6\n".utf8)
        var random = Seeded(state: 5)
        for _ in 0..<500 * scale {
            try directory.write("modules.dep", mutated(dep, &random))
            try directory.write("modules.softdep", mutated(soft, &random))
            try directory.write("modules.alias", mutated(alias, &random))
            guard let modules = try? KernelModules(modulesDirectory: FilePath(directory.path)) else { continue }
            for name in ["m1", "m4", "x:1b", "fs-y"] { _ = try? modules.resolve([name]) }
        }
    }

    @Test("damaged notes, scripts, tables of applets and arguments")
    func texts() throws {
        let json = Data(
            #"[{"soname":["liba.so.1","b\u00e9\ud83d\ude00"],"feature":"x","priority":"required"},[1.5e3,null]]"#.utf8)
        #expect(JSONValue(parsing: json) != nil)
        let names = Data(["", "[", "[[", "ash", "cat", "ls", "sh", "tar", "vi", ""].joined(separator: "\0").utf8)
        #expect(Busybox.longestTable(in: Array(names)) == ["[", "[[", "ash", "cat", "ls", "sh", "tar", "vi"])
        let script = Data("#! /usr/bin/env -S A=b --unset x python3 -u\n".utf8)
        #expect(ScriptLine(Array(script))?.environmentProgram == "python3")
        var random = Seeded(state: 6)
        for _ in 0..<3000 * scale {
            _ = JSONValue(parsing: mutated(json, &random))
            _ = Busybox.longestTable(in: Array(mutated(names, &random)))
            _ = ScriptLine(Array(mutated(script, &random)))?.environmentProgram
            let text = String(
                decoding: mutated(Data("loop max=1 x=\"a b\" /etc/[a-z]*=/opt/".utf8), &random), as: UTF8.self)
            _ = try? KernelModules.words(of: text)
        }
        var plan = try ImagePlan(root: FilePath(directory.path))
        for _ in 0..<300 * scale {
            let text = String(decoding: mutated(Data("/etc/[a-z]*=/opt/../x".utf8), &random), as: UTF8.self)
            _ = try? plan.addCopy(text)
            #expect(throws: ImageError.self) { try plan.addBinary(text) }
        }
    }
}
