// SPDX-License-Identifier: Apache-2.0

import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import TinyVM

/// What is kept of templates, without a guest.
@Suite struct TemplateTests {
    private let directory: TemporaryDirectory
    private let store: TemplateStore

    init() throws {
        directory = try TemporaryDirectory("templates")
        store = try #require(TemplateStore(environment: ["XDG_CACHE_HOME": directory.path]))
        #expect(CacheDirectory.make(store.directory))
    }

    private func key(_ text: String = "format 1\nqemu /usr/bin/qemu\n") -> TemplateKey { TemplateKey(text: text) }

    private func stamp(_ path: FilePath) -> FileStamp {
        var status = stat()
        stat(path.string, &status)
        return FileStamp(status)
    }

    /// Puts a template into the store as the builder would.
    private func publish(_ key: TemplateKey, size: Int = 4096, used: Int = 1_000_000) throws {
        let name = "cache/swift-virt/templates/\(key.name)".replacingOccurrences(of: "cache/", with: "")
        try directory.write("\(name)/memory", Data(repeating: 1, count: size))
        try directory.write("\(name)/state", Data(repeating: 2, count: 10))
        let place = store.directory.appending(key.name)
        chmod(place.string, 0o700)
        let description = TemplateDescription(
            title: "a VM", created: 5, memory: stamp(place.appending("memory")), state: stamp(place.appending("state")),
            key: key)
        try store.write(description.text, to: place.appending("description"))
        try store.write("", to: place.appending("used"))
        var times = [timespec(tv_sec: used, tv_nsec: 0), timespec(tv_sec: used, tv_nsec: 0)]
        utimensat(AT_FDCWD, place.appending("used").string, &times, 0)
    }

    private func isFound(_ key: TemplateKey) -> Bool { if case .found = store.find(key) { true } else { false } }
    private func isDamaged(_ key: TemplateKey) -> Bool { if case .damaged = store.find(key) { true } else { false } }
    private func isUntrusted(_ key: TemplateKey) -> Bool {
        if case .untrusted = store.find(key) { true } else { false }
    }

    @Test("a description is read as it was written, and refused when anything is missing or changed")
    func description() {
        let description = TemplateDescription(
            title: "6.1, 256 MiB", created: 7, memory: FileStamp(text: "1:2 3 4.5 6.7"), state: FileStamp(text: "8"),
            key: TemplateKey(text: "format 1\n\nargument a  b\n"))
        let text = description.text
        #expect(TemplateDescription(parsing: text) == description)
        for count in 0..<text.utf8.count {
            #expect(TemplateDescription(parsing: String(text.prefix(count))) == nil)
        }
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<500 {
            var bytes = Array(text.utf8)
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            #expect(TemplateDescription(parsing: String(decoding: bytes, as: UTF8.self)) == nil)
        }
    }

    @Test("a template is found by its key, and its use is noted")
    func finding() throws {
        #expect(!isFound(key()))
        try publish(key())
        #expect(isFound(key()))
        #expect(!isFound(key("format 1\nqemu /usr/bin/other\n")))
        #expect((store.entries.first?.used ?? 0) > 1_700_000_000)
    }

    @Test(
        "a template that is not as it was saved is not used",
        arguments: ["memory", "state", "description"], ["cut", "changed", "replaced", "missing", "link", "directory"])
    func damage(file: String, how: String) throws {
        try publish(key())
        let path = store.directory.appending(key().name).appending(file).string
        let content = try #require(FileManager.default.contents(atPath: path))
        switch how {
        case "cut": truncate(path, off_t(content.count - 1))
        case "changed":
            // With the old time of change, as somebody might who means no good; the inode has a time of its own.
            var status = stat()
            stat(path, &status)
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try handle.seek(toOffset: 5)
            try handle.write(contentsOf: Data([0xff]))
            try handle.close()
            var times = [status.st_atim, status.st_mtim]
            utimensat(AT_FDCWD, path, &times, 0)
        case "replaced":
            try FileManager.default.removeItem(atPath: path)
            try Data(repeating: 9, count: content.count).write(to: URL(fileURLWithPath: path))
        default:
            try FileManager.default.moveItem(atPath: path, toPath: directory("away"))
            if how == "link" { symlink(directory("away"), path) }
            if how == "directory" { mkdir(path, 0o700) }
        }
        #expect(isDamaged(key()))
    }

    @Test("a store that others may write to is not used", arguments: ["store", "template"])
    func permissions(what: String) throws {
        try publish(key())
        let path = what == "store" ? store.directory : store.directory.appending(key().name)
        chmod(path.string, 0o777)
        #expect(isUntrusted(key()))
        chmod(path.string, 0o700)
        #expect(isFound(key()))
        guard geteuid() == 0 else { return print("SKIPPING the owner of a store: that needs root") }
        chown(path.string, 12345, 12345)
        #expect(isUntrusted(key()))
        #expect(what == "template" || store.entries.isEmpty)
    }

    @Test("what was not used for the longest time goes first, damaged ones before all, and the exception never")
    func pruning() throws {
        for index in 0..<4 { try publish(key("format \(index)\n"), size: 1 << 20, used: 1_000_000 + index) }
        let names = (0..<4).map { key("format \($0)\n").name }
        unlink(store.directory.appending(names[3]).appending("description").string)
        #expect(store.entries.map(\.name) == names.reversed())
        #expect(store.prune(limit: 5 << 19, except: names[0]) == [names[3], names[1]])
        #expect(Set(store.entries.map(\.name)) == [names[0], names[2]])
        #expect(store.prune(limit: 0) == [names[2], names[0]])
        #expect(DirectoryListing.names(in: store.directory) == [])
    }

    @Test("what killed processes left goes, what is being made stays")
    func leftovers() throws {
        for name in [".new-dead/memory", ".old-1-2/memory", ".new-alive/memory"] {
            try directory.write("swift-virt/templates/\(name)", "x")
        }
        try directory.write("swift-virt/templates/.lock-dead", "")
        let lock = try #require(TemplateLock("alive", in: store, waits: false))
        #expect(TemplateLock("alive", in: store, waits: false) == nil)
        store.prune(limit: 0)
        #expect(DirectoryListing.names(in: store.directory).sorted() == [".lock-alive", ".new-alive"])
        lock.release()
        store.prune(limit: 0)
        #expect(DirectoryListing.names(in: store.directory) == [])
    }

    @Test("a removed template serves those that have it open")
    func removal() throws {
        try publish(key())
        guard case .found(let template) = store.find(key()) else { throw POSIXError(.ENOENT) }
        #expect(store.remove(key().name) && !store.remove(key().name))
        #expect(!isFound(key()))
        let again = try template.reopened()
        var byte: UInt8 = 0
        #expect(try withUnsafeMutableBytes(of: &byte) { try again.memory.descriptor.read(into: $0) } == 1 && byte == 1)
    }

    @Test("a failure is remembered for a while")
    func failure() throws {
        #expect(store.failure(key()) == nil)
        store.noteFailure(key(), "It failed.")
        #expect(store.failure(key()) == "It failed.")
        let path = store.directory.appending(".failed-\(key().name)").string
        var times = [timespec(tv_sec: 1000, tv_nsec: 0), timespec(tv_sec: 1000, tv_nsec: 0)]
        utimensat(AT_FDCWD, path, &times, 0)
        #expect(store.failure(key()) == nil)
        store.forgetFailure(key())
        #expect(DirectoryListing.names(in: store.directory) == [])
    }

    @Test(
        "the devices of a saved VM are those of the restored one, whatever is behind them",
        .enabled(if: Program.areInstalled("qemu-system-x86_64", "busybox", "qemu-img")))
    func devices() throws {
        var vm = TinyVM(command: ["true"])
        vm.accelerator = .tcg
        vm.callerEnvironment = ["PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": directory.path]
        vm.network = .user
        let raw = try directory.write("disk.raw", Data(count: 1 << 20))
        _ = try Program.run(["qemu-img", "create", "-f", "qcow2", directory("disk.qcow2"), "8M"])
        vm.disks = try [raw, "\(raw),ro", "\(directory("disk.qcow2")),rw"].map { try TinyVM.Disk(parsing: $0) }
        let kernels = try FileManager.default.contentsOfDirectory(atPath: "/lib/modules").sorted()
        if let kernel = kernels.first(where: { !$0.contains("cloud") }) {
            vm.kernel = kernel
            vm.shares = [TinyVM.Share(source: FilePath(directory.path), target: "/mnt")]
        }
        let setup = try MachineSetup(for: vm) { _ in }
        func devices(_ memory: MachineMemory, _ isBlank: Bool) throws -> [String] {
            let arguments = try setup.invocation(memory: memory, blank: isBlank).arguments
            return zip(arguments, arguments.dropFirst()).filter {
                ["-device", "-machine", "-m", "-smp"].contains($0.0)
            }
            .map(\.1)
        }
        let saved = try devices(.saved, true)
        #expect(saved.count > 6)
        #expect(try devices(.restored, false) == saved)
        #expect(try devices(.restored, true) == saved)
        // The machine that boots differs in nothing the guest could see.
        #expect(try devices(.own, false) == saved)
        #expect(setup.obstacle == nil)
        vm.disks.removeLast()
        let other = try MachineSetup(for: vm) { _ in }
        #expect(try other.key() != setup.key())
    }
}
