// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import LinuxSystem

@Suite struct ControlGroupTests {
    private typealias Limit = ControlGroup.Limit

    private let shares = Limit(
        "cputune/shares", "cpu", first: [.init("cpu.shares", "512")], second: [.init("cpu.weight", "512")])
    private let memory = Limit(
        "memtune/hard_limit", "memory", first: [.init("memory.limit_in_bytes", "67108864")],
        second: [.init("memory.max", "67108864")])

    /// Whether this process may make control groups with these controllers, which only the real thing tells.
    private static var mayMakeGroups: Bool {
        guard geteuid() == 0, let tree = try? ControlGroupTree(),
            let cpu = tree.group(of: "cpu"), tree.group(of: "memory") != nil, cpu.version == .one,
            access(cpu.path.string, W_OK) == 0
        else {
            print("SKIPPING control groups of version 1: this process cannot make them")
            return false
        }
        return true
    }

    @Test("a child lives in its group, with its limits, and the group goes after it", .enabled(if: mayMakeGroups))
    func real() throws {
        let tree = try ControlGroupTree()
        let name = "swift-virt-test-\(UInt32.random(in: 0...UInt32.max))"
        let group = try ControlGroup(name, limits: [shares, memory], in: tree)
        let cpu = try #require(tree.group(of: "cpu")).path.appending(name)
        let inMemory = try #require(tree.group(of: "memory")).path.appending(name)
        #expect(try text(cpu.appending("cpu.shares")) == "512\n")
        #expect(try text(inMemory.appending("memory.limit_in_bytes")) == "67108864\n")

        var request = ChildProcess.Request(program: "/bin/sleep", arguments: ["sleep", "60"], environment: [])
        request.controlGroups = group.entrances
        let child = try ChildProcess.start(request)
        group.closeEntrances()
        let own = try text(FilePath("/proc/\(child.identifier)/cgroup"))
        #expect(own.components(separatedBy: name).count == 3, "\(own)")
        #expect(!(try text("/proc/self/cgroup").contains(name)))

        try group.limit(
            threads: [Int(child.identifier)], as: "vcpu0", quotaInMicroseconds: 50_000, periodInMicroseconds: 100_000)
        #expect(try text(cpu.appending("vcpu0/cpu.cfs_quota_us")) == "50000\n")
        #expect(try text(cpu.appending("vcpu0/tasks")) == "\(child.identifier)\n")
        child.send(SIGKILL)
        _ = try child.wait()
        #expect(group.remove())
        #expect(!cpu.exists && !inMemory.exists)
    }

    @Test(
        "what a process that is gone had made goes, unless it is in use, and what others have stays",
        .enabled(if: mayMakeGroups))
    func abandoned() throws {
        let tree = try ControlGroupTree()
        let parent = try #require(tree.group(of: "cpu")).path
        let child = try ChildProcess.start(.init(program: "/bin/true", arguments: ["true"], environment: []))
        _ = try child.wait()
        let number = UInt32.random(in: 0...UInt32.max)
        let names = ["swift-virt-\(child.identifier)-\(number)", ControlGroup.name("\(number)"), "other-\(number)"]
        let groups = names.map { parent.appending($0) }
        let used = parent.appending("swift-virt-\(child.identifier)-\(number)-used")
        for group in groups + [groups[0].appending("vcpu0"), used] { try #require(mkdir(group.string, 0o755) == 0) }
        let user = try ChildProcess.start(.init(program: "/bin/sleep", arguments: ["sleep", "60"], environment: []))
        try "\(user.identifier)".write(toFile: "\(used)/cgroup.procs", atomically: false, encoding: .utf8)
        ControlGroup.removeAbandoned(in: tree)
        #expect(!groups[0].exists && groups[1].exists && groups[2].exists && used.exists)
        user.send(SIGKILL)
        _ = try user.wait()
        let isGone = RunningProgram.wait {
            ControlGroup.removeAbandoned(in: tree)
            return !used.exists
        }
        #expect(isGone)
        for group in groups[1...] { #expect(rmdir(group.string) == 0) }
    }

    private func text(_ path: FilePath) throws -> String {
        String(decoding: try path.contents(atMost: 1 << 16), as: UTF8.self)
    }

    @Test("a group that cannot have all its limits is not made", .enabled(if: mayMakeGroups))
    func failure() throws {
        let tree = try ControlGroupTree()
        let name = "swift-virt-test-\(UInt32.random(in: 0...UInt32.max))"
        let wrong = Limit("cputune/global_period", "cpu", first: [.init("cpu.cfs_period_us", "7")], second: [])
        let error = #expect(throws: ControlGroup.Failure.self) {
            _ = try ControlGroup(name, limits: [shares, memory, wrong], in: tree)
        }
        #expect(error?.limit == "cputune/global_period")
        #expect(error?.description.contains("'7'") == true)
        #expect(!(try #require(tree.group(of: "cpu")).path.appending(name).exists))
        #expect(!(try #require(tree.group(of: "memory")).path.appending(name).exists))
    }

    @Test("where we stand is read for both versions, in a container too")
    func tree() throws {
        let folder = try TemporaryDirectory()
        try folder.write("two/a/cgroup.controllers", "cpu io memory\n")
        let tree = ControlGroupTree(
            groups: "3:memory:/docker/x/y\n2:cpu,cpuacct:/\n1:name=systemd:/\n0::/a\n",
            mounts: """
                20 1 0:20 / \(folder.path)/two rw shared:1 - cgroup2 cgroup2 rw
                21 1 0:21 /docker/x /cg/memory rw - cgroup cgroup rw,memory
                22 1 0:22 / /cg/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
                23 1 0:23 / /cg/blkio rw - cgroup cgroup rw,blkio
                """)
        #expect(tree.group(of: "memory")?.path == FilePath(folder("two/a")))
        #expect(tree.group(of: "memory")?.version == .two)
        #expect(tree.group(of: "cpuset")?.path == nil)
        let old = ControlGroupTree(
            groups: "3:memory:/docker/x/y\n2:cpu,cpuacct:/\n",
            mounts: """
                21 1 0:21 /docker/x /cg/memory rw - cgroup cgroup rw,memory
                22 1 0:22 / /cg/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
                """)
        #expect(old.group(of: "memory")?.path == "/cg/memory/y")
        #expect(old.group(of: "cpu")?.path == "/cg/cpu,cpuacct")
        #expect(old.group(of: "io")?.path == nil)
    }

    @Test(
        "in version 2 groups are made beside ours, unless others manage the group above",
        arguments: [(false, false, "a"), (true, false, "a/b"), (false, true, "a/b")])
    func place(isManaged: Bool, isBusy: Bool, expected: String) throws {
        let folder = try TemporaryDirectory()
        for group in ["a", "a/b"] {
            try folder.write("\(group)/cgroup.controllers", "cpu\n")
            try folder.write("\(group)/cgroup.type", "domain\n")
        }
        try folder.write("a/cgroup.procs", isBusy ? "12\n" : "")
        try folder.write("a/b/cgroup.procs", "13\n")
        let mounts = "20 1 0:20 / \(folder.path) rw - cgroup2 cgroup2 rw\n"
        let tree = ControlGroupTree(groups: "0::/a/b\n", mounts: mounts, isManaged: isManaged)
        // What is a user's own is left to him.
        let isLeft = geteuid() != 0 && !isBusy
        #expect(tree.group(of: "cpu")?.path == FilePath(folder(isLeft ? "a" : expected)))
        guard expected == "a/b", !isLeft else { return }
        let error = #expect(throws: ControlGroup.Failure.self) {
            _ = try ControlGroup("g", limits: [shares], in: tree)
        }
        #expect(error?.description.contains("has processes, us among them") == true)
        #expect(!FileManager.default.fileExists(atPath: folder("a/b/g")))
    }

    @Test("in version 2 a controller is handed down first, and one that is not there is named")
    func version2() throws {
        let folder = try TemporaryDirectory()
        try folder.write("cgroup.controllers", "cpu\n")
        try folder.write("cgroup.subtree_control", "")
        let tree = ControlGroupTree(
            groups: "0::/\n", mounts: "20 1 0:20 / \(folder.path) rw - cgroup2 cgroup2 rw\n")
        let error = #expect(throws: ControlGroup.Failure.self) {
            _ = try ControlGroup("g", limits: [shares, memory], in: tree)
        }
        // A plain directory has no files that a kernel would make.
        #expect(error?.description.contains("cpu.weight") == true)
        #expect(try String(contentsOfFile: folder("cgroup.subtree_control"), encoding: .utf8) == "+cpu")
        #expect(!FileManager.default.fileExists(atPath: folder("g")))
        let missing = #expect(throws: ControlGroup.Failure.self) {
            _ = try ControlGroup("g", limits: [memory], in: tree)
        }
        #expect(missing?.description.contains("'memory'") == true)
    }

    @Test("on a real tree of version 2 a child lives in its group, with its limit", .enabled(if: geteuid() == 0))
    func realVersion2() throws {
        let folder = try TemporaryDirectory("cgroup2")
        guard mount("none", folder.path, "cgroup2", 0, nil) == 0 else {
            return print("SKIPPING control groups of version 2: \(Errno(rawValue: errno)) on mounting them")
        }
        defer { umount2(folder.path, CInt(MNT_DETACH)) }
        let root = FilePath(folder.path)
        // Which controllers version 2 has is left to whoever mounted version 1 first.
        let settings = [
            ("memory", "memory.max", "67108864"), ("pids", "pids.max", "20"), ("hugetlb", "hugetlb.2MB.max", "0"),
        ]
        let known = try text(root.appending("cgroup.controllers")).split(whereSeparator: \.isWhitespace).map(
            String.init)
        guard let (controller, file, value) = settings.first(where: { known.contains($0.0) }) else {
            return print("SKIPPING control groups of version 2: their tree has no controller that is tested")
        }
        let enabled = root.appending("cgroup.subtree_control")
        let wasEnabled = try text(enabled)
        defer {
            if !wasEnabled.contains(controller) {
                try? Data("-\(controller)".utf8).write(to: URL(fileURLWithPath: enabled.string))
            }
        }
        let tree = ControlGroupTree(groups: "0::/\n", mounts: "20 1 0:20 / \(folder.path) rw - cgroup2 cgroup2 rw\n")
        let limit = Limit("a limit", controller, first: [], second: [.init(file, value)])
        let name = "swift-virt-test-\(UInt32.random(in: 0...UInt32.max))"
        let group = try ControlGroup(name, limits: [limit], in: tree)
        let directory = root.appending(name)
        #expect(try text(directory.appending(file)) == "\(value)\n")
        var request = ChildProcess.Request(program: "/bin/sleep", arguments: ["sleep", "60"], environment: [])
        request.controlGroups = group.entrances
        let child = try ChildProcess.start(request)
        group.closeEntrances()
        #expect(try text(directory.appending("cgroup.procs")) == "\(child.identifier)\n")
        child.send(SIGKILL)
        _ = try child.wait()
        #expect(group.remove())
        #expect(!directory.exists)
    }

    @Test("a thread runs where it is pinned to")
    func affinity() throws {
        let child = try ChildProcess.start(.init(program: "/bin/sleep", arguments: ["sleep", "60"], environment: []))
        try Affinity.set(thread: Int(child.identifier), processors: [0])
        #expect(try text(FilePath("/proc/\(child.identifier)/status")).contains("Cpus_allowed_list:\t0\n"))
        #expect(throws: Errno.invalidArgument) {
            try Affinity.set(thread: Int(child.identifier), processors: [100_000])
        }
        child.send(SIGKILL)
        _ = try child.wait()
    }
}
