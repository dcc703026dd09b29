// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import LinuxSystem
import QEMUDriver
import QMP
import SystemPackage
import TestSupport
import Testing
import VirtModel

/// As whom, where and within which limits a real QEMU runs.
@Suite(.enabled(if: geteuid() == 0 && Program.areInstalled("qemu-system-x86_64")), .timeLimit(.minutes(2)))
struct HostLimitTests {
    private let loop: EventLoop
    private let folder: TemporaryDirectory

    init() throws {
        loop = try EventLoop()
        folder = try TemporaryDirectory("limits")
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test("QEMU runs as another user, who gets its image and gives it back")
    func identity() async throws {
        let image = try folder.write("disk", Data(count: 1 << 20))
        try #require(chmod(image, 0o600) == 0 && chmod(folder.path, 0o755) == 0)
        func owner() throws -> UInt32 {
            var status = stat()
            try #require(stat(image, &status) == 0)
            return status.st_uid
        }
        let disk = "<disk type='file'><driver type='raw'/><source file='\(image)'/><target dev='vda'/></disk>"
        let launch = try await HostLaunch.start(disk, in: folder, on: loop) { environment in
            environment.helpers.identity = ProcessIdentity(user: 12345, group: 12345)
        }
        #expect(try owner() == 12345)
        #expect(try text("/proc/\(launch.process.identifier)/status").contains("Uid:\t12345\t12345"))
        try await launch.end()
        #expect(try owner() == 0)
        // By default nothing changes hands.
        let plain = try await HostLaunch.start(disk, in: folder, on: loop)
        #expect(try owner() == 0)
        try await plain.end()
    }

    private static var hasTaps: Bool {
        if access("/dev/net/tun", R_OK | W_OK) == 0 { return true }
        print("SKIPPING scripts of interfaces: they need /dev/net/tun")
        return false
    }

    @Test(
        "the scripts of an interface get its tap's name at the start and at the end; one that fails is quoted",
        .enabled(if: hasTaps))
    func scripts() async throws {
        let note = folder("note")
        let name = "svt\(UInt32.random(in: 0...99_999_999))"
        func script(_ file: String, _ body: String) throws -> String {
            try folder.write(file, "#!/bin/sh\n\(body)\n", executable: true)
        }
        func interface(_ up: String) throws -> String {
            let down = try script("down", "echo down $1 >> \(note)")
            return """
                <interface type='ethernet'>
                  <target dev='\(name)'/><script path='\(up)'/><downscript path='\(down)'/><model type='virtio'/>
                </interface>
                """
        }
        let up = try script("up", "grep -q $1: /proc/net/dev && echo up $1 >> \(note)")
        let launch = try await HostLaunch.start(interface(up), in: folder, on: loop)
        #expect(try text(note) == "up \(name)\n")
        try await launch.end()
        #expect(try text(note) == "up \(name)\ndown \(name)\n")
        let broken = try script("broken", "echo there is no cable >&2; exit 3")
        await #expect {
            _ = try await HostLaunch.start(interface(broken), in: folder, on: loop)
        } throws: {
            "\($0)".contains("net0") && "\($0)".contains("there is no cable")
        }
        #expect(!(try text("/proc/net/dev")).contains(name))
    }

    private static var hasProcessorGroups: Bool {
        guard let group = try? ControlGroupTree().group(of: "cpu"), access(group.path.string, W_OK) == 0 else {
            print("SKIPPING limits of a real QEMU: this process cannot make control groups")
            return false
        }
        return true
    }

    @Test("limits are those of QEMU's control group, and threads are pinned", .enabled(if: hasProcessorGroups))
    func limits() async throws {
        let name = "swift-virt-test-\(UInt32.random(in: 0...UInt32.max))"
        let tune = """
            <cputune>
              <shares>700</shares><period>100000</period><quota>40000</quota>
              <emulator_period>50000</emulator_period><emulator_quota>30000</emulator_quota>
              <vcpupin vcpu='0' cpuset='0'/><emulatorpin cpuset='0'/>
            </cputune>
            """
        let launch = try await HostLaunch.start("", more: tune, in: folder, on: loop) { environment in
            environment.controlGroupName = name
        }
        let process = Int(launch.process.identifier)
        #expect(try text("/proc/\(process)/cgroup").contains(name))
        let cpus = try await launch.execute(QMPCommand("query-cpus-fast"))
        let thread = try #require(cpus.array?.first?["thread-id"]?.integer)
        try launch.resources.settle(.init(process: process, vcpus: [0: Int(thread)]), of: launch.domain)
        for task in [process, Int(thread)] {
            #expect(try text("/proc/\(process)/task/\(task)/status").contains("Cpus_allowed_list:\t0\n"))
        }
        #expect(try text("/proc/\(process)/task/\(thread)/cgroup").contains("\(name)/vcpu0"))
        #expect(try text("/proc/\(process)/cgroup").contains("\(name)/emulator"))
        let group = try #require(ControlGroupTree().group(of: "cpu")).path.appending(name)
        try await launch.end()
        #expect(!FileManager.default.fileExists(atPath: group.string))
    }

    @Test(
        "what cannot be limited is refused by name",
        arguments: [
            ("<memtune><min_guarantee>1000</min_guarantee></memtune>", "min_guarantee"),
            ("<memtune><swap_hard_limit>1000</swap_hard_limit></memtune>", "swap_hard_limit"),
            ("<blkiotune><device><path>/no/such</path><weight>200</weight></device></blkiotune>", "/no/such"),
            ("<blkiotune><weight>lots</weight></blkiotune>", "weight"),
        ])
    func refusals(tune: String, named: String) throws {
        let domain = try Domain(xml: CommandLineTests.document("", more: tune))
        #expect { try ResourceLimits.limits(of: domain) } throws: { "\($0)".contains(named) }
    }

    @Test("a domain that asks for nothing gets no group")
    func nothing() throws {
        let unlimited = "<memtune><hard_limit unit='KiB'>9007199254740991</hard_limit></memtune>"
        for more in ["", unlimited] {
            #expect(try ResourceLimits.limits(of: Domain(xml: CommandLineTests.document("", more: more))).isEmpty)
        }
    }
}
